"""What the image library shows on the dashboard and in the admin's menu."""

from django.utils.translation import gettext_lazy as _

from portal.core import dashboard

dashboard.quick_actions.register(
    dashboard.QuickAction("images.add_image", _("Tải ảnh lên"), "admin:images_image_upload_many", position=30)
)
dashboard.menu_groups.register(dashboard.MenuGroup("anh-va-tep", _("Ảnh và tệp"), position=20))
dashboard.menu_items.register(dashboard.MenuItems("anh-va-tep", ("images.Image",)))
