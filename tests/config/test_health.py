import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Revision

from config import health
from desk import scheduling
from desk.models import Bundle
from search import index
from search.tasks import renew_index
from tests import factories
from tests.desk.newsroom import scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(settings):
    """Ask as a probe does: by a name that is not the site's, without https, of a process that has just begun."""
    settings.SECURE_SSL_REDIRECT = True

    def ask(path: str = "/readyz"):
        response = Client().get(path, HTTP_HOST="10.1.2.3:8000")
        return response.status_code, json.loads(response.content), response

    return ask


@pytest.fixture
def section():
    return factories.section("Politics")


def make_old(model, pk, field: str, **age) -> None:
    model.objects.filter(pk=pk).update(**{field: timezone.now() - timedelta(**age)})


def test_a_process_is_alive_without_the_database(ask, django_assert_num_queries):
    with django_assert_num_queries(0):
        status, answer, _ = ask("/healthz")

    assert (status, answer) == (200, {"alive": "fine"})


def test_a_newsroom_in_order_is_ready(ask, section):
    factories.article("Ferry returns", section)
    status, answer, response = ask()

    assert set(answer.values()) == {"fine"}, answer
    assert status == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_dead_database_is_told_once_with_its_remedy_and_no_secret(ask, monkeypatch):
    def dead():
        raise DatabaseError("password authentication failed for user pulse at 10.0.0.7")

    monkeypatch.setattr(connection, "cursor", dead)
    status, answer, response = ask()

    assert status == 503
    assert "DATABASE_URL" in answer["database"]
    assert set(answer.values()) == {answer["database"], "The database does not answer."}
    assert "10.0.0.7" not in response.content.decode()


def test_a_cache_that_cannot_be_written_is_told(ask, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device", "/secret/path")

    monkeypatch.setattr(cache, "set", full)
    monkeypatch.setattr(cache, "get", lambda *args: None)
    status, answer, response = ask()

    assert status == 503
    assert "DATA_DIR" in answer["cache"]
    assert "/secret/path" not in response.content.decode()


@pytest.mark.parametrize(("megabytes", "expected"), [(64, 503), (0, 200)])
def test_a_page_cache_that_cannot_be_written_is_told(ask, monkeypatch, settings, tmp_path, megabytes, expected):
    settings.PAGE_CACHE_MB = megabytes
    monkeypatch.setattr(health.configured, "folder", lambda: tmp_path / "gone")

    status, answer, _ = ask()

    assert status == expected
    assert ("Pages cannot be kept" in answer["page cache"]) is (expected == 503)


def test_tables_of_another_version_are_told(ask, monkeypatch):
    monkeypatch.setattr(health, "migrated", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: ["one"])

    status, answer, _ = ask()

    assert status == 503
    assert "manage.py migrate" in answer["migrations"]


def test_a_story_that_search_cannot_find_is_told(ask, section):
    index.remove([factories.article("Ferry returns", section).pk])

    status, answer, _ = ask()

    assert status == 503
    assert answer["search"] == "1 of the newest 1 stories cannot be found. Run manage.py rebuild_search."
    assert answer["search, all stories"].startswith("1 stories are published and 0 can be found.")


def test_drafts_and_embargoed_stories_are_not_missed_by_search(ask, section):
    factories.article("Draft", section, live=False)
    factories.article("Later", section, embargo_until=timezone.now() + timedelta(hours=1))

    assert ask()[0] == 200


@pytest.mark.parametrize(("minutes", "expected"), [(1, 200), (3, 503)])
def test_a_story_that_nobody_published_on_time_is_told(ask, section, minutes, expected):
    scheduled(section, "Budget", minutes_ago=minutes)

    status, answer, _ = ask()

    assert status == expected
    assert ("publish_due" in answer["schedules"]) is (expected == 503)


def test_a_bundle_and_an_expired_story_are_told_as_well(ask, section):
    bundle = Bundle.objects.create(title="Budget day", go_live_at=timezone.now() + timedelta(hours=1))
    Bundle.objects.filter(pk=bundle.pk).update(
        status=Bundle.Status.SCHEDULED, go_live_at=timezone.now() - timedelta(minutes=3)
    )
    factories.article("Over", section, expire_at=timezone.now() - timedelta(minutes=3))

    assert ask()[1]["schedules"].startswith("2 items")


def test_what_the_clock_cannot_publish_is_the_newsrooms_trouble(ask, section, monkeypatch):
    story = scheduled(section, "Poison")

    def refuse(*args, **kwargs):
        raise ValueError("cannot be published")

    monkeypatch.setattr(scheduling, "put_live", refuse)
    scheduling.publish_due()

    assert Revision.objects.filter(pk=story.latest_revision_id, approved_go_live_at__isnull=False).exists()
    assert ask()[1]["schedules"] == "fine"


@pytest.mark.parametrize(("minutes", "expected"), [(9, 200), (11, 503)])
def test_tasks_that_nobody_does_are_told(ask, minutes, expected, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    task = renew_index.enqueue()
    make_old(health.DBTaskResult, task.id, "enqueued_at", minutes=minutes)

    status, answer, _ = ask()

    assert status == expected
    assert ("db_worker" in answer["tasks"]) is (expected == 503)


def test_a_load_balancer_keeps_a_server_whose_clock_is_dead(ask, section):
    scheduled(section, "Budget")

    status, answer, _ = ask("/readyz?for=traffic")

    assert status == 200
    assert set(answer) == {"database", "cache", "migrations"}


def test_a_check_that_fails_itself_is_told_without_its_error(ask, monkeypatch):
    def broken():
        raise RuntimeError("at /secret/path")

    monkeypatch.setattr(health, "tasks", broken)
    status, answer, response = ask()

    assert status == 503
    assert answer["tasks"] == "It could not be found out. The log says why."
    assert "/secret/path" not in response.content.decode()


def test_a_probe_a_second_asks_the_database_little(section, django_assert_max_num_queries):
    middleware = health.HealthMiddleware(lambda request: None)
    factories.article("Ferry returns", section)
    probe = RequestFactory().get("/readyz")
    assert middleware(probe).status_code == 200

    with django_assert_max_num_queries(1):
        assert middleware(probe).status_code == 200
