import django.core.validators
import django.db.models.deletion
import portal.core.content.rich_text
import portal.core.db.constraints
import portal.core.db.fields
import portal.core.db.periods
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        # Installs the extension that exclusion constraints need.
        ('emulation', '0001_initial'),
        ('images', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Official',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', portal.core.db.fields.NFCCharField(max_length=150, verbose_name='họ và tên')),
                ('sort_key', models.CharField(default='', editable=False, max_length=700)),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('full_name',))),
                ('portrait', models.ForeignKey(blank=True, help_text='Ảnh trong thư viện, đã có lời tả. Để trống thì trang hiện chữ cái đầu của tên.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='images.image', verbose_name='chân dung')),
            ],
            options={
                'verbose_name': 'cán bộ',
                'verbose_name_plural': 'cán bộ',
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('name', portal.core.db.fields.NFCCharField(max_length=200, verbose_name='tên')),
                ('name_en', portal.core.db.fields.NFCCharField(blank=True, max_length=200, verbose_name='tên tiếng Anh')),
                ('short_name', portal.core.db.fields.NFCCharField(blank=True, max_length=60, verbose_name='tên viết tắt')),
                ('slug', models.SlugField(blank=True, error_messages={'unique': 'Địa chỉ này đã có đơn vị khác dùng; hãy viết địa chỉ khác.'}, help_text='Phần cuối của địa chỉ /co-cau-to-chuc/…/; để trống thì lấy theo tên.', max_length=120, unique=True, verbose_name='liên kết tĩnh')),
                ('position', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='thứ tự')),
                ('functions', portal.core.content.rich_text.RichTextField(blank=True, verbose_name='chức năng, nhiệm vụ')),
                ('functions_en', portal.core.content.rich_text.RichTextField(blank=True, verbose_name='chức năng, nhiệm vụ bằng tiếng Anh')),
                ('functions_rendered', models.TextField(blank=True, default='', editable=False)),
                ('functions_en_rendered', models.TextField(blank=True, default='', editable=False)),
                ('address', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='địa chỉ')),
                ('address_en', portal.core.db.fields.NFCCharField(blank=True, max_length=250, verbose_name='địa chỉ bằng tiếng Anh')),
                ('phone', portal.core.db.fields.NFCCharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator('^[0-9+(][0-9 .()+-]{2,}$', 'Hãy viết số điện thoại bằng chữ số, dấu cách, dấu chấm, dấu ngoặc hoặc dấu cộng.')], verbose_name='điện thoại')),
                ('fax', portal.core.db.fields.NFCCharField(blank=True, max_length=60, validators=[django.core.validators.RegexValidator('^[0-9+(][0-9 .()+-]{2,}$', 'Hãy viết số điện thoại bằng chữ số, dấu cách, dấu chấm, dấu ngoặc hoặc dấu cộng.')], verbose_name='fax')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('search_folded', portal.core.db.fields.FoldedSearchField(default='', editable=False, sources=('name', 'short_name', 'name_en'))),
                ('parent', models.ForeignKey(blank=True, help_text='Để trống cho chính cơ quan.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisation.unit', verbose_name='trực thuộc')),
            ],
            options={
                'verbose_name': 'đơn vị',
                'verbose_name_plural': 'đơn vị',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='unit_is_not_its_own_parent', violation_error_message='Một đơn vị không thể trực thuộc chính nó.')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(help_text='Ngày đầu tiên có hiệu lực.', verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, help_text='Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.', null=True, verbose_name='đến trước ngày')),
                ('post', portal.core.db.fields.NFCCharField(help_text='Ví dụ: Giám đốc, Trưởng phòng', max_length=150, verbose_name='chức vụ')),
                ('post_en', portal.core.db.fields.NFCCharField(blank=True, max_length=150, verbose_name='chức vụ bằng tiếng Anh')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Thứ tự trong đơn vị: người đứng đầu là 0.', validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='thứ tự')),
                ('is_leader', models.BooleanField(default=False, help_text='Hiện ở trang Lãnh đạo.', verbose_name='lãnh đạo')),
                ('is_contact', models.BooleanField(default=False, help_text='Hiện ở trang Liên hệ.', verbose_name='đầu mối liên hệ')),
                ('is_spokesperson', models.BooleanField(default=False, help_text='Hiện ở trang Liên hệ.', verbose_name='người phát ngôn')),
                ('area', portal.core.db.fields.NFCCharField(blank=True, max_length=300, verbose_name='lĩnh vực phụ trách')),
                ('area_en', portal.core.db.fields.NFCCharField(blank=True, max_length=300, verbose_name='lĩnh vực phụ trách bằng tiếng Anh')),
                ('phone', portal.core.db.fields.NFCCharField(blank=True, help_text='Số của cơ quan; không ghi số riêng.', max_length=60, validators=[django.core.validators.RegexValidator('^[0-9+(][0-9 .()+-]{2,}$', 'Hãy viết số điện thoại bằng chữ số, dấu cách, dấu chấm, dấu ngoặc hoặc dấu cộng.')], verbose_name='điện thoại công vụ')),
                ('email', models.EmailField(blank=True, help_text='Hộp thư của cơ quan; không ghi hộp thư riêng.', max_length=254, verbose_name='thư điện tử công vụ')),
                ('decision_number', portal.core.db.fields.NFCCharField(blank=True, help_text='Số, ký hiệu, nếu có. Ví dụ: 12/QĐ-UBND', max_length=80, verbose_name='theo quyết định')),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='organisation.official', verbose_name='cán bộ')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='organisation.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'chức vụ',
                'verbose_name_plural': 'chức vụ',
                'ordering': ['unit', 'position', '-valid_from', 'pk'],
                'indexes': [models.Index(models.F('unit'), models.F('valid_from'), name='posting_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='posting_ends_after_it_starts', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=portal.core.db.constraints.ForbidWhen(events=('update',), name='unit_covers_postings', violation_error_message='Thời gian giữ chức vụ phải nằm trong thời gian đơn vị tồn tại.', when='EXISTS ( SELECT 1 FROM organisation_posting p JOIN organisation_unit u ON u.id = p.unit_id WHERE u.id = NEW.id AND (p.valid_from < u.valid_from OR (u.valid_to IS NOT NULL AND (p.valid_to IS NULL OR p.valid_to > u.valid_to))) )'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=portal.core.db.periods.NoOverlapConstraint(fields=('official', 'unit', 'post'), name='posting_is_recorded_once', period=('valid_from', 'valid_to'), violation_error_message='Người này đã giữ chính chức vụ này ở đơn vị trong khoảng thời gian đó.'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=portal.core.db.constraints.ForbidWhen(events=('insert', 'update'), name='posting_within_unit', violation_error_message='Thời gian giữ chức vụ phải nằm trong thời gian đơn vị tồn tại.', when='EXISTS ( SELECT 1 FROM organisation_posting p JOIN organisation_unit u ON u.id = p.unit_id WHERE p.id = NEW.id AND (p.valid_from < u.valid_from OR (u.valid_to IS NOT NULL AND (p.valid_to IS NULL OR p.valid_to > u.valid_to))) )'),
        ),
    ]
