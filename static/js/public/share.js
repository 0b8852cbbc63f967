// "Chia sẻ": Web Share; without it the URL is copied, or shown to be copied.

for (const button of document.querySelectorAll("[data-portal-share]")) {
  button.hidden = false;
  button.addEventListener("click", () => share(button));
}

async function share(button) {
  const url = document.querySelector("link[rel=canonical]")?.href ?? window.location.href;
  if (navigator.share) {
    await navigator.share({ title: document.title, url: url }).catch(ignoreDismissal);
    return;
  }
  try {
    await navigator.clipboard.writeText(url);
    button.parentElement.querySelector("[data-portal-tools-status]").textContent = button.dataset.portalDone;
  } catch {
    showUrlField(button, url);
  }
}

/** Closing the share dialog is not an error. */
function ignoreDismissal(error) {
  if (error.name !== "AbortError") throw error;
}

/** No clipboard access without HTTPS: the reader copies by hand. */
function showUrlField(button, url) {
  let field = button.parentElement.querySelector(".article-tools__url");
  if (!field) {
    field = document.createElement("input");
    field.className = "article-tools__url";
    field.readOnly = true;
    field.setAttribute("aria-label", button.textContent.trim());
    button.parentElement.append(field);
  }
  field.value = url;
  field.focus();
  field.select();
}
