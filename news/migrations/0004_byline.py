import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0003_notices_and_preview_links'),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name='byline',
            index=models.Index(models.F('author'), models.F('published_at'), models.F('article'), name='byline_of_author'),
        ),
        migrations.AddConstraint(
            model_name='byline',
            constraint=models.UniqueConstraint(fields=('article', 'author'), name='byline_names_an_author_once', violation_error_message='Mỗi tác giả chỉ ký một lần trong một bài; hãy chọn “Bài và ảnh” nếu cần.'),
        ),
    ]
