"""The emergency switch: every reply waits, or nobody can reply to anything."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Site

from comments import history
from comments.models import ReplySettings
from comments.permissions import can_switch_site
from comments.story_switch import SwitchRefused


@transaction.atomic
def switch_site(site: Site, wanted: str, user, shown: str | None = None) -> ReplySettings:
    """Put the whole site's switch to "normal", "moderated" or "closed".

    Raises SwitchRefused when `user` may not, or somebody switched since they were `shown` another; ValueError for a
    word that is none of the three. Caches hear of it as of every change of the rules: by post_save of ReplySettings.
    """
    wanted = ReplySettings.Switch(wanted)
    if not can_switch_site(user):
        raise SwitchRefused("Only moderators of the whole site switch this.")
    rules = ReplySettings.for_site(site)
    rules = ReplySettings.objects.select_for_update().get(pk=rules.pk)
    before = ReplySettings.Switch(rules.switch)
    if shown is not None and shown != before and before != wanted:
        raise SwitchRefused(f"Somebody else switched to “{before.label}” a moment ago. Nothing was changed.")
    if before != wanted:
        rules.switch = wanted
        rules.save()
        log(rules, history.SWITCH_SITE, user=user, data={"before": before.label, "after": wanted.label})
    return rules
