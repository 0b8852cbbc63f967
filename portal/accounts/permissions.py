"""The framework's permissions as people read them: by the thing, then what may be done with it, in Vietnamese."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.forms import ModelMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Apps whose tables no page of ours shows: a permission for them would give nobody anything.
_WITHOUT_PAGES = ("admin", "axes", "contenttypes", "otp_static", "otp_totp", "sessions")
_ACTS = {"add": _("thêm"), "change": _("sửa"), "delete": _("xóa"), "view": _("xem")}


def grantable() -> QuerySet[Permission]:
    """What can be granted, in the order of things."""
    return Permission.objects.exclude(content_type__app_label__in=_WITHOUT_PAGES).select_related("content_type")


def words_of(permission: Permission) -> str:
    """``Bài viết – sửa``; a permission of our own is called by its name."""
    act, _underscore, model = permission.codename.partition("_")
    made_by_django = act in _ACTS and model == permission.content_type.model
    return f"{capfirst(permission.content_type.name)} – {_ACTS[act] if made_by_django else permission.name}"


class PermissionChoices(ModelMultipleChoiceField):
    def label_from_instance(self, obj: Permission) -> str:
        return words_of(obj)
