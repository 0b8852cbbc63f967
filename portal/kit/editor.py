"""The writer's tool: CKEditor 4 with the settings and the policy that docs/adr/0001-editor.md argues for.

This module and ``richtext`` are the only ones that know which editor it is.
"""

from collections.abc import Callable
from typing import Any

from ckeditor.widgets import CKEditorWidget
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CONFIG: dict[str, Any] = {
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
    # divarea keeps the text in the page itself, so that no inline script element is needed (see POLICY).
    "extraPlugins": "divarea,image2,uploadimage",
    "removePlugins": (
        "wysiwygarea,scayt,wsc,exportpdf,iframe,forms,flash,smiley,templates,newpage,save,print,preview,image,about"
    ),
    "allowedContent": (
        "p h2 h3 h4 blockquote ul ol li strong em u s sub sup br hr caption figure figcaption thead tbody tr;"
        "a[!href,title]; img[!src,alt,width,height](align-left,align-center,align-right);"
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

# What a page with the editor needs beyond the site's policy, and nothing else does: CKEditor 4 writes inline
# handlers and inline styles. Script *elements* stay limited to our own files, and eval stays forbidden.
POLICY: dict[str, list[str]] = {
    "script-src-attr": ["'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:", "blob:"],
}

View = Callable[..., Any]


def with_editor_policy(view: View) -> View:
    """Relaxes the Content-Security-Policy of one view, as the editor on its page needs."""
    return csp_update(POLICY)(view)


class EditorWidget(CKEditorWidget):
    """The editor, in Vietnamese, posting pictures to our own checked upload view."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs)
        self.config = {**CONFIG, "contentsCss": []}

    @property
    def media(self) -> forms.Media:
        # Naming the editor again keeps our script behind it when Django merges the page's media.
        own = forms.Media(
            css={"all": ["css/richtext.css"]},
            js=["ckeditor/ckeditor/ckeditor.js", "js/editor-upload.js", "js/picture-browse.js"],
        )
        return super().media + own

    def _set_config(self) -> None:
        upload_address = str(settings.EDITOR_PICTURE_UPLOAD_URL)
        self.config.update(
            imageUploadUrl=upload_address,
            filebrowserImageUploadUrl=upload_address,
            filebrowserImageBrowseUrl=str(settings.EDITOR_PICTURE_BROWSE_URL),
            filebrowserWindowWidth=980,
            filebrowserWindowHeight=720,
            portalBrowseLabel=gettext("Chọn trong thư viện"),
        )


class RichTextFormField(forms.CharField):
    """Takes the editor's HTML up to ``settings.RICH_TEXT_MAX_BYTES``; cleaning is the model field's work."""

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
