from django.db import migrations, models

CARE = [
    ("open", "as each of them says"),
    ("careful", "careful with everybody"),
    ("high", "it could harm them if people knew"),
]


class Migration(migrations.Migration):
    dependencies = [("circles", "0002_members_of_the_network")]

    operations = [
        migrations.AddField(
            model_name="circle",
            name="care",
            field=models.CharField(
                choices=CARE,
                default="open",
                help_text="How carefully everybody in it is treated at least.",
                max_length=8,
            ),
        ),
    ]
