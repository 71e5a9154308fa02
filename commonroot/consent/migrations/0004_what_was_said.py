"""What was said aloud, copies of it, asking anew, objections; what ran out is not taken back."""

import commonroot.core.fields
import django.db.models.deletion
from django.db import migrations, models


def say_that_it_ran_out(apps, schema_editor):
    """What ran out was kept as taken back until now, though nobody had said so."""
    agreements = apps.get_model("consent", "Agreement")
    events = apps.get_model("consent", "LedgerEvent").objects
    last = (
        events.filter(
            person=models.OuterRef("person"),
            purpose=models.OuterRef("purpose"),
            audience_kind=models.OuterRef("audience_kind"),
            audience_key=models.OuterRef("audience_key"),
        )
        .order_by("-pk")
        .values("state")[:1]
    )
    taken_back = agreements.objects.filter(state="withdrawn").annotate(last=models.Subquery(last))
    ran_out = taken_back.filter(last__in=("expired", "invalidated")).values("pk")
    agreements.objects.filter(pk__in=list(ran_out.values_list("pk", flat=True))).update(
        state="lapsed"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0003_at_the_gate'),
        ('people', '0013_in_high_care'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('people', models.PositiveIntegerField()),
                ('differing', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', commonroot.core.fields.KeyField(default=commonroot.core.fields.new_key, editable=False, max_length=32, unique=True)),
                ('about', models.CharField(choices=[('places', 'what the organisers of my course see of me'), ('letters', 'a letter I did not ask for'), ('list', 'being kept from an old list'), ('circle', 'what comes with being a circle’s contact'), ('other', 'something else')], max_length=8)),
                ('words', commonroot.core.fields.EncryptedTextField(blank=True)),
                ('said_at', models.DateTimeField()),
                ('answer_by', models.DateField()),
                ('recorded_by', models.CharField(help_text='kind:key of who wrote it down.', max_length=44)),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('stopped', 'we stopped it'), ('kept', 'we go on, and said why'), ('back', 'taken back')], default='open', max_length=8)),
                ('answer', commonroot.core.fields.EncryptedTextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.CharField(blank=True, max_length=44)),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', commonroot.core.fields.KeyField(default=commonroot.core.fields.new_key, editable=False, max_length=32, unique=True)),
                ('events', models.JSONField(help_text="Keys of the ledger's events it is about.")),
                ('until', models.BigIntegerField(help_text='The last event, by the order of writing.')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', commonroot.core.fields.KeyField(default=commonroot.core.fields.new_key, editable=False, max_length=32, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='wording',
            name='wording_one_per_version',
        ),
        migrations.AddField(
            model_name='ledgerevent',
            name='form',
            field=models.CharField(blank=True, choices=[('place', 'asking for a place'), ('join', 'joining the network'), ('keep', 'the letter to everybody of an old list'), ('close', 'the questions after a course'), ('renew', 'the question whether it still holds'), ('mine', 'their page'), ('stop', 'the link that stops letters'), ('desk', 'written down by an organiser')], help_text='On which form it was asked.', max_length=8),
        ),
        migrations.AddField(
            model_name='ledgerevent',
            name='identity',
            field=models.CharField(blank=True, help_text='How it was made sure who said it: a code of rules.', max_length=8),
        ),
        migrations.AddField(
            model_name='ledgerevent',
            name='said_on',
            field=models.DateField(blank=True, help_text='On which day it was said, if written down later.', null=True),
        ),
        migrations.AddField(
            model_name='ledgerevent',
            name='witness',
            field=commonroot.core.fields.EncryptedTextField(blank=True, help_text='Who heard it, where it was said and not written.'),
        ),
        migrations.AddField(
            model_name='wording',
            name='edition',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='wording',
            name='variant',
            field=models.CharField(blank=True, help_text='The form it is worded for; empty: for all.', max_length=16),
        ),
        migrations.AlterField(
            model_name='agreement',
            name='state',
            field=models.CharField(choices=[('requested', 'said yes, address not yet confirmed'), ('given', 'yes'), ('served', 'needed for what they asked for'), ('unknown', 'kept until asked'), ('refused', 'no'), ('withdrawn', 'taken back'), ('lapsed', 'ran out')], max_length=12),
        ),
        migrations.AlterField(
            model_name='ledgerevent',
            name='how',
            field=models.CharField(choices=[('form', 'on a form'), ('page', 'on their page'), ('letter', 'from a letter'), ('spoken', 'said to an organiser'), ('phone', 'said on the phone'), ('import', 'in an old list'), ('system', 'by itself')], max_length=8),
        ),
        migrations.AddIndex(
            model_name='agreement',
            index=models.Index(fields=['state', 'valid_until'], name='agreement_by_end'),
        ),
        migrations.AddIndex(
            model_name='ledgerevent',
            index=models.Index(fields=['at'], name='ledger_by_time'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('purpose', 'variant', 'version'), name='wording_one_per_version'),
        ),
        migrations.AddField(
            model_name='objection',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='people.person'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='people.person'),
        ),
        migrations.AddField(
            model_name='renewal',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='people.person'),
        ),
        migrations.AddIndex(
            model_name='objection',
            index=models.Index(fields=['state', 'answer_by'], name='objection_by_state'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['person', '-until'], name='receipt_of_person'),
        ),
        migrations.AddIndex(
            model_name='renewal',
            index=models.Index(fields=['person', 'ended_at'], name='renewal_of_person'),
        ),
        migrations.RunPython(say_that_it_ran_out, migrations.RunPython.noop),
    ]
