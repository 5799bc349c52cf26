from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from core.blocks import LinkBlock, StrictStreamBlock
from core.pages import ReaderPageMixin
from core.rich_text import BODY_FEATURES
from people.jsonld import profile_page
from people.querysets import AuthorProfileQuerySet


class AuthorProfile(ReaderPageMixin, Page):
    """Someone who writes or pictures for the newsroom; the page's title is the name.

    A profile without a user account is a guest or a former author.
    """

    role_title = models.CharField("role", max_length=100, blank=True, help_text="“Politics editor”. Shown by the name.")
    portrait = models.ForeignKey("core.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    short_bio = models.TextField(
        blank=True, max_length=800, help_text="The box under each article. Two or three sentences."
    )
    bio = RichTextField("full bio", blank=True, features=BODY_FEATURES, max_length=20_000)
    email = models.EmailField(
        "public e-mail", blank=True, help_text="Shown to readers. Leave empty to keep it private."
    )
    links = StreamField(StrictStreamBlock([("link", LinkBlock())]), blank=True, max_num=8)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author_profile",
        verbose_name="user account",
        help_text="New drafts of this person carry this byline by themselves.",
    )

    content_panels = [
        FieldPanel("title", heading="Name", classname="title"),
        MultiFieldPanel([FieldPanel("role_title"), FieldPanel("portrait"), FieldPanel("short_bio")], "The box"),
        FieldPanel("bio"),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("links")], "Contact"),
        FieldPanel("user", permission="people.link_account"),
    ]
    promote_panels = ReaderPageMixin.promote_panels

    search_fields = [
        *Page.search_fields,
        index.SearchField("role_title"),
        index.SearchField("short_bio"),
        index.SearchField("bio"),
    ]

    parent_page_types = ["people.AuthorIndex"]
    subpage_types: list[str] = []
    template = "people/author_profile.html"
    cache_parameters = ("page",)
    has_feed = True
    objects = PageManager.from_queryset(AuthorProfileQuerySet)()

    class Meta:
        verbose_name = "author"
        permissions = [("link_account", "Can link an author to a user account")]

    @property
    def name(self) -> str:
        return self.title

    @property
    def summary(self) -> str:
        return self.short_bio

    @property
    def share_image(self):
        return self.portrait

    def structured_data(self, site_settings) -> list[dict[str, object]]:
        return [profile_page(self, site_settings), *super().structured_data(site_settings)]

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            "page_number": request.GET.get("page"),
        }
