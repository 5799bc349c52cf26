"""One reply: its thread, what was done about it, its reports and bans; and the form for its text."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets import AdminAutoHeightTextInput

from comments import banning, history
from comments.deciding import Seen
from comments.editing import EditRefused, clean_text, edit
from comments.models import Reply
from comments.moderation.access import ReplyMixin
from comments.moderation.rows import for_queue, load_rows

IN_THREAD = 200  # replies of the thread that are shown


class ReplyView(ReplyMixin, TemplateView):
    template_name = "comments/admin/reply.html"

    def get_page_title(self) -> str:
        return f"Reply {self.reply.pk}"

    def get_context_data(self, **kwargs):
        reply, user = self.reply, self.request.user
        thread = Reply.objects.filter(article=reply.article_id, thread=reply.thread_id or reply.pk)
        head = Reply.objects.filter(pk=reply.thread_id or reply.pk)
        found = [*for_queue(head), *for_queue(thread).order_by("created_at", "pk")[:IN_THREAD]]
        rows = load_rows([reply, *(one for one in found if one.pk != reply.pk)])
        around = sorted(rows, key=lambda row: (row.reply.thread_id is not None, row.reply.created_at, row.reply.pk))
        bans = banning.bans_on(reply)
        return super().get_context_data(
            row=rows[0],
            around=around,
            entries=[
                {"entry": entry, "words": words_of(entry), "before_text": entry.data.get("before_text", "")}
                for entry in history.entries_of([reply])
            ],
            closed_reports=reply.reports.exclude(closed_at=None).select_related("closed_by").order_by("-closed_at"),
            bans=[{"ban": ban, "can_lift": banning.can_lift(user, ban)} for ban in bans],
            can_ban=bool(banning.choices_for(reply)),
            here=self.request.path,
            **kwargs,
        )


def words_of(entry) -> str:
    formatter = entry.formatter
    return formatter.format_message(entry) if formatter else entry.action


class TextForm(forms.Form):
    # Its length is checked by clean_text(), in our words: what is too long comes back whole.
    text = forms.CharField(
        strip=False,
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text="Readers see that a moderator edited it. What it said before stays in its history.",
    )

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class EditReplyView(ReplyMixin, FormView):
    template_name = "comments/admin/edit.html"
    form_class = TextForm
    page_title = "Edit the text"

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        reply = {"url": reverse("reply_detail", args=[self.reply.pk]), "label": f"Reply {self.reply.pk}"}
        return [*items[:-1], reply, items[-1]]

    def get_page_subtitle(self) -> str:
        return f"by {self.reply.name}"

    def get_initial(self):
        return {"text": self.reply.text}

    def form_valid(self, form):
        seen = Seen.read(self.request.POST.get("seen", ""))
        try:
            edit(self.reply.pk, form.cleaned_data["text"], self.request.user, seen)
        except (EditRefused, ValidationError) as refusal:
            words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            del self.reply  # as it is now, for the text below the form and for the next attempt
            messages.error(self.request, f"Nothing was changed. {words}")
            return self.render_to_response(self.get_context_data(form=form, is_stale=True))
        messages.success(self.request, "The text was changed. Readers see that it was edited by a moderator.")
        return redirect(self.get_back_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            reply=self.reply,
            seen=Seen.of(self.reply),
            back_url=self.get_back_url(),
            action_url=self.request.get_full_path(),
        )
