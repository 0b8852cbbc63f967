// "Chép": copies the credit of an image to the clipboard. A classic script.

(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-portal-copy-text]")) button.hidden = false;
  });

  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-portal-copy-text]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.portalCopyText);
    button.textContent = button.dataset.portalDone;
  });
})();
