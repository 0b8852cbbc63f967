// Sign-out page: deletes the form copies in this browser (form-recovery.js).

document.querySelector("form[data-portal-sign-out]")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("portal.unsaved.")) localStorage.removeItem(key);
});
