import portal.kit.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('emulation', '0002_years_meetings_documents_pledges'),
    ]

    operations = [
        migrations.AddField(
            model_name='agencyname',
            name='name_en',
            field=portal.kit.fields.NFCCharField(blank=True, max_length=250, verbose_name='tên tiếng Anh'),
        ),
        migrations.AddField(
            model_name='blocname',
            name='name_en',
            field=portal.kit.fields.NFCCharField(blank=True, max_length=250, verbose_name='tên tiếng Anh'),
        ),
        migrations.AlterField(
            model_name='agencyname',
            name='search_folded',
            field=portal.kit.fields.FoldedField(default='', editable=False, sources=('name', 'name_en', 'short_name', 'initials')),
        ),
    ]
