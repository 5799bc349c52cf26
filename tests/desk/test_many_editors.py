"""Twenty editors save one story at once, against the real server: nothing is lost, nobody silently overwritten."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from types import SimpleNamespace

import pytest

from tests.bench.servers import free_port, pulse
from tests.desk.editor_client import Editor
from tests.desk.own_database import copy_of_database, finish, query, start

EDITORS = 20


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    """Serve a story with EDITORS editors, logged in and with the story open."""
    folder, port = tmp_path_factory.mktemp("editors"), free_port()
    with django_db_blocker.unblock(), copy_of_database(folder) as environment:
        site = f"http://127.0.0.1:{port}"
        environment |= {"BASE_URL": site, "CACHE_URL": f"filecache://{folder}/cache"}
        finish(start(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"))
        facts = json.loads(finish(start(environment, "-m", "tests.desk.editor_client", str(EDITORS))).splitlines()[-1])
        with pulse(environment, port):
            editors = [Editor(site, f"editor{number}") for number in range(EDITORS)]
            with ThreadPoolExecutor(4) as pool:
                list(pool.map(Editor.log_in, editors))
                list(pool.map(lambda editor: editor.open_story(facts["path"]), editors))
            yield SimpleNamespace(environment=environment, editors=editors, **facts)


def at_once(editors: list[Editor], act) -> list:
    """Let all editors do the same at the same moment; return what each got."""
    barrier = Barrier(len(editors))

    def go(numbered):
        barrier.wait()
        return act(*numbered)

    with ThreadPoolExecutor(len(editors)) as pool:
        return list(pool.map(go, enumerate(editors)))


def versions(server) -> dict[int, str]:
    """Return the headline of each stored version of the story."""
    rows = query(
        server.environment,
        f"SELECT id, content FROM wagtailcore_revision WHERE object_id = '{server.pk}' ORDER BY id",  # noqa: S608
    )
    return {pk: (json.loads(content) if isinstance(content, str) else content)["title"] for pk, content in rows}


def test_every_save_of_twenty_editors_is_kept_as_a_version(server):
    before = versions(server)
    answers = at_once(
        server.editors,
        lambda number, editor: editor.save(server.path, {**server.form, "title": f"Saved by {number}"}),
    )
    assert answers == [302] * EDITORS
    made = [title for pk, title in versions(server).items() if pk not in before]
    assert sorted(made) == sorted(f"Saved by {number}" for number in range(EDITORS))


def test_autosaves_at_once_overwrite_nobody_and_tell_the_losers(server):
    before = versions(server)
    latest = max(before)
    form = {**server.form, "loaded_revision_id": latest, "loaded_revision_created_at": created_at(server, latest)}
    first = at_once(
        server.editors,
        lambda number, editor: editor.autosave(server.path, {**form, "title": f"Typed by {number}"}),
    )
    winners = check_told(server, first, "Typed by")
    assert winners

    # They type on. Each saves over the version of their own, which only the last of them may.
    second = at_once(
        server.editors,
        lambda number, editor: editor.autosave(
            server.path,
            {**form, "title": f"More by {number}", "overwrite_revision_id": winners.get(number, latest)},
        ),
    )
    again = check_told(server, second, "More by")
    assert len(again) == 1
    kept = versions(server)
    for number, pk in winners.items():
        assert kept[pk] == (f"More by {number}" if number in again else f"Typed by {number}")
    assert {pk: kept[pk] for pk in before} == before


def check_told(server, answers: list, words: str) -> dict[int, int]:
    """Return each winner's version, after making sure that it holds what was typed and that the losers were told."""
    stored, winners = versions(server), {}
    for number, (status, answer) in enumerate(answers):
        if status == 200:
            winners[number] = answer["revision_id"]
            assert stored[answer["revision_id"]] == f"{words} {number}"
        else:
            assert (status, answer["error_code"]) == (400, "invalid_revision")
            assert answer["error_message"]
    return winners


def created_at(server, pk: int) -> str:
    sql = f"SELECT created_at FROM wagtailcore_revision WHERE id = {pk}"  # noqa: S608
    [[found]] = query(server.environment, sql)
    return (found if isinstance(found, datetime) else datetime.fromisoformat(found).replace(tzinfo=UTC)).isoformat()
