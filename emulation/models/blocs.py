"""Blocs of agencies that compete together (khối, cụm thi đua): names, members, officers and their representatives."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation import guards
from emulation.models.agencies import Agency, Decision
from emulation.querysets.blocs import BlocQuerySet, MembershipQuerySet, OfficerQuerySet
from emulation.rules import membership, naming
from portal.kit import vietnamese
from portal.kit.fields import FoldedField, NFCCharField
from portal.kit.languages import Wording, wording
from portal.kit.periods import NoOverlap, Period


class Bloc(models.Model):
    """A bloc as one identity; what it is called, who belongs to it and who leads it depends on the day."""

    class Kind(models.TextChoices):
        KHOI = "khoi", _("Khối")
        CUM = "cum", _("Cụm")

    class Level(models.TextChoices):
        """Whose Council organises it; an agency is in one bloc of each level at most."""

        CENTRAL = "central", _("Trung ương")
        PROVINCE = "province", _("Tỉnh")
        DISTRICT = "district", _("Huyện")
        COMMUNE = "commune", _("Xã")

    kind = models.CharField(
        _("loại"),
        max_length=4,
        choices=Kind,
        default=Kind.KHOI,
        help_text=_("Khối gồm các cơ quan cùng tính chất; cụm gồm các đơn vị cùng địa bàn."),
    )
    level = models.CharField(_("cấp"), max_length=8, choices=Level, default=Level.PROVINCE)
    slug = models.SlugField(
        _("liên kết tĩnh"),
        max_length=80,
        unique=True,
        help_text=_("Phần cuối của địa chỉ /khoi-thi-dua/…/, ví dụ so-iv"),
    )
    # The last recorded name, kept by BlocName: what the staff's lists show without a query for every row.
    label = NFCCharField(_("tên hiện ghi"), max_length=300, editable=False, default="")
    search_folded = FoldedField(sources=("label", "slug"))

    objects = BlocQuerySet.as_manager()

    class Meta:
        verbose_name = _("khối, cụm thi đua")
        verbose_name_plural = _("khối, cụm thi đua")
        ordering = ["slug"]
        constraints = [guards.bloc_level_is_its_memberships()]

    def __str__(self) -> str:
        return self.label or self.slug

    def get_absolute_url(self) -> str:
        return reverse("emulation:bloc", args=[self.slug])

    def name_on(self, day: dt.date) -> "BlocName | None":
        """What it is called on a day; reads ``names``, so prefetch them. Its twin is ``BlocQuerySet.named_on``."""
        return naming.name_on(self.names.all(), day)

    def exists_on(self, day: dt.date) -> bool:
        """A bloc exists while it has a name. Its twin for many rows is ``BlocQuerySet.existing_on``."""
        return any(name.holds_on(day) for name in self.names.all())

    def shown_name_on(self, day: dt.date) -> Wording:
        """As lists name it, number included; on an English page its English name of the day. Reads ``names``."""
        name = self.name_on(day)
        return wording(str(self), name.name_en if name else "")

    def relabel(self) -> None:
        """Brings ``label`` in line with the names; called whenever one of them is saved or deleted."""
        last = self.names.latest_first().first()
        self.label = str(last) if last else ""
        self.save(update_fields=["label", "search_folded"])


class BlocName(Period):
    """What a bloc is called during a period: name and number go together ("số IV" in 2018 is not "số 5" in 2025)."""

    bloc = models.ForeignKey(Bloc, models.CASCADE, related_name="names", verbose_name=_("khối"))
    name = NFCCharField(_("tên"), max_length=250, help_text=_("Ví dụ: Khối thi đua các cơ quan Nội chính"))
    name_en = NFCCharField(_("tên tiếng Anh"), max_length=250, blank=True)
    number_label = NFCCharField(_("số hiệu"), max_length=30, blank=True, help_text=_("Ví dụ: số IV"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theo quyết định")
    )

    class Meta:
        verbose_name = _("tên khối")
        verbose_name_plural = _("tên và số hiệu qua các thời kỳ")
        ordering = ["valid_from", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["bloc"],
                name="bloc_has_one_name_a_day",
                violation_error_message=_("Khối này đã có tên khác trong khoảng thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number_label})" if self.number_label else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.bloc.relabel()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.bloc.relabel()
        return deleted

    @property
    def numbered(self) -> str:
        """How people call it for short: "Khối thi đua số IV"; the name itself when it has no number."""
        kind = gettext("Khối thi đua") if self.bloc.kind == Bloc.Kind.KHOI else gettext("Cụm thi đua")
        return f"{kind} {self.number_label}" if self.number_label else self.name


class Membership(Period):
    """An agency belongs to a bloc during a period, by a decision."""

    bloc = models.ForeignKey(Bloc, models.PROTECT, related_name="memberships", verbose_name=_("khối"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name=_("cơ quan"))
    # The bloc's level, copied so that the database can exclude two blocs of one level.
    level = models.CharField(max_length=8, choices=Bloc.Level, editable=False)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("theo quyết định")
    )
    ending_decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kết thúc theo quyết định")
    )
    position = models.PositiveSmallIntegerField(
        _("thứ tự"), default=0, help_text=_("Thứ tự trong danh sách của quyết định.")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị thành viên")
        verbose_name_plural = _("đơn vị thành viên")
        ordering = ["position", "valid_from", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["agency", "level"],
                name="agency_is_in_one_bloc_of_a_level",
                violation_error_message=_(
                    "Cơ quan này đã là thành viên của một khối cùng cấp trong khoảng thời gian đó."
                ),
            ),
            guards.membership_keeps_its_officers(),
            guards.membership_ends_with_its_agency(),
            guards.membership_level_is_its_blocs(),
        ]
        indexes = [models.Index("bloc", "valid_from", name="membership_of_bloc")]

    def __str__(self) -> str:
        return f"{self.agency} – {self.bloc}"

    def clean(self) -> None:
        self._derive_level()
        if self.agency_id and self.is_ordered:
            end = self.agency.dissolved_on
            if end is not None and self.overlaps(end, None):
                raise ValidationError({"agency": guards.AGENCY_IS_DISSOLVED})
        if self.pk and self.is_ordered and not self._keeps_its_officers():
            raise ValidationError(guards.OFFICER_IS_MEMBER)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_level()
        super().save(*args, **kwargs)

    def _keeps_its_officers(self) -> bool:
        """Whether the offices that stand on this row, as it is recorded, still stand on it as it is to be."""
        recorded = Membership.objects.get(pk=self.pk)
        places: list[Membership] = list(Membership.objects.of(recorded.bloc, recorded.agency).exclude(pk=self.pk))
        if (self.bloc_id, self.agency_id) == (recorded.bloc_id, recorded.agency_id):
            places.append(self)
        offices = Officer.objects.of_bloc(recorded.bloc).of_agency(recorded.agency)
        return all(membership.covers(places, office.valid_from, office.valid_to) for office in offices)

    def _derive_level(self) -> None:
        if self.bloc_id:
            self.level = self.bloc.level


class Officer(Period):
    """An *agency* leads a bloc, or stands in for the leader, during a period; people represent it (OfficerPerson)."""

    class Role(models.TextChoices):
        HEAD = "head", _("Trưởng khối")
        DEPUTY = "deputy", _("Phó Trưởng khối")

    bloc = models.ForeignKey(Bloc, models.PROTECT, related_name="officers", verbose_name=_("khối"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="offices", verbose_name=_("cơ quan"))
    role = models.CharField(_("chức trách"), max_length=6, choices=Role)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("theo quyết định"),
        help_text=_("Để trống nếu được bầu tại hội nghị của khối."),
    )

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Trưởng khối, Phó Trưởng khối")
        verbose_name_plural = _("Trưởng khối, Phó Trưởng khối")
        ordering = ["-valid_from", "role", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["bloc", "role"],
                name="bloc_has_one_officer_of_a_role",
                violation_error_message=_("Khối đã có cơ quan khác giữ chức trách này trong khoảng thời gian đó."),
            ),
            NoOverlap(
                fields=["bloc", "agency"],
                name="head_and_deputy_differ",
                violation_error_message=_(
                    "Một cơ quan không thể vừa là Trưởng khối vừa là Phó Trưởng khối trong cùng thời gian."
                ),
            ),
            guards.officer_is_member(),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.agency}"

    def clean(self) -> None:
        if not (self.bloc_id and self.agency_id and self.is_ordered):
            return
        own = Membership.objects.of(self.bloc, self.agency)
        if not membership.covers(own, self.valid_from, self.valid_to):
            raise ValidationError({"agency": guards.OFFICER_IS_MEMBER})

    def person_on(self, day: dt.date) -> "OfficerPerson | None":
        """Who represents it on a day; reads ``persons``, so prefetch them."""
        return next((person for person in self.persons.all() if person.holds_on(day)), None)


class OfficerPerson(Period):
    """The person through whom an agency holds its office, with post and form of address."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="persons", verbose_name=_("chức trách"))
    person_name = NFCCharField(_("họ và tên"), max_length=150)
    post = NFCCharField(_("chức vụ"), max_length=150, help_text=_("Ví dụ: Chánh Thanh tra tỉnh"))
    honorific = NFCCharField(_("xưng hô"), max_length=30, blank=True, help_text=_("Ví dụ: Đồng chí, Ông, Bà"))
    sort_key = models.CharField(max_length=700, editable=False, default="")

    class Meta:
        verbose_name = _("người đại diện")
        verbose_name_plural = _("người đại diện")
        ordering = ["valid_from", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["officer"],
                name="office_has_one_person_a_day",
                violation_error_message=_("Chức trách này đã có người đại diện khác trong khoảng thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.honorific} {self.person_name}".strip()

    def clean(self) -> None:
        if not (self.officer_id and self.officer.is_ordered and self.is_ordered):
            return
        outlives = self.officer.valid_to is not None and self.overlaps(self.officer.valid_to, None)
        if self.valid_from < self.officer.valid_from or outlives:
            raise ValidationError({"valid_from": _("Người đại diện phải nằm trong thời gian cơ quan giữ chức trách.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = vietnamese.person_sort_key(self.person_name)
        super().save(*args, **kwargs)
