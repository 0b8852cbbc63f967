import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.core.content.attached_files
import portal.core.content.private_files
import portal.core.content.rich_text
import portal.core.content.uploads
import portal.core.db.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.core.db.fields.NFCCharField(max_length=250, verbose_name='tên dự thảo')),
                ('explanation', portal.core.content.rich_text.RichTextField(help_text='Dự thảo về việc gì, điều gì cần góp ý, vì sao.', verbose_name='giới thiệu')),
                ('explanation_rendered', models.TextField(blank=True, default='', editable=False)),
                ('unit', portal.core.db.fields.NFCCharField(max_length=200, verbose_name='đơn vị chủ trì')),
                ('contact', portal.core.db.fields.NFCCharField(blank=True, help_text='Điện thoại, thư điện tử, nơi nhận ý kiến bằng giấy.', max_length=250, verbose_name='liên hệ')),
                ('opens_at', models.DateTimeField(verbose_name='nhận ý kiến từ')),
                ('closes_at', models.DateTimeField(verbose_name='đến')),
                ('summary', portal.core.content.rich_text.RichTextField(blank=True, help_text='Người đọc chỉ thấy sau khi bấm “Công bố tổng hợp”.', verbose_name='tổng hợp, tiếp thu, giải trình')),
                ('summary_rendered', models.TextField(blank=True, default='', editable=False)),
                ('summary_published_at', models.DateTimeField(editable=False, null=True, verbose_name='công bố tổng hợp lúc')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='đăng lúc')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='rút lúc')),
                ('withdrawal_reason', portal.core.db.fields.NFCTextField(blank=True, editable=False, verbose_name='lý do rút')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='sửa lúc')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nhập')),
                ('outcome', models.ForeignKey(blank=True, help_text='Gõ số, ký hiệu hoặc trích yếu của văn bản trong thư viện.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='documents.document', verbose_name='văn bản được ban hành')),
            ],
            options={
                'verbose_name': 'dự thảo lấy ý kiến',
                'verbose_name_plural': 'dự thảo lấy ý kiến',
                'ordering': ['-closes_at', '-pk'],
                'permissions': [('publish_consultation', 'Đăng, rút dự thảo và công bố tổng hợp')],
                'default_permissions': ('add', 'change', 'view'),
                'indexes': [models.Index(fields=['closes_at', 'id'], name='consultation_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='consultation_closes_after_it_opens', violation_error_message='Thời điểm kết thúc phải sau thời điểm bắt đầu nhận ý kiến.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason', ''), ('withdrawn_at__isnull', True)), models.Q(('published_at__isnull', False), ('withdrawn_at__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='consultation_withdrawn_with_reason', violation_error_message='Chỉ rút được dự thảo đã đăng, và phải nói rõ lý do.'), models.CheckConstraint(condition=models.Q(('summary_published_at__isnull', True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='consultation_summary_says_something', violation_error_message='Đã công bố tổng hợp thì phần tổng hợp không được để trống.')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='họ và tên')),
                ('organisation', portal.core.db.fields.NFCCharField(blank=True, max_length=200, verbose_name='cơ quan, tổ chức')),
                ('email', models.EmailField(blank=True, max_length=200, verbose_name='thư điện tử')),
                ('text', portal.core.db.fields.NFCTextField(validators=[django.core.validators.MaxLengthValidator(5000)], verbose_name='ý kiến')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='gửi lúc')),
                ('consented_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='đồng ý lúc')),
                ('anonymized_at', models.DateTimeField(editable=False, null=True, verbose_name='xóa thông tin cá nhân lúc')),
                ('state', models.CharField(choices=[('pending', 'Chờ duyệt'), ('shown', 'Đang hiện'), ('hidden', 'Không hiện')], default='pending', editable=False, max_length=7, verbose_name='tình trạng')),
                ('hidden_reason', portal.core.db.fields.NFCTextField(blank=True, editable=False, verbose_name='lý do không hiện')),
                ('moderated_at', models.DateTimeField(editable=False, null=True, verbose_name='duyệt lúc')),
                ('answer', portal.core.db.fields.NFCTextField(blank=True, editable=False, validators=[django.core.validators.MaxLengthValidator(5000)], verbose_name='trả lời')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='trả lời lúc')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người trả lời')),
                ('moderated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người duyệt')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='consultations.consultation', verbose_name='dự thảo lấy ý kiến')),
            ],
            options={
                'verbose_name': 'ý kiến về dự thảo',
                'verbose_name_plural': 'ý kiến về dự thảo',
                'ordering': ['-created_at', '-pk'],
                'permissions': [('moderate_comment', 'Duyệt và trả lời ý kiến về dự thảo')],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['consultation', 'state', 'created_at'], name='comment_of_draft')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'hidden'), models.Q(('hidden_reason', ''), _negated=True)), models.Q(models.Q(('state', 'hidden'), _negated=True), ('hidden_reason', '')), _connector='OR'), name='comment_hidden_with_reason', violation_error_message='Ý kiến không hiện phải có lý do.'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='comment_answer_has_timestamp', violation_error_message='Câu trả lời phải có nội dung và thời điểm trả lời.'), models.CheckConstraint(condition=models.Q(('anonymized_at__isnull', True), models.Q(('email', ''), ('name', '')), _connector='OR'), name='comment_anonymized_names_nobody', violation_error_message='Ý kiến đã xóa thông tin cá nhân thì không còn tên và thư điện tử.')],
            },
        ),
        migrations.CreateModel(
            name='ConsultationFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(help_text='PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP. Không tải lên tài liệu Mật, Tối mật, Tuyệt mật.', max_length=200, storage=portal.core.content.private_files.private_storage, upload_to=portal.core.content.attached_files.upload_path, validators=[portal.core.content.uploads.validate_document], verbose_name='tệp')),
                ('name', portal.core.db.fields.NFCCharField(blank=True, help_text='Để trống thì lấy tên tệp.', max_length=250, verbose_name='tên hiển thị')),
                ('size_bytes', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='dung lượng')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='tải lên lúc')),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tải lên')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='consultations.consultation', verbose_name='dự thảo lấy ý kiến')),
            ],
            options={
                'verbose_name': 'tệp của dự thảo',
                'verbose_name_plural': 'tệp của dự thảo',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
    ]
