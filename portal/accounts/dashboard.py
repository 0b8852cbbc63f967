"""What accounts show on the dashboard and in the admin's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core import dashboard

dashboard.quick_actions.register(
    dashboard.QuickAction("accounts.add_user", _("Thêm tài khoản"), "admin:accounts_user_add", position=100)
)
dashboard.menu_groups.register(dashboard.MenuGroup("tai-khoan", _("Tài khoản và nhật ký"), position=80))
dashboard.menu_items.register(dashboard.MenuItems("tai-khoan", ("accounts.User", "auth.Group")))
dashboard.setup_steps.register(
    dashboard.SetupStep(
        key="con-nguoi",
        title=_("Người cùng làm"),
        text=_("Mỗi người một tài khoản và một vai trò; không dùng chung tài khoản quản trị."),
        permission="accounts.add_user",
        url=lambda: reverse("admin:accounts_user_add"),
        is_done=lambda: User.objects.filter(is_active=True, is_staff=True).count() > 1,
        position=60,
    )
)
