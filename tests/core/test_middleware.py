import pytest
from django.contrib.auth import get_user_model

from tests import factories

pytestmark = pytest.mark.django_db


def policy(response) -> dict[str, list[str]]:
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def test_readers_pages_run_no_script_of_the_page_itself(client):
    factories.home()

    found = policy(client.get("/"))

    assert "script-src" not in found
    assert found["default-src"] == ["'self'"]


def test_the_admin_runs_what_wagtail_writes_into_its_pages_and_nothing_from_elsewhere(client):
    client.force_login(get_user_model().objects.create_superuser("admin"))

    found = policy(client.get("/admin/"))

    assert found["script-src"] == ["'self'", "'unsafe-inline'"]
    assert found["default-src"] == ["'self'"]
    assert found["object-src"] == found["base-uri"] == ["'none'"]
    assert found["frame-ancestors"] == found["form-action"] == ["'self'"]
