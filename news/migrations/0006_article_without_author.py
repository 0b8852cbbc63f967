from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0005_authors_sign'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='article',
            name='article_of_author',
        ),
        migrations.RemoveField(
            model_name='article',
            name='author',
        ),
    ]
