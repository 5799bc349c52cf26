"""Where decisions are sent to: by the queue's script, or by plain buttons."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from wagtail.models import Site

from comments.deciding import Decided, Seen, decide
from comments.moderation.access import answer
from comments.permissions import can_switch_site, can_switch_story, is_moderator
from comments.site_switch import switch_site
from comments.story_switch import SwitchRefused, switch_story
from comments.undoing import undo
from news.models import Article

STATES = {"approve": "approved", "reject": "rejected", "spam": "spam"}
WORDS = {"approve": "approved", "reject": "rejected", "spam": "put with the spam"}
SWITCHED = {
    "open": "Readers can reply.",
    "moderated": "Each reply waits for a moderator.",
    "closed": "Nobody can reply.",
}
MOST = 500  # replies in one decision: ten pages of the queue


def replies(count: int) -> str:
    return "1 reply" if count == 1 else f"{count} replies"


def read_rows(written: list[str]) -> dict[int, Seen | None] | None:
    """Return which replies a form names, as “12 waiting---0”, with what was seen of each; None for no form of ours."""
    found: dict[int, Seen | None] = {}
    for row in written:
        number, _, seen = row.partition(" ")
        view = Seen.read(seen)
        if not number.isdecimal() or not number.isascii() or len(number) > 18 or view is None:
            return None
        found[int(number)] = view
    return found


@require_POST
def decide_view(request: HttpRequest) -> HttpResponse:
    """Decide about one reply, by its own button (“approve 12 waiting---0”), or about all that are ticked."""
    if not is_moderator(request.user):
        raise PermissionDenied
    decision, rows = request.POST.get("decision", ""), request.POST.getlist("reply")
    if one := request.POST.get("one"):
        decision, _, row = one.partition(" ")
        rows = [row]
    seen = read_rows(rows)
    if decision not in STATES or seen is None:
        return answer(request, "Nothing was changed: load the page again and decide there.", is_done=False)
    if not seen:
        return answer(request, "Choose the replies first.", is_done=False)
    if len(seen) > MOST:
        return answer(request, f"Nothing was changed: {MOST} replies at once are the most.", is_done=False)
    result = decide(seen, STATES[decision], request.user)
    return answer(
        request,
        told(result, decision),
        is_done=bool(result.done),
        done=[reply.pk for reply in result.done],
        refused=[*({"reply": reply.pk, "message": words} for reply, words in result.already), *missing(result)],
    )


def missing(result: Decided) -> list[dict[str, object]]:
    return [{"reply": pk, "message": "It is gone, or not yours to decide."} for pk in result.missing]


def told(result: Decided, decision: str) -> str:
    """Say in a sentence or two what came of a decision."""
    parts = [f"{replies(len(result.done))} {WORDS[decision]}."] if result.done else []
    if len(result.already) == 1:
        reply, words = result.already[0]
        parts.append(f"The reply by {reply.name}: {words}")
    elif result.already:
        parts.append(f"{replies(len(result.already))} left as they are: somebody else decided or edited a moment ago.")
    if result.missing:
        parts.append(f"{replies(len(result.missing))} gone, or not yours to decide.")
    return " ".join(parts)


@require_POST
def undo_view(request: HttpRequest) -> HttpResponse:
    if not is_moderator(request.user):
        raise PermissionDenied
    result = undo(request.user)
    if result is None:
        return answer(request, "There is no decision of yours to take back.", is_done=False, done=[])
    parts = [f"Taken back: {replies(len(result.done))} as before."] if result.done else []
    parts += [f"The reply by {reply.name} stays as it is: {words}" for reply, words in result.kept[:3]]
    message = " ".join(parts) or "Nothing was changed: these replies are gone, or not yours any more."
    return answer(request, message, is_done=bool(result.done), done=[reply.pk for reply in result.done])


@require_POST
def switch_site_view(request: HttpRequest) -> HttpResponse:
    if not can_switch_site(request.user):
        raise PermissionDenied
    site = Site.find_for_request(request) or Site.objects.get(is_default_site=True)
    try:
        rules = switch_site(site, request.POST.get("switch", ""), request.user, request.POST.get("shown"))
    except ValueError:
        return answer(request, "Choose one of the three.", is_done=False)
    except SwitchRefused as refusal:
        return answer(request, str(refusal), is_done=False)
    return answer(request, f"The whole site: {rules.get_switch_display().lower()}.", is_done=True)


@require_POST
def switch_story_view(request: HttpRequest, pk: int) -> HttpResponse:
    story = Article.objects.filter(pk=pk).first()
    if story is None or not can_switch_story(request.user, story):
        raise PermissionDenied
    try:
        story = switch_story(pk, request.POST.get("replies", ""), request.user, request.POST.get("shown"))
    except ValueError:
        return answer(request, "Choose open, moderated or closed.", is_done=False)
    except SwitchRefused as refusal:
        return answer(request, str(refusal), is_done=False)
    return answer(request, f"{SWITCHED[story.replies]} This holds from now on.", is_done=True, replies=story.replies)
