// Image uploads of the editor (drop, paste, dialog; CKEditor uses XMLHttpRequest for all): adds the CSRF token of the
// form, because the cookie is HttpOnly, shows our error message for any status, and retries after session renewal. A
// form is not submitted while one of its uploads is running: PortalEditor.waitForUploads(form). A classic script, as
// CKEditor 4 is one.

(function () {
  "use strict";

  if (typeof CKEDITOR === "undefined") return;

  // Types that CKEditor's plugin ignores (it accepts JPEG, PNG, GIF and BMP): the server decides.
  const OTHER_IMAGE_TYPES = /^image\/(?!(?:jpeg|png|gif|bmp)$)/;
  const PENDING_STATUSES = new Set(["created", "loading", "loaded", "uploading"]);
  const WAITING_MESSAGE = "Ảnh còn đang được tải lên. Biểu mẫu sẽ được gửi ngay khi ảnh tải xong; đừng đóng trang này.";
  const FAILED_MESSAGE = "Có ảnh chưa tải lên được nên chưa lưu. Hãy chèn lại ảnh, hoặc bấm lưu lần nữa để lưu bài không có ảnh ấy.";

  CKEDITOR.on("instanceCreated", function (created) {
    const editor = created.editor;
    editor.on("pluginsLoaded", () => acceptOtherImageTypes(editor));
    editor.on("fileUploadRequest", function (event) {
      const loader = event.data.fileLoader;
      loader.xhr.setRequestHeader("Accept", "application/json");
      setCsrfHeader(loader.xhr, editor.element.$.form);
      retryAfterSignIn(loader);
      // Before the listeners that show the message (the usual priority is 10).
      loader.on("error", () => useServerMessage(loader), null, null, 1);
    });
  });

  function acceptOtherImageTypes(editor) {
    const url = CKEDITOR.fileTools.getUploadUrl(editor.config, "image");
    editor.plugins.clipboard._supportedFileMatchers.push((file) => OTHER_IMAGE_TYPES.test(file.type));
    CKEDITOR.fileTools.addUploadWidget(editor, "uploadotherimage", {
      supportedTypes: OTHER_IMAGE_TYPES,
      uploadUrl: url,
      fileToElement() {
        const image = new CKEDITOR.dom.element("img");
        image.setAttribute("src", "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
        return image;
      },
      parts: { img: "img" },
      onUploading(loader) {
        this.parts.img.setAttribute("src", loader.data);
      },
      onUploaded(loader) {
        const { naturalWidth, naturalHeight } = this.parts.img.$;
        this.replaceWith(`<img src="${loader.url}" width="${naturalWidth}" height="${naturalHeight}">`);
      },
    });
  }

  function setCsrfHeader(request, form) {
    const field = (form || document).querySelector("input[name=csrfmiddlewaretoken]");
    if (field) request.setRequestHeader("X-CSRFToken", field.value);
  }

  /** Once per image; the loader continues normally. */
  function retryAfterSignIn(loader) {
    const { xhr } = loader;
    const originalOnload = xhr.onload;
    xhr.onload = () => {
      if (!window.PortalSession || loader.portalSentAgain || !window.PortalSession.isMissing(xhr.status, parseResponse(xhr))) return originalOnload();
      loader.portalSentAgain = true;
      window.PortalSession.ensure().then(() => {
        // The dialog cleared the selection, which the editor needs to insert the image.
        loader.editor?.focus();
        loader.upload(loader.uploadUrl);
      }, originalOnload);
      return undefined;
    };
  }

  function parseResponse(xhr) {
    try {
      return JSON.parse(xhr.responseText);
    } catch {
      return {};
    }
  }

  /** The message of {"uploaded": 0, "error": {"message": "…"}}, which CKEditor reads in a successful answer only. */
  function useServerMessage(loader) {
    const response = parseResponse(loader.xhr);
    // No response of the portal (network error, proxy): keeps CKEditor's own message.
    loader.message = response.error?.message || response.message || loader.message;
  }

  const uploadsOf = (form) =>
    Object.values(CKEDITOR.instances)
      .filter((editor) => editor.element.$.form === form)
      .flatMap((editor) => editor.uploadRepository?.loaders ?? []);
  const hasPendingUploads = (form) => uploadsOf(form).some((loader) => PENDING_STATUSES.has(loader.status));
  const failedCount = (form) => uploadsOf(form).filter((loader) => loader.status === "error").length;

  /** Resolves when no upload of this form is running: true if all of them succeeded. */
  async function waitForUploads(form) {
    const failedBefore = failedCount(form);
    while (hasPendingUploads(form)) await new Promise((resolve) => setTimeout(resolve, 100));
    return failedCount(form) === failedBefore;
  }

  window.PortalEditor = { waitForUploads, hasPendingUploads };

  // Captured at the window, before any listener of the form: blocks submit until the images are uploaded.
  window.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!hasPendingUploads(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      const editor = Object.values(CKEDITOR.instances).find((one) => one.element.$.form === form);
      const notice = editor.showNotification(WAITING_MESSAGE, "info", 0);
      waitForUploads(form).then((allSucceeded) => {
        notice.hide();
        if (allSucceeded) form.requestSubmit(submitter);
        else editor.showNotification(FAILED_MESSAGE, "warning", 0);
      });
    },
    true,
  );
})();
