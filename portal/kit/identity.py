"""Whose site this is: what every page, feed, card and letter says of the agency.

The ground knows no table. Whoever keeps the identity (``portal.site``) names its reader here once, when the framework
starts; before that, and wherever the reader has nothing, ``settings.SITE_IDENTITY`` speaks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.kit import languages

Facts = Mapping[str, Any]
_ENGLISH = "_en"


@dataclass(frozen=True)
class Identity:
    """The facts of a site; what is empty is not shown. ``_en`` is what English pages say instead."""

    name: str
    organisation: str = ""
    governing_body: str = ""
    # The address of the uploaded emblem; empty where the drawn one of static/img/ stands.
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
        """Who answers for what stands here."""
        return self.organisation or self.name

    @property
    def terms(self) -> str:
        """What is asked of those who take text over."""
        if self.source_notice:
            return self.source_notice
        if languages.current() == languages.ENGLISH and not self.name_en:  # a sentence is in one language
            return languages.spoken(_("Ghi rõ nguồn khi phát hành lại thông tin từ trang này."))
        return languages.spoken(_("Ghi rõ nguồn “%s” khi phát hành lại thông tin từ trang này.") % self.name)

    def in_english(self) -> "Identity":
        """The same with the English forms where they are known."""
        ends = len(_ENGLISH)
        forms = {
            name[:-ends]: languages.Wording(value, languages.ENGLISH)
            for name, value in vars(self).items()
            if name.endswith(_ENGLISH) and value
        }
        return replace(self, **forms)


def _nothing() -> Facts:
    return {}


_read: Callable[[], Facts] = _nothing


def use(reader: Callable[[], Facts]) -> None:
    """Names who knows the facts; from ``AppConfig.ready``. The reader must answer without a database too."""
    global _read  # one site, one reader
    _read = reader


def current() -> Identity:
    """The site's identity in the language of the page at hand."""
    known = Identity(**{**settings.SITE_IDENTITY, **_read()})
    return known.in_english() if languages.current() == languages.ENGLISH else known
