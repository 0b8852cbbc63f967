"""Structured data (JSON-LD) of the agency's pages."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.http.absolute_urls import absolute_url
from portal.core.structured_data import Node, breadcrumb_node, graph, node, publisher_node
from portal.organisation.models import Unit
from portal.organisation.org_chart import PostHolder, UnitNode


def organisation_json_ld(roots: Iterable[UnitNode], root: str) -> Node:
    """JSON-LD of the agency with its units, each nested in its parent."""
    agency = {**publisher_node(root), "subOrganization": [_unit_node_json_ld(branch, root) for branch in roots]}
    return graph(agency, breadcrumb_node([_structure_breadcrumb_item()], root))


def unit_json_ld(unit: Unit, holders: Iterable[PostHolder], root: str) -> Node:
    """JSON-LD of a unit with its current officials."""
    name, path = unit.shown_name, unit.get_absolute_url()
    data = node(
        "GovernmentOrganization",
        name=name,
        alternateName=unit.short_name,
        url=root + path,
        address=unit.shown_address,
        telephone=unit.phone,
        faxNumber=unit.fax,
        email=unit.email,
        foundingDate=unit.valid_from.isoformat(),
        dissolutionDate=unit.valid_to.isoformat() if unit.valid_to else None,
        parentOrganization=_organisation_json_ld(unit.parent.shown_name, unit.parent.get_absolute_url(), root)
        if unit.parent
        else {"@id": f"{root}/#co-quan"},
        employee=[_person_json_ld(holder, root) for holder in holders],
    )
    return graph(data, breadcrumb_node([_structure_breadcrumb_item(), (name, path)], root))


def leaders_json_ld(nodes: Iterable[UnitNode], root: str) -> Node:
    persons = [_person_json_ld(holder, root) for section in nodes for holder in section.holders]
    agency = {**publisher_node(root), "employee": persons}
    return graph(agency, breadcrumb_node([(_("Lãnh đạo"), reverse("organisation:leader-list"))], root))


def contacts_json_ld(nodes: Iterable[UnitNode], root: str) -> Node:
    contact_points = [
        node(
            "ContactPoint",
            name=holder.name,
            contactType=holder.post,
            telephone=holder.phone,
            email=holder.email,
        )
        for section in nodes
        for holder in section.holders
    ]
    agency = {**publisher_node(root), "contactPoint": contact_points}
    return graph(agency, breadcrumb_node([(_("Liên hệ"), reverse("organisation:contact-list"))], root))


def _unit_node_json_ld(unit_node: UnitNode, root: str) -> Node:
    children = [_unit_node_json_ld(child, root) for child in unit_node.children]
    return {
        **_organisation_json_ld(unit_node.name, unit_node.url, root),
        **({"subOrganization": children} if children else {}),
    }


def _organisation_json_ld(name: str, path: str, root: str) -> Node:
    return node("GovernmentOrganization", name=name, url=root + path)


def _person_json_ld(holder: PostHolder, root: str) -> Node:
    return node(
        "Person",
        name=holder.name,
        jobTitle=holder.post,
        telephone=holder.phone,
        email=holder.email,
        image=absolute_url(holder.portrait.file.plain_400, root) if holder.portrait else None,
        worksFor=_organisation_json_ld(holder.unit, holder.unit_url, root),
    )


def _structure_breadcrumb_item() -> tuple[str, str]:
    return _("Cơ cấu tổ chức"), reverse("organisation:structure")
