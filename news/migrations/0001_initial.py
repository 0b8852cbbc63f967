import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import news.models.preview_links
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
        ('images', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.core.db.fields.NFCCharField(max_length=250, verbose_name='tiêu đề')),
                ('slug', models.SlugField(blank=True, help_text='Phần cuối của địa chỉ bài. Để trống thì lấy từ tiêu đề.', max_length=120, verbose_name='liên kết tĩnh')),
                ('summary', portal.core.db.fields.NFCTextField(blank=True, help_text='Giới thiệu ngắn gọn, một hai câu.', max_length=1000, verbose_name='sapo')),
                ('body', portal.core.content.rich_text.RichTextField(blank=True, verbose_name='nội dung')),
                ('body_rendered', models.TextField(blank=True, default='', editable=False)),
                ('lead_caption', portal.core.db.fields.NFCCharField(blank=True, help_text='Để trống thì dùng chú thích của ảnh.', max_length=500, verbose_name='chú thích ảnh đại diện')),
                ('source_name', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='nguồn tin')),
                ('source_url', models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='liên kết nguồn')),
                ('status', models.CharField(choices=[('draft', 'Bản nháp'), ('submitted', 'Chờ duyệt'), ('returned', 'Bị trả lại'), ('approved', 'Đã duyệt'), ('published', 'Xuất bản'), ('withdrawn', 'Ngưng hiệu lực'), ('trashed', 'Trong thùng rác'), ('merged', 'Đã thay bản đang đăng')], db_default='draft', default='draft', max_length=12, verbose_name='trạng thái')),
                ('published_at', models.DateTimeField(blank=True, help_text='Để trống thì lấy lúc bấm Xuất bản. Chọn giờ trong tương lai thì bài tự hiện ra khi đến giờ.', null=True, verbose_name='đăng lúc')),
                ('published_on', models.DateField(editable=False, null=True)),
                ('expires_at', models.DateTimeField(blank=True, help_text='Từ lúc này bài tự rời trang. Để trống nếu bài không hết hạn.', null=True, verbose_name='hết hạn lúc')),
                ('base_revision_number', models.PositiveIntegerField(editable=False, null=True)),
                ('goes_live_at', models.DateTimeField(editable=False, null=True, verbose_name='thay bản đang đăng lúc')),
                ('withdrawal_note', portal.core.db.fields.NFCTextField(blank=True, default='', editable=False, max_length=1000, verbose_name='lời giải thích khi ngưng')),
                ('withdrawal_target', models.CharField(blank=True, default='', editable=False, max_length=500, verbose_name='chuyển người đọc đến')),
                ('revision_number', models.PositiveIntegerField(default=0, editable=False)),
                ('is_featured', models.BooleanField(default=False, help_text='Được chọn cho đầu trang chủ.', verbose_name='tin nổi bật')),
                ('is_pinned', models.BooleanField(default=False, help_text='Đứng đầu các tin nổi bật.', verbose_name='ghim')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='tạo lúc')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='sửa lúc')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('title', 'summary', 'source_name'))),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tạo')),
                ('lead_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lead_image_articles', to='images.image', verbose_name='ảnh đại diện')),
                ('revision_of', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pending_revisions', to='news.article', verbose_name='bản mới của bài')),
            ],
            options={
                'verbose_name': 'bài viết',
                'verbose_name_plural': 'bài viết',
                'ordering': ['-published_at', '-pk'],
                'permissions': [('edit_any_article', 'Được sửa bài của người khác'), ('review_article', 'Được xét duyệt và trả lại bài'), ('publish_article', 'Được duyệt, hẹn giờ, xuất bản và ngưng hiệu lực bài viết')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(help_text='PDF, DOC, DOCX, XLS, XLSX, ODT hoặc ZIP.', max_length=200, storage=portal.core.content.private_files.private_storage, upload_to=portal.core.content.attached_files.upload_path, validators=[portal.core.content.uploads.validate_document], verbose_name='tệp')),
                ('name', portal.core.db.fields.NFCCharField(blank=True, help_text='Để trống thì lấy tên tệp.', max_length=250, verbose_name='tên hiển thị')),
                ('size_bytes', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='dung lượng')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='news.article', verbose_name='bài viết')),
            ],
            options={
                'verbose_name': 'tệp đính kèm',
                'verbose_name_plural': 'tệp đính kèm',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('display_name', portal.core.db.fields.NFCCharField(max_length=150, verbose_name='tên ký dưới bài')),
                ('slug', models.SlugField(blank=True, error_messages={'unique': 'Đã có một tác giả với địa chỉ này; hãy chọn tác giả đó hoặc viết địa chỉ khác.'}, max_length=160, unique=True, verbose_name='địa chỉ')),
                ('biography', portal.core.db.fields.NFCTextField(blank=True, max_length=2000, verbose_name='tiểu sử')),
                ('sort_key', models.CharField(default='', editable=False, max_length=700)),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('display_name',))),
                ('portrait', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='images.image', verbose_name='chân dung')),
                ('user', models.OneToOneField(blank=True, help_text='Để trống khi tác giả không có tài khoản.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='author', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'tác giả',
                'verbose_name_plural': 'tác giả',
                'ordering': ['sort_key'],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=100, verbose_name='tên')),
                ('name_en', portal.core.db.fields.NFCCharField(blank=True, max_length=100, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(blank=True, error_messages={'unique': 'Đã có một chuyên mục với địa chỉ này; hãy viết địa chỉ khác.'}, max_length=120, unique=True, verbose_name='địa chỉ')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('description', portal.core.db.fields.NFCTextField(blank=True, max_length=500, verbose_name='mô tả')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='news.category', verbose_name='thuộc chuyên mục')),
            ],
            options={
                'verbose_name': 'chuyên mục',
                'verbose_name_plural': 'chuyên mục',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='news.category', verbose_name='chuyên mục'),
        ),
        migrations.AddField(
            model_name='article',
            name='section',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='news.category'),
        ),
        migrations.CreateModel(
            name='CategoryScope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.category', verbose_name='chuyên mục')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='category_scopes', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'phạm vi chuyên mục',
                'verbose_name_plural': 'phạm vi chuyên mục',
                'ordering': ['user__sort_key', 'category__position'],
                'constraints': [models.UniqueConstraint(fields=('user', 'category'), name='scope_is_once', violation_error_message='Người này đã được phân chuyên mục này.')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='cập nhật lúc')),
                ('note', portal.core.db.fields.NFCCharField(blank=True, help_text='Một câu cho người đọc biết đã sửa gì. Để trống thì trang chỉ ghi giờ cập nhật.', max_length=500, verbose_name='nội dung cập nhật')),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='news.article', verbose_name='bài viết')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa')),
            ],
            options={
                'verbose_name': 'ghi chú cập nhật',
                'verbose_name_plural': 'ghi chú cập nhật',
                'ordering': ['-noted_at', '-pk'],
                'indexes': [models.Index(models.F('article'), models.F('noted_at'), models.F('id'), name='correction_of_article')],
            },
        ),
        migrations.CreateModel(
            name='GalleryImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caption', portal.core.db.fields.NFCCharField(blank=True, max_length=500, verbose_name='chú thích')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gallery', to='news.article', verbose_name='bài viết')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='images.image', verbose_name='ảnh')),
            ],
            options={
                'verbose_name': 'ảnh của bài',
                'verbose_name_plural': 'bộ ảnh',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('edit', 'Sửa'), ('submit', 'Chuyển duyệt'), ('recall', 'Rút lại'), ('return', 'Trả lại'), ('approve', 'Duyệt'), ('schedule', 'Hẹn giờ đăng'), ('unschedule', 'Hủy hẹn giờ'), ('publish', 'Xuất bản'), ('pending-revision', 'Soạn bản mới'), ('withdraw', 'Ngưng hiệu lực'), ('trash', 'Bỏ vào thùng rác'), ('restore', 'Lấy lại từ thùng rác'), ('create', 'Tạo bài'), ('baseline', 'Bản trước khi có lịch sử'), ('restore-revision', 'Khôi phục bản cũ'), ('publish-revision', 'Thay bằng bản mới')], max_length=20, verbose_name='việc')),
                ('reason', portal.core.db.fields.NFCTextField(blank=True, default='', max_length=1000, verbose_name='lý do')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('seen_at', models.DateTimeField(null=True, verbose_name='đã đọc lúc')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.article', verbose_name='bài viết')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='người nhận')),
            ],
            options={
                'verbose_name': 'thông báo',
                'verbose_name_plural': 'thông báo',
                'ordering': ['-made_at', '-pk'],
                'indexes': [models.Index(models.F('recipient'), models.F('seen_at'), name='notice_of_person_unseen'), models.Index(fields=['recipient', '-made_at', '-id'], name='notice_of_person')],
            },
        ),
        migrations.CreateModel(
            name='NoticeSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('in_page', models.BooleanField(default=True, verbose_name='Báo trong cổng, ở bàn làm việc')),
                ('by_email', models.BooleanField(default=True, verbose_name='Báo qua thư điện tử')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_settings', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'cách nhận thông báo',
                'verbose_name_plural': 'cách nhận thông báo',
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='news.article')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'người đang mở bài',
                'verbose_name_plural': 'người đang mở bài',
                'constraints': [models.UniqueConstraint(fields=('article', 'user'), name='presence_is_once')],
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.CharField(default=news.models.preview_links.new_secret, editable=False, max_length=32)),
                ('note', portal.core.db.fields.NFCCharField(blank=True, help_text='Ghi để nhớ; người mở không thấy.', max_length=150, verbose_name='gửi cho ai')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='tạo lúc')),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn lúc')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='thu hồi lúc')),
                ('opened_count', models.PositiveIntegerField(default=0, verbose_name='số lần mở')),
                ('last_opened_at', models.DateTimeField(blank=True, null=True, verbose_name='mở lần cuối')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to='news.article', verbose_name='bài viết')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tạo')),
            ],
            options={
                'verbose_name': 'liên kết xem trước',
                'verbose_name_plural': 'liên kết xem trước',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='preview_link_expires_after_creation')],
            },
        ),
        migrations.CreateModel(
            name='PreviousUrl',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_on', models.DateField(verbose_name='ngày')),
                ('slug', models.SlugField(max_length=120, verbose_name='liên kết tĩnh')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='previous_urls', to='news.article', verbose_name='bài viết')),
            ],
            options={
                'verbose_name': 'địa chỉ cũ',
                'verbose_name_plural': 'địa chỉ cũ',
                'constraints': [models.UniqueConstraint(fields=('published_on', 'slug'), name='previous_url_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='RelatedArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('similarity', models.FloatField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.article')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('article', 'other'), name='related_article_once')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=150, verbose_name='tên')),
                ('slug', models.SlugField(blank=True, error_messages={'unique': 'Đã có một mục với địa chỉ này; hãy dùng mục đó hoặc viết địa chỉ khác.'}, max_length=120, unique=True, verbose_name='địa chỉ')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('name',))),
                ('articles', models.ManyToManyField(blank=True, related_name='tags', to='news.article', verbose_name='bài viết')),
            ],
            options={
                'verbose_name': 'thẻ',
                'verbose_name_plural': 'thẻ',
                'ordering': ['name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.core.db.fields.NFCCharField(max_length=150, verbose_name='tên')),
                ('slug', models.SlugField(blank=True, error_messages={'unique': 'Đã có một mục với địa chỉ này; hãy dùng mục đó hoặc viết địa chỉ khác.'}, max_length=120, unique=True, verbose_name='địa chỉ')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('name',))),
                ('description', portal.core.db.fields.NFCTextField(blank=True, max_length=1000, verbose_name='giới thiệu')),
                ('articles', models.ManyToManyField(blank=True, related_name='threads', to='news.article', verbose_name='bài viết')),
            ],
            options={
                'verbose_name': 'dòng sự kiện',
                'verbose_name_plural': 'dòng sự kiện',
                'ordering': ['name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ArticleRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision_number', models.PositiveIntegerField(verbose_name='bản')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('action', models.CharField(choices=[('edit', 'Sửa'), ('submit', 'Chuyển duyệt'), ('recall', 'Rút lại'), ('return', 'Trả lại'), ('approve', 'Duyệt'), ('schedule', 'Hẹn giờ đăng'), ('unschedule', 'Hủy hẹn giờ'), ('publish', 'Xuất bản'), ('pending-revision', 'Soạn bản mới'), ('withdraw', 'Ngưng hiệu lực'), ('trash', 'Bỏ vào thùng rác'), ('restore', 'Lấy lại từ thùng rác'), ('create', 'Tạo bài'), ('baseline', 'Bản trước khi có lịch sử'), ('restore-revision', 'Khôi phục bản cũ'), ('publish-revision', 'Thay bằng bản mới')], max_length=20, verbose_name='việc')),
                ('status', models.CharField(choices=[('draft', 'Bản nháp'), ('submitted', 'Chờ duyệt'), ('returned', 'Bị trả lại'), ('approved', 'Đã duyệt'), ('published', 'Xuất bản'), ('withdrawn', 'Ngưng hiệu lực'), ('trashed', 'Trong thùng rác'), ('merged', 'Đã thay bản đang đăng')], max_length=12, verbose_name='trạng thái')),
                ('reason', portal.core.db.fields.NFCTextField(blank=True, default='', max_length=1000, verbose_name='lý do')),
                ('snapshot', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='nội dung')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='news.article', verbose_name='bài viết')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
            ],
            options={
                'verbose_name': 'bản lưu',
                'verbose_name_plural': 'lịch sử bài viết',
                'ordering': ['-revision_number'],
                'indexes': [models.Index(models.F('made_at'), name='revision_by_made_at')],
                'constraints': [models.UniqueConstraint(fields=('article', 'revision_number'), name='revision_number_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='Autosave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32)),
                ('base_revision_number', models.PositiveIntegerField(default=0)),
                ('fields', models.JSONField()),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='autosaves', to='news.article')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bản gõ dở',
                'verbose_name_plural': 'bản gõ dở',
                'ordering': ['-saved_at'],
                'indexes': [models.Index(models.F('user'), models.F('article'), name='autosave_of_person')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='autosave_one_per_form')],
            },
        ),
        migrations.CreateModel(
            name='BodyImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='body_images', to='news.article', verbose_name='bài viết')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='body_image_places', to='images.image', verbose_name='ảnh trong nội dung')),
            ],
            options={
                'verbose_name': 'ảnh trong nội dung',
                'verbose_name_plural': 'ảnh trong nội dung',
                'constraints': [models.UniqueConstraint(fields=('article', 'image'), name='body_image_unique_per_article')],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.CharField(choices=[('text', 'Bài'), ('pictures', 'Ảnh'), ('text-and-pictures', 'Bài và ảnh'), ('video', 'Video'), ('compiled', 'Tổng hợp'), ('translated', 'Biên dịch')], db_default='text', default='text', max_length=20, verbose_name='phần việc')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='news.article', verbose_name='bài viết')),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='news.author', verbose_name='tác giả')),
            ],
            options={
                'verbose_name': 'tên ký',
                'verbose_name_plural': 'ký tên',
                'ordering': ['position', 'pk'],
                'indexes': [models.Index(models.F('author'), models.F('published_at'), models.F('article'), name='byline_of_author')],
                'constraints': [models.UniqueConstraint(fields=('article', 'author'), name='byline_names_an_author_once', violation_error_message='Mỗi tác giả chỉ ký một lần trong một bài; hãy chọn “Bài và ảnh” nếu cần.')],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('status'), models.F('published_at'), models.F('id'), name='article_published'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('status'), models.F('id'), name='article_by_key'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('status'), models.F('section'), models.F('published_at'), models.F('id'), name='article_of_section'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('status'), models.F('category'), models.F('published_at'), models.F('id'), name='article_of_category'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('status'), models.F('is_pinned'), models.F('published_at'), models.F('id'), condition=models.Q(('is_featured', True)), name='article_featured'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('goes_live_at'), condition=models.Q(('goes_live_at__isnull', False)), name='article_going_live'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('created_by'), models.F('status'), name='article_of_creator'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(condition=models.Q(('revision_of__isnull', True)), fields=('published_on', 'slug'), name='article_url_is_unique', violation_error_message='Đã có một bài đăng cùng ngày với liên kết tĩnh này.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['published', 'withdrawn']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='article_released_has_published_at', violation_error_message='Bài đã xuất bản phải có ngày giờ đăng.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('revision_of__isnull', True), models.Q(('status__in', ['published', 'withdrawn']), _negated=True), _connector='OR'), name='article_pending_revision_is_never_public', violation_error_message='Bản mới của một bài không tự xuất bản: nó thay bản đang đăng.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'merged'), _negated=True), ('revision_of__isnull', False), _connector='OR'), name='article_merged_is_a_pending_revision'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('goes_live_at__isnull', True), models.Q(('revision_of__isnull', False), ('status', 'approved')), _connector='OR'), name='article_going_live_is_an_approved_revision'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__isnull', True), ('published_at__isnull', True), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='article_expires_after_it_is_published', violation_error_message='Giờ hết hạn phải sau giờ đăng.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'returned', 'approved'])), fields=('revision_of',), name='article_has_one_open_pending_revision', violation_error_message='Bài này đã có một bản mới đang được soạn.'),
        ),
    ]
