"""What static pages show on the dashboard and in the admin's menu."""

from django.utils.translation import gettext_lazy as _

from portal.core import dashboard
from portal.pages import setup_steps  # noqa: F401  # registers its steps

dashboard.quick_actions.register(
    dashboard.QuickAction("pages.add_page", _("Viết trang thông tin"), "admin:pages_page_add", position=90)
)
dashboard.menu_groups.register(dashboard.MenuGroup("trang", _("Trang và trình đơn"), position=60))
dashboard.menu_items.register(dashboard.MenuItems("trang", ("pages.*",)))
