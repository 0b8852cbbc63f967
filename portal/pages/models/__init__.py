from portal.pages.models.identity import Palette, SiteIdentity
from portal.pages.models.links import Link, LinkGroup
from portal.pages.models.menus import MenuEntry
from portal.pages.models.pages import Language, Page
from portal.pages.models.revisions import PageRevision

__all__ = ["Language", "Link", "LinkGroup", "MenuEntry", "Page", "PageRevision", "Palette", "SiteIdentity"]
