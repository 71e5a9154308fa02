from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_at_scale"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="said",
            field=models.JSONField(
                default=dict, help_text="{field: [source, said on]} of what stood there before."
            ),
        ),
    ]
