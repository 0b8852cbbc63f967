import django.db.models.deletion
import django.utils.timezone
import portal.core.content.rich_text
import portal.core.db.fields
import portal.questions.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='ngày')),
                ('name', portal.core.db.fields.NFCCharField(blank=True, max_length=120, verbose_name='tên gọi')),
            ],
            options={
                'verbose_name': 'ngày nghỉ',
                'verbose_name_plural': 'ngày nghỉ (không tính vào hạn trả lời)',
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=120, unique=True, verbose_name='tên lĩnh vực')),
                ('slug', models.SlugField(editable=False, max_length=120, unique=True, verbose_name='phần địa chỉ')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('is_open', models.BooleanField(default=True, help_text='Bỏ chọn thì câu hỏi cũ vẫn còn, câu hỏi mới không chọn được.', verbose_name='nhận câu hỏi mới')),
            ],
            options={
                'verbose_name': 'lĩnh vực hỏi đáp',
                'verbose_name_plural': 'lĩnh vực hỏi đáp',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('question', 'Câu hỏi'), ('report', 'Báo lỗi trang')], default='question', editable=False, max_length=8, verbose_name='loại')),
                ('code', models.CharField(default=portal.questions.models.generate_code, editable=False, max_length=16, unique=True, verbose_name='mã theo dõi')),
                ('fingerprint', models.CharField(default=None, editable=False, max_length=64, null=True, unique=True)),
                ('name', portal.core.db.fields.NFCCharField(blank=True, editable=False, max_length=100, verbose_name='người gửi')),
                ('email', models.EmailField(blank=True, editable=False, max_length=254, verbose_name='thư điện tử')),
                ('phone', models.CharField(blank=True, editable=False, max_length=30, verbose_name='điện thoại')),
                ('subject', portal.core.db.fields.NFCCharField(editable=False, max_length=200, verbose_name='tiêu đề người gửi viết')),
                ('text', portal.core.db.fields.NFCTextField(editable=False, max_length=5000, verbose_name='nội dung người gửi viết')),
                ('reported_path', models.CharField(blank=True, editable=False, max_length=300, verbose_name='trang được báo')),
                ('public_name', portal.core.db.fields.NFCCharField(editable=False, max_length=60, verbose_name='tên hiện công khai')),
                ('public_subject', portal.core.db.fields.NFCCharField(max_length=200, verbose_name='tiêu đề công khai')),
                ('public_text', portal.core.db.fields.NFCTextField(help_text='Bỏ họ tên, địa chỉ, số điện thoại, số giấy tờ và những gì cho biết đó là ai.', max_length=5000, verbose_name='câu hỏi công khai')),
                ('status', models.CharField(choices=[('received', 'Mới nhận'), ('accepted', 'Đã tiếp nhận'), ('assigned', 'Đã giao đơn vị trả lời'), ('drafted', 'Có dự thảo trả lời'), ('published', 'Đã trả lời công khai'), ('replied', 'Đã trả lời riêng'), ('refused', 'Không tiếp nhận'), ('withdrawn', 'Đã gỡ khỏi trang công khai')], default='received', editable=False, max_length=9, verbose_name='trạng thái')),
                ('unit', portal.core.db.fields.NFCCharField(blank=True, help_text='Hiện bên câu trả lời: ai đã trả lời.', max_length=200, verbose_name='đơn vị trả lời')),
                ('answer', portal.core.content.rich_text.RichTextField(blank=True, verbose_name='câu trả lời')),
                ('answer_rendered', models.TextField(default='', editable=False)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='nhận lúc')),
                ('due_on', models.DateField(editable=False, verbose_name='hạn trả lời')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='công bố lúc')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='xong lúc')),
                ('contact_erased_at', models.DateTimeField(editable=False, null=True, verbose_name='xóa thông tin liên hệ lúc')),
                ('revision_number', models.PositiveIntegerField(default=1, editable=False)),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('public_subject', 'public_text', 'answer_text'))),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người được giao')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='questions.topic', verbose_name='lĩnh vực')),
            ],
            options={
                'verbose_name': 'câu hỏi',
                'verbose_name_plural': 'câu hỏi, phản ánh',
                'ordering': ['-received_at', '-pk'],
                'permissions': [('answer_question', 'Tiếp nhận, giao và soạn trả lời'), ('publish_question', 'Công bố hoặc gửi trả lời'), ('erase_contact', 'Xóa thông tin liên hệ của người gửi')],
                'default_permissions': ['view', 'change'],
                'indexes': [models.Index(fields=['status', '-published_at', '-id'], name='question_published'), models.Index(fields=['status', 'due_on'], name='question_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('published_at__isnull', False), models.Q(('answer', ''), _negated=True), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='question_published_with_answer', violation_error_message='Câu hỏi công bố phải có câu trả lời và đơn vị trả lời.'), models.CheckConstraint(condition=models.Q(('contact_erased_at', None), models.Q(('email', ''), ('fingerprint', None), ('name', ''), ('phone', '')), _connector='OR'), name='question_contact_is_erased', violation_error_message='Thông tin liên hệ đã được xóa thì không còn gì.')],
            },
        ),
        migrations.CreateModel(
            name='QuestionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('receive', 'Nhận'), ('edit', 'Lưu'), ('accept', 'Tiếp nhận'), ('refuse', 'Từ chối'), ('assign', 'Giao đơn vị trả lời'), ('draft', 'Trình dự thảo trả lời'), ('give-back', 'Trả lại dự thảo'), ('publish', 'Công bố trả lời'), ('reply', 'Trả lời riêng'), ('withdraw', 'Gỡ khỏi trang công khai'), ('erase', 'Xóa thông tin liên hệ')], max_length=9, verbose_name='việc')),
                ('status', models.CharField(choices=[('received', 'Mới nhận'), ('accepted', 'Đã tiếp nhận'), ('assigned', 'Đã giao đơn vị trả lời'), ('drafted', 'Có dự thảo trả lời'), ('published', 'Đã trả lời công khai'), ('replied', 'Đã trả lời riêng'), ('refused', 'Không tiếp nhận'), ('withdrawn', 'Đã gỡ khỏi trang công khai')], max_length=9, verbose_name='trạng thái sau đó')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('reason', portal.core.db.fields.NFCTextField(blank=True, max_length=1000, verbose_name='lý do')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='questions.question', verbose_name='câu hỏi')),
            ],
            options={
                'verbose_name': 'việc đã làm với câu hỏi',
                'verbose_name_plural': 'việc đã làm với câu hỏi',
                'ordering': ['made_at', 'pk'],
                'default_permissions': ['view'],
                'indexes': [models.Index(fields=['question', 'made_at'], name='question_event_in_order')],
            },
        ),
    ]
