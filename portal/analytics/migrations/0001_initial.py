import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PageViewCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='ngày')),
                ('kind', models.CharField(choices=[('home', 'Trang chủ'), ('article', 'Bài viết'), ('news', 'Danh sách tin'), ('emulation', 'Khối thi đua'), ('questions', 'Hỏi đáp'), ('search', 'Tìm kiếm'), ('other', 'Trang khác')], max_length=9, verbose_name='loại trang')),
                ('count', models.PositiveBigIntegerField(verbose_name='lượt')),
            ],
            options={
                'verbose_name': 'lượt truy cập theo ngày',
                'verbose_name_plural': 'lượt truy cập theo ngày',
                'default_permissions': ['view'],
                'constraints': [models.UniqueConstraint(fields=('day', 'kind'), name='page_view_count_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ArticleViewCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='ngày')),
                ('count', models.PositiveBigIntegerField(verbose_name='lượt')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.article', verbose_name='bài viết')),
            ],
            options={
                'verbose_name': 'lượt đọc bài theo ngày',
                'verbose_name_plural': 'lượt đọc bài theo ngày',
                'default_permissions': ['view'],
                'constraints': [models.UniqueConstraint(fields=('day', 'article'), name='article_view_count_once_a_day')],
            },
        ),
    ]
