
import news.fronts.blocks
import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0009_section_replies'),
    ]

    operations = [
        migrations.AlterField(
            model_name='container',
            name='backfill',
            field=wagtail.fields.StreamField([('stories', 8)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'page_type': ['news.Section']}), 1: ('wagtail.blocks.ListBlock', (0,), {'default': [], 'help_text': 'With their subsections.', 'max_num': 20}), 2: ('wagtail.snippets.blocks.SnippetChooserBlock', ('news.Topic',), {}), 3: ('wagtail.blocks.ListBlock', (2,), {'default': [], 'max_num': 20}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': news.fronts.blocks.kinds, 'help_text': 'Empty: all kinds.', 'required': False}), 5: ('wagtail.blocks.PageChooserBlock', (), {'page_type': ['people.AuthorProfile'], 'required': False}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('newest', 'The newest'), ('most_read', 'The most read'), ('most_discussed', 'The most discussed')], 'help_text': 'Most read, or most replies: in the last 24 hours, or within the age below. After those, the newest.', 'label': 'Which come first'}), 7: ('wagtail.blocks.IntegerBlock', (), {'help_text': 'Hours. Empty: any age.', 'label': 'Not older than', 'max_value': 8760, 'min_value': 1, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('sections', 1), ('topics', 3), ('kind', 4), ('author', 5), ('order', 6), ('max_age', 7)]], {})}, help_text='What takes the slots that no card takes. Empty: they stay free, but for the layout “Most read”.'),
        ),
    ]
