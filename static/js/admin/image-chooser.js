// Image library window: returns the chosen image to its opener – to CKEditor's image dialog by its callback, or to a
// form field by postMessage.

const chooser = document.querySelector("[data-portal-image-chooser]");

chooser.addEventListener("click", (event) => {
  const button = event.target.closest("[data-portal-image]");
  if (!button || !window.opener) return;
  const { portalImage, portalUrl, portalAlt, portalName, portalThumbnail } = button.dataset;
  if (chooser.dataset.portalImageChooser) {
    window.opener.CKEDITOR.tools.callFunction(Number(chooser.dataset.portalImageChooser), portalUrl, function () {
      // "this" is the URL field of the dialog; the editor reads the size from the image.
      this.getDialog().getContentElement("info", "alt")?.setValue(portalAlt);
    });
  } else {
    const image = { key: portalImage, name: portalName, thumbnail: portalThumbnail };
    window.opener.postMessage({ portalImage: image }, window.location.origin);
  }
  window.close();
});
