// Labels the button of the editor's image dialog that opens the image library. A classic script, as CKEditor 4 is one.

(function () {
  "use strict";

  if (typeof CKEDITOR === "undefined") return;

  CKEDITOR.on("dialogDefinition", function (event) {
    const label = event.editor.config.portalBrowseLabel;
    const general = event.data.name === "image2" && event.data.definition.getContents("info");
    const button = general && general.get("browse");
    if (button && label) button.label = label;
  });
})();
