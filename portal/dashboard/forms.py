"""Forms of the dashboard."""

from django import forms

from news.models import NoticeSettings


class NoticeSettingsForm(forms.ModelForm):
    """A user's notification settings."""

    class Meta:
        model = NoticeSettings
        fields = ["in_page", "by_email"]
