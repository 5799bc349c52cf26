"""An editor with a browser's manners and no browser: cookies, CSRF, the edit form.

Run as a program it puts a story and its editors in the database and prints what the test must know:
python -m tests.desk.editor_client NUMBER_OF_EDITORS
"""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

PASSWORD = "pass word 1 for tests"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Editor:
    def __init__(self, site: str, username: str) -> None:
        self.site, self.username = site, username
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), NoRedirect())

    def open(self, path: str, data: dict | None = None, **headers) -> tuple[int, str]:
        """Get or post; return status and text."""
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": self.token}).encode() if data else None
        headers = {"Referer": f"{self.site}/admin/", "Origin": self.site, **headers}
        request = urllib.request.Request(self.site + path, body, headers)
        try:
            with self.opener.open(request, timeout=120) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def log_in(self) -> None:
        status, text = self.open("/admin/login/")
        self.token = CSRF.search(text)[1]
        status, text = self.open("/admin/login/", {"username": self.username, "password": PASSWORD})
        assert status == 302, (status, text[:500])

    def open_story(self, path: str) -> None:
        status, text = self.open(path)
        assert status == 200
        self.token = CSRF.search(text)[1]

    def save(self, path: str, form: dict) -> int:
        return self.open(path, form)[0]

    def autosave(self, path: str, form: dict) -> tuple[int, dict]:
        status, text = self.open(path, form, Accept="application/json")
        return status, json.loads(text) if status < 500 else {}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


def seed(editors: int) -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    from desk.desks import ensure_section_desk
    from tests import factories
    from tests.desk.newsroom import draft, edit_url, form

    section = factories.section("Politics")
    group = ensure_section_desk(section).section_editor
    password = make_password(PASSWORD)
    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"editor{number}", password=password) for number in range(editors)
    )
    group.user_set.add(*users)
    story = draft(section, users[0], headline="As it was")
    print(json.dumps({"pk": story.pk, "path": edit_url(story), "form": form(story)}))


if __name__ == "__main__":
    import django

    django.setup()
    seed(int(sys.argv[1]))
