"""What redirects show in the admin's menu."""

from django.utils.translation import gettext_lazy as _

from portal.core import dashboard

dashboard.menu_groups.register(dashboard.MenuGroup("cai-dat", _("Địa chỉ và lượt truy cập"), position=90))
dashboard.menu_items.register(dashboard.MenuItems("cai-dat", ("redirects.*",)))
