"""What the audit log shows in the admin's menu."""

from portal.core import dashboard

dashboard.menu_items.register(dashboard.MenuItems("tai-khoan", ("audit.AuditEntry",), position=10))
