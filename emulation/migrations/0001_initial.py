import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import emulation.constraints
import emulation.models.agencies
import portal.kit.fields
import portal.kit.uploads


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("news", "0001_initial"),
    ]

    operations = [
        # What lets an exclusion compare keys and texts for equality; nothing happens on SQLite.
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Phần cuối của địa chỉ /co-quan/…/",
                        max_length=120,
                        unique=True,
                        verbose_name="liên kết tĩnh",
                    ),
                ),
                (
                    "label",
                    portal.kit.fields.NFCCharField(
                        default="", editable=False, max_length=250, verbose_name="tên hiện ghi"
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("provincial", "Thuộc UBND tỉnh"),
                            ("vertical", "Ngành dọc trung ương"),
                            ("army", "Quân đội"),
                            ("police", "Công an"),
                            ("party", "Cơ quan Đảng"),
                            ("union", "Mặt trận, đoàn thể, hội"),
                            ("enterprise", "Doanh nghiệp, hợp tác xã"),
                            ("commune", "Xã, phường, huyện"),
                        ],
                        default="provincial",
                        max_length=12,
                        verbose_name="khối quản lý",
                    ),
                ),
                (
                    "force",
                    models.CharField(
                        choices=[("civil", "Dân sự"), ("armed", "Lực lượng vũ trang")],
                        default="civil",
                        max_length=8,
                        verbose_name="lực lượng",
                    ),
                ),
                ("address", portal.kit.fields.NFCCharField(blank=True, max_length=250, verbose_name="địa chỉ")),
                ("phone", portal.kit.fields.NFCCharField(blank=True, max_length=60, verbose_name="điện thoại")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                ("website", models.URLField(blank=True, verbose_name="trang thông tin")),
                (
                    "dissolved_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Ngày đầu tiên không còn tồn tại; ghi bằng thao tác “Giải thể” hoặc “Sáp nhập”.",
                        null=True,
                        verbose_name="giải thể ngày",
                    ),
                ),
                ("search_folded", portal.kit.fields.FoldedField(default="", editable=False, sources=("label", "slug"))),
                (
                    "emblem",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="news.picture",
                        verbose_name="biểu trưng",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ quan, đơn vị",
                "verbose_name_plural": "cơ quan, đơn vị",
                "ordering": ["label", "pk"],
                "constraints": [
                    emulation.constraints.Refuse(
                        events=("update",),
                        name="agency_keeps_no_place_after_it_is_dissolved",
                        violation_error_message="Cơ quan đã giải thể: không thể là thành viên từ ngày giải thể trở đi.",
                        when="NEW.dissolved_on IS NOT NULL AND EXISTS ( SELECT 1 FROM emulation_membership m WHERE m.agency_id = NEW.id AND (m.valid_to IS NULL OR m.valid_to > NEW.dissolved_on))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bloc",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("khoi", "Khối"), ("cum", "Cụm")],
                        default="khoi",
                        help_text="Khối gồm các cơ quan cùng tính chất; cụm gồm các đơn vị cùng địa bàn.",
                        max_length=4,
                        verbose_name="loại",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("central", "Trung ương"),
                            ("province", "Tỉnh"),
                            ("district", "Huyện"),
                            ("commune", "Xã"),
                        ],
                        default="province",
                        max_length=8,
                        verbose_name="cấp",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Phần cuối của địa chỉ /khoi-thi-dua/…/, ví dụ so-iv",
                        max_length=80,
                        unique=True,
                        verbose_name="liên kết tĩnh",
                    ),
                ),
                (
                    "label",
                    portal.kit.fields.NFCCharField(
                        default="", editable=False, max_length=300, verbose_name="tên hiện ghi"
                    ),
                ),
                ("search_folded", portal.kit.fields.FoldedField(default="", editable=False, sources=("label", "slug"))),
            ],
            options={
                "verbose_name": "khối, cụm thi đua",
                "verbose_name_plural": "khối, cụm thi đua",
                "ordering": ["slug"],
                "constraints": [
                    emulation.constraints.Refuse(
                        events=("update",),
                        name="bloc_level_is_its_memberships",
                        violation_error_message="Cấp của khối không đổi được khi khối đã có thành viên.",
                        when="EXISTS (SELECT 1 FROM emulation_membership m WHERE m.bloc_id = NEW.id AND m.level <> NEW.level)",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommendationForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="Ngày đầu tiên có hiệu lực.", verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến trước ngày",
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="Không đổi qua các luật, ví dụ co-thi-dua-cua-chinh-phu",
                        max_length=60,
                        verbose_name="mã",
                    ),
                ),
                ("name", portal.kit.fields.NFCCharField(max_length=200, verbose_name="tên")),
                (
                    "force",
                    models.CharField(
                        choices=[("civil", "Dân sự"), ("armed", "Lực lượng vũ trang"), ("any", "Mọi đối tượng")],
                        default="any",
                        max_length=8,
                        verbose_name="lực lượng",
                    ),
                ),
                (
                    "deciding_authority",
                    portal.kit.fields.NFCCharField(blank=True, max_length=250, verbose_name="thẩm quyền quyết định"),
                ),
                (
                    "law",
                    portal.kit.fields.NFCCharField(
                        help_text="Ví dụ: Luật 06/2022/QH15", max_length=60, verbose_name="văn bản"
                    ),
                ),
                (
                    "article",
                    portal.kit.fields.NFCCharField(
                        help_text="Ví dụ: Điều 26; Điều 79", max_length=60, verbose_name="điều, khoản"
                    ),
                ),
                (
                    "is_unsure",
                    models.BooleanField(
                        default=False,
                        help_text="Chi tiết chưa đối chiếu được với văn bản gốc; xem ghi chú.",
                        verbose_name="cần kiểm chứng",
                    ),
                ),
                ("note", portal.kit.fields.NFCTextField(blank=True, verbose_name="ghi chú")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("for_individuals", models.BooleanField(default=False, verbose_name="cho cá nhân")),
                ("for_collectives", models.BooleanField(default=False, verbose_name="cho tập thể")),
                ("for_households", models.BooleanField(default=False, verbose_name="cho hộ gia đình")),
                (
                    "group",
                    portal.kit.fields.NFCCharField(
                        help_text="Ví dụ: Huân chương, Bằng khen", max_length=60, verbose_name="nhóm"
                    ),
                ),
            ],
            options={
                "verbose_name": "hình thức khen thưởng",
                "verbose_name_plural": "hình thức khen thưởng",
                "ordering": ["position", "code", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="commendationform_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("code",),
                        name="commendationform_is_recorded_once",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Danh mục đã có mục cùng mã trong khoảng thời gian đó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommendationKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="Ngày đầu tiên có hiệu lực.", verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến trước ngày",
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="mã")),
                ("name", portal.kit.fields.NFCCharField(max_length=200, verbose_name="tên")),
                ("law", portal.kit.fields.NFCCharField(max_length=60, verbose_name="văn bản")),
                ("article", portal.kit.fields.NFCCharField(max_length=60, verbose_name="điều, khoản")),
                ("is_unsure", models.BooleanField(default=False, verbose_name="cần kiểm chứng")),
                ("note", portal.kit.fields.NFCTextField(blank=True, verbose_name="ghi chú")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
            ],
            options={
                "verbose_name": "loại hình khen thưởng",
                "verbose_name_plural": "loại hình khen thưởng",
                "ordering": ["position", "code", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="commendationkind_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("code",),
                        name="commendationkind_is_recorded_once",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Danh mục đã có mục cùng mã trong khoảng thời gian đó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", portal.kit.fields.NFCCharField(help_text="Ví dụ: 348", max_length=20, verbose_name="số")),
                (
                    "symbol",
                    portal.kit.fields.NFCCharField(help_text="Ví dụ: QĐ-UBND", max_length=40, verbose_name="ký hiệu"),
                ),
                ("issued_on", models.DateField(verbose_name="ngày ban hành")),
                (
                    "effective_from",
                    models.DateField(
                        blank=True,
                        help_text="Để trống nếu có hiệu lực từ ngày ban hành.",
                        verbose_name="có hiệu lực từ",
                    ),
                ),
                (
                    "issuer",
                    portal.kit.fields.NFCCharField(
                        help_text="Ví dụ: Ủy ban nhân dân tỉnh Cao Bằng",
                        max_length=200,
                        verbose_name="cơ quan ban hành",
                    ),
                ),
                (
                    "abstract",
                    portal.kit.fields.NFCTextField(
                        help_text="Ví dụ: Về việc kiện toàn các khối, cụm thi đua của tỉnh", verbose_name="trích yếu"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        help_text="Bản quét hoặc bản ký số. Chỉ người có quyền mới mở được.",
                        max_length=200,
                        storage=emulation.models.agencies.private_storage,
                        upload_to=emulation.models.agencies.decision_path,
                        validators=[portal.kit.uploads.check_document],
                        verbose_name="tệp",
                    ),
                ),
                (
                    "search_folded",
                    portal.kit.fields.FoldedField(
                        default="", editable=False, sources=("written_number", "issuer", "abstract")
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="emulation.decision",
                        verbose_name="thay thế quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "quyết định",
                "verbose_name_plural": "quyết định",
                "ordering": ["-issued_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number", "symbol", "issued_on", "issuer"),
                        name="decision_is_recorded_once",
                        violation_error_message="Quyết định này đã được nhập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaces", models.F("id")), _negated=True), ("replaces", None), _connector="OR"
                        ),
                        name="decision_replaces_another",
                        violation_error_message="Một quyết định không thể thay thế chính nó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlocName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="Ngày đầu tiên có hiệu lực.", verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến trước ngày",
                    ),
                ),
                (
                    "name",
                    portal.kit.fields.NFCCharField(
                        help_text="Ví dụ: Khối thi đua các cơ quan Nội chính", max_length=250, verbose_name="tên"
                    ),
                ),
                (
                    "number_label",
                    portal.kit.fields.NFCCharField(
                        blank=True, help_text="Ví dụ: số IV", max_length=30, verbose_name="số hiệu"
                    ),
                ),
                (
                    "bloc",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="emulation.bloc",
                        verbose_name="khối",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="emulation.decision",
                        verbose_name="theo quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "tên khối",
                "verbose_name_plural": "tên và số hiệu qua các thời kỳ",
                "ordering": ["valid_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="blocname_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("bloc",),
                        name="bloc_has_one_name_a_day",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Khối này đã có tên khác trong khoảng thời gian đó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyRelation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("renamed", "Đổi tên"),
                            ("merged_into", "Sáp nhập vào"),
                            ("split_from", "Tách từ"),
                            ("dissolved", "Giải thể"),
                        ],
                        max_length=12,
                        verbose_name="sự việc",
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="emulation.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_from",
                        to="emulation.agency",
                        verbose_name="cơ quan kia",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="emulation.decision",
                        verbose_name="theo quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "biến động tổ chức",
                "verbose_name_plural": "biến động tổ chức",
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["merged_into", "split_from"]), ("other__isnull", False)),
                            models.Q(("kind__in", ["renamed", "dissolved"]), ("other__isnull", True)),
                            _connector="OR",
                        ),
                        name="agency_relation_names_the_other_when_there_is_one",
                        violation_error_message="Sáp nhập và tách phải ghi cơ quan kia; đổi tên và giải thể thì không.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other", None), models.Q(("other", models.F("agency")), _negated=True), _connector="OR"
                        ),
                        name="agency_relation_is_with_another",
                        violation_error_message="Một cơ quan không thể sáp nhập vào hoặc tách từ chính nó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="Ngày đầu tiên có hiệu lực.", verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến trước ngày",
                    ),
                ),
                ("name", portal.kit.fields.NFCCharField(max_length=250, verbose_name="tên đầy đủ")),
                (
                    "short_name",
                    portal.kit.fields.NFCCharField(
                        blank=True, help_text="Ví dụ: Thanh tra tỉnh", max_length=120, verbose_name="tên ngắn"
                    ),
                ),
                (
                    "initials",
                    portal.kit.fields.NFCCharField(
                        blank=True, help_text="Ví dụ: VKSND, TAND, BCHQS", max_length=20, verbose_name="viết tắt"
                    ),
                ),
                (
                    "search_folded",
                    portal.kit.fields.FoldedField(
                        default="", editable=False, sources=("name", "short_name", "initials")
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="emulation.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="emulation.decision",
                        verbose_name="theo quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "tên gọi",
                "verbose_name_plural": "tên gọi qua các thời kỳ",
                "ordering": ["valid_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="agencyname_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("agency",),
                        name="agency_has_one_name_a_day",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Cơ quan này đã có tên khác trong khoảng thời gian đó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmulationTitle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="Ngày đầu tiên có hiệu lực.", verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến trước ngày",
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="Không đổi qua các luật, ví dụ co-thi-dua-cua-chinh-phu",
                        max_length=60,
                        verbose_name="mã",
                    ),
                ),
                ("name", portal.kit.fields.NFCCharField(max_length=200, verbose_name="tên")),
                (
                    "force",
                    models.CharField(
                        choices=[("civil", "Dân sự"), ("armed", "Lực lượng vũ trang"), ("any", "Mọi đối tượng")],
                        default="any",
                        max_length=8,
                        verbose_name="lực lượng",
                    ),
                ),
                (
                    "deciding_authority",
                    portal.kit.fields.NFCCharField(blank=True, max_length=250, verbose_name="thẩm quyền quyết định"),
                ),
                (
                    "law",
                    portal.kit.fields.NFCCharField(
                        help_text="Ví dụ: Luật 06/2022/QH15", max_length=60, verbose_name="văn bản"
                    ),
                ),
                (
                    "article",
                    portal.kit.fields.NFCCharField(
                        help_text="Ví dụ: Điều 26; Điều 79", max_length=60, verbose_name="điều, khoản"
                    ),
                ),
                (
                    "is_unsure",
                    models.BooleanField(
                        default=False,
                        help_text="Chi tiết chưa đối chiếu được với văn bản gốc; xem ghi chú.",
                        verbose_name="cần kiểm chứng",
                    ),
                ),
                ("note", portal.kit.fields.NFCTextField(blank=True, verbose_name="ghi chú")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("individual", "Cá nhân"),
                            ("collective", "Tập thể"),
                            ("household", "Hộ gia đình"),
                            ("community", "Cộng đồng dân cư, địa bàn"),
                        ],
                        max_length=10,
                        verbose_name="đối tượng",
                    ),
                ),
                ("criteria", portal.kit.fields.NFCTextField(blank=True, verbose_name="tiêu chuẩn chính")),
            ],
            options={
                "verbose_name": "danh hiệu thi đua",
                "verbose_name_plural": "danh hiệu thi đua",
                "ordering": ["position", "code", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="emulationtitle_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("code",),
                        name="emulationtitle_is_recorded_once",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Danh mục đã có mục cùng mã trong khoảng thời gian đó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="Ngày đầu tiên có hiệu lực.", verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến trước ngày",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("central", "Trung ương"),
                            ("province", "Tỉnh"),
                            ("district", "Huyện"),
                            ("commune", "Xã"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Thứ tự trong danh sách của quyết định.", verbose_name="thứ tự"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="emulation.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "bloc",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="emulation.bloc",
                        verbose_name="khối",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="emulation.decision",
                        verbose_name="theo quyết định",
                    ),
                ),
                (
                    "ending_decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="emulation.decision",
                        verbose_name="kết thúc theo quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị thành viên",
                "verbose_name_plural": "đơn vị thành viên",
                "ordering": ["position", "valid_from", "pk"],
                "indexes": [models.Index(models.F("bloc"), models.F("valid_from"), name="membership_of_bloc")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="membership_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("agency", "level"),
                        name="agency_is_in_one_bloc_of_a_level",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Cơ quan này đã là thành viên của một khối cùng cấp trong khoảng thời gian đó.",
                    ),
                    emulation.constraints.Refuse(
                        events=("update", "delete"),
                        name="membership_keeps_its_officers",
                        violation_error_message="Trưởng khối và Phó Trưởng khối phải là thành viên của khối trong suốt thời gian giữ chức.",
                        when="EXISTS ( SELECT 1 FROM emulation_officer o WHERE o.bloc_id = OLD.bloc_id AND o.agency_id = OLD.agency_id AND (NOT EXISTS ( SELECT 1 FROM emulation_membership m WHERE m.bloc_id = o.bloc_id AND m.agency_id = o.agency_id AND m.valid_from <= o.valid_from AND (m.valid_to IS NULL OR m.valid_to > o.valid_from)) OR EXISTS ( SELECT 1 FROM emulation_membership ended WHERE ended.bloc_id = o.bloc_id AND ended.agency_id = o.agency_id AND ended.valid_to > o.valid_from AND (o.valid_to IS NULL OR ended.valid_to < o.valid_to) AND NOT EXISTS ( SELECT 1 FROM emulation_membership next WHERE next.bloc_id = o.bloc_id AND next.agency_id = o.agency_id AND next.valid_from = ended.valid_to))) )",
                    ),
                    emulation.constraints.Refuse(
                        events=("insert", "update"),
                        name="membership_ends_with_its_agency",
                        violation_error_message="Cơ quan đã giải thể: không thể là thành viên từ ngày giải thể trở đi.",
                        when="EXISTS ( SELECT 1 FROM emulation_agency a WHERE a.id = NEW.agency_id AND a.dissolved_on IS NOT NULL AND (NEW.valid_to IS NULL OR NEW.valid_to > a.dissolved_on))",
                    ),
                    emulation.constraints.Refuse(
                        events=("insert", "update"),
                        name="membership_level_is_its_blocs",
                        violation_error_message="Cấp của khối không đổi được khi khối đã có thành viên.",
                        when="NEW.level <> (SELECT b.level FROM emulation_bloc b WHERE b.id = NEW.bloc_id)",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="Ngày đầu tiên có hiệu lực.", verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến trước ngày",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("head", "Trưởng khối"), ("deputy", "Phó Trưởng khối")],
                        max_length=6,
                        verbose_name="chức trách",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="emulation.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "bloc",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officers",
                        to="emulation.bloc",
                        verbose_name="khối",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        help_text="Để trống nếu được bầu tại hội nghị của khối.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="emulation.decision",
                        verbose_name="theo quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "Trưởng khối, Phó Trưởng khối",
                "verbose_name_plural": "Trưởng khối, Phó Trưởng khối",
                "ordering": ["-valid_from", "role", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="officer_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("bloc", "role"),
                        name="bloc_has_one_officer_of_a_role",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Khối đã có cơ quan khác giữ chức trách này trong khoảng thời gian đó.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("bloc", "agency"),
                        name="head_and_deputy_differ",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Một cơ quan không thể vừa là Trưởng khối vừa là Phó Trưởng khối trong cùng thời gian.",
                    ),
                    emulation.constraints.Refuse(
                        events=("insert", "update"),
                        name="officer_is_member",
                        violation_error_message="Trưởng khối và Phó Trưởng khối phải là thành viên của khối trong suốt thời gian giữ chức.",
                        when="EXISTS (SELECT 1 FROM emulation_officer o WHERE o.id = NEW.id AND (NOT EXISTS ( SELECT 1 FROM emulation_membership m WHERE m.bloc_id = o.bloc_id AND m.agency_id = o.agency_id AND m.valid_from <= o.valid_from AND (m.valid_to IS NULL OR m.valid_to > o.valid_from)) OR EXISTS ( SELECT 1 FROM emulation_membership ended WHERE ended.bloc_id = o.bloc_id AND ended.agency_id = o.agency_id AND ended.valid_to > o.valid_from AND (o.valid_to IS NULL OR ended.valid_to < o.valid_to) AND NOT EXISTS ( SELECT 1 FROM emulation_membership next WHERE next.bloc_id = o.bloc_id AND next.agency_id = o.agency_id AND next.valid_from = ended.valid_to))) )",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="Ngày đầu tiên có hiệu lực.", verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến trước ngày",
                    ),
                ),
                ("person_name", portal.kit.fields.NFCCharField(max_length=150, verbose_name="họ và tên")),
                (
                    "post",
                    portal.kit.fields.NFCCharField(
                        help_text="Ví dụ: Chánh Thanh tra tỉnh", max_length=150, verbose_name="chức vụ"
                    ),
                ),
                (
                    "honorific",
                    portal.kit.fields.NFCCharField(
                        blank=True, help_text="Ví dụ: Đồng chí, Ông, Bà", max_length=30, verbose_name="xưng hô"
                    ),
                ),
                ("sort_key", models.CharField(default="", editable=False, max_length=700)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="persons",
                        to="emulation.officer",
                        verbose_name="chức trách",
                    ),
                ),
            ],
            options={
                "verbose_name": "người đại diện",
                "verbose_name_plural": "người đại diện",
                "ordering": ["valid_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="officerperson_ends_after_it_starts",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    emulation.constraints.NoOverlap(
                        fields=("officer",),
                        name="office_has_one_person_a_day",
                        period=("valid_from", "valid_to"),
                        violation_error_message="Chức trách này đã có người đại diện khác trong khoảng thời gian đó.",
                    ),
                ],
            },
        ),
    ]
