"""The rich-text editor: CKEditor 4 with the settings and the policy of docs/adr/0001-editor.md.

Only this module and ``rich_text`` depend on the choice of editor.
"""

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from ckeditor.widgets import CKEditorWidget
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.content.image_sources import external_image_urls

CKEDITOR_CONFIG: dict[str, Any] = {
    "skin": "moono-lisa",
    "language": "vi",
    "versionCheck": False,
    "width": "100%",
    "height": 480,
    "toolbar": [
        ["Format", "Bold", "Italic", "Underline", "Strike", "Subscript", "Superscript", "RemoveFormat"],
        ["NumberedList", "BulletedList", "Blockquote"],
        ["JustifyLeft", "JustifyCenter", "JustifyRight"],
        ["Link", "Unlink", "Image", "Table", "HorizontalRule", "SpecialChar"],
        ["PasteText", "PasteFromWord", "Find", "Undo", "Redo", "Maximize"],
    ],
    "format_tags": "p;h2;h3;h4",
    # divarea edits in the page itself, so that no inline script element is needed (see EDITOR_CSP).
    "extraPlugins": "divarea,image2,uploadimage",
    "removePlugins": (
        "wysiwygarea,scayt,wsc,exportpdf,iframe,forms,flash,smiley,templates,newpage,save,print,preview,image,about"
    ),
    "allowedContent": (
        "p h2 h3 h4 blockquote ul li strong em u s sub sup br hr caption figure figcaption thead tbody tr;"
        # The last two attributes of an image mark an upload in progress; the server removes them.
        "a[!href,title];"
        "img[!src,alt,width,height,data-widget,data-cke-upload-id](align-left,align-center,align-right);"
        "ol[start,type];"
        "table; td th[colspan,rowspan,scope]; p(align-left,align-center,align-right,align-justify);"
        "figure(image,align-left,align-center,align-right)"
    ),
    "disallowedContent": "script style iframe object embed form input; *[on*]",
    "justifyClasses": ["align-left", "align-center", "align-right", "align-justify"],
    "image2_alignClasses": ["align-left", "align-center", "align-right"],
    "image2_captionedClass": "image",
    "image2_altRequired": True,
    "image2_disableResizer": True,
    "entities": False,
    "disableNativeSpellChecker": False,
    "removeDialogTabs": "link:advanced;link:target",
    "linkDefaultProtocol": "https://",
}

# Additions to the site's policy for pages with the editor only: CKEditor 4 writes inline handlers and inline styles.
# Script *elements* stay limited to our own files, and eval stays forbidden.
EDITOR_CSP: dict[str, list[str]] = {
    "script-src-attr": ["'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:", "blob:"],
}

# How many removed images a warning names, and the maximum length of each URL.
_MAX_NAMED_IMAGES, _MAX_SHOWN_URL_LENGTH = 10, 120

View = Callable[..., Any]


def with_editor_csp(view: View) -> View:
    """Relaxes the Content-Security-Policy of one view for the editor.

    After a form is saved, a warning lists the images that were removed from its texts.
    """

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            warn_about_dropped_images(request)
        return response

    return csp_update(EDITOR_CSP)(telling)


def warn_about_dropped_images(request: HttpRequest) -> None:
    """Warns of submitted images that the sanitiser removes because they are neither ours nor in the image library."""
    sent = (value for values in dict(request.POST.lists()).values() for value in values if "<img" in value)
    lost = list(dict.fromkeys(source for value in sent for source in external_image_urls(value)))
    if not lost:
        return
    named = "; ".join(_image_label(source) for source in lost[:_MAX_NAMED_IMAGES])
    more = gettext(" và %d ảnh khác") % (len(lost) - _MAX_NAMED_IMAGES)
    messages.warning(
        request,
        gettext(
            "%(count)d ảnh không lưu được vì nằm ở trang khác hoặc trong máy của bạn: %(names)s. Hãy lưu từng ảnh về "
            "máy rồi kéo thả vào bài, hoặc dùng nút “Hình ảnh”, mục “Tải lên”."
        )
        % {"count": len(lost), "names": named + (more if len(lost) > _MAX_NAMED_IMAGES else "")},
    )


def _image_label(source: str) -> str:
    """The file name of a local file, or the beginning of an external URL."""
    if source.lower().startswith("data:"):
        return gettext("ảnh dán thẳng vào bài")
    readable = unquote(re.split(r"[\\/]", source)[-1] if source.lower().startswith("file:") else source)
    return Truncator(readable).chars(_MAX_SHOWN_URL_LENGTH)


class EditorWidget(CKEditorWidget):
    """The editor in Vietnamese, uploading images to our own validating view."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs)
        self.config = {**CKEDITOR_CONFIG, "contentsCss": []}

    @property
    def media(self) -> forms.Media:
        # Listing the editor again keeps our script after it when Django merges the page's media.
        own = forms.Media(
            css={"all": ["css/richtext.css"]},
            js=[
                "ckeditor/ckeditor/ckeditor.js",
                "js/admin/editor-translations.js",
                "js/admin/editor-paste.js",
                "js/admin/editor-upload.js",
                "js/admin/editor-image-dialog.js",
            ],
        )
        return super().media + own

    def _set_config(self) -> None:
        upload_address = str(settings.EDITOR_IMAGE_UPLOAD_URL)
        self.config.update(
            imageUploadUrl=upload_address,
            filebrowserImageUploadUrl=upload_address,
            filebrowserImageBrowseUrl=str(settings.EDITOR_IMAGE_BROWSE_URL),
            filebrowserWindowWidth=980,
            filebrowserWindowHeight=720,
            portalBrowseLabel=gettext("Chọn trong thư viện"),
        )


class RichTextFormField(forms.CharField):
    """Accepts the editor's HTML up to ``settings.RICH_TEXT_MAX_BYTES``; the model field sanitises it."""

    widget = EditorWidget

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if len(text.encode()) > settings.RICH_TEXT_MAX_BYTES:
            raise ValidationError(
                _(
                    "Nội dung dài %(size)s, quá mức %(limit)s. Ảnh nên được tải lên bằng nút “Hình ảnh” thay vì "
                    "dán thẳng vào bài."
                ),
                code="too_long",
                params={
                    "size": filesizeformat(len(text.encode())),
                    "limit": filesizeformat(settings.RICH_TEXT_MAX_BYTES),
                },
            )
        return text
