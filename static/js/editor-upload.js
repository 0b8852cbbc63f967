// In the admin: every picture that the editor sends (dropped, pasted or chosen in the dialog; CKEditor sends them all
// by XMLHttpRequest) carries the form's CSRF token, as the cookie is closed to scripts, and a refusal of ours is shown
// in our words whatever its status. A classic script, as CKEditor 4 is one.

(function () {
  "use strict";

  if (typeof CKEDITOR === "undefined") return;

  CKEDITOR.on("instanceCreated", function (created) {
    created.editor.on("fileUploadRequest", function (event) {
      const loader = event.data.fileLoader;
      addToken(loader.xhr, created.editor.element.$.form);
      // Before the listeners that show the message (the usual priority is 10).
      loader.on("error", () => speakOurWords(loader), null, null, 1);
    });
  });

  function addToken(request, form) {
    const field = (form || document).querySelector("input[name=csrfmiddlewaretoken]");
    if (field) request.setRequestHeader("X-CSRFToken", field.value);
  }

  /** The message of {"uploaded": 0, "error": {"message": "…"}}, which CKEditor reads in a successful answer only. */
  function speakOurWords(loader) {
    try {
      loader.message = JSON.parse(loader.xhr.responseText).error.message;
    } catch {
      // No answer of ours (the line is cut, a proxy refuses): CKEditor's own message stands.
    }
  }
})();
