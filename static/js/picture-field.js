// Beside the search field of a picture in an admin form: a button that opens the library, and the picture chosen.
// A classic script, as Django's own widgets are.

(function () {
  "use strict";

  let waiting = null;

  function enhance(root) {
    for (const select of root.querySelectorAll("select[data-portal-picture-field]")) {
      if (select.name.includes("__prefix__") || select.dataset.portalEnhanced) continue;
      select.dataset.portalEnhanced = "yes";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button picture-field__button";
      button.textContent = select.dataset.portalChoose;
      button.addEventListener("click", function () {
        waiting = select;
        window.open(select.dataset.portalPictureField, "portal-library", "width=980,height=720,resizable,scrollbars");
      });
      const wrapper = select.closest(".related-widget-wrapper") || select.parentElement;
      wrapper.append(button);
      show(select, select.dataset.portalShown);
      // select2 tells of a change through jQuery only.
      window.django.jQuery(select).on("select2:select select2:clear", () => show(select, ""));
    }
  }

  function show(select, address) {
    const wrapper = select.closest(".related-widget-wrapper") || select.parentElement;
    wrapper.parentElement.querySelector(".picture-field__shown")?.remove();
    if (!address) return;
    const picture = document.createElement("img");
    picture.className = "picture-field__shown";
    picture.src = address;
    picture.alt = "";
    wrapper.after(picture);
  }

  window.addEventListener("message", function (event) {
    const picture = event.origin === window.location.origin && event.data && event.data.portalPicture;
    if (!picture || !waiting) return;
    waiting.append(new Option(picture.name, picture.key, true, true));
    window.django.jQuery(waiting).trigger("change");
    waiting.dispatchEvent(new Event("input", { bubbles: true }));
    show(waiting, picture.thumbnail);
    waiting.focus();
    waiting = null;
  });
  document.addEventListener("DOMContentLoaded", () => enhance(document));
  document.addEventListener("formset:added", (event) => enhance(event.target));
})();
