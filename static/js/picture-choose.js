// In the library's window: hands the chosen picture to whoever opened it – CKEditor's image dialog by its own call
// back, or a field of a form by a message.

const page = document.querySelector("[data-portal-choosing]");

page.addEventListener("click", (event) => {
  const button = event.target.closest("[data-portal-picture]");
  if (!button || !window.opener) return;
  const { portalPicture, portalAddress, portalAlt, portalName, portalThumbnail } = button.dataset;
  if (page.dataset.portalChoosing) {
    window.opener.CKEDITOR.tools.callFunction(Number(page.dataset.portalChoosing), portalAddress, function () {
      // "this" is the dialog's field for the address; the editor reads the size from the picture itself.
      this.getDialog().getContentElement("info", "alt")?.setValue(portalAlt);
    });
  } else {
    const picture = { key: portalPicture, name: portalName, thumbnail: portalThumbnail };
    window.opener.postMessage({ portalPicture: picture }, window.location.origin);
  }
  window.close();
});
