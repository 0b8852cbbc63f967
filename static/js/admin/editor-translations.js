// Vietnamese translations that CKEditor 4 lacks: its own language file has not changed since 2015.
// A classic script, as CKEditor 4 is one; TRANSLATIONS is JSON, which a test compares with the editor's language files.

(function () {
  "use strict";

  if (typeof CKEDITOR === "undefined") return;

  const TRANSLATIONS = {
    "clipboard": {
      "fileFormatNotSupportedNotification": "Không chèn được tệp loại ${formats} vào bài. Ảnh phải là JPEG, PNG hoặc WebP; tài liệu thì đính kèm ở mục tệp.",
      "fileWithoutFormatNotSupportedNotification": "Không chèn được tệp loại này vào bài. Ảnh phải là JPEG, PNG hoặc WebP; tài liệu thì đính kèm ở mục tệp.",
      "pasteMsg": "Dán nội dung vào khung dưới đây rồi bấm Đồng ý.",
      "pasteNotification": "Bấm %1 để dán. Trình duyệt này không dán được bằng nút trên thanh công cụ."
    },
    "common": { "url": "Địa chỉ (URL)" },
    "format": {
      "tag_address": "Địa chỉ",
      "tag_h1": "Đề mục cấp 1",
      "tag_h2": "Đề mục cấp 2",
      "tag_h3": "Đề mục cấp 3",
      "tag_h4": "Đề mục cấp 4",
      "tag_h5": "Đề mục cấp 5",
      "tag_h6": "Đề mục cấp 6"
    },
    "link": {
      "anchor": { "errorWhitespace": "Tên điểm neo không được có dấu cách." },
      "displayText": "Chữ hiển thị",
      "download": "Buộc tải xuống",
      "noTel": "Hãy nhập số điện thoại.",
      "phoneNumber": "Số điện thoại",
      "toPhone": "Điện thoại",
      "toUrl": "Địa chỉ trang (URL)"
    },
    "notification": { "closed": "Đã đóng thông báo." },
    "pastetext": {
      "pasteNotification": "Bấm %1 để dán. Trình duyệt này không dán được bằng nút trên thanh công cụ."
    },
    "table": {
      "cell": { "columnHeader": "Ô tiêu đề của cột", "rowHeader": "Ô tiêu đề của hàng" },
      "heightUnit": "đơn vị chiều cao"
    },
    "toolbar": { "toolbarGroups": { "clipboard": "Bộ nhớ tạm, hoàn tác" } },
    "uploadwidget": {
      "abort": "Bạn đã dừng việc tải ảnh lên.",
      "doneMany": "Đã tải %1 ảnh lên.",
      "doneOne": "Đã tải ảnh lên.",
      "uploadMany": "Đang tải ảnh lên, xong {current} trong {max} ({percentage}%)…",
      "uploadOne": "Đang tải ảnh lên ({percentage}%)…"
    },
    "widget": { "label": "Khung %1" },
    "application": "Khung soạn thảo"
  };

  CKEDITOR.on("instanceCreated", function (created) {
    created.editor.on("langLoaded", function () {
      mergeTranslations(created.editor.lang, TRANSLATIONS);
    });
  });

  function mergeTranslations(target, translations) {
    for (const [key, value] of Object.entries(translations)) {
      if (typeof value === "string") target[key] = value;
      else mergeTranslations((target[key] ??= {}), value);
    }
  }
})();
