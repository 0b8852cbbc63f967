from portal.pages.admin import identity, links, menus, pages

__all__ = ["identity", "links", "menus", "pages"]
