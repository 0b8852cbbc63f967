"""What page views show in the admin's menu."""

from portal.core import dashboard

dashboard.menu_items.register(dashboard.MenuItems("cai-dat", ("analytics.*",), position=10))
