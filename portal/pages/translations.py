"""URLs of translated static pages."""

from portal.core.text import languages
from portal.pages.models import Language, Page


def localized_page_url(url: str) -> str:
    """Returns the URL of a Vietnamese page or section in the current language.

    In English this is the published translation, else the Vietnamese URL. One query in English, none in Vietnamese.
    """
    if languages.current_language() == languages.VIETNAMESE:
        return url
    found = Page.objects.published().in_language(Language.ENGLISH).translations_of_path(url.strip("/")).first()
    return found.get_absolute_url() if found else languages.localized_url(url)
