from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0009_picture_words'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('awaits_words', False), ('is_decorative', False), models.Q(('alt', ''), _negated=True)), models.Q(('alt', ''), ('awaits_words', False), ('is_decorative', True)), models.Q(('alt', ''), ('awaits_words', True), ('is_decorative', False)), _connector='OR'), name='picture_has_alt_or_is_decorative', violation_error_message='Hãy viết nội dung thay thế cho ảnh, hoặc đánh dấu là ảnh trang trí; chỉ một trong hai.'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(('alt__iendswith', '.jpg'), ('alt__iendswith', '.jpeg'), ('alt__iendswith', '.png'), ('alt__iendswith', '.webp'), _connector='OR', _negated=True), name='picture_alt_is_no_file_name', violation_error_message='Đây là tên tệp, không phải lời tả ảnh. Hãy viết điều thấy trong ảnh.'),
        ),
    ]
