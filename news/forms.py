"""The editor's form of an article."""

from typing import Any

from django import forms

from news import publishing
from news.models import Article
from news.picturing import refusal_to_show


class ArticleForm(forms.ModelForm):
    """Keeps all that was typed when something is wrong; what publication needs is asked only when publishing."""

    class Meta:
        model = Article
        fields = "__all__"
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField article-title"}),
            "summary": forms.Textarea(attrs={"rows": 3}),
        }

    @property
    def is_publishing(self) -> bool:
        return "_publish" in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        stays_public = self.instance.status == Article.Status.PUBLISHED and "_withdraw" not in self.data
        if self.is_publishing or stays_public:
            summary, body = cleaned.get("summary") or "", cleaned.get("body") or ""
            for field, message in publishing.missing_for_publication(summary=summary, body=body).items():
                if field not in self.errors:
                    self.add_error(field, message)
            if refused := refusal_to_show(lead=cleaned.get("lead_picture"), article=self.instance):
                self.add_error("lead_picture", refused)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The day of the address is derived, not typed, yet a clash of addresses must be told before saving.
        return super()._get_validation_exclusions() - {"published_on", "slug"}
