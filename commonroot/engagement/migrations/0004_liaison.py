"""Circles before a course: whom we asked about a country or theme, and what they answered."""

import django.db.models.deletion
from django.db import migrations, models

import commonroot.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0005_years_of_a_circle"),
        ("engagement", "0003_closing"),
        ("messaging", "0003_letters_that_came_back"),
        ("people", "0015_contacts_of_circles"),
        ("programmes", "0005_care"),
    ]

    operations = [
        migrations.CreateModel(
            name="Briefing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    commonroot.core.fields.TranslatedField(
                        blank=True,
                        default=dict,
                        help_text="In each language in which they wrote them.",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Liaison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    commonroot.core.fields.KeyField(
                        default=commonroot.core.fields.new_key,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "not written to yet"),
                            ("asked", "asked"),
                            ("answered", "answered"),
                            ("region", "the region is asked"),
                            ("start", "a circle is to be started"),
                            ("left", "left out"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("meet", "We would like to meet them"),
                            ("suggest", "We suggest a topic or a person"),
                            ("later", "Not now"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        help_text="Why it was decided so, by an organiser.",
                        max_length=300,
                    ),
                ),
                (
                    "came_back",
                    models.BooleanField(
                        default=False, help_text="No letter could reach a contact."
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, help_text="When somebody was first written to.", null=True
                    ),
                ),
                ("nudged_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When an organiser said that the answer is seen to.",
                        null=True,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LiaisonSending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    commonroot.core.fields.KeyField(
                        default=commonroot.core.fields.new_key,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="Which try it is, from 1.")),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When those named were shown that the circle was told.",
                        null=True,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("meet", "We would like to meet them"),
                            ("suggest", "We suggest a topic or a person"),
                            ("later", "Not now"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    commonroot.core.fields.EncryptedTextField(
                        blank=True, help_text="What they suggest, in their words."
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="briefing",
            name="programme",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="briefing",
                to="programmes.programme",
            ),
        ),
        migrations.AddField(
            model_name="liaison",
            name="circle",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="liaisons",
                to="circles.circle",
            ),
        ),
        migrations.AddField(
            model_name="liaison",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="liaisons",
                to="programmes.programme",
            ),
        ),
        migrations.AddField(
            model_name="liaison",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="circles.circle",
            ),
        ),
        migrations.AddField(
            model_name="liaisonsending",
            name="liaison",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sendings",
                to="engagement.liaison",
            ),
        ),
        migrations.AddField(
            model_name="liaisonsending",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="liaison_letters",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="liaisonsending",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="messaging.letter",
            ),
        ),
        migrations.AddIndex(
            model_name="liaison",
            index=models.Index(fields=["state", "asked_at"], name="liaison_by_state"),
        ),
        migrations.AddConstraint(
            model_name="liaison",
            constraint=models.UniqueConstraint(
                condition=models.Q(("theme", None)),
                fields=("programme", "country"),
                name="liaison_once_per_country",
            ),
        ),
        migrations.AddConstraint(
            model_name="liaison",
            constraint=models.UniqueConstraint(
                condition=models.Q(("theme__isnull", False)),
                fields=("programme", "theme"),
                name="liaison_once_per_theme",
            ),
        ),
        migrations.AddConstraint(
            model_name="liaisonsending",
            constraint=models.UniqueConstraint(
                fields=("liaison", "person", "number"), name="liaison_sending_once"
            ),
        ),
    ]
