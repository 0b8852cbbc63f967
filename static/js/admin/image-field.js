// Image field of an admin form: a button that opens the image library, and a preview.
// A classic script, as Django's own widgets are.

(function () {
  "use strict";

  let pendingSelect = null;

  function enhance(root) {
    for (const select of root.querySelectorAll("select[data-portal-image-field]")) {
      if (select.name.includes("__prefix__") || select.dataset.portalEnhanced) continue;
      select.dataset.portalEnhanced = "yes";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button image-field__button";
      button.textContent = select.dataset.portalChoose;
      button.addEventListener("click", function () {
        pendingSelect = select;
        window.open(select.dataset.portalImageField, "portal-library", "width=980,height=720,resizable,scrollbars");
      });
      const wrapper = select.closest(".related-widget-wrapper") || select.parentElement;
      wrapper.append(button);
      showPreview(select, select.dataset.portalPreviewUrl);
      // select2 triggers change by jQuery only.
      window.django.jQuery(select).on("select2:select select2:clear", () => showPreview(select, ""));
    }
  }

  function showPreview(select, url) {
    const wrapper = select.closest(".related-widget-wrapper") || select.parentElement;
    wrapper.parentElement.querySelector(".image-field__preview")?.remove();
    if (!url) return;
    const image = document.createElement("img");
    image.className = "image-field__preview";
    image.src = url;
    image.alt = "";
    wrapper.after(image);
  }

  window.addEventListener("message", function (event) {
    const image = event.origin === window.location.origin && event.data && event.data.portalImage;
    if (!image || !pendingSelect) return;
    pendingSelect.append(new Option(image.name, image.key, true, true));
    window.django.jQuery(pendingSelect).trigger("change");
    pendingSelect.dispatchEvent(new Event("input", { bubbles: true }));
    showPreview(pendingSelect, image.thumbnail);
    pendingSelect.focus();
    pendingSelect = null;
  });
  document.addEventListener("DOMContentLoaded", () => enhance(document));
  document.addEventListener("formset:added", (event) => enhance(event.target));
})();
