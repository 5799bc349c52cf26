"""Who does what with a story, in every state: measured by what has become of it, not by the answer."""

import pytest
from django.db import transaction

from tests.desk.matrix.act_tables import (
    APPROVALS,
    FOR_MODERATORS,
    FROM_THE_HOME_PAGE,
    IN_REVIEW,
    NOBODY,
    WAYS_TO_READERS,
    WHO_DOES,
    WRITES,
)
from tests.desk.matrix.acts import ACTS
from tests.desk.matrix.effects import changes, standing
from tests.desk.matrix.people import HOME, LEGAL, MODERATORS, POLITICS, VISITORS
from tests.desk.matrix.writes import written

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_act_has_its_table():
    assert set(ACTS) == set(WHO_DOES)


@pytest.mark.parametrize("act", WHO_DOES)
def test_tables_keep_to_the_rules(act):
    table, _ = WHO_DOES[act]
    at_legal_read, elsewhere = table.get("at legal read", table["else"]), {**table, "at legal read": NOBODY}

    people = set().union(*elsewhere.values())
    others = (HOME if act in FROM_THE_HOME_PAGE else NOBODY) | (MODERATORS if act in FOR_MODERATORS else NOBODY)
    assert people | at_legal_read <= POLITICS | LEGAL | others
    assert not people & LEGAL, "They come for their step only."
    assert "colleague" not in people, "Reporters touch what is their own."
    if act in APPROVALS:
        assert not any("reporter" in table[state] for state in IN_REVIEW if state in table)


def effects(client, matrix):
    """Do everything to every story, each time undoing it; yield act, state and what it did."""
    for name, state in matrix.stories.items():
        before = standing(state.story.pk)
        for act, send in ACTS.items():
            with transaction.atomic():
                with written() as tables:
                    send(client, matrix.room, state)
                found = changes(before, standing(state.story.pk)) if tables else set()
                transaction.set_rollback(True)
            yield act, name, found


@pytest.mark.parametrize("who", VISITORS)
def test_who_does_what(client, matrix, who):
    if who != "nobody":
        client.force_login(getattr(matrix.room, who))

    done, wanted, astray = set(), set(), []
    for act, state, found in effects(client, matrix):
        table, (purpose, *beside) = WHO_DOES[act]
        if purpose in found:
            done.add((act, state))
        if who in table.get(state, table["else"]):
            wanted.add((act, state))
        # Pressing what one may not press saves what was typed, for those who may write; nothing else follows from it.
        allowed = {purpose, *beside} if (act, state) in wanted else {"version", "review"} & {purpose, *beside}
        if "published" in found and not {(act, state), (act, "any state")} & set(WAYS_TO_READERS):
            astray.append((act, state, "published"))
        if not found <= allowed or ("version" in found and who not in WRITES.get(state, WRITES["else"])):
            astray.append((act, state, found))

    assert done == wanted
    assert astray == []
