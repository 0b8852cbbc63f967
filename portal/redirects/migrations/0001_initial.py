import django.db.models.deletion
import django.utils.timezone
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
            name='NotFoundHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=500, unique=True, verbose_name='địa chỉ')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='số lần')),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lần đầu')),
                ('last_seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lần cuối')),
                ('last_referrer', models.CharField(blank=True, max_length=500, verbose_name='từ trang')),
                ('is_ignored', models.BooleanField(default=False, verbose_name='bỏ qua')),
            ],
            options={
                'verbose_name': 'địa chỉ bị gọi hụt',
                'verbose_name_plural': 'địa chỉ bị gọi hụt',
                'ordering': ['-count', '-last_seen_at'],
                'default_permissions': ['view', 'change'],
                'indexes': [models.Index(models.F('is_ignored'), models.F('count'), models.F('last_seen_at'), name='not_found_hit_by_count')],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', portal.core.db.fields.NFCCharField(error_messages={'unique': 'Địa chỉ này đã có chuyển hướng.'}, help_text='Phần sau tên miền, ví dụ /tin-cu/hoi-nghi.html. Dán cả địa chỉ cũng được.', max_length=500, unique=True, verbose_name='địa chỉ cũ')),
                ('target', models.CharField(help_text='Một trang của cổng này (/tin-tuc/…) hoặc một địa chỉ https:// của nơi khác.', max_length=500, verbose_name='dẫn đến')),
                ('target_path', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=500)),
                ('is_permanent', models.BooleanField(default=True, help_text='Bỏ chọn khi chỉ tạm dẫn sang nơi khác; máy tìm kiếm giữ địa chỉ cũ.', verbose_name='lâu dài')),
                ('note', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='ghi chú')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='tạo lúc')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người tạo')),
            ],
            options={
                'verbose_name': 'chuyển hướng',
                'verbose_name_plural': 'chuyển hướng',
                'ordering': ['path'],
            },
        ),
    ]
