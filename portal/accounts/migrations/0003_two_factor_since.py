from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_audit_trail"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="two_factor_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="xác thực hai lớp từ"),
        ),
    ]
