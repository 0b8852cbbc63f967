"""The categories in the site map."""

from django.utils.translation import gettext_lazy as _

from news.models import Category
from portal.core import site_map
from portal.core.site_map import LinkNode


def _category_links() -> list[LinkNode]:
    found = list(Category.objects.in_order())
    return [
        LinkNode(section.shown_name, section.get_absolute_url(), _child_links(section, found))
        for section in found
        if section.parent_id is None
    ]


def _child_links(section: Category, found: list[Category]) -> tuple[LinkNode, ...]:
    return tuple(LinkNode(own.shown_name, own.get_absolute_url()) for own in found if own.parent_id == section.pk)


site_map.parts.register(site_map.SiteMapPart("cac-chuyen-muc", _("Chuyên mục tin tức"), _category_links))
