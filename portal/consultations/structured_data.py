"""Structured data (JSON-LD) of consultation pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.consultations.models import Consultation
from portal.core.structured_data import Node, breadcrumb_node, canonical_url, graph, node, publisher_node
from portal.core.text import languages
from portal.core.text.dates import w3c_datetime


def consultation_json_ld(consultation: Consultation, root: str) -> Node:
    agency = publisher_node(root)
    data = node(
        "CreativeWork",
        name=consultation.title,
        url=canonical_url(consultation, root),
        creativeWorkStatus="Draft",
        datePublished=w3c_datetime(consultation.published_at),
        expires=w3c_datetime(consultation.closes_at),
        inLanguage=languages.VIETNAMESE,
        isAccessibleForFree=True,
        publisher={"@id": agency["@id"]},
    )
    breadcrumb_items = [
        (_("Lấy ý kiến dự thảo"), reverse("consultations:consultation-list")),
        (consultation.title, consultation.get_absolute_url()),
    ]
    return graph(data, agency, breadcrumb_node(breadcrumb_items, root))
