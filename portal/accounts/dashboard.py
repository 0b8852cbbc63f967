"""What accounts show on the dashboard and in the admin's menu."""

from django.utils.translation import gettext_lazy as _

from portal.core import dashboard

dashboard.quick_actions.register(
    dashboard.QuickAction("accounts.add_user", _("Thêm tài khoản"), "admin:accounts_user_add", position=100)
)
dashboard.menu_groups.register(dashboard.MenuGroup("tai-khoan", _("Tài khoản và nhật ký"), position=80))
dashboard.menu_items.register(dashboard.MenuItems("tai-khoan", ("accounts.User", "auth.Group")))
