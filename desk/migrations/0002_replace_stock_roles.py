"""Remove the groups and the workflow that Wagtail gives to a fresh database: Pulse has its own.

The Moderators of the stock set-up may publish anything, and its workflow on the root page asks only them.
"""

from django.db import migrations

STOCK_GROUPS = ["Editors", "Moderators"]
STOCK_WORKFLOW = "Moderators approval"


def remove(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow.objects.filter(name=STOCK_WORKFLOW, workflow_states=None).delete()
    GroupApprovalTask.objects.filter(name=STOCK_WORKFLOW, task_states=None).delete()
    # Somebody who already works as one of these keeps the group: an administrator decides.
    apps.get_model("auth", "Group").objects.filter(name__in=STOCK_GROUPS, user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_roles_desks_and_reviews"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    # The way back leaves the stock roles away: Wagtail needs none.
    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
