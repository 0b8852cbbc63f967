"""Site identity: the agency's name and contact data for pages, feeds, share images and e-mails.

Core has no tables. The app that stores the identity (``portal.pages``) registers its reader at start-up; before that,
and for fields that the reader leaves empty, ``settings.SITE_IDENTITY`` applies.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.text import languages

Facts = Mapping[str, Any]
_ENGLISH = "_en"


@dataclass(frozen=True)
class Identity:
    """The data of a site; empty fields are not shown. Fields ending in ``_en`` are for English pages."""

    name: str
    organisation: str = ""
    governing_body: str = ""
    # The URL of the uploaded emblem; empty for the default one of static/img/.
    emblem: str = ""
    palette: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    responsible_person: str = ""
    responsible_post: str = ""
    licence: str = ""
    source_notice: str = ""
    name_en: str = ""
    organisation_en: str = ""
    governing_body_en: str = ""
    address_en: str = ""
    responsible_post_en: str = ""
    source_notice_en: str = ""

    @property
    def publisher(self) -> str:
        """Who is responsible for the content."""
        return self.organisation or self.name

    @property
    def reuse_notice(self) -> str:
        """The conditions for reusing content."""
        if self.source_notice:
            return self.source_notice
        if languages.current_language() == languages.ENGLISH and not self.name_en:  # a sentence is in one language
            return languages.in_current_language(_("Ghi rõ nguồn khi phát hành lại thông tin từ trang này."))
        return languages.in_current_language(
            _("Ghi rõ nguồn “%s” khi phát hành lại thông tin từ trang này.") % self.name
        )

    def in_english(self) -> "Identity":
        """The identity with English values where there are any."""
        ends = len(_ENGLISH)
        forms = {
            name[:-ends]: languages.TranslatedStr(value, languages.ENGLISH)
            for name, value in vars(self).items()
            if name.endswith(_ENGLISH) and value
        }
        return replace(self, **forms)


def _no_facts() -> Facts:
    return {}


_reader: Callable[[], Facts] = _no_facts


def register_reader(reader: Callable[[], Facts]) -> None:
    """Registers the reader of the identity; from ``AppConfig.ready``. It must work without a database too."""
    global _reader  # one site, one reader
    _reader = reader


def current_identity() -> Identity:
    """The site's identity in the language of the current page."""
    known = Identity(**{**settings.SITE_IDENTITY, **_reader()})
    return known.in_english() if languages.current_language() == languages.ENGLISH else known
