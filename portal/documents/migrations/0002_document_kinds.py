"""The kinds of administrative documents. Source: Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Name, address, abbreviation in a symbol (none: the symbol names the body alone). In the order of the decree.
KINDS = [
    ("Nghị quyết", "nghi-quyet", "NQ"),
    ("Quyết định", "quyet-dinh", "QĐ"),
    ("Chỉ thị", "chi-thi", "CT"),
    ("Quy chế", "quy-che", "QC"),
    ("Quy định", "quy-dinh", "QyĐ"),
    ("Thông cáo", "thong-cao", "TC"),
    ("Thông báo", "thong-bao", "TB"),
    ("Hướng dẫn", "huong-dan", "HD"),
    ("Chương trình", "chuong-trinh", "CTr"),
    ("Kế hoạch", "ke-hoach", "KH"),
    ("Phương án", "phuong-an", "PA"),
    ("Đề án", "de-an", "ĐA"),
    ("Dự án", "du-an", "DA"),
    ("Báo cáo", "bao-cao", "BC"),
    ("Biên bản", "bien-ban", "BB"),
    ("Tờ trình", "to-trinh", "TTr"),
    ("Hợp đồng", "hop-dong", "HĐ"),
    ("Công văn", "cong-van", ""),
    ("Công điện", "cong-dien", "CĐ"),
    ("Bản ghi nhớ", "ban-ghi-nho", "BGN"),
    ("Bản thỏa thuận", "ban-thoa-thuan", "BTT"),
    ("Giấy ủy quyền", "giay-uy-quyen", "GUQ"),
    ("Giấy mời", "giay-moi", "GM"),
    ("Giấy giới thiệu", "giay-gioi-thieu", "GGT"),
    ("Giấy nghỉ phép", "giay-nghi-phep", "GNP"),
    ("Phiếu gửi", "phieu-gui", "PG"),
    ("Phiếu chuyển", "phieu-chuyen", "PC"),
    ("Phiếu báo", "phieu-bao", "PB"),
    ("Thư công", "thu-cong", ""),
]


def add_kinds(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    kinds = apps.get_model("documents", "DocumentKind").objects
    for position, (name, slug, abbreviation) in enumerate(KINDS, start=1):
        told = {"name": name, "abbreviation": abbreviation, "position": position}
        kinds.get_or_create(slug=slug, defaults=told)


def remove_unused_kinds(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    slugs = [slug for _name, slug, _abbreviation in KINDS]
    apps.get_model("documents", "DocumentKind").objects.filter(slug__in=slugs, documents=None).delete()


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(add_kinds, remove_unused_kinds)]
