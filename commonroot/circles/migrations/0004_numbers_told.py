import commonroot.core.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0003_care'),
    ]

    operations = [
        migrations.CreateModel(
            name='NumbersTold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_on', models.DateField(unique=True)),
                ('counts', commonroot.core.fields.EncryptedJSONField(help_text='The true numbers then, by country.')),
                ('basis', commonroot.core.fields.EncryptedJSONField(help_text='Each number when it was last told anew.')),
            ],
        ),
    ]
