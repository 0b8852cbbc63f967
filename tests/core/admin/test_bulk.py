"""What is told of one of several things that could not be taken."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.core.admin.bulk import failure_message
from portal.core.limited_process import UnreadableFile


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValidationError(["Tệp rỗng.", "Thiếu tên."]), "Tệp rỗng. Thiếu tên."),
        (PermissionDenied("Bạn không có quyền sửa bài này."), "Bạn không có quyền sửa bài này."),
        (UnreadableFile("không thấy ngày đăng."), "không thấy ngày đăng."),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_what_was_foreseen_is_told_in_its_own_words(
    error: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert told in failure_message(error)
    assert not caplog.records


@pytest.mark.parametrize("error", [KeyError("MPO"), RuntimeError(), OSError()])
def test_what_nobody_foresaw_is_told_too_and_logged_with_its_traceback(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert f"({type(error).__name__})" in failure_message(error)
    assert caplog.records[0].exc_info
