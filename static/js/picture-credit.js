// "Chép": the credit of a picture into the clipboard. A classic script among the admin's own.

(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-portal-copy]")) button.hidden = false;
  });

  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-portal-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.portalCopy);
    button.textContent = button.dataset.portalDone;
  });
})();
