"""Call the webhooks: signed, retried, and to no address inside our own network."""

import hashlib
import hmac
import json
import logging
import time

from django.utils import timezone
from wagtail.models import Page

from core.outgoing import post
from desk.models import Announcement, Webhook, WebhookDelivery
from desk.notifications.texts import admin_url, name_of
from desk.permissions import embargo_end

logger = logging.getLogger("pulse.webhook")

ROUND_CALLS, ROUND_SECONDS = 100, 60
SUCCESS = range(200, 300)


def call(announcement: Announcement, story: Page) -> None:
    """Put a call in the outbox of each webhook that wants to hear of it."""
    hooks = [
        hook
        for hook in Webhook.objects.filter(active=True).select_related("section")
        if wants(hook, announcement, story)
    ]
    if hooks:
        body = json.dumps(payload(announcement.event, story, announcement.actor), ensure_ascii=False)
        WebhookDelivery.objects.bulk_create(
            WebhookDelivery(webhook=hook, event=announcement.event, payload=body) for hook in hooks
        )


def wants(hook: Webhook, announcement: Announcement, story: Page) -> bool:
    if hook.events and announcement.event not in hook.events:
        return False
    if hook.section and not story.path.startswith(hook.section.path):
        return False
    return hook.with_embargoed or not embargo_end(story)


def payload(event: str, story: Page, actor) -> dict[str, object]:
    """Return what a webhook is told: what happened to which story, never its text or a note."""
    state = story.current_workflow_state
    end = embargo_end(story)
    return {
        "event": event,
        "time": timezone.now().isoformat(),
        "actor": name_of(actor),
        "story": {
            "id": story.pk,
            "headline": story.draft_title or story.title,
            "section": getattr(story, "section_title", ""),
            "status": status(story, state),
            "embargo_until": end.isoformat() if end else None,
            "url": story.full_url if story.live else None,
            "edit_url": admin_url("wagtailadmin_pages:edit", story.pk),
        },
    }


def status(story: Page, state) -> str:
    if state is not None:
        return "in review"
    if story.live:
        return "live with changes" if story.has_unpublished_changes else "live"
    return "scheduled" if story.approved_schedule else "draft"


def call_for_test(hook: Webhook, actor) -> WebhookDelivery:
    """Send a call that says so at once, and return what came of it."""
    body = {"event": "test", "time": timezone.now().isoformat(), "actor": name_of(actor), "story": None}
    delivery = WebhookDelivery.objects.create(webhook=hook, event="test", payload=json.dumps(body, ensure_ascii=False))
    send(delivery)
    return delivery


def send_due() -> int:
    """Make the calls that are due; return how many arrived."""
    arrived, end = 0, time.monotonic() + ROUND_SECONDS
    for delivery in due().select_related("webhook")[:ROUND_CALLS]:
        if time.monotonic() > end:
            break
        arrived += send(delivery)
    return arrived


def due():
    """Return the calls to make now; those of a webhook that is switched off wait."""
    return WebhookDelivery.objects.due().filter(webhook__active=True)


def send(delivery: WebhookDelivery) -> bool:
    """Make one call unless another process has it; keep it for later when it fails."""
    if not delivery.claim():
        return False
    hook = delivery.webhook
    try:
        code = post(hook.url, delivery.payload.encode(), headers(delivery)).status
        delivery.response_code = code
        if code not in SUCCESS:
            raise OSError(f"The receiver answered {code}.")
    except Exception as error:
        delivery.fail(error)
        delivery.save(update_fields=["response_code"])
        logger.warning("Webhook “%s”: %s (attempt %s)", hook, delivery.error, delivery.attempts)
        return False
    delivery.status, delivery.error, delivery.finished_at = WebhookDelivery.Status.SENT, "", timezone.now()
    delivery.save(update_fields=["status", "error", "finished_at", "response_code"])
    return True


def headers(delivery: WebhookDelivery) -> dict[str, str]:
    now = int(time.time())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Pulse",
        "X-Pulse-Event": delivery.event,
        "X-Pulse-Delivery": str(delivery.key),
        "X-Pulse-Signature": f"t={now},v1={signature(delivery.webhook.secret, now, delivery.payload)}",
    }


def signature(secret: str, when: int, body: str) -> str:
    """Return the hex HMAC-SHA256 of "<when>.<body>"."""
    return hmac.new(secret.encode(), f"{when}.{body}".encode(), hashlib.sha256).hexdigest()
