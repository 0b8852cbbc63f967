import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.core.content.rich_text
import portal.core.db.fields
import portal.pages.models.identity
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('news', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=100, unique=True, verbose_name='tên nhóm')),
                ('name_en', portal.core.db.fields.NFCCharField(blank=True, max_length=100, verbose_name='tên nhóm, tiếng Anh')),
                ('position', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'nhóm liên kết',
                'verbose_name_plural': 'liên kết các cơ quan',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('vi', 'Tiếng Việt'), ('en', 'Tiếng Anh')], default='vi', max_length=2, verbose_name='ngôn ngữ')),
                ('title', portal.core.db.fields.NFCCharField(max_length=200, verbose_name='tiêu đề')),
                ('slug', models.SlugField(blank=True, help_text='Phần cuối của địa chỉ, ví dụ gioi-thieu. Để trống thì lấy theo tiêu đề.', max_length=120, verbose_name='địa chỉ')),
                ('path', models.CharField(editable=False, max_length=300, validators=[django.core.validators.RegexValidator('\\A[-a-zA-Z0-9_]+(?:/[-a-zA-Z0-9_]+)*\\Z', 'Địa chỉ chỉ gồm chữ không dấu, số và gạch nối.')])),
                ('summary', portal.core.db.fields.NFCTextField(blank=True, max_length=500, verbose_name='tóm tắt')),
                ('body', portal.core.content.rich_text.RichTextField(blank=True, verbose_name='nội dung')),
                ('body_rendered', models.TextField(default='', editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='thứ tự')),
                ('published_at', models.DateTimeField(blank=True, help_text='Để trống khi còn là bản nháp. Giờ tương lai là hẹn giờ.', null=True, verbose_name='đăng lúc')),
                ('withdrawn_at', models.DateTimeField(blank=True, help_text='Từ lúc này người đọc không thấy trang nữa.', null=True, verbose_name='rút xuống lúc')),
                ('is_in_footer', models.BooleanField(default=False, verbose_name='hiện ở chân trang')),
                ('revision_number', models.PositiveIntegerField(default=0, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='sửa lúc')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tạo')),
                ('parent', models.ForeignKey(blank=True, help_text='Trang đứng trên trong cây trang; địa chỉ của nó đứng trước địa chỉ trang này.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='pages.page', verbose_name='thuộc trang')),
                ('translation_of', models.ForeignKey(blank=True, help_text='Cho trang tiếng Anh: trang tiếng Việt mà nó dịch.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translations', to='pages.page', verbose_name='bản dịch của trang')),
            ],
            options={
                'verbose_name': 'trang thông tin',
                'verbose_name_plural': 'trang thông tin',
                'ordering': ['language', 'path'],
                'permissions': [('publish_page', 'Được đăng và rút trang thông tin')],
                'default_permissions': ('add', 'change', 'view'),
                'constraints': [models.UniqueConstraint(fields=('language', 'path'), name='pages_page_path_is_unique', violation_error_message='Đã có một trang ở địa chỉ này.'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('published_at__isnull', False), ('withdrawn_at__gt', models.F('published_at'))), _connector='OR'), name='pages_page_is_withdrawn_after_it_is_published', violation_error_message='Giờ rút xuống phải sau giờ đăng.'), models.UniqueConstraint(fields=('translation_of', 'language'), name='pages_page_one_translation_a_language', violation_error_message='Trang này đã có bản dịch sang ngôn ngữ ấy.')],
            },
        ),
        migrations.CreateModel(
            name='MenuEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.core.db.fields.NFCCharField(max_length=80, verbose_name='tên')),
                ('title_en', portal.core.db.fields.NFCCharField(blank=True, help_text='Để trống thì mục không có ở trang tiếng Anh.', max_length=80, verbose_name='tên, tiếng Anh')),
                ('section', models.CharField(blank=True, choices=[('news', 'Tin tức'), ('blocs', 'Khối thi đua'), ('organisation', 'Cơ cấu tổ chức'), ('leaders', 'Lãnh đạo'), ('library', 'Văn bản'), ('consultations', 'Lấy ý kiến dự thảo'), ('questions', 'Hỏi đáp'), ('contacts', 'Liên hệ'), ('search', 'Tìm kiếm'), ('open-data', 'Dữ liệu mở'), ('links', 'Liên kết'), ('sitemap', 'Sơ đồ trang')], default='', max_length=20, verbose_name='phần của cổng')),
                ('url', models.CharField(blank=True, default='', max_length=500, validators=[django.core.validators.URLValidator(message='Hãy viết địa chỉ bắt đầu bằng https:// (hoặc http://).', schemes=['http', 'https'])], verbose_name='địa chỉ ngoài')),
                ('position', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='thứ tự')),
                ('is_shown', models.BooleanField(default=True, verbose_name='hiện')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.category', verbose_name='chuyên mục')),
                ('parent', models.ForeignKey(blank=True, help_text='Để trống cho mục ở cấp trên cùng. Menu có hai cấp.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='pages.menuentry', verbose_name='thuộc mục')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='menu_entries', to='pages.page', verbose_name='trang')),
            ],
            options={
                'verbose_name': 'mục của menu',
                'verbose_name_plural': 'menu chính',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PageRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision_number', models.PositiveIntegerField(verbose_name='bản')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('action', models.CharField(choices=[('create', 'Tạo trang'), ('change', 'Sửa trang'), ('publish', 'Đăng trang'), ('withdraw', 'Rút trang'), ('move', 'Chuyển trang'), ('restore', 'Khôi phục bản cũ')], max_length=10, verbose_name='việc')),
                ('snapshot', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='nội dung')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='pages.page', verbose_name='trang')),
            ],
            options={
                'verbose_name': 'bản lưu của trang',
                'verbose_name_plural': 'lịch sử trang',
                'ordering': ['-revision_number'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('page', 'revision_number'), name='pages_page_revision_number_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='SiteIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=150, verbose_name='tên cổng')),
                ('name_en', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='tên cổng, tiếng Anh')),
                ('organisation', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='tên cơ quan')),
                ('organisation_en', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='tên cơ quan, tiếng Anh')),
                ('governing_body', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='cơ quan chủ quản')),
                ('governing_body_en', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='cơ quan chủ quản, tiếng Anh')),
                ('emblem', models.ImageField(blank=True, height_field='emblem_height', help_text='Ảnh vuông, ít nhất 200 × 200 điểm ảnh, nền trong suốt thì đẹp nhất. Để trống thì dùng biểu trưng có sẵn. Quốc huy chỉ dành cho cơ quan được phép dùng; cơ quan khác dùng biểu trưng của mình.', max_length=200, upload_to=portal.pages.models.identity.emblem_upload_path, verbose_name='biểu trưng', width_field='emblem_width')),
                ('emblem_width', models.PositiveIntegerField(editable=False, null=True)),
                ('emblem_height', models.PositiveIntegerField(editable=False, null=True)),
                ('palette', models.CharField(blank=True, choices=[('', 'Đỏ son'), ('cham', 'Xanh chàm'), ('rung', 'Xanh rừng'), ('dat', 'Nâu đất')], default='', max_length=10, verbose_name='màu chủ đạo')),
                ('address', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='địa chỉ')),
                ('address_en', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='địa chỉ, tiếng Anh')),
                ('phone', portal.core.db.fields.NFCCharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator('^[0-9+(][0-9 .()/,;–-]{2,}$', 'Chỉ viết số điện thoại, ví dụ (0206) 3852 000.', 'phone')], verbose_name='điện thoại')),
                ('fax', portal.core.db.fields.NFCCharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator('^[0-9+(][0-9 .()/,;–-]{2,}$', 'Chỉ viết số điện thoại, ví dụ (0206) 3852 000.', 'phone')], verbose_name='fax')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('responsible_person', portal.core.db.fields.NFCCharField(blank=True, max_length=100, verbose_name='người chịu trách nhiệm')),
                ('responsible_post', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='chức vụ')),
                ('responsible_post_en', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='chức vụ, tiếng Anh')),
                ('licence_number', portal.core.db.fields.NFCCharField(blank=True, max_length=60, verbose_name='số giấy phép')),
                ('licence_date', models.DateField(blank=True, null=True, verbose_name='ngày cấp giấy phép')),
                ('licence_issuer', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='cơ quan cấp giấy phép')),
                ('source_notice', portal.core.db.fields.NFCCharField(blank=True, help_text='Để trống thì là: Ghi rõ nguồn “tên cổng” khi phát hành lại thông tin từ trang này.', max_length=250, verbose_name='câu ghi rõ nguồn')),
                ('source_notice_en', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='câu ghi rõ nguồn, tiếng Anh')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='sửa lúc')),
            ],
            options={
                'verbose_name': 'nhận diện của cổng',
                'verbose_name_plural': 'nhận diện của cổng',
                'default_permissions': ('add', 'change', 'view'),
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='pages_site_identity_is_one', violation_error_message='Cổng chỉ có một bản nhận diện.'), models.CheckConstraint(condition=models.Q(models.Q(('licence_number', ''), _negated=True), models.Q(('licence_date__isnull', True), ('licence_issuer', '')), _connector='OR'), name='pages_site_identity_licence_has_a_number', violation_error_message='Giấy phép có ngày hoặc nơi cấp thì phải có số.')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=150, verbose_name='tên')),
                ('name_en', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='tên, tiếng Anh')),
                ('url', models.CharField(max_length=500, validators=[django.core.validators.URLValidator(message='Hãy viết địa chỉ bắt đầu bằng https:// (hoặc http://).', schemes=['http', 'https'])], verbose_name='địa chỉ')),
                ('position', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='thứ tự')),
                ('is_shown', models.BooleanField(default=True, verbose_name='hiện')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='pages.linkgroup', verbose_name='nhóm')),
            ],
            options={
                'verbose_name': 'liên kết',
                'verbose_name_plural': 'liên kết',
                'ordering': ['position', 'name'],
                'constraints': [models.UniqueConstraint(fields=('group', 'url'), name='pages_link_once_in_a_group', violation_error_message='Nhóm này đã có liên kết đến địa chỉ ấy.')],
            },
        ),
    ]
