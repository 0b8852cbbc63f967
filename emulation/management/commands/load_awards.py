"""``manage.py load_awards``: loads the titles, forms and kinds of the laws of 2003 and 2022."""

from typing import Any

from django.utils.translation import gettext as _

from emulation.awards_loader import load_awards
from portal.audit.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Nạp danh mục danh hiệu, hình thức và loại hình khen thưởng của hai luật; chạy lại không đổi mục đã có."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_awards()
        if options["verbosity"] == 0:
            return
        self.stdout.write(
            _("Đã thêm %(created)s mục, giữ nguyên %(kept)s mục.") % {"created": loaded.created, "kept": loaded.kept}
        )
