import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0001_campaigns'),
    ]

    operations = [
        migrations.AlterField(
            model_name='campaign',
            name='feed_mark',
            field=models.CharField(blank=True, help_text="Random; each member's address of the calendar is made from it. Empty: none.", max_length=64),
        ),
        migrations.CreateModel(
            name='PublicAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shared_to', models.CharField(choices=[('team', 'the team'), ('group', 'our small group'), ('cohort', 'everybody of our course'), ('circle', 'our circle'), ('public', 'everybody')], max_length=6)),
                ('parts', models.JSONField(default=dict, help_text='{tool: step}')),
                ('asked_at', models.DateTimeField()),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='public_ask', to='campaigns.campaign')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='public_asks', to='campaigns.member')),
            ],
        ),
    ]
