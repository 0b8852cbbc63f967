import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import emulation.immutability
import emulation.models.agencies
import emulation.models.covenants
import emulation.models.documents
import emulation.models.meetings
import portal.core.content.private_files
import portal.core.content.rich_text
import portal.core.content.uploads
import portal.core.db.constraints
import portal.core.db.fields
import portal.core.db.periods
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('images', '0001_initial'),
        ('news', '0001_initial'),
    ]

    operations = [
        # Lets an exclusion constraint compare keys and text for equality; does nothing on SQLite.
        BtreeGistExtension(),
        migrations.CreateModel(
            name='BlocDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('regulation', 'Quy chế'), ('plan', 'Kế hoạch'), ('criteria', 'Bảng tiêu chí'), ('report', 'Báo cáo'), ('minutes', 'Biên bản')], max_length=10, verbose_name='loại')),
                ('title', portal.core.db.fields.NFCCharField(max_length=250, verbose_name='tên văn bản')),
                ('number', portal.core.db.fields.NFCCharField(blank=True, max_length=20, verbose_name='số')),
                ('symbol', portal.core.db.fields.NFCCharField(blank=True, help_text='Ví dụ: KH-KTĐ.', max_length=50, verbose_name='ký hiệu')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='ngày ban hành')),
                ('signer_name', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='người ký')),
                ('signer_post', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='chức vụ người ký')),
                ('signer_capacity', models.CharField(blank=True, choices=[('TM', 'TM. (thay mặt)'), ('Q', 'Q. (quyền)'), ('KT', 'KT. (ký thay)'), ('TL', 'TL. (thừa lệnh)'), ('TUQ', 'TUQ. (thừa uỷ quyền)')], max_length=3, verbose_name='thẩm quyền ký')),
                ('state', models.CharField(choices=[('draft', 'Dự thảo'), ('circulated', 'Đang lấy ý kiến'), ('adopted', 'Đã thông qua')], default='draft', editable=False, max_length=10, verbose_name='tình trạng')),
                ('circulated_on', models.DateField(blank=True, editable=False, null=True, verbose_name='lấy ý kiến từ ngày')),
                ('adopted_on', models.DateField(blank=True, editable=False, null=True, verbose_name='thông qua ngày')),
            ],
            options={
                'verbose_name': 'văn bản của khối',
                'verbose_name_plural': 'văn bản của khối',
                'ordering': ['kind', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Phần cuối của địa chỉ /co-quan/…/', max_length=120, unique=True, verbose_name='liên kết tĩnh')),
                ('label', portal.core.db.fields.NFCCharField(default='', editable=False, max_length=250, verbose_name='tên hiện ghi')),
                ('line', models.CharField(choices=[('provincial', 'Thuộc UBND tỉnh'), ('vertical', 'Ngành dọc trung ương'), ('army', 'Quân đội'), ('police', 'Công an'), ('party', 'Cơ quan Đảng'), ('union', 'Mặt trận, đoàn thể, hội'), ('enterprise', 'Doanh nghiệp, hợp tác xã'), ('commune', 'Xã, phường, huyện')], default='provincial', max_length=12, verbose_name='khối quản lý')),
                ('force', models.CharField(choices=[('civil', 'Dân sự'), ('armed', 'Lực lượng vũ trang')], default='civil', max_length=8, verbose_name='lực lượng')),
                ('address', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='địa chỉ')),
                ('phone', portal.core.db.fields.NFCCharField(blank=True, max_length=60, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('website', models.URLField(blank=True, verbose_name='trang thông tin')),
                ('dissolved_on', models.DateField(blank=True, editable=False, help_text='Ngày đầu tiên không còn tồn tại; ghi bằng thao tác “Giải thể” hoặc “Sáp nhập”.', null=True, verbose_name='giải thể ngày')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('label', 'slug'))),
                ('emblem', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='images.image', verbose_name='biểu trưng')),
            ],
            options={
                'verbose_name': 'cơ quan, đơn vị',
                'verbose_name_plural': 'cơ quan, đơn vị',
                'ordering': ['label', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Bloc',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('khoi', 'Khối'), ('cum', 'Cụm')], default='khoi', help_text='Khối gồm các cơ quan cùng tính chất; cụm gồm các đơn vị cùng địa bàn.', max_length=4, verbose_name='loại')),
                ('level', models.CharField(choices=[('central', 'Trung ương'), ('province', 'Tỉnh'), ('district', 'Huyện'), ('commune', 'Xã')], default='province', max_length=8, verbose_name='cấp')),
                ('slug', models.SlugField(help_text='Phần cuối của địa chỉ /khoi-thi-dua/…/, ví dụ so-iv', max_length=80, unique=True, verbose_name='liên kết tĩnh')),
                ('label', portal.core.db.fields.NFCCharField(default='', editable=False, max_length=300, verbose_name='tên hiện ghi')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('label', 'slug'))),
            ],
            options={
                'verbose_name': 'khối, cụm thi đua',
                'verbose_name_plural': 'khối, cụm thi đua',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='CommendationForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('code', models.SlugField(help_text='Không đổi qua các luật, ví dụ co-thi-dua-cua-chinh-phu', max_length=60, verbose_name='mã')),
                ('name', portal.core.db.fields.NFCCharField(max_length=200, verbose_name='tên')),
                ('force', models.CharField(choices=[('civil', 'Dân sự'), ('armed', 'Lực lượng vũ trang'), ('any', 'Mọi đối tượng')], default='any', max_length=8, verbose_name='lực lượng')),
                ('deciding_authority', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='thẩm quyền quyết định')),
                ('law', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Luật 06/2022/QH15', max_length=60, verbose_name='văn bản')),
                ('provision', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Điều 26; Điều 79', max_length=60, verbose_name='điều, khoản')),
                ('is_unverified', models.BooleanField(default=False, help_text='Chi tiết chưa đối chiếu được với văn bản gốc; xem ghi chú.', verbose_name='cần kiểm chứng')),
                ('note', portal.core.db.fields.NFCTextField(blank=True, verbose_name='ghi chú')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('is_for_individuals', models.BooleanField(default=False, verbose_name='cho cá nhân')),
                ('is_for_collectives', models.BooleanField(default=False, verbose_name='cho tập thể')),
                ('is_for_households', models.BooleanField(default=False, verbose_name='cho hộ gia đình')),
                ('group', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Huân chương, Bằng khen', max_length=60, verbose_name='nhóm')),
            ],
            options={
                'verbose_name': 'hình thức khen thưởng',
                'verbose_name_plural': 'hình thức khen thưởng',
                'ordering': ['position', 'code', 'valid_from'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='commendationform_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), portal.core.db.periods.NoOverlapConstraint(fields=('code',), name='commendationform_is_recorded_once', period=('valid_from', 'valid_to'), violation_error_message='Danh mục đã có mục cùng mã trong khoảng thời gian đó.')],
            },
        ),
        migrations.CreateModel(
            name='CommendationKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('code', models.SlugField(max_length=60, verbose_name='mã')),
                ('name', portal.core.db.fields.NFCCharField(max_length=200, verbose_name='tên')),
                ('law', portal.core.db.fields.NFCCharField(max_length=60, verbose_name='văn bản')),
                ('provision', portal.core.db.fields.NFCCharField(max_length=60, verbose_name='điều, khoản')),
                ('is_unverified', models.BooleanField(default=False, verbose_name='cần kiểm chứng')),
                ('note', portal.core.db.fields.NFCTextField(blank=True, verbose_name='ghi chú')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'loại hình khen thưởng',
                'verbose_name_plural': 'loại hình khen thưởng',
                'ordering': ['position', 'code', 'valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='commendationkind_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), portal.core.db.periods.NoOverlapConstraint(fields=('code',), name='commendationkind_is_recorded_once', period=('valid_from', 'valid_to'), violation_error_message='Danh mục đã có mục cùng mã trong khoảng thời gian đó.')],
            },
        ),
        migrations.CreateModel(
            name='Covenant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.core.db.fields.NFCCharField(max_length=250, verbose_name='tên')),
                ('legal_bases', portal.core.db.fields.NFCTextField(blank=True, help_text='Mỗi dòng một căn cứ.', max_length=4000, verbose_name='căn cứ')),
                ('commitments', portal.core.content.rich_text.RichTextField(verbose_name='nội dung giao ước')),
                ('commitments_rendered', models.TextField(blank=True, default='', editable=False)),
                ('place', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='nơi ký')),
                ('signed_on', models.DateField(help_text='Ngày ghi trên bản giao ước; tên các đơn vị là tên của ngày này.', verbose_name='ngày ký')),
                ('sealed_at', models.DateTimeField(editable=False, null=True, verbose_name='khoá lúc')),
                ('seal_digest', models.CharField(blank=True, default='', editable=False, max_length=64, verbose_name='mã niêm phong')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='lập lúc')),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='emulation.covenant', verbose_name='thay thế bản')),
            ],
            options={
                'verbose_name': 'giao ước thi đua',
                'verbose_name_plural': 'giao ước thi đua',
                'ordering': ['-signed_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CovenantParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='đơn vị')),
                ('covenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='emulation.covenant', verbose_name='giao ước')),
            ],
            options={
                'verbose_name': 'bên giao ước',
                'verbose_name_plural': 'các bên giao ước',
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('covenant', 'agency'), name='covenant_party_once', violation_error_message='Đơn vị này đã có trong danh sách các bên.')],
            },
        ),
        migrations.CreateModel(
            name='CovenantSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_name', portal.core.db.fields.NFCCharField(blank=True, help_text='Để trống khi hồ sơ không ghi lại tên người ký.', max_length=150, verbose_name='người ký')),
                ('post', portal.core.db.fields.NFCCharField(max_length=150, verbose_name='chức vụ')),
                ('capacity', models.CharField(choices=[('TM', 'TM. (thay mặt)'), ('Q', 'Q. (quyền)'), ('KT', 'KT. (ký thay)'), ('TL', 'TL. (thừa lệnh)'), ('TUQ', 'TUQ. (thừa uỷ quyền)')], default='TM', max_length=3, verbose_name='thẩm quyền ký')),
                ('signed_on', models.DateField(verbose_name='ký ngày')),
                ('signed_time', models.TimeField(blank=True, null=True, verbose_name='lúc')),
                ('copy', models.FileField(blank=True, help_text='Bản quét hoặc bản ký số.', max_length=200, storage=portal.core.content.private_files.private_storage, upload_to=emulation.models.covenants.signed_copy_upload_path, validators=[portal.core.content.uploads.validate_document], verbose_name='bản đã ký')),
                ('copy_digest', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='ghi nhận lúc')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='đơn vị')),
                ('covenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='emulation.covenant', verbose_name='giao ước')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi nhận')),
            ],
            options={
                'verbose_name': 'chữ ký',
                'verbose_name_plural': 'các chữ ký',
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('covenant', 'agency'), name='covenant_signature_once_per_party', violation_error_message='Đơn vị này đã ký bản giao ước.')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', portal.core.db.fields.NFCCharField(help_text='Ví dụ: 348', max_length=20, verbose_name='số')),
                ('symbol', portal.core.db.fields.NFCCharField(help_text='Ví dụ: QĐ-UBND', max_length=40, verbose_name='ký hiệu')),
                ('issued_on', models.DateField(verbose_name='ngày ban hành')),
                ('effective_from', models.DateField(blank=True, help_text='Để trống nếu có hiệu lực từ ngày ban hành.', verbose_name='có hiệu lực từ')),
                ('issuer', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Ủy ban nhân dân tỉnh Cao Bằng', max_length=200, verbose_name='cơ quan ban hành')),
                ('abstract', portal.core.db.fields.NFCTextField(help_text='Ví dụ: Về việc kiện toàn các khối, cụm thi đua của tỉnh', verbose_name='trích yếu')),
                ('file', models.FileField(blank=True, help_text='Bản quét hoặc bản ký số. Chỉ người có quyền mới mở được.', max_length=200, storage=portal.core.content.private_files.private_storage, upload_to=emulation.models.agencies.decision_upload_path, validators=[portal.core.content.uploads.validate_document], verbose_name='tệp')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('reference', 'issuer', 'abstract'))),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='emulation.decision', verbose_name='thay thế quyết định')),
            ],
            options={
                'verbose_name': 'quyết định',
                'verbose_name_plural': 'quyết định',
                'ordering': ['-issued_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('number', 'symbol', 'issued_on', 'issuer'), name='decision_is_recorded_once', violation_error_message='Quyết định này đã được nhập.'), models.CheckConstraint(condition=models.Q(models.Q(('replaces', models.F('id')), _negated=True), ('replaces', None), _connector='OR'), name='decision_replaces_another', violation_error_message='Một quyết định không thể thay thế chính nó.')],
            },
        ),
        migrations.CreateModel(
            name='BlocName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('name', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Khối thi đua các cơ quan Nội chính', max_length=250, verbose_name='tên')),
                ('name_en', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='tên tiếng Anh')),
                ('number_label', portal.core.db.fields.NFCCharField(blank=True, help_text='Ví dụ: số IV', max_length=30, verbose_name='số hiệu')),
                ('bloc', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='emulation.bloc', verbose_name='khối')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.decision', verbose_name='theo quyết định')),
            ],
            options={
                'verbose_name': 'tên khối',
                'verbose_name_plural': 'tên và số hiệu qua các thời kỳ',
                'ordering': ['valid_from', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='blocname_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.CreateModel(
            name='AgencyRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('renamed', 'Đổi tên'), ('merged_into', 'Sáp nhập vào'), ('split_from', 'Tách từ'), ('dissolved', 'Giải thể')], max_length=12, verbose_name='sự việc')),
                ('occurred_on', models.DateField(verbose_name='ngày')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='emulation.agency', verbose_name='cơ quan')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relations_from', to='emulation.agency', verbose_name='cơ quan kia')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.decision', verbose_name='theo quyết định')),
            ],
            options={
                'verbose_name': 'biến động tổ chức',
                'verbose_name_plural': 'biến động tổ chức',
                'ordering': ['occurred_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['merged_into', 'split_from']), ('other__isnull', False)), models.Q(('kind__in', ['renamed', 'dissolved']), ('other__isnull', True)), _connector='OR'), name='agency_relation_names_the_other_when_there_is_one', violation_error_message='Sáp nhập và tách phải ghi cơ quan kia; đổi tên và giải thể thì không.'), models.CheckConstraint(condition=models.Q(('other', None), models.Q(('other', models.F('agency')), _negated=True), _connector='OR'), name='agency_relation_is_with_another', violation_error_message='Một cơ quan không thể sáp nhập vào hoặc tách từ chính nó.')],
            },
        ),
        migrations.CreateModel(
            name='AgencyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('name', portal.core.db.fields.NFCCharField(max_length=250, verbose_name='tên đầy đủ')),
                ('name_en', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='tên tiếng Anh')),
                ('short_name', portal.core.db.fields.NFCCharField(blank=True, help_text='Ví dụ: Thanh tra tỉnh', max_length=120, verbose_name='tên ngắn')),
                ('initials', portal.core.db.fields.NFCCharField(blank=True, help_text='Ví dụ: VKSND, TAND, BCHQS', max_length=20, verbose_name='viết tắt')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('name', 'name_en', 'short_name', 'initials'))),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='emulation.agency', verbose_name='cơ quan')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.decision', verbose_name='theo quyết định')),
            ],
            options={
                'verbose_name': 'tên gọi',
                'verbose_name_plural': 'tên gọi qua các thời kỳ',
                'ordering': ['valid_from', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='agencyname_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(editable=False, verbose_name='phiên bản')),
                ('text', portal.core.content.rich_text.RichTextField(blank=True, verbose_name='nội dung')),
                ('text_rendered', models.TextField(blank=True, default='', editable=False)),
                ('file', models.FileField(blank=True, max_length=200, storage=portal.core.content.private_files.private_storage, upload_to=emulation.models.documents.version_upload_path, validators=[portal.core.content.uploads.validate_document], verbose_name='tệp')),
                ('note', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='điều đã thay đổi')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='lưu lúc')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người lưu')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='emulation.blocdocument', verbose_name='văn bản')),
            ],
            options={
                'verbose_name': 'phiên bản',
                'verbose_name_plural': 'các phiên bản',
                'ordering': ['document', 'number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='document_version_number_is_unique'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('file', ''), _negated=True), _connector='OR'), name='document_version_not_empty', violation_error_message='Phiên bản phải có nội dung hoặc tệp.')],
            },
        ),
        migrations.CreateModel(
            name='DocumentComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='người góp ý')),
                ('text', portal.core.db.fields.NFCTextField(max_length=4000, verbose_name='ý kiến')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='góp ý lúc')),
                ('answer', portal.core.db.fields.NFCTextField(blank=True, max_length=4000, verbose_name='trả lời')),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='trả lời lúc')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='đơn vị góp ý')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người trả lời')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='emulation.documentversion', verbose_name='phiên bản')),
            ],
            options={
                'verbose_name': 'ý kiến góp ý',
                'verbose_name_plural': 'ý kiến góp ý',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='document_comment_answer_has_timestamp', violation_error_message='Câu trả lời phải có nội dung và thời điểm trả lời.')],
            },
        ),
        migrations.CreateModel(
            name='EmulationTitle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('code', models.SlugField(help_text='Không đổi qua các luật, ví dụ co-thi-dua-cua-chinh-phu', max_length=60, verbose_name='mã')),
                ('name', portal.core.db.fields.NFCCharField(max_length=200, verbose_name='tên')),
                ('force', models.CharField(choices=[('civil', 'Dân sự'), ('armed', 'Lực lượng vũ trang'), ('any', 'Mọi đối tượng')], default='any', max_length=8, verbose_name='lực lượng')),
                ('deciding_authority', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='thẩm quyền quyết định')),
                ('law', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Luật 06/2022/QH15', max_length=60, verbose_name='văn bản')),
                ('provision', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Điều 26; Điều 79', max_length=60, verbose_name='điều, khoản')),
                ('is_unverified', models.BooleanField(default=False, help_text='Chi tiết chưa đối chiếu được với văn bản gốc; xem ghi chú.', verbose_name='cần kiểm chứng')),
                ('note', portal.core.db.fields.NFCTextField(blank=True, verbose_name='ghi chú')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('recipient_type', models.CharField(choices=[('individual', 'Cá nhân'), ('collective', 'Tập thể'), ('household', 'Hộ gia đình'), ('community', 'Cộng đồng dân cư, địa bàn')], max_length=10, verbose_name='đối tượng')),
                ('criteria', portal.core.db.fields.NFCTextField(blank=True, verbose_name='tiêu chuẩn chính')),
            ],
            options={
                'verbose_name': 'danh hiệu thi đua',
                'verbose_name_plural': 'danh hiệu thi đua',
                'ordering': ['position', 'code', 'valid_from'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='emulationtitle_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), portal.core.db.periods.NoOverlapConstraint(fields=('code',), name='emulationtitle_is_recorded_once', period=('valid_from', 'valid_to'), violation_error_message='Danh mục đã có mục cùng mã trong khoảng thời gian đó.')],
            },
        ),
        migrations.CreateModel(
            name='EmulationYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1948), django.core.validators.MaxValueValidator(2999)], verbose_name='năm')),
                ('theme', portal.core.db.fields.NFCTextField(blank=True, help_text='Chủ đề phong trào thi đua của cả khối, không ghi dấu ngoặc kép.', max_length=1000, verbose_name='chủ đề')),
                ('anniversary', portal.core.db.fields.NFCTextField(blank=True, help_text='Ngày kỷ niệm mà phong trào lập thành tích chào mừng.', max_length=500, verbose_name='chào mừng')),
                ('is_registration_required', models.BooleanField(default=False, help_text='Năm nay đơn vị phải đăng ký mới được xét danh hiệu (Luật năm 2003: có; Luật năm 2022: tuỳ quy chế).', verbose_name='phải đăng ký thi đua')),
                ('registration_deadline', models.DateField(blank=True, help_text='Ngày cuối cùng còn nhận đăng ký. Để trống nếu không có hạn.', null=True, verbose_name='hạn đăng ký')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='mở lúc')),
                ('bloc', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='emulation.bloc', verbose_name='khối thi đua')),
            ],
            options={
                'verbose_name': 'năm thi đua',
                'verbose_name_plural': 'năm thi đua',
                'ordering': ['-year', 'bloc'],
                'constraints': [models.UniqueConstraint(fields=('bloc', 'year'), name='emulation_year_once_per_bloc', violation_error_message='Khối này đã có hồ sơ của năm thi đua này.')],
            },
        ),
        migrations.AddField(
            model_name='covenant',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covenants', to='emulation.emulationyear', verbose_name='năm thi đua'),
        ),
        migrations.AddField(
            model_name='blocdocument',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='emulation.emulationyear', verbose_name='năm thi đua'),
        ),
        migrations.CreateModel(
            name='LeadershipTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('role', models.CharField(choices=[('head', 'Trưởng khối'), ('deputy', 'Phó Trưởng khối')], max_length=6, verbose_name='chức trách')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leadership_terms', to='emulation.agency', verbose_name='cơ quan')),
                ('bloc', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leadership_terms', to='emulation.bloc', verbose_name='khối')),
                ('decision', models.ForeignKey(blank=True, help_text='Để trống nếu được bầu tại hội nghị của khối.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.decision', verbose_name='theo quyết định')),
            ],
            options={
                'verbose_name': 'Trưởng khối, Phó Trưởng khối',
                'verbose_name_plural': 'Trưởng khối, Phó Trưởng khối',
                'ordering': ['-valid_from', 'role', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='leadershipterm_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('launch', 'Hội nghị phát động, ký kết giao ước'), ('mid_year', 'Hội nghị sơ kết 6 tháng'), ('year_end', 'Hội nghị tổng kết năm'), ('other', 'Hội nghị, cuộc họp khác')], max_length=10, verbose_name='loại')),
                ('title', portal.core.db.fields.NFCCharField(blank=True, help_text='Để trống thì gọi theo loại.', max_length=250, verbose_name='tên hội nghị')),
                ('held_on', models.DateField(verbose_name='ngày họp')),
                ('part_of_day', models.CharField(blank=True, choices=[('morning', 'buổi sáng'), ('afternoon', 'buổi chiều'), ('evening', 'buổi tối'), ('whole_day', 'cả ngày')], max_length=10, verbose_name='buổi')),
                ('starts_at', models.TimeField(blank=True, null=True, verbose_name='giờ bắt đầu')),
                ('venue', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='địa điểm')),
                ('chair_person', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='người chủ trì')),
                ('agenda', portal.core.db.fields.NFCTextField(blank=True, help_text='Mỗi dòng một nội dung, theo thứ tự.', max_length=4000, verbose_name='chương trình')),
                ('conclusions', portal.core.content.rich_text.RichTextField(blank=True, verbose_name='kết luận đã thống nhất')),
                ('conclusions_rendered', models.TextField(blank=True, default='', editable=False)),
                ('minutes', models.FileField(blank=True, help_text='Tệp riêng của khối, không hiện ở trang công khai.', max_length=200, storage=portal.core.content.private_files.private_storage, upload_to=emulation.models.meetings.minutes_upload_path, validators=[portal.core.content.uploads.validate_document], verbose_name='biên bản')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='news.article', verbose_name='tin đưa về hội nghị')),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='cơ quan chủ trì')),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='cơ quan đăng cai')),
                ('images', models.ManyToManyField(blank=True, related_name='+', to='images.image', verbose_name='ảnh')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='emulation.emulationyear', verbose_name='năm thi đua')),
            ],
            options={
                'verbose_name': 'hội nghị',
                'verbose_name_plural': 'hội nghị',
                'ordering': ['held_on', 'pk'],
                'indexes': [models.Index(fields=['year', 'held_on'], name='meeting_of_year')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(choices=[('member', 'Thành viên'), ('guest', 'Khách mời')], default='member', max_length=6, verbose_name='tư cách')),
                ('guest_organisation', portal.core.db.fields.NFCCharField(blank=True, help_text='Khi cơ quan của khách không có trong danh mục.', max_length=200, verbose_name='cơ quan của khách')),
                ('person_name', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='họ và tên')),
                ('post', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='chức vụ')),
                ('is_substitute', models.BooleanField(default=False, help_text='Dự thay cho người đứng đầu theo uỷ quyền.', verbose_name='dự thay')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='cơ quan')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='emulation.meeting', verbose_name='hội nghị')),
            ],
            options={
                'verbose_name': 'người dự',
                'verbose_name_plural': 'thành phần dự',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('guest_organisation', '')), models.Q(('agency__isnull', True), models.Q(('guest_organisation', ''), _negated=True)), _connector='OR'), name='attendance_names_one_agency', violation_error_message='Hãy chọn cơ quan trong danh mục, hoặc ghi tên cơ quan của khách: một trong hai.'), models.CheckConstraint(condition=models.Q(('capacity', 'guest'), ('agency__isnull', False), _connector='OR'), name='attending_member_is_an_agency', violation_error_message='Người dự với tư cách thành viên phải thuộc một cơ quan trong danh mục.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('level', models.CharField(choices=[('central', 'Trung ương'), ('province', 'Tỉnh'), ('district', 'Huyện'), ('commune', 'Xã')], editable=False, max_length=8)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Thứ tự trong danh sách của quyết định.', verbose_name='thứ tự')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='emulation.agency', verbose_name='cơ quan')),
                ('bloc', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='emulation.bloc', verbose_name='khối')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='emulation.decision', verbose_name='theo quyết định')),
                ('ending_decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.decision', verbose_name='kết thúc theo quyết định')),
            ],
            options={
                'verbose_name': 'đơn vị thành viên',
                'verbose_name_plural': 'đơn vị thành viên',
                'ordering': ['position', 'valid_from', 'pk'],
                'indexes': [models.Index(models.F('bloc'), models.F('valid_from'), name='membership_of_bloc')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.CreateModel(
            name='MemberTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('theme', portal.core.db.fields.NFCTextField(max_length=1000, verbose_name='chủ đề của đơn vị')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='đơn vị')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='member_themes', to='emulation.emulationyear', verbose_name='năm thi đua')),
            ],
            options={
                'verbose_name': 'chủ đề của thành viên',
                'verbose_name_plural': 'chủ đề của các thành viên',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('year', 'agency'), name='member_theme_once_a_year', violation_error_message='Đơn vị này đã có chủ đề của năm.')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('launch', 'Phát động thi đua'), ('covenant', 'Ký kết giao ước'), ('mid_year_review', 'Sơ kết 6 tháng'), ('inspection', 'Kiểm tra, kiểm tra chéo'), ('self_scoring', 'Tự chấm điểm'), ('year_end_review', 'Tổng kết năm'), ('vote', 'Bình xét, suy tôn'), ('proposal', 'Trình đề nghị khen thưởng')], max_length=16, verbose_name='bước')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='dự kiến ngày')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='đã làm ngày')),
                ('note', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='ghi chú')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='emulation.emulationyear', verbose_name='năm thi đua')),
            ],
            options={
                'verbose_name': 'mốc của năm',
                'verbose_name_plural': 'các mốc của năm',
                'ordering': ['year', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient_type', models.CharField(choices=[('collective', 'Tập thể'), ('individual', 'Cá nhân')], default='collective', max_length=10, verbose_name='đối tượng')),
                ('person_name', portal.core.db.fields.NFCCharField(blank=True, help_text='Chỉ khi đăng ký cho cá nhân.', max_length=150, verbose_name='họ và tên')),
                ('post', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='chức vụ')),
                ('registered_on', models.DateField(verbose_name='ngày đăng ký')),
                ('note', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='ghi chú')),
                ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='rút ngày')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='đơn vị')),
                ('form', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.commendationform', verbose_name='hình thức khen thưởng')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi nhận')),
                ('title', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.emulationtitle', verbose_name='danh hiệu thi đua')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='emulation.emulationyear', verbose_name='năm thi đua')),
            ],
            options={
                'verbose_name': 'đăng ký thi đua',
                'verbose_name_plural': 'đăng ký thi đua',
                'ordering': ['year', 'agency', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('form__isnull', True), ('title__isnull', False)), models.Q(('form__isnull', False), ('title__isnull', True)), _connector='OR'), name='registration_aims_at_one_thing', violation_error_message='Hãy chọn một danh hiệu thi đua hoặc một hình thức khen thưởng, không chọn cả hai.'), models.CheckConstraint(condition=models.Q(models.Q(('recipient_type', 'individual'), models.Q(('person_name', ''), _negated=True)), models.Q(('person_name', ''), ('post', ''), ('recipient_type', 'collective')), _connector='OR'), name='registration_names_its_individual', violation_error_message='Đăng ký cho cá nhân phải ghi họ tên; đăng ký cho tập thể thì không.'), models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), ('withdrawn_on__gte', models.F('registered_on')), _connector='OR'), name='registration_withdrawn_after_made', violation_error_message='Ngày rút không thể trước ngày đăng ký.'), models.UniqueConstraint(condition=models.Q(('title__isnull', False), ('withdrawn_on__isnull', True)), fields=('year', 'agency', 'recipient_type', 'title', 'person_name'), name='registration_title_once', violation_error_message='Danh hiệu này đã được đăng ký cho đối tượng này.'), models.UniqueConstraint(condition=models.Q(('form__isnull', False), ('withdrawn_on__isnull', True)), fields=('year', 'agency', 'recipient_type', 'form', 'person_name'), name='registration_form_once', violation_error_message='Hình thức khen thưởng này đã được đăng ký cho đối tượng này.')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', portal.core.db.fields.NFCTextField(max_length=4000, verbose_name='ý kiến')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emulation.agency', verbose_name='cơ quan')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='emulation.meeting', verbose_name='hội nghị')),
            ],
            options={
                'verbose_name': 'ý kiến phát biểu',
                'verbose_name_plural': 'ý kiến phát biểu',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Representative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('person_name', portal.core.db.fields.NFCCharField(max_length=150, verbose_name='họ và tên')),
                ('post', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Chánh Thanh tra tỉnh', max_length=150, verbose_name='chức vụ')),
                ('honorific', portal.core.db.fields.NFCCharField(blank=True, help_text='Ví dụ: Đồng chí, Ông, Bà', max_length=30, verbose_name='xưng hô')),
                ('sort_key', models.CharField(default='', editable=False, max_length=700)),
                ('leadership_term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='representatives', to='emulation.leadershipterm', verbose_name='chức trách')),
            ],
            options={
                'verbose_name': 'người đại diện',
                'verbose_name_plural': 'người đại diện',
                'ordering': ['valid_from', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='representative_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.CreateModel(
            name='TargetIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', portal.core.db.fields.NFCTextField(max_length=1000, verbose_name='chỉ tiêu')),
                ('unit', portal.core.db.fields.NFCCharField(help_text='Ví dụ: %, vụ việc, hội nghị.', max_length=50, verbose_name='đơn vị tính')),
                ('planned_value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='kế hoạch năm')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('covenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='emulation.covenant', verbose_name='giao ước')),
            ],
            options={
                'verbose_name': 'chỉ tiêu',
                'verbose_name_plural': 'các chỉ tiêu',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='blocdocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adopted_on__isnull', False), ('state', 'adopted')), models.Q(models.Q(('state', 'adopted'), _negated=True), ('adopted_on__isnull', True)), _connector='OR'), name='bloc_document_adopted_on_a_day', violation_error_message='Văn bản đã thông qua phải có ngày thông qua.'),
        ),
        migrations.AddConstraint(
            model_name='blocdocument',
            constraint=models.CheckConstraint(condition=models.Q(('circulated_on__isnull', True), ('adopted_on__isnull', True), ('adopted_on__gte', models.F('circulated_on')), _connector='OR'), name='bloc_document_circulated_before_adopted', violation_error_message='Ngày thông qua không thể trước ngày lấy ý kiến.'),
        ),
        migrations.AddConstraint(
            model_name='blocdocument',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('year', 'number', 'symbol'), name='bloc_document_number_once_a_year', violation_error_message='Số, ký hiệu này đã dùng cho một văn bản khác trong năm.'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=portal.core.db.constraints.ForbidWhen(events=('update',), name='dissolved_agency_has_no_memberships', violation_error_message='Cơ quan đã giải thể: không thể là thành viên từ ngày giải thể trở đi.', when='NEW.dissolved_on IS NOT NULL AND EXISTS ( SELECT 1 FROM emulation_membership m WHERE m.agency_id = NEW.id AND (m.valid_to IS NULL OR m.valid_to > NEW.dissolved_on))'),
        ),
        migrations.AddConstraint(
            model_name='covenantparty',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('insert',), name='covenant_party_is_sealed_on_insert', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (NEW.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='covenantparty',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('update',), name='covenant_party_is_sealed_on_update', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (OLD.covenant_id, NEW.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='covenantparty',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('delete',), name='covenant_party_is_sealed_on_delete', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (OLD.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='covenantsignature',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('insert',), name='covenant_signature_is_sealed_on_insert', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (NEW.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='covenantsignature',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('update',), name='covenant_signature_is_sealed_on_update', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (OLD.covenant_id, NEW.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='covenantsignature',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('delete',), name='covenant_signature_is_sealed_on_delete', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (OLD.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='blocname',
            constraint=portal.core.db.periods.NoOverlapConstraint(fields=('bloc',), name='bloc_has_one_name_a_day', period=('valid_from', 'valid_to'), violation_error_message='Khối này đã có tên khác trong khoảng thời gian đó.'),
        ),
        migrations.AddConstraint(
            model_name='agencyname',
            constraint=portal.core.db.periods.NoOverlapConstraint(fields=('agency',), name='agency_has_one_name_a_day', period=('valid_from', 'valid_to'), violation_error_message='Cơ quan này đã có tên khác trong khoảng thời gian đó.'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=portal.core.db.constraints.ForbidWhen(events=('update', 'delete'), name='document_version_immutable', violation_error_message='Phiên bản đã lưu không sửa, không xoá được. Hãy thêm một phiên bản mới.', when='TRUE'),
        ),
        migrations.AddConstraint(
            model_name='covenant',
            constraint=portal.core.db.constraints.ForbidWhen(events=('insert', 'update'), name='covenant_is_sealed_when_complete', violation_error_message='Chỉ khoá được bản giao ước khi mọi bên, và chỉ các bên, đã ký.', when='NEW.sealed_at IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM emulation_covenantparty p WHERE p.covenant_id = NEW.id) OR EXISTS ( SELECT 1 FROM emulation_covenantparty p WHERE p.covenant_id = NEW.id AND NOT EXISTS ( SELECT 1 FROM emulation_covenantsignature s WHERE s.covenant_id = p.covenant_id AND s.agency_id = p.agency_id)) OR EXISTS ( SELECT 1 FROM emulation_covenantsignature s WHERE s.covenant_id = NEW.id AND NOT EXISTS ( SELECT 1 FROM emulation_covenantparty p WHERE p.covenant_id = s.covenant_id AND p.agency_id = s.agency_id)))'),
        ),
        migrations.AddConstraint(
            model_name='covenant',
            constraint=portal.core.db.constraints.ForbidWhen(events=('update',), name='sealed_covenant_immutable_on_update', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='OLD.sealed_at IS NOT NULL'),
        ),
        migrations.AddConstraint(
            model_name='covenant',
            constraint=portal.core.db.constraints.ForbidWhen(events=('delete',), name='sealed_covenant_immutable_on_delete', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='OLD.sealed_at IS NOT NULL'),
        ),
        migrations.AddConstraint(
            model_name='leadershipterm',
            constraint=portal.core.db.periods.NoOverlapConstraint(fields=('bloc', 'role'), name='bloc_has_one_leader_per_role', period=('valid_from', 'valid_to'), violation_error_message='Khối đã có cơ quan khác giữ chức trách này trong khoảng thời gian đó.'),
        ),
        migrations.AddConstraint(
            model_name='leadershipterm',
            constraint=portal.core.db.periods.NoOverlapConstraint(fields=('bloc', 'agency'), name='head_and_deputy_differ', period=('valid_from', 'valid_to'), violation_error_message='Một cơ quan không thể vừa là Trưởng khối vừa là Phó Trưởng khối trong cùng thời gian.'),
        ),
        migrations.AddConstraint(
            model_name='leadershipterm',
            constraint=portal.core.db.constraints.ForbidWhen(events=('insert', 'update'), name='leadership_term_within_membership', violation_error_message='Trưởng khối và Phó Trưởng khối phải là thành viên của khối trong suốt thời gian giữ chức.', when='EXISTS (SELECT 1 FROM emulation_leadershipterm t WHERE t.id = NEW.id AND (NOT EXISTS ( SELECT 1 FROM emulation_membership m WHERE m.bloc_id = t.bloc_id AND m.agency_id = t.agency_id AND m.valid_from <= t.valid_from AND (m.valid_to IS NULL OR m.valid_to > t.valid_from)) OR EXISTS ( SELECT 1 FROM emulation_membership ended WHERE ended.bloc_id = t.bloc_id AND ended.agency_id = t.agency_id AND ended.valid_to > t.valid_from AND (t.valid_to IS NULL OR ended.valid_to < t.valid_to) AND NOT EXISTS ( SELECT 1 FROM emulation_membership next WHERE next.bloc_id = t.bloc_id AND next.agency_id = t.agency_id AND next.valid_from = ended.valid_to))) )'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=portal.core.db.periods.NoOverlapConstraint(fields=('agency', 'level'), name='agency_is_in_one_bloc_of_a_level', period=('valid_from', 'valid_to'), violation_error_message='Cơ quan này đã là thành viên của một khối cùng cấp trong khoảng thời gian đó.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=portal.core.db.constraints.ForbidWhen(events=('update', 'delete'), name='membership_covers_leadership_terms', violation_error_message='Trưởng khối và Phó Trưởng khối phải là thành viên của khối trong suốt thời gian giữ chức.', when='EXISTS ( SELECT 1 FROM emulation_leadershipterm t WHERE t.bloc_id = OLD.bloc_id AND t.agency_id = OLD.agency_id AND (NOT EXISTS ( SELECT 1 FROM emulation_membership m WHERE m.bloc_id = t.bloc_id AND m.agency_id = t.agency_id AND m.valid_from <= t.valid_from AND (m.valid_to IS NULL OR m.valid_to > t.valid_from)) OR EXISTS ( SELECT 1 FROM emulation_membership ended WHERE ended.bloc_id = t.bloc_id AND ended.agency_id = t.agency_id AND ended.valid_to > t.valid_from AND (t.valid_to IS NULL OR ended.valid_to < t.valid_to) AND NOT EXISTS ( SELECT 1 FROM emulation_membership next WHERE next.bloc_id = t.bloc_id AND next.agency_id = t.agency_id AND next.valid_from = ended.valid_to))) )'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=portal.core.db.constraints.ForbidWhen(events=('insert', 'update'), name='membership_ends_when_agency_dissolved', violation_error_message='Cơ quan đã giải thể: không thể là thành viên từ ngày giải thể trở đi.', when='EXISTS ( SELECT 1 FROM emulation_agency a WHERE a.id = NEW.agency_id AND a.dissolved_on IS NOT NULL AND (NEW.valid_to IS NULL OR NEW.valid_to > a.dissolved_on))'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=portal.core.db.constraints.ForbidWhen(events=('insert', 'update'), name='membership_level_matches_bloc', violation_error_message='Cấp của khối không đổi được khi khối đã có thành viên.', when='NEW.level <> (SELECT b.level FROM emulation_bloc b WHERE b.id = NEW.bloc_id)'),
        ),
        migrations.AddConstraint(
            model_name='representative',
            constraint=portal.core.db.periods.NoOverlapConstraint(fields=('leadership_term',), name='leadership_term_has_one_representative_a_day', period=('valid_from', 'valid_to'), violation_error_message='Chức trách này đã có người đại diện khác trong khoảng thời gian đó.'),
        ),
        migrations.AddConstraint(
            model_name='targetindicator',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('insert',), name='target_indicator_is_sealed_on_insert', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (NEW.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='targetindicator',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('update',), name='target_indicator_is_sealed_on_update', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (OLD.covenant_id, NEW.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='targetindicator',
            constraint=emulation.immutability.ForbidWhenCovenantSealed(events=('delete',), name='target_indicator_is_sealed_on_delete', violation_error_message='Bản giao ước đã đủ chữ ký và được khoá. Muốn đính chính, hãy lập bản mới thay thế.', when='EXISTS (SELECT 1 FROM emulation_covenant c WHERE c.id IN (OLD.covenant_id) AND c.sealed_at IS NOT NULL)'),
        ),
        migrations.AddConstraint(
            model_name='bloc',
            constraint=portal.core.db.constraints.ForbidWhen(events=('update',), name='bloc_level_matches_memberships', violation_error_message='Cấp của khối không đổi được khi khối đã có thành viên.', when='EXISTS (SELECT 1 FROM emulation_membership m WHERE m.bloc_id = NEW.id AND m.level <> NEW.level)'),
        ),
    ]
