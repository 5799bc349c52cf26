import django.db.models.deletion
import news.fronts.blocks
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0007_breaking_news'),
    ]

    operations = [
        migrations.AlterField(
            model_name='container',
            name='backfill',
            field=wagtail.fields.StreamField([('stories', 8)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'page_type': ['news.Section']}), 1: ('wagtail.blocks.ListBlock', (0,), {'default': [], 'help_text': 'With their subsections.', 'max_num': 20}), 2: ('wagtail.snippets.blocks.SnippetChooserBlock', ('news.Topic',), {}), 3: ('wagtail.blocks.ListBlock', (2,), {'default': [], 'max_num': 20}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': news.fronts.blocks.kinds, 'help_text': 'Empty: all kinds.', 'required': False}), 5: ('wagtail.blocks.PageChooserBlock', (), {'page_type': ['people.AuthorProfile'], 'required': False}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('newest', 'The newest'), ('most_read', 'The most read')], 'help_text': 'Most read: in the last 24 hours, or within the age below. After what has been read, the newest.', 'label': 'Which come first'}), 7: ('wagtail.blocks.IntegerBlock', (), {'help_text': 'Hours. Empty: any age.', 'label': 'Not older than', 'max_value': 8760, 'min_value': 1, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('sections', 1), ('topics', 3), ('kind', 4), ('author', 5), ('order', 6), ('max_age', 7)]], {})}, help_text='What takes the slots that no card takes. Empty: they stay free, but for the layout “Most read”.'),
        ),
        migrations.AlterField(
            model_name='container',
            name='layout',
            field=models.CharField(choices=[('lead', 'Lead'), ('package', 'Package'), ('three', 'Row of three'), ('four', 'Row of four'), ('list', 'List'), ('opinion', 'Opinion'), ('strip', 'Scrolling strip'), ('ticker', 'Ticker'), ('latest', 'Latest'), ('most_read', 'Most read')], default='three', max_length=20),
        ),
        migrations.CreateModel(
            name='ReadCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(help_text='Its beginning.')),
                ('count', models.PositiveIntegerField(default=0)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_counts', to='news.article')),
            ],
            options={
                'indexes': [models.Index(fields=['hour'], name='read_count_hour')],
                'constraints': [models.UniqueConstraint(fields=('article', 'hour'), name='one_read_count_an_hour')],
            },
        ),
    ]
