"""The editor's form of an article."""

from typing import Any

from django import forms

from news import publishing
from news.checking.stored import text_of_form
from news.models import Article


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
            known = {**vars(text_of_form(cleaned)), **{name: cleaned.get(name) or "" for name in ("summary", "body")}}
            for field, message in publishing.missing_for_publication(**known).items():
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, message)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The day of the address is derived, not typed, yet a clash of addresses must be told before saving.
        return super()._get_validation_exclusions() - {"published_on", "slug"}
