"""What the organisation app shows in the admin's menu."""

from portal.core import dashboard

dashboard.menu_items.register(dashboard.MenuItems("co-cau", ("organisation.*",), position=10))
