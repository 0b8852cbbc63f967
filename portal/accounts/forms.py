"""The forms of signing in, of two-factor and of setting somebody's password."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AdminPasswordChangeForm, AuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts import audit, second_step
from portal.accounts.models import User
from portal.accounts.two_factor import Outcome


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock rồi thử lại."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock rồi thử lại."),
        "somebody_else": _("Đây không phải là tài khoản đang làm dở việc này. Hãy đăng nhập bằng đúng tài khoản đó."),
    }
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    # Who was at work when the session ended; only that person may go on with it.
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if self.cleaned_data.get("person") not in (None, user.pk):
            # The password was right: a try that Django counts as none must not stay unseen.
            audit.record(
                act=audit.SIGN_IN_FAILED, by=None, name=user.get_username(), detail={"note": _now("khác người làm dở")}
            )
            raise ValidationError(self.error_messages["somebody_else"], code="somebody_else")


class CodeForm(forms.Form):
    """One code: of the phone, or from the paper."""

    WORDS = {
        Outcome.WRONG: _("Mã không đúng, đã dùng rồi hoặc đã hết hạn. Hãy gõ mã đang hiện trên điện thoại."),
        Outcome.TOO_SOON: _("Vừa có mã sai nên phải đợi một lát. Hãy đợi mã kế tiếp rồi gõ lại."),
    }
    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def refuse(self, outcome: Outcome) -> None:
        """Says why the code was not taken; it has to be typed anew."""
        self.add_error("code", self.WORDS[outcome])
        self.data = {name: value for name, value in self.data.items() if name != "code"}


class TwoFactorForm(CodeForm):
    """What a person may do with their own two-factor, once they have shown both again."""

    NEW_CODES, MOVE, OFF = "ma-moi", "chuyen", "tat"
    ACTS = {
        NEW_CODES: _("Tạo mã dự phòng mới; các mã cũ hết dùng được"),
        MOVE: _("Chuyển sang điện thoại khác"),
        OFF: _("Tắt xác thực hai lớp"),
    }
    act = forms.ChoiceField(label=_("Việc cần làm"), widget=forms.RadioSelect)
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    field_order = ["act", "password", "code"]

    def __init__(self, *args: Any, request: HttpRequest, person: User, may_end: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person
        self.fields["act"].choices = [act for act in self.ACTS.items() if may_end or act[0] != self.OFF]

    def clean(self) -> dict[str, Any]:
        """The password first: a code is used up only where the rest is in order."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not self._is_password_right(cleaned["password"]):
            self.add_error("password", _("Mật khẩu không đúng."))
        elif (outcome := second_step.try_code(self.request, self.person, cleaned["code"])) is not Outcome.RIGHT:
            self.refuse(outcome)
        return cleaned

    def _is_password_right(self, password: str) -> bool:
        """Asked of the backends, so that guessing here is throttled and on record like signing in."""
        found = authenticate(self.request, username=self.person.get_username(), password=password)
        return found is not None and found.pk == self.person.pk


class NewPasswordForm(AdminPasswordChangeForm):
    """An administrator sets another's password. The framework's warning is English in its code, so it is said here."""

    @property
    def usable_password_help_text(self) -> str:
        return format_html(
            '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
            _("Tài khoản có đăng nhập bằng mật khẩu được hay không."),
            _("Chọn Không thì mật khẩu đang có bị bỏ."),
        )
