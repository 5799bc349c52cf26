"""Why a reply got the state it has: kept with the reply, shown to moderators and, where it says so, to its writer."""

from django.db import models


class Reason(models.TextChoices):
    """In the order in which the rules ask (comments.rules)."""

    TRAP = "trap", "Filled in the field that only machines see"
    FORGED = "forged", "Sent without the form, or with one that was changed"
    FAST = "fast", "Sent faster than anybody writes"
    BANNED = "banned", "From a banned writer or network"
    BLOCKED_WORD = "blocked_word", "Holds a blocked word"
    LINKS = "links", "Holds more links than allowed"
    WATCHED_WORD = "watched_word", "Holds a watched word"
    SPAM_FILTER = "spam_filter", "Looks like spam"
    SPAM_SERVICE = "spam_service", "The spam service says it is spam"
    DOUBTFUL = "doubtful", "Might be spam"
    MODERATED_SITE = "moderated_site", "Every reply waits at present"
    MODERATED_SECTION = "moderated_section", "Every reply in this section waits"
    MODERATED_STORY = "moderated_story", "Every reply to this story waits"
    FIRST = "first", "One of the writer's first replies"
    RULES = "rules", "Nothing spoke against it"
    STAFF = "staff", "Written by the newsroom"
    MODERATOR = "moderator", "A moderator decided"
    PERSON = "person", "The person asked for it to be erased"
