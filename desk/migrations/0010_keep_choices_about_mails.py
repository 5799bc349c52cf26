"""Carry over which mails people had switched off under “Account”, when Wagtail's own switches stood there."""

from django.db import migrations

SWITCHES = {
    "submitted_notifications": ["waiting", "submitted"],
    "rejected_notifications": ["changes_requested"],
    "approved_notifications": ["approved", "published"],
    "updated_comments_notifications": ["noted"],
}


def carry_over(apps, schema_editor):
    MailPreference = apps.get_model("desk", "MailPreference")
    UserProfile = apps.get_model("wagtailusers", "UserProfile")
    for switch, events in SWITCHES.items():
        off = UserProfile.objects.filter(**{switch: False}).values_list("user_id", flat=True)
        MailPreference.objects.bulk_create(
            [MailPreference(user_id=user, event=event, way="never") for user in off for event in events],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0009_messages_and_preview_links"),
        ("wagtailusers", "0010_userprofile_updated_comments_notifications"),
    ]

    # The switches themselves were left as they are.
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
