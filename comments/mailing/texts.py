"""What readers are mailed: plain text, and the same as simple HTML."""

from django.core.mail import EmailMultiAlternatives
from django.core.mail.utils import DNS_NAME
from django.template.loader import render_to_string
from django.utils.text import Truncator
from wagtail.models import Site

from comments.mail_tokens import CONFIRM_DAYS, confirm_url, stop_url
from comments.mailing.asking import asked_with
from comments.models import Notice, Reply, Subscription
from core.models import SiteSettings
from core.urls import absolute

EXCERPT, SUBJECT_LENGTH = 400, 200


def compose(notice: Notice) -> EmailMultiAlternatives:
    """Return the mail of a notice, ready to be sent."""
    wish = notice.subscription
    kind, facts = ("answer", about_answer(notice.answer)) if notice.answer else ("confirm", about_wishes(wish))
    context = {"site_name": site_name(), "stop_url": stop_url(wish), **facts}
    subject, _, text = render_to_string(f"comments/mail/letters/{kind}.txt", context).strip().partition("\n")
    # A name or headline may hold a line break, which would end the header.
    mail = EmailMultiAlternatives(
        " ".join(subject.split())[:SUBJECT_LENGTH], text.strip() + "\n", to=[wish.email], headers=headers(notice)
    )
    mail.attach_alternative(render_to_string(f"comments/mail/letters/{kind}.html", context), "text/html")
    return mail


def about_answer(answer: Reply) -> dict[str, object]:
    return {
        "name": answer.name,
        "headline": answer.article.title,
        "excerpt": Truncator(answer.text).chars(EXCERPT),
        "reply_url": reply_url(answer),
    }


def about_wishes(asked: Subscription) -> dict[str, object]:
    # Nothing that somebody typed in stands here: the mail may reach a person who never wrote to us.
    wishes = asked_with(asked).select_related("reply__article")
    return {
        "headlines": list(dict.fromkeys(wish.reply.article.title for wish in wishes)),
        "confirm_url": confirm_url(asked),
        "days": CONFIRM_DAYS,
    }


def reply_url(reply: Reply) -> str:
    return absolute(f"/replies/{reply.pk}/")


def headers(notice: Notice) -> dict[str, str]:
    """Return what tells machines what the mail is: RFC 8058 lets mail programs end it with one click, RFC 3834."""
    return {
        "Message-ID": f"<pulse-reply-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S%f}@{DNS_NAME}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop_url(notice.subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def site_name() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings.for_site(site).name if site else "Pulse"
