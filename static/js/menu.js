/* The groups of the main menu: one open at a time, closed by Escape and by looking elsewhere. Without this module each
   opens and closes by itself. */

const groups = [...document.querySelectorAll("[data-portal-menu]")];

function closeAllBut(kept) {
  for (const group of groups) {
    if (group !== kept) {
      group.open = false;
    }
  }
}

for (const group of groups) {
  group.addEventListener("toggle", () => {
    if (group.open) {
      closeAllBut(group);
    }
  });
  group.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && group.open) {
      group.open = false;
      group.querySelector("summary").focus();
    }
  });
}

document.addEventListener("click", (event) => {
  closeAllBut(event.target.closest("[data-portal-menu]"));
});
document.addEventListener("focusin", (event) => {
  closeAllBut(event.target.closest("[data-portal-menu]"));
});
