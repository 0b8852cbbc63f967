"""Forms of the actions on postings and units. Each form validates its fields and calls one service."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.admin.action_forms import DatedActionForm
from portal.core.form_fields import VietnameseDateField
from portal.organisation import appointments
from portal.organisation.models import PHONE_VALIDATOR, Official, Posting, Unit


class EffectiveDateForm(DatedActionForm):
    """Form of an action that takes effect from a day on."""

    on = VietnameseDateField(
        label=_("Từ ngày"), widget=AdminDateWidget, help_text=_("Ngày đầu tiên của tình trạng mới.")
    )


class EndPostingForm(EffectiveDateForm):
    instance: Posting
    title = _("Kết thúc giữ chức vụ")
    explanation = _(
        "Người này thôi giữ chức vụ và chưa có người thay. Nhiệm kỳ vẫn được lưu và hiện ở mục các thời kỳ trước."
    )
    submit_label = _("Kết thúc")
    success_message = _("Đã kết thúc giữ chức vụ.")

    def run(self, answers: dict[str, Any]) -> Posting:
        return appointments.end_posting(posting=self.instance, on=answers["on"], by=self.by)


class ReplaceHolderForm(EffectiveDateForm):
    instance: Posting
    title = _("Thay người giữ chức vụ")
    explanation = _(
        "Người cũ thôi giữ chức vụ và người mới bắt đầu trong cùng một ngày. Không có ngày nào bỏ trống hay trùng nhau."
    )
    submit_label = _("Thay người")
    success_message = _("Đã thay người giữ chức vụ.")

    successor = forms.ModelChoiceField(
        Official.objects.all(),
        label=_("Người mới"),
        help_text=_("Gõ họ tên để tìm; bấm dấu + để thêm người chưa có."),
    )
    ends_other_posts = forms.BooleanField(
        label=_("Người mới thôi các chức vụ khác ở đơn vị này từ cùng ngày"), required=False, initial=True
    )
    area = forms.CharField(label=_("Lĩnh vực phụ trách"), max_length=300, required=False, widget=AdminTextInputWidget)
    area_en = forms.CharField(
        label=_("Lĩnh vực phụ trách bằng tiếng Anh"), max_length=300, required=False, widget=AdminTextInputWidget
    )
    phone = forms.CharField(
        label=_("Điện thoại công vụ"),
        max_length=60,
        required=False,
        validators=[PHONE_VALIDATOR],
        widget=AdminTextInputWidget,
    )
    email = forms.EmailField(label=_("Thư điện tử công vụ"), required=False, widget=AdminTextInputWidget)
    decision_number = forms.CharField(
        label=_("Theo quyết định"), max_length=80, required=False, widget=AdminTextInputWidget
    )

    def __init__(
        self,
        *args: Any,
        instance: models.Model,
        effective_date: dt.date,
        admin_site: AdminSite,
        by: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            *args, instance=instance, effective_date=effective_date, admin_site=admin_site, by=by, **kwargs
        )
        self.order_fields(["successor", "on"])

    def prepare(self) -> None:
        """Prefills area and telephone, which belong to the post; the e-mail address is often personal."""
        super().prepare()
        for name in ("area", "area_en", "phone"):
            self.fields[name].initial = getattr(self.instance, name)
        column = Posting._meta.get_field("official")
        self.use_autocomplete("successor", column, can_add=self.by.has_perm("organisation.add_official"))

    def run(self, answers: dict[str, Any]) -> Posting:
        return appointments.replace_holder(posting=self.instance, by=self.by, **answers)


class DissolveUnitForm(EffectiveDateForm):
    instance: Unit
    title = _("Giải thể đơn vị")
    explanation = _(
        "Mọi chức vụ trong đơn vị kết thúc cùng ngày. Đơn vị vẫn được lưu, hiện khi xem cơ cấu của những ngày trước đó."
    )
    submit_label = _("Giải thể")
    success_message = _("Đã ghi nhận giải thể đơn vị.")

    def run(self, answers: dict[str, Any]) -> Unit:
        return appointments.dissolve_unit(unit=self.instance, on=answers["on"], by=self.by)


POSTING_ACTION_FORMS = {"thay-nguoi": ReplaceHolderForm, "ket-thuc": EndPostingForm}
UNIT_ACTION_FORMS = {"giai-the": DissolveUnitForm}
