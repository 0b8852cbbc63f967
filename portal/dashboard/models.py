"""What the dashboard remembers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SetupGuideClosure(models.Model):
    """Single row that exists while the setup guide is put away."""

    SINGLETON_PK = 1

    closed_at = models.DateTimeField(_("cất lúc"), auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người cất")
    )

    class Meta:
        verbose_name = _("việc cất phần dựng cổng")
        verbose_name_plural = _("việc cất phần dựng cổng")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.closed_at:%d/%m/%Y}"
