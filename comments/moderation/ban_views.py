"""Ban the writer of a reply; see who is banned; lift a ban."""

from ipaddress import ip_address
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages

from comments import banning
from comments.deciding import decide
from comments.models import Ban, Reply
from comments.moderation.access import ModeratorMixin, ReplyMixin, answer
from comments.permissions import can_see_bans, is_moderator

ON_A_PAGE = 50
AT_ONCE = 500  # waiting replies that go with their writer


class LastingForm(forms.Form):
    """How long a ban holds, and why."""

    days = forms.ChoiceField(label="How long", choices=list(banning.ENDS.items()), required=False, initial="30")
    note = forms.CharField(
        max_length=300, required=False, help_text="For other moderators. Whoever is banned does not see it."
    )

    def lasting(self) -> dict[str, object]:
        days = self.cleaned_data["days"]
        return {"days": int(days) if days else None, "note": self.cleaned_data["note"]}


class BanWriterForm(LastingForm):
    by = forms.ChoiceField(label="Ban", widget=forms.RadioSelect)
    waiting = forms.BooleanField(
        label="Also put what waits from them with the spam",
        required=False,
        help_text="In the stories that you moderate.",
    )
    field_order = ["by", "days", "waiting", "note"]

    def __init__(self, *args, reply: Reply, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.choices = banning.choices_for(reply)
        field: Any = self.fields["by"]
        field.choices = [(str(place), words) for place, (_, _, words) in enumerate(self.choices)]
        field.initial = "0"

    @property
    def chosen(self) -> tuple[str, str]:
        kind, value, _ = self.choices[int(self.cleaned_data["by"])]
        return kind, value


class BanWriterView(ReplyMixin, FormView):
    template_name = "comments/admin/ban.html"
    form_class = BanWriterForm
    page_title = "Ban this writer"

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        reply = {"url": reverse("reply_detail", args=[self.reply.pk]), "label": f"Reply {self.reply.pk}"}
        return [*items[:-1], reply, items[-1]]

    def get_page_subtitle(self) -> str:
        return self.reply.name

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "reply": self.reply}

    def form_valid(self, form):
        kind, value = form.chosen
        try:
            banning.ban(kind, value, self.request.user, reply=self.reply, **form.lasting())
        except (ValidationError, banning.BanRefused) as refusal:
            form.add_error("by", refusal if isinstance(refusal, ValidationError) else str(refusal))
            return self.form_invalid(form)
        words = "Banned. What they send from now on is put with the spam."
        if form.cleaned_data["waiting"]:
            done = decide(waiting_from(kind, value, self.request.user), Reply.State.SPAM, self.request.user).done
            words += f" {len(done)} that waited went there, too."
        messages.success(self.request, words)
        return redirect(self.get_back_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            reply=self.reply,
            back_url=self.get_back_url(),
            action_url=self.request.get_full_path(),
            has_nothing=not banning.choices_for(self.reply),
        )


def waiting_from(kind: str, value: str, user) -> list[int]:
    """Return the numbers of the replies that wait from whoever a ban keeps away, as far as `user` moderates them."""
    rows = Reply.objects.for_moderator(user).of_state(Reply.State.WAITING).order_by("pk")
    if kind == Ban.Kind.EMAIL:
        return list(rows.filter(email__iexact=value).values_list("pk", flat=True)[:AT_ONCE])
    if kind == Ban.Kind.WRITER:
        return list(rows.filter(writer=value).values_list("pk", flat=True)[:AT_ONCE])
    # SQLite knows no networks: what waits is little enough to look through.
    found = rows.exclude(address=None).values_list("pk", "address")
    network = banning.clean_network(value)
    return [pk for pk, address in found.iterator() if ip_address(address) in network][:AT_ONCE]


class BanForm(LastingForm):
    kind = forms.ChoiceField(choices=[choice for choice in Ban.Kind.choices if choice[0] != Ban.Kind.WRITER])
    value = forms.CharField(
        label="E-mail address or network",
        max_length=254,
        help_text="reader@example.org, 198.51.100.7 or 198.51.100.0/24. A browser is banned from one of its replies.",
    )
    field_order = ["kind", "value", "days", "note"]

    def clean(self):
        cleaned = super().clean()
        if "kind" in cleaned and "value" in cleaned:
            try:
                cleaned["value"] = banning.clean_value(cleaned["kind"], cleaned["value"])
            except ValidationError as error:
                self.add_error("value", error)
        return cleaned


class BansView(ModeratorMixin, FormView):
    """Everybody who is banned, with a form to ban more."""

    template_name = "comments/admin/bans.html"
    form_class = BanForm
    page_title = "Bans"
    header_icon = "no-view"

    def may_enter(self, user) -> bool:
        return can_see_bans(user)

    def form_valid(self, form):
        answers = form.cleaned_data
        try:
            banning.ban(answers["kind"], answers["value"], self.request.user, **form.lasting())
        except (ValidationError, banning.BanRefused) as refusal:
            form.add_error("value", refusal if isinstance(refusal, ValidationError) else str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, "Banned. What they send from now on is put with the spam.")
        return redirect("reply_bans")

    def get_context_data(self, **kwargs):
        bans = banning.standing().select_related("created_by").order_by("-created_at", "-pk")
        page = Paginator(bans, ON_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs, page=page, action_url=self.request.path)


@require_POST
def lift_view(request: HttpRequest, pk: int) -> HttpResponse:
    if not is_moderator(request.user):
        raise PermissionDenied
    try:
        was_there = banning.lift(pk, request.user)
    except banning.BanRefused:
        raise PermissionDenied from None
    words = "The ban is lifted." if was_there else "It was lifted already."
    fallback = reverse("reply_bans" if can_see_bans(request.user) else "reply_queue")
    return answer(request, words, is_done=True, fallback=fallback)
