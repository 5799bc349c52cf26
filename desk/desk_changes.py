"""What managing editors change on their screens: who is on a desk, and which steps its stories pass."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from desk.assignments import Post, assign, can_assign, can_fill, can_manage_desks, dismiss, losses, name_of
from desk.desk_screens import ChainForm, DeskManagerMixin, PersonForm, get_desk, posts_of_desk, site_post
from desk.desks import change_chain
from desk.models import SectionDesk, SiteRole


class PostActionMixin(DeskManagerMixin):
    """Find the post that the address names, on a desk or (without a desk's key) in the whole newsroom."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self._post: Post | None = None

    @property
    def job(self) -> Post:
        if self._post is None:
            self._post = self.find_post()
        return self._post

    def find_post(self) -> Post:
        role, pk = self.kwargs["role"], self.kwargs.get("pk")
        if pk is None:
            if role not in SiteRole.Key.values:
                raise Http404
            return site_post(role)
        for post in posts_of_desk(get_desk(pk)):
            if post.role == role:
                return post
        raise Http404

    def dispatch(self, request, *args, **kwargs):
        if can_manage_desks(request.user) and not can_fill(request.user, self.job):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def done_url(self) -> str:
        job = self.job
        page = reverse("desk_detail", args=[job.desk.pk]) if job.desk else reverse("desk_newsroom")
        return f"{page}#role-{job.role}-section"


class AddPersonView(PostActionMixin, View):
    def post(self, request, **kwargs):
        form = PersonForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(errors))
            return redirect(self.done_url())
        person = form.cleaned_data["person"]
        if not can_assign(request.user, person):
            messages.error(request, f"{name_of(person)} is an administrator. Only administrators change what they do.")
        elif assign(self.job, person, request.user):
            messages.success(request, f"{name_of(person)} now belongs to {self.job}.")
        else:
            messages.info(request, f"{name_of(person)} belongs to {self.job} already.")
        return redirect(self.done_url())


class RemovePersonView(PostActionMixin, WagtailAdminTemplateMixin, TemplateView):
    """Say what would be lost, then remove the person; nothing is refused."""

    template_name = "desk/desks/remove.html"
    page_title = "Remove from"

    def dispatch(self, request, *args, **kwargs):
        if can_manage_desks(request.user) and not can_assign(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def person(self):
        return get_object_or_404(get_user_model(), pk=self.kwargs["user"])

    def get_page_subtitle(self):
        return str(self.job)

    def get_breadcrumbs_items(self):
        back = {"url": self.done_url(), "label": self.job.desk.section.title if self.job.desk else "Newsroom"}
        return [*self.breadcrumbs_items, back, {"url": "", "label": f"Remove {name_of(self.person)}"}]

    def get(self, request, *args, **kwargs):
        if not self.person.groups.filter(pk=self.job.group.pk).exists():
            messages.info(request, f"{name_of(self.person)} does not belong to {self.job}.")
            return redirect(self.done_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "name": name_of(self.person),
            "job": self.job,
            "losses": losses(self.job, self.person),
            "back_url": self.done_url(),
        }

    def post(self, request, **kwargs):
        if dismiss(self.job, self.person, request.user):
            messages.success(request, f"{name_of(self.person)} no longer belongs to {self.job}.")
        return redirect(self.done_url())


class ChainView(DeskManagerMixin, View):
    @transaction.atomic
    def post(self, request, pk: int):
        desk, form = get_desk(pk), ChainForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Choose one of the chains.")
        elif form.cleaned_data["chain"] == desk.chain:
            messages.info(request, "Nothing changed: that is the chain already.")
        else:
            self.change(request, desk, form.cleaned_data["chain"])
        return redirect("desk_detail", pk)

    def change(self, request, desk: SectionDesk, chain: str) -> None:
        before = desk.get_chain_display()
        moved = change_chain(desk, chain, request.user)
        desk.refresh_from_db(fields=["chain"])
        data = {"before": before, "after": desk.get_chain_display(), "moved": moved}
        log(instance=desk, action="desk.change_chain", user=request.user, title=str(desk), data=data)
        went = {0: "", 1: " A story in review went on to its new step."}.get(
            moved, f" {moved} stories in review went on to their new steps."
        )
        messages.success(request, f"{desk.section.title}: {desk.get_chain_display()}.{went}")
