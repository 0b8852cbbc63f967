// Filters pasted and dropped content before the editor inserts it: drops hidden content (hidden text, comments and
// deletions of Word, hidden rows and columns of Excel) and lists images from other hosts or local files beside the
// field, because the server would drop them. The server applies the same rules
// (portal/core/content/hidden_content.py). A classic script, as CKEditor 4 is one.

(function () {
  "use strict";

  if (typeof CKEDITOR === "undefined") return;

  const HIDING_STYLE = /(?:^|;|\s)(?:mso-hide\s*:\s*all|display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))/i;
  const COMMENT_STYLE = /mso-element\s*:\s*comment|mso-special-character\s*:\s*comment/i;
  const DROPPED_SELECTOR = "del, [hidden], .MsoCommentReference, .msocomanchor, .msocomtxt, .msocomoff, .msoDel, a[href^='#_msocom']";
  // List markers that Word and others set as a style; editor and server allow the attribute.
  const LIST_TYPES = { "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I" };
  // Priorities: before the clipboard listeners (Word's is 3), after them, before image upload (10).
  const BEFORE_WORD = 2;
  const AFTER_WORD = 5;

  CKEDITOR.on("instanceCreated", function (created) {
    const editor = created.editor;
    editor.on("paste", (event) => removeHidden(editor, event.data), null, null, BEFORE_WORD);
    editor.on("paste", (event) => reportRemoteImages(editor, event.data), null, null, AFTER_WORD);
  });
  CKEDITOR.on("dialogDefinition", validateImageUrl);

  const parseHtml = (html) => new DOMParser().parseFromString(html, "text/html");
  const isLocalUrl = (url) => /^(?:data:image\/|\/media\/)/i.test(url) || url.startsWith(`${location.origin}/media/`);
  const remoteImages = (root) => [...root.querySelectorAll("img[src]:not([data-cke-realelement])")].filter((one) => !isLocalUrl(one.getAttribute("src")));

  function removeHidden(editor, data) {
    if (data.dataTransfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_INTERNAL) return;
    const html = data.dataTransfer.getData("text/html", true) || data.dataValue;
    if (!html) return;
    const page = parseHtml(html);
    // Columns first: the elements that mark them are hidden themselves.
    removeHiddenColumns(page);
    for (const element of findHidden(page)) element.remove();
    if (isClipboardImageFile(page, data.dataTransfer)) {
      // Only images, and the clipboard has them as files: the files can be uploaded, the URLs cannot.
      data.dataTransfer.setData("text/html", " ");
      data.dataValue = "";
      return;
    }
    data.dataTransfer.setData("text/html", page.documentElement.outerHTML);
    data.dataValue = data.dataTransfer.getData("text/html");
  }

  function findHidden(page) {
    const selectors = [DROPPED_SELECTOR, ...hidingSelectors(page)];
    const hiddenElements = new Set();
    for (const selector of selectors) {
      try {
        for (const element of page.body.querySelectorAll(selector)) hiddenElements.add(element);
      } catch {
        // An invalid selector from Word is ignored.
      }
    }
    for (const element of page.body.querySelectorAll("[style]")) {
      const style = element.getAttribute("style");
      if (HIDING_STYLE.test(style) || COMMENT_STYLE.test(style)) hiddenElements.add(element);
    }
    return hiddenElements;
  }

  /** Word may hide elements by class. */
  function hidingSelectors(page) {
    const sheet = [...page.querySelectorAll("style")].map((style) => style.textContent.replace(/<!--|-->|\/\*[^]*?\*\//g, "")).join("\n");
    return [...sheet.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter((rule) => HIDING_STYLE.test(rule[2])).map((rule) => rule[1].trim());
  }

  /** Excel marks a hidden column only in its <col>. */
  function removeHiddenColumns(page) {
    for (const table of page.querySelectorAll("table")) {
      const columns = [...table.querySelectorAll("col")].flatMap((col) => Array(Number(col.getAttribute("span")) || 1).fill(isHiddenColumn(col)));
      if (!columns.includes(true)) continue;
      for (const row of table.rows) {
        let columnIndex = 0;
        for (const cell of [...row.cells]) {
          const spanned = columns.slice(columnIndex, columnIndex + cell.colSpan);
          columnIndex += cell.colSpan;
          if (spanned.length && spanned.every(Boolean)) cell.remove();
        }
      }
      for (const col of [...table.querySelectorAll("col")]) if (isHiddenColumn(col)) col.remove();
    }
  }

  const isHiddenColumn = (col) => HIDING_STYLE.test(col.getAttribute("style") || "") || col.getAttribute("width") === "0";

  function isClipboardImageFile(page, transfer) {
    return transfer.getFilesCount() > 0 && !page.body.textContent.trim() && remoteImages(page.body).length > 0;
  }

  function reportRemoteImages(editor, data) {
    if (!/<img|<ol/i.test(data.dataValue)) return;
    const page = parseHtml(data.dataValue);
    for (const list of page.querySelectorAll("ol[style]")) {
      const type = LIST_TYPES[list.style.listStyleType];
      if (type) list.setAttribute("type", type);
    }
    const remote = remoteImages(page.body);
    for (const image of remote) image.remove();
    data.dataValue = page.body.innerHTML;
    if (remote.length) showNotice(editor, remote.map((image) => image.getAttribute("src")));
  }

  /** Stays beside the field until it is closed: lost images must be added by hand. */
  function showNotice(editor, urls) {
    const box = editor.container.$;
    const notice = document.createElement("div");
    notice.className = "editor-notice";
    notice.setAttribute("role", "alert");
    const names = urls.map((url) => `<li>${CKEDITOR.tools.htmlEncode(displayUrl(url))}</li>`).join("");
    notice.innerHTML = `<p><strong>${urls.length} ảnh chưa vào bài</strong> vì nằm ở trang khác hoặc trong máy của bạn:</p><ul>${names}</ul><p>Hãy lưu từng ảnh về máy rồi kéo thả vào chỗ cần đặt, hoặc dùng nút “Hình ảnh”, mục “Tải lên”.</p>`;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "editor-notice__close";
    close.textContent = "Đã rõ";
    close.addEventListener("click", () => notice.remove());
    notice.append(close);
    box.after(notice);
  }

  /** The name of a local file, or the URL on another host. */
  function displayUrl(url) {
    const readable = /^file:/i.test(url) ? decodeUrl(url.split(/[\\/]/).pop()) : decodeUrl(url);
    return readable.length > 120 ? `${readable.slice(0, 119)}…` : readable;
  }

  function decodeUrl(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** The URL typed into the image dialog. */
  function validateImageUrl(event) {
    const general = event.data.name === "image2" && event.data.definition.getContents("info");
    const source = general && general.get("src");
    if (!source) return;
    const previousValidate = source.validate;
    source.validate = function () {
      const value = this.getValue().trim();
      if (value && !isLocalUrl(value)) return "Ảnh phải nằm trên cổng. Hãy tải ảnh lên ở mục “Tải lên”, hoặc chọn trong thư viện.";
      return previousValidate ? previousValidate.call(this) : true;
    };
  }
})();
