"""Who moderates which replies: the predicates that queue, decisions, panels and the story's switch all ask.

Everywhere: who holds `comments.moderate_reply`, which is given to roles of the newsroom (desk.roles). In a section
and below it: who holds Wagtail's page permission “unlock” there, which is how the house writes that somebody answers
for a section. No permission of our own is hung on the section's page: Wagtail's form for groups knows its own page
permissions only, shows no box for another one, and takes it away when an administrator saves the group.
"""

from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.permission_policies.pages import PagePermissionPolicy

from news.models import Article

MODERATE = "comments.moderate_reply"
CHANGE_SETTINGS = "comments.change_replysettings"
ANSWERS_FOR = "unlock_page"


def moderates_everywhere(user) -> bool:
    return user.is_active and user.has_perm(MODERATE)


def moderated_paths(user) -> list[str]:
    """Return the paths in the page tree below which `user` moderates; everywhere is the path all others begin with."""
    if not user.is_active:
        return []
    if moderates_everywhere(user):
        return [""]
    rows = PagePermissionPolicy().get_cached_permissions_for_user(user)
    return sorted({row.page.path for row in rows if row.permission.codename == ANSWERS_FOR})


def below(paths: list[str], field: str = "path") -> Q:
    """Filter for rows whose `field` is a path at or below one of `paths`."""
    if "" in paths:
        return Q()
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths), Q(pk__in=[]))


def is_moderator(user) -> bool:
    """Tell whether `user` moderates the replies of any story."""
    return bool(moderated_paths(user))


def can_moderate(user, article) -> bool:
    """Tell whether `user` decides about the replies to `article`."""
    return any(article.path.startswith(path) for path in moderated_paths(user))


def moderated_articles(user):
    """Return the stories whose replies `user` decides about."""
    return Article.objects.filter(below(moderated_paths(user)))


def can_switch_story(user, article) -> bool:
    """Tell whether `user` may say who can reply to `article`: its moderators, and who may edit it."""
    return can_moderate(user, article) or (user.is_active and article.permissions_for_user(user).can_edit())


def can_switch_site(user) -> bool:
    """Tell whether `user` may stop replies on the whole site."""
    return user.is_active and (moderates_everywhere(user) or user.has_perm(CHANGE_SETTINGS))


def can_see_bans(user) -> bool:
    """Tell whether `user` may see everybody who is banned, which shows addresses of other sections' writers."""
    return moderates_everywhere(user)
