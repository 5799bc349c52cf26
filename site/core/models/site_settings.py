from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import prefetch_related_objects
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Site

from core.blocks import LinkBlock, StrictStreamBlock
from core.head import share_rendition
from core.renditions import LOGO_SPEC, SHARE_SPEC, make
from delivery.keeping import Kept

kept: dict[int, Kept] = {}  # by the site's number
# Those whose endings can be cut off (Snowball). Hausa, Igbo, Yoruba and others are searched word for word.
SEARCH_LANGUAGES = [
    ("english", "English"),
    ("french", "French"),
    ("portuguese", "Portuguese"),
    ("arabic", "Arabic"),
    ("spanish", "Spanish"),
    ("german", "German"),
    ("italian", "Italian"),
    ("dutch", "Dutch"),
    ("sesotho", "Sesotho"),
    ("", "Another: words as they are written"),
]


@register_setting(icon="site", order=100)
class SiteSettings(BaseSiteSetting):
    """What a newsroom says of itself on every page, in feeds and in structured data."""

    name = models.CharField(max_length=60, default="Pulse", help_text="Shown in the masthead of every page.")
    tagline = models.CharField(max_length=120, blank=True, help_text="One line under the name.")
    logo = models.ForeignKey(
        "core.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Used by feeds and search engines; the masthead is set in type.",
    )
    default_social_image = models.ForeignKey(
        "core.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown when a page without a picture of its own is shared.",
    )
    publisher_name = models.CharField(
        max_length=120, blank=True, help_text="The legal name of the publisher. Empty: the site's name."
    )
    publisher_address = models.TextField(blank=True, validators=[MaxLengthValidator(500)])
    contact_email = models.EmailField(blank=True, help_text="Readers write here. Shown in public.")
    social_links = StreamField(
        StrictStreamBlock([("link", LinkBlock())]),
        blank=True,
        max_num=8,
        help_text="The newsroom's accounts elsewhere.",
    )
    footer_text = models.CharField(max_length=300, blank=True, help_text="A line at the foot of every page.")
    feed_full_text = models.BooleanField(
        "Whole articles in feeds",
        default=False,
        help_text="Off: feeds carry the standfirst only.",
    )

    search_language = models.CharField(
        max_length=20,
        blank=True,
        default="english",
        choices=SEARCH_LANGUAGES,
        help_text="The language of most stories: the search then knows that “elections” and “election” are one word.",
    )

    select_related = ["logo", "default_social_image"]

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline"), FieldPanel("footer_text")], "The site"),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("default_social_image")], "Pictures"),
        MultiFieldPanel(
            [FieldPanel("publisher_name"), FieldPanel("publisher_address"), FieldPanel("contact_email")], "Publisher"
        ),
        FieldPanel("social_links"),
        FieldPanel("feed_full_text"),
        FieldPanel("search_language"),
    ]

    class Meta:
        verbose_name = "newsroom"

    @classmethod
    def current(cls, request) -> "SiteSettings":
        """Return the settings of the request's site."""
        return cls.of(Site.find_for_request(request))

    @classmethod
    def of(cls, site: Site | None) -> "SiteSettings":
        """Return the settings of a site, from memory: every page needs them."""
        if site is None:
            return cls()
        if site.pk not in kept:
            kept[site.pk] = Kept(lambda: cls.load_for_pages(site), "settings", follows=True)
        return kept[site.pk].get()

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        for picture, spec in ((self.logo, LOGO_SPEC), (self.default_social_image, SHARE_SPEC)):
            if picture:
                make(picture, [spec])

    @classmethod
    def load_for_pages(cls, site) -> "SiteSettings":
        # for_site() would write the row of a new site, for which a reader's request is no place.
        found = cls.base_queryset().filter(site=site).first() or cls(site=site)
        pictures = [picture for picture in (found.logo, found.default_social_image) if picture]
        prefetch_related_objects(pictures, "renditions")
        return found

    @property
    def publisher(self) -> str:
        return self.publisher_name or self.name

    @property
    def logo_rendition(self):
        return share_rendition(self.logo, LOGO_SPEC)

    @property
    def social_rendition(self):
        return share_rendition(self.default_social_image)
