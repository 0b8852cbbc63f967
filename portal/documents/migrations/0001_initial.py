import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.core.content.attached_files
import portal.core.content.private_files
import portal.core.content.uploads
import portal.core.db.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=150, unique=True, verbose_name='tên')),
                ('slug', models.SlugField(editable=False, max_length=160, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('abbreviation', portal.core.db.fields.NFCCharField(blank=True, help_text='Ví dụ: QĐ, KH, BC.', max_length=10, verbose_name='chữ viết tắt')),
            ],
            options={
                'verbose_name': 'loại văn bản',
                'verbose_name_plural': 'loại văn bản',
                'ordering': ['position', 'name'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='IssuingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=150, unique=True, verbose_name='tên')),
                ('slug', models.SlugField(editable=False, max_length=160, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'cơ quan ban hành',
                'verbose_name_plural': 'cơ quan ban hành',
                'ordering': ['position', 'name'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='SubjectArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=150, unique=True, verbose_name='tên')),
                ('slug', models.SlugField(editable=False, max_length=160, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'lĩnh vực',
                'verbose_name_plural': 'lĩnh vực',
                'ordering': ['position', 'name'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', portal.core.db.fields.NFCCharField(max_length=20, verbose_name='số')),
                ('symbol', portal.core.db.fields.NFCCharField(max_length=60, verbose_name='ký hiệu')),
                ('reference_key', models.CharField(default='', editable=False, max_length=200)),
                ('abstract', portal.core.db.fields.NFCTextField(help_text='Như ghi trên văn bản.', validators=[django.core.validators.MaxLengthValidator(1000)], verbose_name='trích yếu')),
                ('issued_on', models.DateField(validators=[django.core.validators.MinValueValidator(datetime.date(1900, 1, 1), 'Năm này quá xa. Hãy kiểm tra lại ngày.'), django.core.validators.MaxValueValidator(datetime.date(2999, 12, 31), 'Năm này quá xa. Hãy kiểm tra lại ngày.')], verbose_name='ngày ban hành')),
                ('effective_from', models.DateField(blank=True, help_text='Để trống thì lấy ngày ban hành.', validators=[django.core.validators.MinValueValidator(datetime.date(1900, 1, 1), 'Năm này quá xa. Hãy kiểm tra lại ngày.'), django.core.validators.MaxValueValidator(datetime.date(2999, 12, 31), 'Năm này quá xa. Hãy kiểm tra lại ngày.')], verbose_name='có hiệu lực từ ngày')),
                ('partly_ceased_on', models.DateField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1900, 1, 1), 'Năm này quá xa. Hãy kiểm tra lại ngày.'), django.core.validators.MaxValueValidator(datetime.date(2999, 12, 31), 'Năm này quá xa. Hãy kiểm tra lại ngày.')], verbose_name='hết hiệu lực một phần từ ngày')),
                ('ceased_on', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Khi đăng văn bản thay thế, cổng tự ghi ngày này nếu còn trống.', null=True, validators=[django.core.validators.MinValueValidator(datetime.date(1900, 1, 1), 'Năm này quá xa. Hãy kiểm tra lại ngày.'), django.core.validators.MaxValueValidator(datetime.date(2999, 12, 31), 'Năm này quá xa. Hãy kiểm tra lại ngày.')], verbose_name='hết hiệu lực toàn bộ từ ngày')),
                ('signer_capacity', models.CharField(blank=True, choices=[('TM', 'TM. (thay mặt)'), ('Q', 'Q. (quyền)'), ('KT', 'KT. (ký thay)'), ('TL', 'TL. (thừa lệnh)'), ('TUQ', 'TUQ. (thừa uỷ quyền)')], max_length=3, verbose_name='thẩm quyền ký')),
                ('signer_name', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='người ký')),
                ('signer_post', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='chức vụ người ký')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='đăng lúc')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='rút lúc')),
                ('withdrawal_reason', portal.core.db.fields.NFCTextField(blank=True, editable=False, verbose_name='lý do rút')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='nhập lúc')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='sửa lúc')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('reference', 'abstract'))),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nhập')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.documentkind', verbose_name='loại văn bản')),
                ('issuing_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.issuingbody', verbose_name='cơ quan ban hành')),
                ('subject_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.subjectarea', verbose_name='lĩnh vực')),
            ],
            options={
                'verbose_name': 'văn bản',
                'verbose_name_plural': 'văn bản',
                'ordering': ['-issued_on', '-pk'],
                'permissions': [('publish_document', 'Đăng và rút văn bản')],
                'default_permissions': ('add', 'change', 'view'),
                'indexes': [models.Index(fields=['issued_on', 'id'], name='documents_document_by_day'), models.Index(fields=['published_at'], name='documents_document_published')],
                'constraints': [models.UniqueConstraint(fields=('reference_key', 'issuing_body', 'issued_on'), name='documents_document_once', violation_error_message='Văn bản có số, ký hiệu, cơ quan và ngày ban hành này đã có trong thư viện.'), models.CheckConstraint(condition=models.Q(('ceased_on__isnull', True), ('ceased_on__gte', models.F('effective_from')), _connector='OR'), name='documents_document_ceases_after_it_began', violation_error_message='Ngày hết hiệu lực không thể trước ngày có hiệu lực.'), models.CheckConstraint(condition=models.Q(('partly_ceased_on__isnull', True), ('partly_ceased_on__gte', models.F('effective_from')), _connector='OR'), name='documents_document_partly_ceases_after_it_began', violation_error_message='Ngày hết hiệu lực một phần không thể trước ngày có hiệu lực.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason', ''), ('withdrawn_at__isnull', True)), models.Q(('published_at__isnull', False), ('withdrawn_at__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='documents_document_withdrawn_with_reason', violation_error_message='Chỉ rút được văn bản đã đăng, và phải nói rõ lý do.')],
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(help_text='PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP. Không tải lên tài liệu Mật, Tối mật, Tuyệt mật.', max_length=200, storage=portal.core.content.private_files.private_storage, upload_to=portal.core.content.attached_files.upload_path, validators=[portal.core.content.uploads.validate_document], verbose_name='tệp')),
                ('name', portal.core.db.fields.NFCCharField(blank=True, help_text='Để trống thì lấy tên tệp.', max_length=250, verbose_name='tên hiển thị')),
                ('size_bytes', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='dung lượng')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='tải lên lúc')),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tải lên')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='documents.document', verbose_name='văn bản')),
            ],
            options={
                'verbose_name': 'tệp của văn bản',
                'verbose_name_plural': 'tệp của văn bản',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='DocumentRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('replaces', 'Thay thế'), ('amends', 'Sửa đổi, bổ sung'), ('guides', 'Hướng dẫn, quy định chi tiết'), ('relates', 'Liên quan đến')], default='replaces', max_length=8, verbose_name='quan hệ')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='documents.document', verbose_name='văn bản')),
                ('target', models.ForeignKey(help_text='Gõ số, ký hiệu hoặc vài chữ của trích yếu; không cần dấu.', on_delete=django.db.models.deletion.PROTECT, related_name='incoming_relations', to='documents.document', verbose_name='với văn bản')),
            ],
            options={
                'verbose_name': 'quan hệ với văn bản khác',
                'verbose_name_plural': 'quan hệ với văn bản khác',
                'ordering': ['kind', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('source', 'target'), name='documents_documentrelation_once', violation_error_message='Hai văn bản này đã có một quan hệ.'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='documents_documentrelation_between_two', violation_error_message='Văn bản không thể có quan hệ với chính nó.')],
            },
        ),
    ]
