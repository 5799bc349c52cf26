from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0010_most_discussed")]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="embargo_until",
            field=models.DateTimeField(
                blank=True,
                db_index=True,
                help_text="Until then nobody can publish the story, and no reader can see it.",
                null=True,
            ),
        ),
    ]
