"""Let editors keep synonyms, and the site what readers' queries lead to."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0005_headlines_for_suggestions'),
        ('wagtailsearchpromotions', '0008_query_verbose_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='QueryOutcome',
            fields=[
                ('query', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='outcome', serialize=False, to='wagtailsearchpromotions.query')),
                ('added_on', models.DateField(db_index=True, help_text='When it was first counted: new ones are limited by the day.')),
                ('total', models.PositiveIntegerField(help_text='Stories found when it was last looked up.', null=True)),
                ('checked_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'search',
                'verbose_name_plural': 'searches',
                'permissions': [('see_searches', 'Can see what readers search for')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(help_text='Words or short phrases with commas between them, such as “petrol, fuel, PMS”: whoever searches for one of them also finds the stories that use another. Only what means the same: with “petrol, diesel” readers would find too much. 2 to 12 of them; capitals, accents and endings make no difference.', verbose_name='Words that mean the same')),
            ],
            options={
                'verbose_name': 'group of synonyms',
                'verbose_name_plural': 'search synonyms',
                'ordering': ['words'],
            },
        ),
    ]
