"""Put replies before the moderators of a newsroom that runs.

python -m tests.browser.fill_replies NAME NUMBER: all by that name, to a live story of Politics, waiting.
"""

import os
import subprocess
import sys
from uuid import uuid4

from tests.bench.servers import ROOT

STORY = "appeal-court-flood-fund-audit"


def fill(newsroom, name: str, number: int) -> None:
    """Store `number` waiting replies, “{name} 1” and so on, in the newsroom under test."""
    environment = {**newsroom.environment, "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}"}
    arguments = [sys.executable, "-m", "tests.browser.fill_replies", name, str(number)]
    subprocess.run(arguments, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    import django

    django.setup()
    from news.models import Article
    from tests import factories

    story = Article.objects.get(slug=STORY)
    for place in range(1, int(sys.argv[2]) + 1):
        factories.held_reply(
            story, name=f"{sys.argv[1]} {place}", reason="watched_word", matched="cash",
            text=f"Reply {place} says who took the cash, and when.", digest=uuid4().hex * 2,
        )  # fmt: skip
