"""Cells of CSV and XLSX files."""

import csv
import datetime as dt
import io

import pytest
from openpyxl import Workbook

from portal.core.http.spreadsheets import csv_response, streamed_csv_response, write_text


class TestCsv:
    @pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@a", "\t=1", "\n=1"])
    def test_none_is_a_formula(self, text: str) -> None:
        answer = csv_response("bang", ["Tên"], [[text]]).content.decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(answer)))[1] == [f"'{text}"]

    def test_the_rest_is_as_it_is(self) -> None:
        answer = csv_response("bang", ["Tên"], [['Sở "Tư pháp", tỉnh', 3, None, dt.date(2018, 3, 1)]]).content
        assert list(csv.reader(io.StringIO(answer.decode("utf-8-sig"))))[1] == [
            *('Sở "Tư pháp", tỉnh', "3", "", "01/03/2018"),
        ]

    def test_a_streamed_one_has_the_same_lines(self) -> None:
        rows = [["Sở Tư pháp", 1], ["=1+1", 2]]
        streamed = b"".join(streamed_csv_response("bang", ["Tên", "Số"], rows).streaming_content)
        assert streamed == csv_response("bang", ["Tên", "Số"], rows).content


class TestXlsx:
    def test_text_that_looks_like_a_formula_is_quoted(self) -> None:
        cell = write_text(Workbook().active, 1, 1, "=1+1")
        assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)

    def test_characters_that_xml_forbids_are_left_out(self) -> None:
        assert write_text(Workbook().active, 1, 1, "Sở\x01 Tư pháp").value == "Sở Tư pháp"
