"""The covenant: who may sign, when it is sealed, and that nothing gets into it afterwards by any way."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, models, transaction

from emulation.covenants import (
    add_missing_parties,
    correct_covenant,
    sign_covenant,
    unsigned_parties,
    withdraw_signature,
)
from emulation.models import Agency, Covenant, CovenantParty, CovenantSignature, TargetIndicator
from tests.emulation.factories import make_agency, make_membership
from tests.emulation.year_factories import SIGNED_ON, make_covenant, make_year, sign_by_all

pytestmark = pytest.mark.django_db

SEALED = "đủ chữ ký và được khoá"


def parties_of(covenant: Covenant) -> list:
    return [party.agency for party in covenant.parties.all()]


def sign(covenant: Covenant, agency: Agency, **given: Any) -> CovenantSignature:
    return sign_covenant(covenant=covenant, agency=agency, **{"post": "Thủ trưởng", "signed_on": SIGNED_ON} | given)


class TestDrawingUp:
    def test_the_parties_are_the_members_of_the_day_of_signing(self) -> None:
        year = make_year()
        early, late = make_agency("Ra trước"), make_agency("Vào sau")
        make_membership(year.bloc, early, valid_to=SIGNED_ON)
        make_membership(year.bloc, late, since=dt.date(2018, 3, 22))
        covenant = make_covenant(year, members=2)
        assert [str(agency) for agency in parties_of(covenant)] == ["Cơ quan 1", "Cơ quan 2"]

    def test_inviting_again_adds_only_who_is_missing(self) -> None:
        covenant = make_covenant(members=2)
        newcomer = make_membership(covenant.year.bloc, make_agency("Đơn vị mới")).agency
        assert [party.agency for party in add_missing_parties(covenant=covenant)] == [newcomer]
        assert covenant.parties.count() == 3

    def test_the_day_of_signing_lies_in_the_cycle_of_the_year(self) -> None:
        with pytest.raises(ValidationError, match="ngoài chu kỳ") as refusal:
            make_covenant(signed_on=dt.date(2016, 3, 21))
        assert list(refusal.value.message_dict) == ["signed_on"]


class TestSigning:
    def test_who_has_not_signed_yet_is_plain(self) -> None:
        covenant = make_covenant(members=3)
        first, *others = parties_of(covenant)
        sign(covenant, first)
        assert [party.agency for party in unsigned_parties(covenant)] == others

    def test_the_last_signature_seals(self) -> None:
        covenant = make_covenant(members=2)
        first, last = parties_of(covenant)
        sign(covenant, first)
        covenant.refresh_from_db()
        assert not covenant.is_sealed
        sign(covenant, last)
        covenant.refresh_from_db()
        assert covenant.is_sealed
        assert covenant.seal_digest == covenant.compute_digest()

    def test_a_non_member_cannot_sign(self) -> None:
        covenant = make_covenant()
        with pytest.raises(ValidationError, match="không phải là một bên") as refusal:
            sign(covenant, make_agency("Người ngoài"))
        assert list(refusal.value.message_dict) == ["agency"]

    def test_a_party_signs_once(self) -> None:
        covenant = make_covenant()
        agency = parties_of(covenant)[0]
        sign(covenant, agency)
        with pytest.raises(ValidationError, match="đã ký"):
            sign(covenant, agency)

    def test_the_signers_name_may_be_unknown_but_not_the_post(self) -> None:
        covenant = make_covenant()
        agency = parties_of(covenant)[0]
        with pytest.raises(ValidationError) as refusal:
            sign(covenant, agency, post="")
        assert list(refusal.value.message_dict) == ["post"]
        assert sign(covenant, agency, person_name="").person_name == ""

    def test_nobody_signs_on_a_day_to_come(self) -> None:
        covenant = make_covenant()
        with pytest.raises(ValidationError, match="chưa tới"):
            sign(covenant, parties_of(covenant)[0], signed_on=dt.date(2999, 1, 1))

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [("anh.exe", b"MZ", "Không nhận loại tệp"), ("ban-ky.pdf", b"khong phai pdf", "không đúng với đuôi")],
    )
    def test_a_copy_of_the_wrong_kind_is_refused_and_nothing_is_kept(
        self, name: str, content: bytes, message: str
    ) -> None:
        covenant = make_covenant()
        with pytest.raises(ValidationError, match=message) as refusal:
            sign(covenant, parties_of(covenant)[0], copy=ContentFile(content, name=name))
        assert list(refusal.value.message_dict) == ["copy"]
        assert not covenant.signatures.exists()

    def test_the_copy_is_private_and_its_bytes_are_remembered(self) -> None:
        covenant = make_covenant()
        signature = sign(covenant, parties_of(covenant)[0], copy=ContentFile(b"%PDF-1.7 ...", name="Bản ký.pdf"))
        assert signature.copy.name.endswith("/ban-ky.pdf")
        assert len(signature.copy_digest) == 64
        assert settings.PRIVATE_MEDIA_ROOT in Path(signature.copy.path).parents
        assert settings.MEDIA_ROOT not in Path(signature.copy.path).parents

    def test_words_stand_still_under_a_signature(self) -> None:
        covenant = make_covenant()
        signature = sign(covenant, parties_of(covenant)[0])
        covenant.commitments = "<p>Chữ khác.</p>"
        with pytest.raises(ValidationError, match="gỡ các chữ ký trước"):
            covenant.full_clean()
        withdraw_signature(signature=signature)
        covenant.full_clean()


class TestSealedCovenant:
    @pytest.fixture
    def covenant(self) -> Covenant:
        covenant = make_covenant(members=2)
        TargetIndicator.objects.create(covenant=covenant, text="Tỷ lệ án giải quyết", unit="%", planned_value=95)
        return sign_by_all(covenant)

    @pytest.mark.parametrize("of", ["itself", "parties", "targets", "signatures"])
    @pytest.mark.parametrize("way", ["save", "delete", "clean"])
    def test_its_rows_refuse(self, covenant: Covenant, of: str, way: str) -> None:
        row = covenant if of == "itself" else getattr(covenant, of).first()
        if way == "clean":
            way = "full_clean"
        with pytest.raises(ValidationError, match=SEALED):
            getattr(row, way)()

    @pytest.mark.parametrize("model", [Covenant, CovenantParty, TargetIndicator, CovenantSignature])
    def test_bulk_statements_refuse(self, covenant: Covenant, model: type[models.Model]) -> None:
        with pytest.raises(ValidationError, match=SEALED):
            model.objects.update(pk=1)
        with pytest.raises(ValidationError, match=SEALED):
            model.objects.all().delete()

    def test_nothing_is_added(self, covenant: Covenant) -> None:
        outsider = make_membership(covenant.year.bloc, make_agency("Đến muộn")).agency
        with pytest.raises(ValidationError, match=SEALED):
            add_missing_parties(covenant=covenant)
        with pytest.raises(ValidationError, match=SEALED):
            sign(covenant, outsider)
        with pytest.raises(ValidationError, match=SEALED):
            TargetIndicator.objects.create(covenant=covenant, text="Thêm", unit="%", planned_value=1)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE emulation_covenant SET title = 'khác'",
            "UPDATE emulation_covenant SET sealed_at = NULL",
            "DELETE FROM emulation_covenantsignature",
            "UPDATE emulation_covenantsignature SET person_name = 'khác'",
            "UPDATE emulation_targetindicator SET planned_value = 1",
            "DELETE FROM emulation_targetindicator",
            "UPDATE emulation_covenantparty SET agency_id = agency_id",
            "DELETE FROM emulation_covenantparty",
            "INSERT INTO emulation_targetindicator (covenant_id, text, unit, planned_value, position)"
            " SELECT id, 'thêm', '%', 1, 9 FROM emulation_covenant",
        ],
    )
    def test_the_database_itself_refuses(self, covenant: Covenant, statement: str) -> None:
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_the_database_lets_a_row_of_another_covenant_not_move_in(self, covenant: Covenant) -> None:
        other = correct_covenant(covenant=covenant, signed_on=SIGNED_ON)
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE emulation_targetindicator SET covenant_id = %s WHERE covenant_id = %s", [covenant.pk, other.pk]
            )

    def test_the_seal_tells_whether_anything_differs(self, covenant: Covenant) -> None:
        covenant.title = "Tên khác"
        assert covenant.compute_digest() != covenant.seal_digest


class TestSealingInTheDatabase:
    @pytest.mark.parametrize("signatures", [0, 1])
    def test_an_incomplete_covenant_cannot_be_sealed(self, signatures: int) -> None:
        covenant = make_covenant(members=2)
        for agency in parties_of(covenant)[:signatures]:
            sign(covenant, agency)
        with pytest.raises(IntegrityError, match="covenant_is_sealed_when_complete"), transaction.atomic():
            Covenant.objects.update(sealed_at=dt.datetime(2018, 3, 21, tzinfo=dt.UTC))

    def test_a_covenant_without_parties_cannot_be_sealed(self) -> None:
        make_covenant(members=0)
        with pytest.raises(IntegrityError, match="covenant_is_sealed_when_complete"), transaction.atomic():
            Covenant.objects.update(sealed_at=dt.datetime(2018, 3, 21, tzinfo=dt.UTC))

    def test_a_signature_beyond_the_parties_keeps_it_open(self) -> None:
        covenant = make_covenant(members=1)
        CovenantSignature.objects.create(
            covenant=covenant, agency=make_agency("Người ngoài"), post="Thủ trưởng", signed_on=SIGNED_ON
        )
        with pytest.raises(ValidationError, match="chỉ các bên"):
            sign(covenant, parties_of(covenant)[0])
        assert covenant.signatures.count() == 1


class TestCorrection:
    def test_it_is_a_new_covenant_with_the_same_words_and_targets(self) -> None:
        old = make_covenant(members=2)
        TargetIndicator.objects.create(covenant=old, text="Tỷ lệ án giải quyết", unit="%", planned_value=95)
        sign_by_all(old)
        new = correct_covenant(covenant=old, signed_on=dt.date(2018, 4, 2))
        assert (new.supersedes, new.commitments) == (old, old.commitments)
        assert [target.text for target in new.targets.all()] == ["Tỷ lệ án giải quyết"]
        assert len(unsigned_parties(new)) == 2

    def test_the_old_one_holds_until_the_new_one_is_sealed(self) -> None:
        old = sign_by_all(make_covenant(members=2))
        new = correct_covenant(covenant=old, signed_on=SIGNED_ON)
        sign(new, parties_of(new)[0])
        assert Covenant.objects.public().current_first().first() == old
        sign(new, parties_of(new)[1])
        assert Covenant.objects.public().current_first().first() == new

    def test_only_a_sealed_covenant_is_corrected_this_way(self) -> None:
        with pytest.raises(ValidationError, match="chưa khoá"):
            correct_covenant(covenant=make_covenant(), signed_on=SIGNED_ON)

    def test_there_is_one_correction(self) -> None:
        old = sign_by_all(make_covenant(members=1))
        correct_covenant(covenant=old, signed_on=SIGNED_ON)
        with pytest.raises(ValidationError, match="đã có bản thay thế"):
            correct_covenant(covenant=old, signed_on=SIGNED_ON)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_the_last_two_signatures_at_the_same_time_still_seal(self) -> None:
        covenant = make_covenant(members=2)
        barrier = Barrier(2)

        def record(agency: Agency) -> None:
            try:
                barrier.wait(timeout=10)
                sign(covenant, agency)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(record, parties_of(covenant)))
        covenant.refresh_from_db()
        assert covenant.is_sealed

    def test_whoever_adds_to_a_covenant_being_sealed_waits_and_is_refused(self) -> None:
        covenant = make_covenant(members=1)
        started = Event()

        def add_target() -> str:
            try:
                started.set()
                TargetIndicator.objects.bulk_create(
                    [TargetIndicator(covenant=covenant, text="Thêm", unit="%", planned_value=1)]
                )
            except IntegrityError as refusal:
                return str(refusal)
            finally:
                connection.close()
            return ""

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                sign_by_all(covenant)
                adding = pool.submit(add_target)
                started.wait(timeout=10)
                with pytest.raises(TimeoutError):
                    adding.result(timeout=0.5)
            assert "is_sealed" in adding.result(timeout=10)
        assert not covenant.targets.exists()
