"""What the library of documents shows on the dashboard and in the admin's menu."""

from django.utils.translation import gettext_lazy as _

from portal.core import dashboard

dashboard.quick_actions.register(
    dashboard.QuickAction("documents.add_document", _("Đăng văn bản"), "admin:documents_document_add", position=70)
)
dashboard.menu_groups.register(dashboard.MenuGroup("van-ban", _("Văn bản – lấy ý kiến"), position=40))
dashboard.menu_items.register(dashboard.MenuItems("van-ban", ("documents.*",)))
