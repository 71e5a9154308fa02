from django.db import migrations, models

CARE = [
    ("open", "as each of them says"),
    ("careful", "careful with everybody"),
    ("high", "it could harm them if people knew"),
]


def care() -> models.CharField:
    """The field, as both models have it."""
    return models.CharField(
        choices=CARE,
        default="open",
        help_text="How carefully everybody who comes is treated at least.",
        max_length=8,
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_schedules")]

    operations = [
        migrations.AddField(model_name="programme", name="care", field=care()),
        migrations.AddField(model_name="session", name="care", field=care()),
    ]
