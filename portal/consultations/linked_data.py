"""What the page of a draft says of itself to machines (JSON-LD)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.consultations.models import Consultation
from portal.kit import languages
from portal.kit.dates import w3c_moment
from portal.kit.linked_data import Thing, breadcrumb, graph, one_address, publisher, thing


def of_consultation(consultation: Consultation, root: str) -> Thing:
    agency = publisher(root)
    told = thing(
        "CreativeWork",
        name=consultation.title,
        url=one_address(consultation, root),
        creativeWorkStatus="Draft",
        datePublished=w3c_moment(consultation.published_at),
        expires=w3c_moment(consultation.closes_at),
        inLanguage=languages.VIETNAMESE,
        isAccessibleForFree=True,
        publisher={"@id": agency["@id"]},
    )
    way = [
        (_("Lấy ý kiến dự thảo"), reverse("consultations:list")),
        (consultation.title, consultation.get_absolute_url()),
    ]
    return graph(told, agency, breadcrumb(way, root))
