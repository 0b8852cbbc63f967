"""A Word document's XML, prepared so that mammoth loses nothing silently: what it would drop is brought into a form
that it reads, or told as a warning.

mammoth sees only what is written here: a package of our own with the prepared text, no picture's bytes, no comments,
no embedded files.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from news.importing import markup
from news.importing.found import HeldPicture, Unreadable
from news.importing.word_package import Package, Relationship
from news.importing.word_styles import SUBTITLE_LEVEL, TITLE_LEVEL, Styles, W, is_on, named
from portal.kit import legacy_encodings, vietnamese

# Each picture is made in eight widths when it is stored; more than these would outlast the request.
MAX_PICTURES = 40
MAX_PICTURES_BYTES = 64 * 1024 * 1024
# mammoth looks at every field that is open for every run.
MAX_FIELDS = 4000

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = "{" + _OFFICE + "}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
_DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    f' xmlns:r="{_OFFICE}"><wp:inline><wp:docPr id="0" name="" descr=%s/><a:graphic><a:graphicData><pic:pic>'
    "<pic:blipFill><a:blip r:embed=%s/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
# The words that programs put where a person wrote none.
_NO_WORDS = re.compile(
    r"(?:picture|image|hình(?: ảnh)?|ảnh|graphic) ?\d*|.*description automatically generated", re.IGNORECASE
)
_LEGACY_FONTS: tuple[tuple[str, legacy_encodings.Encoding], ...] = ((".vn", "tcvn3"), ("vni-", "vni"), ("vni ", "vni"))
_STYLES = {
    "title": "h1.title",
    "subtitle": "p.subtitle",
    **{f"heading{level}": f"h{min(level, 6)}" for level in range(1, 10)},
    "center": "p.align-center",
    "right": "p.align-right",
    "caption": "p.caption",
}
STYLE_MAP = "\n".join([*(f"p[style-name='{name}'] => {path}:fresh" for name, path in _STYLES.items()), "u => u"])
_TEXT_PARTS = ("footnotes", "endnotes")
_NAMED_BY_THIS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass
class Prepared:
    """A document ready for mammoth. A picture's entry in it holds, in place of the picture, its key in ``pictures``."""

    docx: io.BytesIO = field(default_factory=io.BytesIO)
    pictures: dict[str, HeldPicture] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def warnings(self) -> list[str]:
        told = _warnings()
        return [told[kind] % {"count": count} for kind, count in self.seen.items() if count]


def _warnings() -> dict[str, str]:
    return {
        "comments": _("Tài liệu có %(count)d ghi chú bên lề (comment); ghi chú không được đưa vào bài."),
        "changes": _("Tài liệu còn dấu vết sửa (track changes): chữ đã xóa được bỏ, chữ thêm vào được giữ."),
        "hidden": _("Tài liệu có chữ ẩn; chữ ẩn không được đưa vào bài."),
        "boxes": _("Tài liệu có %(count)d hộp chữ (text box): chữ trong hộp nằm ngay sau đoạn chứa hộp, hãy xem lại."),
        "objects": _("Bỏ %(count)d đối tượng nhúng (bảng tính, công thức kiểu cũ, tệp kèm…)."),
        "shapes": _("Bỏ %(count)d hình vẽ hoặc biểu đồ của Word. Hãy chụp thành ảnh rồi chèn vào bài nếu cần."),
        "formulas": _("Tài liệu có %(count)d công thức toán; chỉ giữ được phần chữ và số của công thức."),
        "contents": _("Bỏ mục lục tự động của Word."),
        "outside": _("Bỏ %(count)d ảnh chỉ được liên kết từ nơi khác, không nằm trong tài liệu."),
        "inserted": _("Bỏ %(count)d phần chèn từ tệp khác. Hãy mở bằng Word và lưu lại để gộp vào."),
        "numbers": _("Số thứ tự tự động của %(count)d đề mục không giữ được; hãy gõ lại số nếu cần."),
        "missing": _("Bỏ %(count)d ảnh không có trong tài liệu hoặc quá nặng."),
        "too-many": _("Chỉ lấy %(limit)d ảnh đầu; bỏ %%(count)d ảnh còn lại.") % {"limit": MAX_PICTURES},
        "legacy": _("Tài liệu dùng phông chữ cũ (.VnTime, VNI); chữ đã được chuyển sang Unicode, hãy đọc soát lại."),
    }


def prepare(package: Package) -> Prepared:
    """Reads the text, the notes and the pictures of a package. Raises Unreadable when it holds no document."""
    prepared = Prepared()
    main = package.main_part()
    relationships = package.relationships(main)
    parts = {one.kind: one.target for one in relationships.values() if not one.is_external}
    document = package.xml(main)
    if document is None or document.find(named("body")) is None:
        raise Unreadable(_("tệp không phải là tài liệu Word, hoặc đã hỏng."))
    styles = Styles(*(package.xml(parts[kind]) if kind in parts else None for kind in ("styles", "numbering")))
    with zipfile.ZipFile(prepared.docx, "w") as made:
        _Part(package, relationships, styles, prepared).write(document, "document", made)
        for kind in _TEXT_PARTS:
            root = package.xml(parts[kind]) if kind in parts else None
            if root is not None:
                _Part(package, package.relationships(parts[kind]), styles, prepared).write(root, kind, made)
        for number, key in enumerate(prepared.pictures):
            made.writestr(f"word/media/{number}", key)
        made.writestr("word/styles.xml", _own_styles())
        made.writestr("word/numbering.xml", _own_numbering())
    prepared.docx.seek(0)
    return prepared


class _Part:
    """One part with text in it: the document, its footnotes or its endnotes."""

    def __init__(
        self, package: Package, relationships: dict[str, Relationship], styles: Styles, prepared: Prepared
    ) -> None:
        self._package = package
        self._relationships = relationships
        self._styles = styles
        self._prepared = prepared
        self._seen = prepared.seen

    def write(self, root: etree._Element, name: str, made: zipfile.ZipFile) -> None:
        self._drop_what_is_not_text(root)
        self._choose_alternatives(root)
        self._unwrap(root)
        self._replace_drawings(root)
        self._keep_words_of_formulas(root)
        links = self._check_links(root)
        for paragraph in list(root.iter(W + "p")):
            self._prepare_paragraph(paragraph)
        for table in root.iter(W + "tbl"):
            _mark_header(table)
        made.writestr(f"word/{name}.xml", etree.tostring(root, encoding="utf-8", xml_declaration=True))
        made.writestr(f"word/_rels/{name}.xml.rels", self._own_relationships(links))

    def _drop_what_is_not_text(self, root: etree._Element) -> None:
        if sum(1 for _field in root.iter(W + "fldChar")) > MAX_FIELDS:
            raise Unreadable(_("tài liệu có quá nhiều trường tự động. Hãy chuyển chúng thành chữ thường rồi thử lại."))
        for element in list(root.iter(W + "del", W + "moveFrom", W + "ins", W + "moveTo")):
            self._seen["changes"] += 1
            if element.tag in {W + "del", W + "moveFrom"} and element.getparent().tag not in {W + "rPr", W + "trPr"}:
                _drop(element)
        for reference in list(root.iter(W + "commentReference")):
            self._seen["comments"] += 1
            _drop(reference)
        for inserted in list(root.iter(W + "altChunk")):
            self._seen["inserted"] += 1
            _drop(inserted)
        for block in list(root.iter(W + "sdt")):
            gallery = block.find(named("sdtPr/docPartObj/docPartGallery"))
            if gallery is not None and gallery.get(W + "val") == "Table of Contents":
                self._seen["contents"] += 1
                _drop(block)
        for run in list(root.iter(W + "r")):
            if is_on(run, "rPr/vanish"):
                self._seen["hidden"] += 1
                _drop(run)

    def _choose_alternatives(self, root: etree._Element) -> None:
        """Of two forms of one thing the newer: in it stand a picture's words; mammoth would take the older."""
        for both in list(root.iter(_MC + "AlternateContent")):
            chosen = next((one for one in both.iter(_MC + "Choice", _MC + "Fallback")), None)
            _put_in_place(both, [] if chosen is None else list(chosen))

    def _unwrap(self, root: etree._Element) -> None:
        """What mammoth would drop together with the words in it."""
        for wrapper in list(root.iter(W + "fldSimple", W + "bdo", W + "dir")):
            _put_in_place(wrapper, list(wrapper))

    def _replace_drawings(self, root: etree._Element) -> None:
        """Every drawing, whatever its kind, becomes its pictures in one plain form; its words go behind it."""
        for drawing in list(root.iter(W + "object", W + "drawing", W + "pict")):
            if root not in drawing.iterancestors():
                continue  # it stood inside one that is replaced already
            if drawing.tag == W + "object":
                self._seen["objects"] += 1
                _drop(drawing)
                continue
            boxes = [box for box in drawing.iter(W + "txbxContent") if not _is_in_box(box)]
            pictures = list(self._pictures_of(drawing))
            if not boxes and not pictures and drawing.find(f".//{_V}rect") is None:
                self._seen["shapes"] += 1
            self._seen["boxes"] += len(boxes)
            behind = next(drawing.iterancestors(W + "p"), None)
            for box in reversed(boxes):
                for block in reversed(list(box)) if behind is not None else ():
                    behind.addnext(block)
            _put_in_place(drawing, pictures)

    def _pictures_of(self, drawing: etree._Element) -> Iterator[etree._Element]:
        described = next(drawing.iter(_WP + "docPr"), None)
        for blip in drawing.iter(_A + "blip", _V + "imagedata"):
            if _is_in_box(blip):
                continue
            if blip.tag == _A + "blip":
                relationship = blip.get(_R + "embed") or blip.get(_R + "link")
                words = "" if described is None else described.get("descr") or described.get("title") or ""
            else:
                relationship = blip.get(_R + "id")
                shape = blip.getparent()
                words = "" if shape is None else shape.get("alt") or ""
            key = self._take_picture(relationship)
            if key is not None:
                number = list(self._prepared.pictures).index(key)
                yield etree.fromstring(_DRAWING % (quoteattr(_words_for_picture(words)), quoteattr(f"picture{number}")))

    def _take_picture(self, relationship_id: str | None) -> str | None:
        """The key of a picture that is taken from the package, once however often it is shown."""
        relationship = self._relationships.get(relationship_id or "")
        if relationship is None or relationship.is_external:
            self._seen["missing" if relationship is None else "outside"] += 1
            return None
        pictures = self._prepared.pictures
        if relationship.target in pictures:
            return relationship.target
        if len(pictures) >= MAX_PICTURES:
            self._seen["too-many"] += 1
            return None
        room = MAX_PICTURES_BYTES - sum(len(held.content) for held in pictures.values())
        try:
            content = self._package.read(relationship.target, min(room, settings.PICTURE_MAX_BYTES))
        except Unreadable:
            content = None
        if content is None:
            self._seen["missing"] += 1
            return None
        pictures[relationship.target] = HeldPicture(relationship.target.rpartition("/")[2], content)
        return relationship.target

    def _keep_words_of_formulas(self, root: etree._Element) -> None:
        for formula in list(root.iter(_M + "oMath")):
            self._seen["formulas"] += 1
            run = etree.Element(W + "r")
            words = etree.SubElement(run, W + "t")
            words.text = "".join(text.text or "" for text in formula.iter(_M + "t"))
            outer = formula.getparent()
            _put_in_place(outer if outer is not None and outer.tag == _M + "oMathPara" else formula, [run])

    def _check_links(self, root: etree._Element) -> dict[str, str]:
        """The addresses that links lead to, by id. A link into the computer or into nothing keeps its words only."""
        addresses = {}
        for number, link in enumerate(root.iter(W + "hyperlink")):
            relationship = self._relationships.get(link.attrib.pop(_R + "id", ""))
            link.attrib.pop(W + "anchor", None)
            if relationship is not None and _leads_somewhere(relationship.target):
                link.set(_R + "id", f"link{number}")
                addresses[f"link{number}"] = relationship.target
            for underline in list(link.iter(W + "u")):
                _drop(underline)
        return addresses

    def _prepare_paragraph(self, paragraph: etree._Element) -> None:
        level, place = self._styles.level(paragraph), self._styles.list_place(paragraph)
        names = self._styles.names(paragraph)
        in_table = next(paragraph.iterancestors(W + "tbl"), None) is not None
        is_heading = level is not None and level > SUBTITLE_LEVEL and not in_table
        if any(re.fullmatch(r"toc \d", name) for name in names):
            self._seen["contents"] = 1
            _drop(paragraph)
            return
        self._convert_legacy_text(paragraph)
        self._state_weights(paragraph, is_heading=is_heading)
        style = None
        if is_heading:
            style = "title" if level == TITLE_LEVEL else f"heading{level}"
            self._seen["numbers"] += place is not None and bool("".join(paragraph.itertext()).strip())
            place = None
        elif level == SUBTITLE_LEVEL:
            style = "subtitle"
        elif "caption" in names:
            style = "caption"
        elif place is None and not in_table:
            style = {"center": "center", "right": "right", "end": "right"}.get(self._styles.alignment(paragraph) or "")
        _state(paragraph, style, place)

    def _state_weights(self, paragraph: etree._Element, *, is_heading: bool) -> None:
        """Bold and italic said on each run itself, wherever they came from; a heading is bold by being one."""
        for run in paragraph.iter(W + "r"):
            for name in ("b", "i"):
                holds = not is_heading and self._styles.is_on(run, paragraph, name)
                properties = run.find(W + "rPr")
                if properties is None:
                    if not holds:
                        continue
                    properties = etree.Element(W + "rPr")
                    run.insert(0, properties)
                for said in properties.findall(W + name):
                    properties.remove(said)
                if holds:
                    etree.SubElement(properties, W + name)

    def _convert_legacy_text(self, paragraph: etree._Element) -> None:
        """Text in a .Vn… or VNI-… font to Unicode, unless it is Unicode already under an old font's name."""
        fonts = {run: self._styles.font(run, paragraph).lower() for run in paragraph.iter(W + "r")}
        for prefix, encoding in _LEGACY_FONTS:
            runs = [run for run, font in fonts.items() if font.startswith(prefix)]
            texts = [text for run in runs for text in run.iter(W + "t")]
            line = vietnamese.nfc(" ".join((text.text or "").replace("\n", " ") for text in texts))
            if legacy_encodings.to_unicode(line, encoding) == line:
                continue
            self._seen["legacy"] = 1
            for run in runs:
                for text in run.iter(W + "t"):
                    read = legacy_encodings.to_unicode(text.text or "", encoding)
                    # The capitals of TCVN3 are a font of their own: .VnTimeH.
                    text.text = read.upper() if prefix == ".vn" and fonts[run].endswith("h") else read

    def _own_relationships(self, links: dict[str, str]) -> str:
        hyperlinks = [(name, "hyperlink", target) for name, target in links.items()]
        images = [(f"picture{number}", "image", f"media/{number}") for number in range(len(self._prepared.pictures))]
        lines = "".join(
            f'<Relationship Id={quoteattr(name)} Type="{_OFFICE}/{kind}" Target={quoteattr(target)}/>'
            for name, kind, target in [*hyperlinks, *images]
        )
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def _is_in_box(element: etree._Element) -> bool:
    return next(element.iterancestors(W + "txbxContent"), None) is not None


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _put_in_place(element: etree._Element, others: list[etree._Element]) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = others


def _words_for_picture(written: str) -> str:
    """The text alternative that a person wrote; empty for a file name and for what a program put there."""
    words = markup.picture_text(written)
    return "" if _NO_WORDS.fullmatch(words) else words


def _leads_somewhere(address: str) -> bool:
    return address.lower().startswith(("http://", "https://", "mailto:", "tel:"))


def _state(paragraph: etree._Element, style: str | None, place: tuple[bool, int] | None) -> None:
    """One of our own styles and our own two lists, in place of whatever the document called them."""
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    for name in ("pStyle", "numPr", "jc"):
        for said in properties.findall(W + name):
            properties.remove(said)
    if style is not None:
        etree.SubElement(properties, W + "pStyle").set(W + "val", style)
    if place is not None:
        is_ordered, level = place
        numbering = etree.SubElement(properties, W + "numPr")
        etree.SubElement(numbering, W + "ilvl").set(W + "val", str(level))
        etree.SubElement(numbering, W + "numId").set(W + "val", "1" if is_ordered else "2")


def _mark_header(table: etree._Element) -> None:
    """A first row that is bold throughout heads its columns, though few people tell Word so."""
    rows = table.findall(W + "tr")
    if len(rows) < 2 or any(row.find(named("trPr/tblHeader")) is not None for row in rows):
        return
    cells = [[run for run in cell.iter(W + "r") if "".join(run.itertext()).strip()] for cell in rows[0].iter(W + "tc")]
    filled = [runs for runs in cells if runs]
    if len(filled) > 1 and all(is_on(run, "rPr/b") for runs in filled for run in runs):
        properties = rows[0].find(W + "trPr")
        if properties is None:
            properties = etree.Element(W + "trPr")
            rows[0].insert(0, properties)
        etree.SubElement(properties, W + "tblHeader")


def _own_styles() -> str:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>' for name in _STYLES
    )
    return f"<w:styles {_NAMED_BY_THIS}>{styles}</w:styles>"


def _own_numbering() -> str:
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>' for level in range(5))
        + "</w:abstractNum>"
        for number, form in (("1", "decimal"), ("2", "bullet"))
    )
    used = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in ("1", "2"))
    return f"<w:numbering {_NAMED_BY_THIS}>{lists}{used}</w:numbering>"
