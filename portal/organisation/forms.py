"""What the acts on posts and units ask for. A form shapes the answers and calls one act."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kit.act_forms import DatedActForm
from portal.organisation import appointing
from portal.organisation.models import PHONE, Official, Posting, Unit


class FromDayForm(DatedActForm):
    """An act that takes effect from a day on."""

    on = forms.DateField(label=_("Từ ngày"), widget=AdminDateWidget, help_text=_("Ngày đầu tiên của tình trạng mới."))


class EndPostingForm(FromDayForm):
    subject: Posting
    title = _("Kết thúc giữ chức vụ")
    explanation = _(
        "Người này thôi giữ chức vụ và chưa có người thay. Nhiệm kỳ vẫn được lưu và hiện ở mục các thời kỳ trước."
    )
    button = _("Kết thúc")
    done = _("Đã kết thúc giữ chức vụ.")

    def act(self, answers: dict[str, Any]) -> Posting:
        return appointing.end_posting(posting=self.subject, on=answers["on"], by=self.by)


class ReplaceHolderForm(FromDayForm):
    subject: Posting
    title = _("Thay người giữ chức vụ")
    explanation = _(
        "Người cũ thôi giữ chức vụ và người mới bắt đầu trong cùng một ngày. Không có ngày nào bỏ trống hay trùng nhau."
    )
    button = _("Thay người")
    done = _("Đã thay người giữ chức vụ.")

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
        label=_("Điện thoại công vụ"), max_length=60, required=False, validators=[PHONE], widget=AdminTextInputWidget
    )
    email = forms.EmailField(label=_("Thư điện tử công vụ"), required=False, widget=AdminTextInputWidget)
    decision_number = forms.CharField(
        label=_("Theo quyết định"), max_length=80, required=False, widget=AdminTextInputWidget
    )

    def __init__(
        self, *args: Any, subject: models.Model, day: dt.date, site: AdminSite, by: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, subject=subject, day=day, site=site, by=by, **kwargs)
        self.order_fields(["successor", "on"])

    def prepare(self) -> None:
        """The area and the telephone belong to the post; the mailbox is often a person's own."""
        super().prepare()
        for name in ("area", "area_en", "phone"):
            self.fields[name].initial = getattr(self.subject, name)
        column = Posting._meta.get_field("official")
        self.find_by_typing("successor", column, may_add=self.by.has_perm("organisation.add_official"))

    def act(self, answers: dict[str, Any]) -> Posting:
        return appointing.replace_holder(posting=self.subject, by=self.by, **answers)


class DissolveUnitForm(FromDayForm):
    subject: Unit
    title = _("Giải thể đơn vị")
    explanation = _(
        "Mọi chức vụ trong đơn vị kết thúc cùng ngày. Đơn vị vẫn được lưu, hiện khi xem cơ cấu của những ngày trước đó."
    )
    button = _("Giải thể")
    done = _("Đã ghi nhận giải thể đơn vị.")

    def act(self, answers: dict[str, Any]) -> Unit:
        return appointing.dissolve_unit(unit=self.subject, on=answers["on"], by=self.by)


POSTING_ACTS = {"thay-nguoi": ReplaceHolderForm, "ket-thuc": EndPostingForm}
UNIT_ACTS = {"giai-the": DissolveUnitForm}
