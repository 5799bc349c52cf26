"""Ask Akismet, or whoever speaks as it does (https://akismet.com/developers/detailed-docs/comment-check/)."""

from urllib.parse import urlencode

from django.conf import settings

from comments.models import Reply
from core.outgoing import post


def ask(reply: Reply, url: str, key: str, seconds: float) -> bool:
    """Tell what the service says; raise OSError when it says nothing that can be understood.

    The writer's e-mail address is not sent: it leaves the house for nobody.
    """
    fields = {
        "api_key": key,
        "blog": settings.BASE_URL,
        "user_ip": reply.address or "",
        "user_agent": reply.user_agent,
        "comment_type": "reply" if reply.parent_id else "comment",
        "comment_author": reply.name,
        "comment_author_url": reply.website,
        "comment_content": reply.text,
        "charset": "utf-8",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "User-Agent": "Pulse"}
    answer = post(url, urlencode(fields).encode(), headers, seconds)
    said = answer.body.strip().lower()
    if answer.status != 200 or said not in (b"true", b"false"):
        # What it said is not repeated: it may hold what was sent.
        raise OSError(f"status {answer.status}, neither “true” nor “false”")
    return said == b"true"
