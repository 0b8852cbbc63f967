"""What the agency's own pages say of themselves to machines (JSON-LD)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit.addresses import absolute
from portal.kit.linked_data import Thing, breadcrumb, graph, publisher, thing
from portal.organisation.charts import Branch, Holder
from portal.organisation.models import Unit


def of_structure(roots: Iterable[Branch], root: str) -> Thing:
    """The agency with its units, each below the one it belongs to."""
    agency = {**publisher(root), "subOrganization": [_organisation(branch, root) for branch in roots]}
    return graph(agency, breadcrumb([_structure()], root))


def of_unit(unit: Unit, holders: Iterable[Holder], root: str) -> Thing:
    """A unit with the people of today."""
    name, path = unit.shown_name, unit.get_absolute_url()
    told = thing(
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
        parentOrganization=_named(unit.parent.shown_name, unit.parent.get_absolute_url(), root)
        if unit.parent
        else {"@id": f"{root}/#co-quan"},
        employee=[_person(holder, root) for holder in holders],
    )
    return graph(told, breadcrumb([_structure(), (name, path)], root))


def of_leaders(sections: Iterable[Branch], root: str) -> Thing:
    persons = [_person(holder, root) for section in sections for holder in section.holders]
    agency = {**publisher(root), "employee": persons}
    return graph(agency, breadcrumb([(_("Lãnh đạo"), reverse("organisation:leaders"))], root))


def of_contacts(sections: Iterable[Branch], root: str) -> Thing:
    points = [
        thing(
            "ContactPoint",
            name=holder.name,
            contactType=holder.post,
            telephone=holder.phone,
            email=holder.email,
        )
        for section in sections
        for holder in section.holders
    ]
    agency = {**publisher(root), "contactPoint": points}
    return graph(agency, breadcrumb([(_("Liên hệ"), reverse("organisation:contacts"))], root))


def _organisation(branch: Branch, root: str) -> Thing:
    below = [_organisation(lower, root) for lower in branch.branches]
    return {**_named(branch.name, branch.address, root), **({"subOrganization": below} if below else {})}


def _named(name: str, path: str, root: str) -> Thing:
    return thing("GovernmentOrganization", name=name, url=root + path)


def _person(holder: Holder, root: str) -> Thing:
    return thing(
        "Person",
        name=holder.name,
        jobTitle=holder.post,
        telephone=holder.phone,
        email=holder.email,
        image=absolute(holder.portrait.file.plain_400, root) if holder.portrait else None,
        worksFor=_named(holder.unit, holder.unit_address, root),
    )


def _structure() -> tuple[str, str]:
    return _("Cơ cấu tổ chức"), reverse("organisation:structure")
