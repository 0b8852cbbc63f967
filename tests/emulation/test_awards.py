import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from emulation import awards_data
from emulation.awards_loader import load_awards
from emulation.models import CommendationForm, CommendationKind, EmulationTitle

MEETING_2018 = dt.date(2018, 3, 21)
UNDER_2022 = dt.date(2026, 1, 1)


class TestStatutes:
    def test_every_entry_cites_an_article(self) -> None:
        rows = [
            *(*awards_data.TITLES_2003, *awards_data.FORMS_2003, *awards_data.KINDS_2003),
            *(*awards_data.TITLES_2022, *awards_data.FORMS_2022, *awards_data.KINDS_2022),
        ]
        assert not [row.code for row in rows if not re.match(r"Điều \d", row.provision)]

    def test_the_counts_of_the_law(self) -> None:
        """Luật 06/2022/QH15, Điều 33 and 54: ten orders and four medals, some of them in three classes."""
        by_group = {
            group: {re.sub(r"-hang-.*", "", row.code) for row in awards_data.FORMS_2022 if row.group == group}
            for group in ("Huân chương", "Huy chương")
        }
        assert {group: len(codes) for group, codes in by_group.items()} == {"Huân chương": 10, "Huy chương": 4}

    def test_the_second_law_takes_over_on_the_day_the_first_ends(self) -> None:
        assert awards_data.LAW_2003.valid_to == awards_data.LAW_2022.valid_from == dt.date(2024, 1, 1)


@pytest.mark.django_db
class TestLoadCatalogue:
    def test_each_law_holds_in_its_time(self) -> None:
        load_awards()
        for model in (EmulationTitle, CommendationForm, CommendationKind):
            laws = [
                set(model.objects.valid_on(day).values_list("law", flat=True)) for day in (MEETING_2018, UNDER_2022)
            ]
            assert laws == [{"Luật 15/2003/QH11"}, {"Luật 06/2022/QH15"}]

    @pytest.mark.parametrize(("day", "authority"), [(MEETING_2018, "Thủ tướng Chính phủ"), (UNDER_2022, "Chính phủ")])
    def test_who_decides_on_the_flag_of_the_government(self, day: dt.date, authority: str) -> None:
        load_awards()
        flag = EmulationTitle.objects.of_code("co-thi-dua-cua-chinh-phu").valid_on(day).get()
        assert flag.deciding_authority == authority

    def test_running_it_again_changes_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        first = load_awards()
        title = EmulationTitle.objects.first()
        title.note = "Đã đối chiếu."
        title.save()
        call_command("load_awards")
        assert f"Đã thêm 0 mục, giữ nguyên {first.created} mục." in capsys.readouterr().out
        title.refresh_from_db()
        assert title.note == "Đã đối chiếu."

    def test_it_says_what_is_to_be_verified(self) -> None:
        load_awards()
        assert not EmulationTitle.objects.valid_on(MEETING_2018).filter(is_unverified=False).exists()
        assert not EmulationTitle.objects.filter(is_unverified=True, note="").exists()

    def test_a_code_has_one_entry_a_day(self) -> None:
        load_awards()
        entry = EmulationTitle.objects.valid_on(UNDER_2022).first()
        entry.pk = None
        with pytest.raises(IntegrityError, match="emulationtitle_is_recorded_once"):
            entry.save(force_insert=True)

    @pytest.mark.parametrize(
        ("force", "code", "is_offered"),
        [
            ("civil", "tap-the-lao-dong-tien-tien", True),
            ("armed", "tap-the-lao-dong-tien-tien", False),
            ("armed", "don-vi-quyet-thang", True),
            ("civil", "don-vi-quyet-thang", False),
            ("armed", "co-thi-dua-cap-tinh", True),
            ("civil", "co-thi-dua-cap-tinh", True),
        ],
    )
    def test_titles_are_offered_by_force(self, force: str, code: str, is_offered: bool) -> None:
        load_awards()
        offered = EmulationTitle.objects.valid_on(UNDER_2022).for_force(force)
        assert offered.of_code(code).exists() is is_offered
