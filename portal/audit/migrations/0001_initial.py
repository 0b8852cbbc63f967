import django.db.models.deletion
import django.utils.timezone
import portal.audit.constraints
import portal.core.db.constraints
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
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occurred_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('action', models.CharField(max_length=40, verbose_name='việc')),
                ('actor_name', portal.core.db.fields.NFCCharField(blank=True, max_length=310, verbose_name='người thực hiện')),
                ('kind', models.CharField(blank=True, max_length=80, verbose_name='loại')),
                ('target_id', models.CharField(blank=True, max_length=80, verbose_name='mã')),
                ('title', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='đối tượng')),
                ('detail', models.JSONField(blank=True, default=dict, verbose_name='chi tiết')),
                ('ip_address', models.GenericIPAddressField(blank=True, null=True, verbose_name='địa chỉ mạng')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('actor_name', 'title', 'details_text'))),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'việc đã ghi',
                'verbose_name_plural': 'nhật ký',
                'ordering': ['-occurred_at', '-pk'],
                'default_permissions': ['view'],
                'indexes': [models.Index(models.F('occurred_at'), models.F('id'), name='audit_at'), models.Index(models.F('action'), models.F('occurred_at'), models.F('id'), name='audit_of_action'), models.Index(models.F('user'), models.F('occurred_at'), models.F('id'), name='audit_of_user'), models.Index(models.F('kind'), models.F('target_id'), models.F('occurred_at'), models.F('id'), name='audit_of_target')],
            },
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=portal.core.db.constraints.ForbidWhen(events=('update',), name='audit_entry_forbid_update', violation_error_message='Nhật ký chỉ được ghi thêm, không sửa, không xóa được.', when='TRUE'),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=portal.audit.constraints.ForbidWhenRecent(events=('delete',), name='audit_entry_forbid_recent_delete', violation_error_message='Nhật ký chỉ được ghi thêm, không sửa, không xóa được.', when='OLD.occurred_at > DAYS_AGO(181)'),
        ),
    ]
