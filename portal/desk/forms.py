"""What people choose about their own desk."""

from django import forms

from news.models import NoticeSettings


class NoticeSettingsForm(forms.ModelForm):
    """How one person wants to be told."""

    class Meta:
        model = NoticeSettings
        fields = ["in_page", "by_email"]
