"""Vietnamese labels of Django's permissions: the model, then the action."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.core.form_fields import SafeModelMultipleChoiceField

# Apps whose tables no page shows: their permissions have no effect.
_HIDDEN_APP_LABELS = ("admin", "axes", "contenttypes", "otp_static", "otp_totp", "sessions")
_ACTION_LABELS = {"add": _("thêm"), "change": _("sửa"), "delete": _("xóa"), "view": _("xem")}


def grantable() -> QuerySet[Permission]:
    """Permissions that can be granted, ordered by model."""
    return Permission.objects.exclude(content_type__app_label__in=_HIDDEN_APP_LABELS).select_related("content_type")


def permission_label(permission: Permission) -> str:
    """``Bài viết – sửa``; a custom permission is shown by its name."""
    action, _underscore, model = permission.codename.partition("_")
    made_by_django = action in _ACTION_LABELS and model == permission.content_type.model
    return f"{capfirst(permission.content_type.name)} – {_ACTION_LABELS[action] if made_by_django else permission.name}"


class PermissionChoiceField(SafeModelMultipleChoiceField):
    def label_from_instance(self, obj: Permission) -> str:
        return permission_label(obj)
