from portal.site.models.identity import Palette, SiteIdentity
from portal.site.models.links import Link, LinkGroup
from portal.site.models.menus import MenuEntry
from portal.site.models.pages import Language, Page
from portal.site.models.revisions import PageRevision

__all__ = ["Language", "Link", "LinkGroup", "MenuEntry", "Page", "PageRevision", "Palette", "SiteIdentity"]
