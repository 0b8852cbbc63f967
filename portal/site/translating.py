"""Where a page of the tree stands in the language that is spoken."""

from portal.kit import languages
from portal.site.models import Language, Page


def address_here(address: str) -> str:
    """The address of a Vietnamese page or room as the page at hand links to it.

    An English page links to the translation, while readers have one; else to what was named. One query in English,
    none in Vietnamese.
    """
    if languages.current() == languages.VIETNAMESE:
        return address
    found = Page.objects.published().in_language(Language.ENGLISH).translating(address.strip("/")).first()
    return found.get_absolute_url() if found else languages.here(address)
