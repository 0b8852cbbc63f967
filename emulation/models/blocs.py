"""Emulation blocs of agencies (khối, cụm thi đua): names, members, leadership and representatives."""

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation import constraints as emulation_constraints
from emulation.models.agencies import Agency, Decision
from emulation.querysets.blocs import BlocQuerySet, LeadershipTermQuerySet, MembershipQuerySet
from emulation.rules import membership, names
from portal.core.db.fields import FoldedSearchField, NFCCharField
from portal.core.db.periods import NoOverlapConstraint, Period
from portal.core.text import vietnamese
from portal.core.text.languages import TranslatedStr, pick_translation


class Bloc(models.Model):
    """Bloc with a lasting identity; names, members and leadership are rows with periods."""

    class Kind(models.TextChoices):
        KHOI = "khoi", _("Khối")
        CUM = "cum", _("Cụm")

    class Level(models.TextChoices):
        """Level of the organising Council; an agency is in at most one bloc of each level."""

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
    # Last recorded name, denormalized by BlocName.save(): staff lists show it without a query for every row.
    label = NFCCharField(_("tên hiện ghi"), max_length=300, editable=False, default="")
    search_folded = FoldedSearchField(sources=("label", "slug"))

    # Annotated by BlocQuerySet.
    effective_name: str
    effective_name_en: str
    effective_number: str | None
    head_label: str | None
    head_name: str | None
    is_carried_over: bool
    member_count: int

    objects = BlocQuerySet.as_manager()

    class Meta:
        verbose_name = _("khối, cụm thi đua")
        verbose_name_plural = _("khối, cụm thi đua")
        ordering = ["slug"]
        constraints = [emulation_constraints.bloc_level_matches_memberships()]

    def __str__(self) -> str:
        return self.label or self.slug

    def get_absolute_url(self) -> str:
        return reverse("emulation:bloc-detail", args=[self.slug])

    def name_on(self, day: dt.date) -> "BlocName | None":
        """Name on a day; reads ``names``, so prefetch them. Query set version: ``BlocQuerySet.with_name_on``."""
        return names.name_on(self.names.all(), day)

    def exists_on(self, day: dt.date) -> bool:
        """A bloc exists while it has a name. Query set version: ``BlocQuerySet.existing_on``."""
        return any(name.is_valid_on(day) for name in self.names.all())

    def shown_name_on(self, day: dt.date) -> TranslatedStr:
        """Display name with number, in the current language, on a day. Reads ``names``."""
        name = self.name_on(day)
        return pick_translation(str(self), name.name_en if name else "")

    def refresh_label(self) -> None:
        """Updates ``label``; called whenever a name is saved or deleted."""
        last = self.names.latest_first().first()
        self.label = str(last) if last else ""
        self.save(update_fields=["label", "search_folded"])


class BlocName(Period):
    """Name and number of a bloc during a period; both change together ("số IV" in 2018 is not "số 5" in 2025)."""

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
            NoOverlapConstraint(
                fields=["bloc"],
                name="bloc_has_one_name_a_day",
                violation_error_message=_("Khối này đã có tên khác trong khoảng thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number_label})" if self.number_label else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.bloc.refresh_label()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.bloc.refresh_label()
        return deleted

    @property
    def numbered_name(self) -> str:
        """Short name: "Khối thi đua số IV"; the full name when it has no number."""
        kind = gettext("Khối thi đua") if self.bloc.kind == Bloc.Kind.KHOI else gettext("Cụm thi đua")
        return f"{kind} {self.number_label}" if self.number_label else self.name


class Membership(Period):
    """Membership of an agency in a bloc during a period, by a decision."""

    bloc = models.ForeignKey(Bloc, models.PROTECT, related_name="memberships", verbose_name=_("khối"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name=_("cơ quan"))
    # Denormalized level of the bloc, so that the exclusion constraint can forbid two blocs of one level.
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

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị thành viên")
        verbose_name_plural = _("đơn vị thành viên")
        ordering = ["position", "valid_from", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlapConstraint(
                fields=["agency", "level"],
                name="agency_is_in_one_bloc_of_a_level",
                violation_error_message=_(
                    "Cơ quan này đã là thành viên của một khối cùng cấp trong khoảng thời gian đó."
                ),
            ),
            emulation_constraints.membership_covers_leadership_terms(),
            emulation_constraints.membership_ends_when_agency_dissolved(),
            emulation_constraints.membership_level_matches_bloc(),
        ]
        indexes = [models.Index("bloc", "valid_from", name="membership_of_bloc")]

    def __str__(self) -> str:
        return f"{self.agency} – {self.bloc}"

    def clean(self) -> None:
        self._copy_level_from_bloc()
        if self.agency_id and self.has_valid_range:
            end = self.agency.dissolved_on
            if end is not None and self.overlaps(end, None):
                raise ValidationError({"agency": emulation_constraints.AGENCY_DISSOLVED_MESSAGE})
        if self.pk and self.has_valid_range and not self._covers_leadership_terms():
            raise ValidationError(emulation_constraints.LEADER_NOT_MEMBER_MESSAGE)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._copy_level_from_bloc()
        super().save(*args, **kwargs)

    def _covers_leadership_terms(self) -> bool:
        """Whether the leadership terms covered by the stored row are still covered after this change."""
        recorded = Membership.objects.get(pk=self.pk)
        memberships: list[Membership] = list(
            Membership.objects.of_bloc_and_agency(recorded.bloc, recorded.agency).exclude(pk=self.pk)
        )
        if (self.bloc_id, self.agency_id) == (recorded.bloc_id, recorded.agency_id):
            memberships.append(self)
        terms = LeadershipTerm.objects.of_bloc(recorded.bloc).of_agency(recorded.agency)
        return all(membership.covers(memberships, term.valid_from, term.valid_to) for term in terms)

    def _copy_level_from_bloc(self) -> None:
        if self.bloc_id:
            self.level = self.bloc.level


class LeadershipTerm(Period):
    """Term of an *agency* as head or deputy of a bloc; people represent it (Representative)."""

    class Role(models.TextChoices):
        HEAD = "head", _("Trưởng khối")
        DEPUTY = "deputy", _("Phó Trưởng khối")

    bloc = models.ForeignKey(Bloc, models.PROTECT, related_name="leadership_terms", verbose_name=_("khối"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="leadership_terms", verbose_name=_("cơ quan"))
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

    objects: ClassVar = LeadershipTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("Trưởng khối, Phó Trưởng khối")
        verbose_name_plural = _("Trưởng khối, Phó Trưởng khối")
        ordering = ["-valid_from", "role", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlapConstraint(
                fields=["bloc", "role"],
                name="bloc_has_one_leader_per_role",
                violation_error_message=_("Khối đã có cơ quan khác giữ chức trách này trong khoảng thời gian đó."),
            ),
            NoOverlapConstraint(
                fields=["bloc", "agency"],
                name="head_and_deputy_differ",
                violation_error_message=_(
                    "Một cơ quan không thể vừa là Trưởng khối vừa là Phó Trưởng khối trong cùng thời gian."
                ),
            ),
            emulation_constraints.leadership_term_within_membership(),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.agency}"

    def clean(self) -> None:
        if not (self.bloc_id and self.agency_id and self.has_valid_range):
            return
        own = Membership.objects.of_bloc_and_agency(self.bloc, self.agency)
        if not membership.covers(own, self.valid_from, self.valid_to):
            raise ValidationError({"agency": emulation_constraints.LEADER_NOT_MEMBER_MESSAGE})

    def representative_on(self, day: dt.date) -> "Representative | None":
        """Representative on a day; reads ``representatives``, so prefetch them."""
        return next((person for person in self.representatives.all() if person.is_valid_on(day)), None)


class Representative(Period):
    """Person who represents the agency in a leadership term, with post and form of address."""

    leadership_term = models.ForeignKey(
        LeadershipTerm, models.CASCADE, related_name="representatives", verbose_name=_("chức trách")
    )
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
            NoOverlapConstraint(
                fields=["leadership_term"],
                name="leadership_term_has_one_representative_a_day",
                violation_error_message=_("Chức trách này đã có người đại diện khác trong khoảng thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.honorific} {self.person_name}".strip()

    def clean(self) -> None:
        if not (self.leadership_term_id and self.leadership_term.has_valid_range and self.has_valid_range):
            return
        outlives = self.leadership_term.valid_to is not None and self.overlaps(self.leadership_term.valid_to, None)
        if self.valid_from < self.leadership_term.valid_from or outlives:
            raise ValidationError({"valid_from": _("Người đại diện phải nằm trong thời gian cơ quan giữ chức trách.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = vietnamese.person_sort_key(self.person_name)
        super().save(*args, **kwargs)
