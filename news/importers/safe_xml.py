"""Parser for untrusted XML: no entity expansion, no external files or requests, bounded size."""

from django.utils.translation import gettext as _
from lxml import etree

from news.importers.result import UnreadableFile


def parse(data: bytes) -> etree._Element:
    """The root of a well-formed document. Raises UnreadableFile for a malformed one or one with entity declarations."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser=parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(_("XML bị hỏng ở dòng %(line)d.") % {"line": error.lineno or 0}) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:  # type: ignore[union-attr]  # stubs
        raise UnreadableFile(_("tệp XML khai báo thực thể (entity) nên không được nhận."))
    return root
