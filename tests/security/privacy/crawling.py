"""Every address of the portal, filled with the keys of planted objects, and what an answer gives away."""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from emulation.models import BlocDocument, Meeting
from news.models import Article, Attachment
from news.workflow import ArticleState
from portal.accounts.models import User
from portal.consultations.models import ConsultationFile
from portal.documents.models import Document, DocumentFile
from portal.images.models import Image
from portal.pages.models import Page
from tests.security.privacy.planting import KEY, Planted

# Of a word that is sought, so much is typed: the rest must not be told.
PREFIX = 7
# Signing out would end the walk; without a field's name the search box has nothing to answer.
_PASSED_OVER = ("quan-tri/logout/", "quan-tri/autocomplete/")
_PRIVATE = ("quan-tri/", "ban-lam-viec/", "phong-cach/", "dang-")


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


@dataclass(frozen=True)
class Address:
    """``model`` is the one whose admin answers, if one does."""

    path: str
    model: type[models.Model] | None = None
    is_repeated: bool = False

    def matters_to(self, user: User) -> bool:
        """Whoever has no right to a table is refused the same for each of its rows: asked once for each route."""
        if self.model is None or not self.is_repeated:
            return True
        app, name = self.model._meta.app_label, self.model._meta.model_name
        return any(user.has_perm(f"{app}.{right}_{name}") for right in ("view", "change", "add"))


def staff_addresses(planted: Planted) -> list[Address]:
    """Every address of the admin and of the dashboard, for each object that it may be asked for."""
    found = []
    for route, pattern in patterns():
        if route.startswith(("quan-tri/", "ban-lam-viec/", "phong-cach/")) and route not in _PASSED_OVER:
            model_admin = _admin_of(route)
            model = model_admin.model if model_admin else None
            found += [
                Address(path, model, is_repeated=place > 0)
                for place, path in enumerate(_filled(route, pattern, planted))
            ]
    others = [*_on_site(planted), *_autocompletes(planted), *_files(planted)]
    return [*found, *_lists(planted), *map(Address, others)]


def public_addresses(planted: Planted) -> list[str]:
    """Where planted objects stand, or would stand, and whatever lists them."""
    own = [row.get_absolute_url() for row in planted.rows if hasattr(row, "get_absolute_url")]
    below = [f"{address}luu/" for address in own if address.startswith("/tin-tuc/2")]
    data = [
        f"/api/v1/{kind}/{row.pk}"
        for kind, model in (("articles", Article), ("documents", BlocDocument), ("library/documents", Document))
        for row in planted.of(model)
    ]
    prefixes = [word[:PREFIX] for word in planted.words][::9]
    searched = [
        f"{page}?q={prefix}"
        for prefix in prefixes
        for page in ("/tim-kiem/", "/tim-kiem/goi-y/", "/van-ban/", "/hoi-dap/")
    ]
    lists = [
        f"/{route}"
        for route, pattern in patterns()
        if not pattern.pattern.converters and not set(route) & set("(^<") and not route.startswith(_PRIVATE)
    ]
    parts = [
        f"/sitemap-{name}-0.xml"
        for name in ("tin-tuc", "tac-gia", "van-ban", "dong-su-kien", "the", "hoi-dap", "trang-thong-tin", "lay-y-kien")
    ]
    return list(dict.fromkeys([*own, *below, *data, *searched, *lists, *parts, *_files(planted)]))


def _files(planted: Planted) -> list[str]:
    return [
        row.get_absolute_url() for row in planted.rows if isinstance(row, Attachment | DocumentFile | ConsultationFile)
    ]


# --- the admin ---------------------------------------------------------------------------------------------------
def _filled(route: str, pattern: URLPattern, planted: Planted) -> Iterator[str]:
    """A route with whatever its places may hold; those with a place for any text are no pages."""
    if set(route) & set("(^") or "content_type_id" in route:
        return
    places = re.findall(r"<[^>]+>", route)
    names = [place.strip("<>").rpartition(":")[2] for place in places]
    for values in itertools.product(*(_values(name, route, planted) for name in names)):
        address = route
        for place, value in zip(places, values, strict=True):
            address = address.replace(place, str(value))
        yield f"/{address}"


def _values(name: str, route: str, planted: Planted) -> list[Any]:
    model_admin = _admin_of(route)
    if name in {"object_id", "pk"}:
        keys = [row.pk for row in planted.rows if model_admin and type(row) is model_admin.model]
        return keys or [1]
    if name == "edition":
        return [1, 2]
    if name in {"number", "signature"}:
        return [1]
    if name == "key":
        return [KEY]
    if name in {"act", "action"} and model_admin is not None:
        forms = getattr(model_admin, "act_forms", None) or getattr(model_admin, "action_forms", {})
        return list(forms)[:1]
    return ["csv"]


def _admin_of(route: str) -> admin.ModelAdmin | None:
    parts = route.split("/")
    for model, model_admin in admin.site._registry.items():
        if parts[1:3] == [model._meta.app_label, model._meta.model_name]:
            return model_admin
    return None


def _lists(planted: Planted) -> Iterator[Address]:
    """Lists with whatever somebody may ask of them: words, filters, other columns."""
    prefixes = [word[:PREFIX] for word in planted.words]
    for model in list(admin.site._registry):
        address = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/"
        texts = [field.name for field in model._meta.fields if isinstance(field, models.CharField | models.TextField)]
        asked: list[dict[str, Any]] = [{"q": prefixes[0], "_popup": "1", "_facets": "True"}]
        asked += [{f"{name}__startswith": prefixes[0]} for name in texts[:1]]
        if model in {Article, Image}:
            asked += [{"q": prefix} for prefix in prefixes[::12]]
            asked += [{"trang-thai": state} for state in ArticleState] + [{"o": "-2"}, {"all": ""}]
            asked += [{f"{name}__startswith": prefixes[0]} for name in texts[1:]]
        yield from (Address(f"{address}?{urlencode(one)}", model, is_repeated=True) for one in asked)


def reverse_relations(model: type[models.Model]) -> list[str]:
    """What other tables' keys that point here are called in a query."""
    fields = model._meta.get_fields()
    return [field.name for field in fields if field.is_relation and field.auto_created and not field.concrete]


def _on_site(planted: Planted) -> Iterator[str]:
    for row in planted.rows:
        yield f"/quan-tri/r/{ContentType.objects.get_for_model(row).pk}/{row.pk}/"


def _autocompletes(planted: Planted) -> Iterator[str]:
    """A field that points at each table; the address may name any."""
    fields: dict[type[models.Model], models.Field] = {}
    for model in sorted(
        {type(row) for row in planted.rows} | set(admin.site._registry), key=lambda one: one._meta.label
    ):
        for relation in model._meta.get_fields():
            if relation.is_relation and relation.concrete and relation.related_model in admin.site._registry:
                fields.setdefault(relation.related_model, relation)
    for field in fields.values():
        named = {"app_label": field.model._meta.app_label, "model_name": field.model._meta.model_name}
        for prefix in ("", next(iter(planted.words))[:PREFIX]):
            yield f"/quan-tri/autocomplete/?{urlencode({**named, 'field_name': field.name, 'term': prefix})}"


# --- what an answer says -----------------------------------------------------------------------------------------
def text_of(response: HttpResponse) -> str:
    """All of an answer in lower case: its head, its body, and what a packed file holds."""
    body = b"".join(response)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{head}\n{body.decode(errors='replace')}".lower()


def special_pages(planted: Planted) -> Iterator[str]:
    """What stands on no row's own form."""
    for meeting in planted.of(Meeting):
        yield f"/quan-tri/emulation/meeting/{meeting.pk}/bien-ban/"
    for document in planted.of(BlocDocument):
        yield f"/quan-tri/emulation/blocdocument/{document.pk}/so-sanh/?tu=1&den=2"
    for page in planted.of(Page):
        yield f"/quan-tri/pages/page/{page.pk}/lich-su/1/"
    yield from _files(planted)
