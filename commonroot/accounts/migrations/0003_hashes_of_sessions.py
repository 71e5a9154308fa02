"""A hash is longer than the key that it stands for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_signing_in")]

    operations = [
        migrations.AlterField(
            model_name="session",
            name="session_key",
            field=models.CharField(max_length=64, primary_key=True, serialize=False),
        ),
    ]
