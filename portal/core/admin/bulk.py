"""Bulk operations item by item: the failure of one is reported and the others continue."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from portal.core.limited_process import UnreadableFile

logger = logging.getLogger(__name__)


def failure_message(error: Exception) -> str:
    """Why one item failed, as a Vietnamese sentence for the user.

    For the one ``except Exception`` around each item. An unexpected error is logged with its traceback: it is a bug,
    but no reason to lose the other items.
    """
    match error:
        case ValidationError():
            return " ".join(error.messages)
        case UnreadableFile():
            return str(error)
        case PermissionDenied() if str(error):
            return str(error)
        case OSError() if error.strerror:
            return _("không đọc được tệp hoặc không ghi được ảnh (%(reason)s).") % {"reason": error.strerror}
    logger.error("One of several could not be taken.", exc_info=error)
    return _("gặp lỗi chưa lường trước (%(kind)s), đã ghi vào nhật ký máy chủ. Các mục khác không bị ảnh hưởng.") % {
        "kind": type(error).__name__
    }
