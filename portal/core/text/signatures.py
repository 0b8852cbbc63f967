"""Signatures of administrative documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SigningCapacity(models.TextChoices):
    """On whose behalf somebody signs. Source: Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I, mục II.7."""

    ON_BEHALF = "TM", _("TM. (thay mặt)")
    ACTING = "Q", _("Q. (quyền)")
    FOR_HEAD = "KT", _("KT. (ký thay)")
    BY_ORDER = "TL", _("TL. (thừa lệnh)")
    SUB_DELEGATED = "TUQ", _("TUQ. (thừa uỷ quyền)")
