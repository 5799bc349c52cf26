"""Who does what with a story in which state: {state: people}, and "else" for all states that are not named.

The story is the Politics reporter's, who has also submitted it. Beside each table stands what the act does, in the
words of effects.py: first what it is for, then what may come with it. Nobody else changes anything.
"""

from tests.desk.matrix.people import ADMIN, CHIEFS, EDITORS, HOME, LEGAL, MODERATORS, POLITICS, SECTION_CHIEFS

Table = dict[str, set[str]]

NOBODY: set[str] = set()
EVERYBODY_ON_IT = {"reporter"} | EDITORS
FILERS_OF_IT = {"reporter"} | SECTION_CHIEFS
IN_REVIEW = ("at copy edit", "at legal read", "at section editor", "in a bundle", "live, draft in review")
LIVE = ("live", "live, with a draft", "live, draft in review")


def states(*names: str, people: set[str]) -> Table:
    return dict.fromkeys(names, people)


# A step of review belongs to its members and to those who stand in for them; the reporter waits.
AT_ITS_STEP: Table = {
    **states("at copy edit", "live, draft in review", people=EDITORS),
    "at legal read": LEGAL | CHIEFS,
    **states("at section editor", "in a bundle", people=SECTION_CHIEFS),
}
# A card of the board is for those who work on the section.
ON_THE_BOARD: Table = {**AT_ITS_STEP, "at legal read": CHIEFS}
WRITES: Table = {**AT_ITS_STEP, "scheduled": NOBODY, "locked": {"copy_editor"}, "else": EVERYBODY_ON_IT}
SUBMITS: Table = {
    **states(*IN_REVIEW, "scheduled", "killed", people=NOBODY),
    "locked": {"copy_editor"},
    "else": EVERYBODY_ON_IT,
}
CANCELS: Table = {
    **AT_ITS_STEP,
    **{name: people | {"reporter"} for name, people in AT_ITS_STEP.items()},
    "changes requested": {"reporter"},
    "else": NOBODY,
}
REMOVES: Table = {
    **states("draft", "changes requested", "embargoed", people=FILERS_OF_IT),
    **states("at copy edit", "at section editor", "in a bundle", people=SECTION_CHIEFS),
    "killed": ADMIN,
    "else": CHIEFS,
}
LOCKS: Table = {**AT_ITS_STEP, "locked": NOBODY, "else": EDITORS}
UNPUBLISHES: Table = {**states(*LIVE, people=CHIEFS), "else": NOBODY}
LOOKS_AFTER: Table = {"at legal read": EVERYBODY_ON_IT | LEGAL, "else": EVERYBODY_ON_IT}
SWITCHES: Table = {"at legal read": EVERYBODY_ON_IT | MODERATORS | LEGAL, "else": EVERYBODY_ON_IT | MODERATORS}
TICKS: Table = {**LOOKS_AFTER, "scheduled": NOBODY}
IN_AN_EMERGENCY: Table = {
    **states("in a bundle", "scheduled", "embargoed", "locked", "live", "killed", people=NOBODY),
    "else": CHIEFS,
}
KILLS: Table = {
    **states("draft", "changes requested", "embargoed", "locked", "killed", people=NOBODY),
    "else": CHIEFS,
}
# The bundle is empty, and the section editor has made it.
BUNDLES: Table = {**states("in a bundle", "scheduled", "live", "killed", people=NOBODY), "else": SECTION_CHIEFS}
BREAKS: Table = {**states(*LIVE, people=SECTION_CHIEFS | HOME), "else": NOBODY}
CHIEFS_ONLY: Table = {"else": CHIEFS}
KILLED_ONLY: Table = {"killed": CHIEFS, "else": NOBODY}
NEVER: Table = {"else": NOBODY}

APPROVALS = ("approve in the editor", "approve from the list", "move a card on")
# How stories come to readers, the clock apart; the last approval is one at the section editor's step.
WAYS_TO_READERS = (*((act, "at section editor") for act in APPROVALS), ("publish without review", "any state"))

# What the home page's editors, who belong to no section, do with stories of all sections.
FROM_THE_HOME_PAGE = ("set as breaking",)
# What those who moderate replies, and belong to no section either, do with stories of all sections.
FOR_MODERATORS = ("switch replies",)

WHO_DOES: dict[str, tuple[Table, list[str]]] = {
    "save a draft": (WRITES, ["version", "review"]),
    "go back to an old version": (WRITES, ["version", "review"]),
    "go back by the API": ({**WRITES, "at legal read": CHIEFS}, ["version", "review"]),
    "submit": (SUBMITS, ["review", "version"]),
    "approve in the editor": ({**AT_ITS_STEP, "else": NOBODY}, ["review", "version", "published", "bundle"]),
    "approve from the list": ({**AT_ITS_STEP, "else": NOBODY}, ["review", "published", "bundle"]),
    "move a card on": ({**SUBMITS, **ON_THE_BOARD}, ["review", "published", "bundle"]),
    "request changes in the editor": ({**AT_ITS_STEP, "else": NOBODY}, ["review", "version"]),
    "request changes from the list": ({**AT_ITS_STEP, "else": NOBODY}, ["review"]),
    "move a card back": ({**ON_THE_BOARD, "else": NOBODY}, ["review"]),
    "cancel the review": (CANCELS, ["review", "version"]),
    "begin the review again": ({"changes requested": {"reporter"}, "else": NOBODY}, ["review", "version"]),
    "publish in the editor": (NEVER, ["published", "version", "review"]),
    "publish in bulk": (NEVER, ["published"]),
    "publish by the API": (NEVER, ["published"]),
    "publish without review": (IN_AN_EMERGENCY, ["published", "review"]),
    "put in a bundle": (BUNDLES, ["bundle"]),
    "unschedule": ({"scheduled": SECTION_CHIEFS, "else": NOBODY}, ["schedule"]),
    "unpublish": (UNPUBLISHES, ["taken down", "schedule", "review"]),
    "unpublish in bulk": (UNPUBLISHES, ["taken down", "schedule", "review"]),
    "unpublish by the API": (UNPUBLISHES, ["taken down", "schedule", "review"]),
    "delete": (REMOVES, ["deleted", "taken down"]),
    "delete in bulk": (REMOVES, ["deleted", "taken down"]),
    "delete by the API": (REMOVES, ["deleted", "taken down"]),
    "move": (REMOVES, ["place"]),
    "move in bulk": (REMOVES, ["place"]),
    "move by the API": (REMOVES, ["place"]),
    "set its place": ({"killed": ADMIN, "else": CHIEFS}, ["place"]),
    "copy": ({"else": FILERS_OF_IT}, ["copy"]),
    "copy by the API": ({"else": FILERS_OF_IT}, ["copy"]),
    "copy to Business": (CHIEFS_ONLY, ["copy"]),
    "copy live": (NEVER, ["copy"]),
    "mirror": (NEVER, ["copy"]),
    "translate": (NEVER, ["copy"]),
    "convert a mirror": (NEVER, ["mirror"]),
    "convert a mirror in the admin": (NEVER, ["mirror"]),
    "lock": (LOCKS, ["lock"]),
    "unlock": ({"locked": EDITORS, "else": NOBODY}, ["lock"]),
    "make private": (CHIEFS_ONLY, ["privacy"]),
    "kill": (KILLS, ["kill", "taken down", "tombstone", "review", "schedule"]),
    "bring back": (KILLED_ONLY, ["kill", "tombstone"]),
    "reword the tombstone": (KILLED_ONLY, ["tombstone"]),
    "tick": (TICKS, ["tick"]),
    "share a preview": (LOOKS_AFTER, ["link"]),
    "revoke a preview": (LOOKS_AFTER, ["link"]),
    "set as breaking": (BREAKS, ["banner"]),
    "switch replies": (SWITCHES, ["replies"]),
    "plan": ({"else": POLITICS - {"colleague", "copy_editor"}}, ["plan"]),
}
