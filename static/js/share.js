// "Chia sẻ": the device's own sharing; where there is none, the address is copied or shown to be copied.

for (const button of document.querySelectorAll("[data-portal-share]")) {
  button.hidden = false;
  button.addEventListener("click", () => share(button));
}

async function share(button) {
  const address = document.querySelector("link[rel=canonical]")?.href ?? window.location.href;
  if (navigator.share) {
    await navigator.share({ title: document.title, url: address }).catch(ignoreDismissal);
    return;
  }
  try {
    await navigator.clipboard.writeText(address);
    button.parentElement.querySelector("[data-portal-tools-status]").textContent = button.dataset.portalDone;
  } catch {
    showAddress(button, address);
  }
}

/** Closing the sharing sheet is no fault. */
function ignoreDismissal(error) {
  if (error.name !== "AbortError") throw error;
}

/** Without a secure connection the clipboard is closed to pages: the reader copies by hand. */
function showAddress(button, address) {
  let field = button.parentElement.querySelector(".article-tools__address");
  if (!field) {
    field = document.createElement("input");
    field.className = "article-tools__address";
    field.readOnly = true;
    field.setAttribute("aria-label", button.textContent.trim());
    button.parentElement.append(field);
  }
  field.value = address;
  field.focus();
  field.select();
}
