import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.core.db.fields
import portal.images.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ImageField(height_field='height', max_length=200, upload_to=portal.images.models.image_path, verbose_name='ảnh', width_field='width')),
                ('width', models.PositiveIntegerField(editable=False, verbose_name='rộng')),
                ('height', models.PositiveIntegerField(editable=False, verbose_name='cao')),
                ('sha256', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('alt', portal.core.db.fields.NFCCharField(blank=True, help_text='Một câu tả điều thấy trong ảnh, cho người không nhìn được ảnh. Bắt buộc, trừ ảnh trang trí.', max_length=250, verbose_name='nội dung thay thế')),
                ('is_decorative', models.BooleanField(default=False, help_text='Ảnh không mang thông tin; người nghe trang sẽ không nghe đến nó.', verbose_name='ảnh trang trí')),
                ('needs_alt_text', models.BooleanField(default=False, editable=False, verbose_name='chưa có lời tả')),
                ('is_from_editor', models.BooleanField(db_default=False, default=False, editable=False)),
                ('caption', portal.core.db.fields.NFCCharField(blank=True, max_length=500, verbose_name='chú thích')),
                ('credit', portal.core.db.fields.NFCCharField(blank=True, help_text='Ví dụ: Ảnh: Nông Thị Hoa.', max_length=150, verbose_name='nguồn ảnh')),
                ('crop_left', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='mép trái')),
                ('crop_top', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='mép trên')),
                ('crop_right', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='mép phải')),
                ('crop_bottom', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='mép dưới')),
                ('focus_x', models.PositiveSmallIntegerField(db_default=50, default=50, editable=False, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='điểm chính, từ trái sang (%)')),
                ('focus_y', models.PositiveSmallIntegerField(db_default=50, default=50, editable=False, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='điểm chính, từ trên xuống (%)')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='tải lên lúc')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('alt', 'caption', 'credit', 'file_stem', 'uploader_name'))),
                ('uploaded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='người tải lên')),
            ],
            options={
                'verbose_name': 'ảnh',
                'verbose_name_plural': 'thư viện ảnh',
                'ordering': ['-uploaded_at', '-pk'],
                'indexes': [models.Index(fields=['file'], name='image_by_file'), models.Index(fields=['uploaded_at', 'id'], name='image_by_upload')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_decorative', False), ('needs_alt_text', False), models.Q(('alt', ''), _negated=True)), models.Q(('alt', ''), ('is_decorative', True), ('needs_alt_text', False)), models.Q(('alt', ''), ('is_decorative', False), ('needs_alt_text', True)), _connector='OR'), name='image_has_alt_text_or_is_decorative', violation_error_message='Hãy viết nội dung thay thế cho ảnh, hoặc đánh dấu là ảnh trang trí; chỉ một trong hai.'), models.CheckConstraint(condition=models.Q(('alt__iendswith', '.jpg'), ('alt__iendswith', '.jpeg'), ('alt__iendswith', '.png'), ('alt__iendswith', '.webp'), _connector='OR', _negated=True), name='image_alt_text_is_no_file_name', violation_error_message='Đây là tên tệp, không phải lời tả ảnh. Hãy viết điều thấy trong ảnh.'), models.CheckConstraint(condition=models.Q(models.Q(('crop_bottom', None), ('crop_left', None), ('crop_right', None), ('crop_top', None)), models.Q(('crop_bottom__gt', models.F('crop_top')), ('crop_bottom__lte', models.F('height')), ('crop_left__gte', 0), ('crop_right__gt', models.F('crop_left')), ('crop_right__lte', models.F('width')), ('crop_top__gte', 0)), _connector='OR'), name='image_crop_within_bounds', violation_error_message='Phần được cắt phải nằm trong ảnh.'), models.CheckConstraint(condition=models.Q(('focus_x__range', (0, 100)), ('focus_y__range', (0, 100))), name='image_focal_point_is_percentage', violation_error_message='Điểm chính phải từ 0 đến 100 phần trăm.')],
            },
        ),
    ]
