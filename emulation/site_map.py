"""The blocs in the site map."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.models import Bloc
from portal.core import site_map
from portal.core.site_map import LinkNode
from portal.core.text import dates


def _bloc_links() -> list[LinkNode]:
    today = dates.local_date(timezone.now())
    return [LinkNode(bloc.shown_name_on(today), bloc.get_absolute_url()) for bloc in Bloc.objects.with_names()]


site_map.parts.register(site_map.SiteMapPart("cac-khoi", _("Khối, cụm thi đua"), _bloc_links))
