"""Preview links in the admin, and the page that they show."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from desk.models import PreviewLink
from desk.preview_links import PreviewLinkForm, TooManyLinks, can_share_preview, create_link, find_open, revoke
from news.models import Article

PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # The address is the key: it must not reach the sites that the story links to.
    "Referrer-Policy": "no-referrer",
}


class PreviewLinksView(WagtailAdminTemplateMixin, TemplateView):
    """List a story's preview links with who opened them, and make new ones."""

    template_name = "desk/preview_links.html"
    page_title = "Preview links"
    header_icon = "link-external"

    def dispatch(self, request, page_id, *args, **kwargs):
        self.story = get_object_or_404(Article, pk=page_id)
        if not can_share_preview(request.user, self.story):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> PreviewLinkForm:
        return PreviewLinkForm(self.request.POST or None, story=self.story)

    def get_page_subtitle(self) -> str:
        return self.story.get_admin_display_title()

    def get_breadcrumbs_items(self):
        section = self.story.section
        return [
            {"url": reverse("wagtailadmin_explore", args=[section.pk]), "label": section.title},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.story.pk]), "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        links = PreviewLink.objects.of_story(self.story).for_listing()
        return super().get_context_data(form=self.form, story=self.story, links=links, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        answers = self.form.cleaned_data
        try:
            link, token = create_link(
                self.story, answers["revision"], request.user, answers["note"], self.form.expires_at()
            )
        except TooManyLinks as refusal:
            messages.error(request, str(refusal))
            return redirect("desk_preview_links", self.story.pk)
        # Shown in this answer and never again: only the token's hash is kept.
        address = settings.BASE_URL + reverse("desk_preview", args=[token])
        self.form = PreviewLinkForm(story=self.story)
        return self.render_to_response(self.get_context_data(made=link, address=address))


class RevokePreviewLinkView(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        link = get_object_or_404(PreviewLink.objects.select_related("article"), pk=pk)
        if not can_share_preview(request.user, link.article):
            raise PermissionDenied
        if revoke(link, request.user):
            messages.success(request, format_html("The preview link for {} is closed.", link.note))
        return redirect("desk_preview_links", link.article_id)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the version behind a link to whoever holds it; wrong, expired and revoked links all answer the same 404."""
    link = find_open(token)
    if link is None:
        response = HttpResponse(render_to_string("404.html", request=request), status=404)
    else:
        if request.method == "GET":
            link.record_visit(request.META.get("REMOTE_ADDR", ""), request.headers.get("user-agent", ""))
        response = HttpResponse(render_version(request, link))
    for name, value in PRIVATE.items():
        response[name] = value
    return response


def render_version(request: HttpRequest, link: PreviewLink) -> str:
    story = link.version()
    head = story.head()
    head.hide()
    # Readers' replies belong to the published story, not to a version that is being looked at.
    context = {**story.get_context(request), "replies": None, "head": head, "link": link}
    return render_to_string("desk/preview.html", context, request=request)
