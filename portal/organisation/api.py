"""API of the agency itself: its units, and the officials currently listed on its pages."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query

from portal.core.api.parameters import IdPageParams, IsoDate
from portal.core.api.responses import (
    PaginatedSchema,
    PeriodSchema,
    ReferenceSchema,
    local_today,
    paginate_by_id,
    serialize_period,
)
from portal.core.api.service import register_resource
from portal.core.http.absolute_urls import base_url, make_urls_absolute
from portal.organisation.models import Posting, Unit

# OpenAPI tag of all resources of this app.
TAG = "Cơ quan"

PostingRole = Literal["leader", "contact", "spokesperson"]


class UnitSchema(ReferenceSchema, PeriodSchema):
    """A unit and its functions; dissolved ones have a ``valid_to``."""

    name_en: str
    short_name: str
    parent: str | None
    functions_html: str
    functions_en_html: str
    address: str
    address_en: str
    phone: str
    fax: str
    email: str


class UnitFilters(IdPageParams):
    on: Annotated[IsoDate | None, Field(description="Chỉ các đơn vị tồn tại vào ngày này.")] = None


class PostingSchema(PeriodSchema):
    """An official in a post; only postings currently shown on the pages."""

    name: str
    post: str
    post_en: str
    area: str
    area_en: str
    unit: ReferenceSchema
    roles: list[PostingRole]
    phone: str
    email: str


@register_resource("/units", PaginatedSchema[UnitSchema], name="units", summary="Các đơn vị của cơ quan", tag=TAG)
def list_units(request: HttpRequest, params: Query[UnitFilters]) -> object:
    found = Unit.objects.select_related("parent")
    if params.on is not None:
        found = found.valid_on(params.on)
    root = base_url(request)
    return paginate_by_id(request, found, params, lambda unit: _serialize_unit(unit, root))


@register_resource(
    "/officials", PaginatedSchema[PostingSchema], name="officials", summary="Lãnh đạo, đầu mối liên hệ", tag=TAG
)
def list_officials(request: HttpRequest, params: Query[IdPageParams]) -> object:
    found = Posting.objects.public().valid_on(local_today()).select_related("official", "unit")
    root = base_url(request)
    return paginate_by_id(request, found, params, lambda posting: _serialize_posting(posting, root))


def _serialize_unit(unit: Unit, root: str) -> dict[str, object]:
    url = root + unit.get_absolute_url()
    return {
        **_serialize_unit_reference(unit, root),
        **serialize_period(unit),
        "name_en": unit.name_en,
        "short_name": unit.short_name,
        "parent": unit.parent.slug if unit.parent else None,
        "functions_html": make_urls_absolute(unit.functions_rendered, url),
        "functions_en_html": make_urls_absolute(unit.functions_en_rendered, url),
        "address": unit.address,
        "address_en": unit.address_en,
        "phone": unit.phone,
        "fax": unit.fax,
        "email": unit.email,
    }


def _serialize_posting(posting: Posting, root: str) -> dict[str, object]:
    role_flags = {"leader": posting.is_leader, "contact": posting.is_contact, "spokesperson": posting.is_spokesperson}
    return {
        **serialize_period(posting),
        "name": posting.official.full_name,
        "post": posting.post,
        "post_en": posting.post_en,
        "area": posting.area,
        "area_en": posting.area_en,
        "unit": _serialize_unit_reference(posting.unit, root),
        "roles": [role for role, is_marked in role_flags.items() if is_marked],
        "phone": posting.phone,
        "email": posting.email,
    }


def _serialize_unit_reference(unit: Unit, root: str) -> dict[str, str]:
    return {"name": unit.name, "slug": unit.slug, "url": root + reverse("organisation:unit-detail", args=[unit.slug])}
