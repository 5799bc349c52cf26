"""Structured data after schema.org, as JSON-LD: what any site says of itself."""

import json
from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from core.head import icon_url
from core.urls import absolute

# A story may quote </script>; these three make the text harmless inside the element.
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def script(objects: Iterable[dict[str, object]]) -> SafeString:
    """Return one data block with all objects, or nothing. CSP does not apply: browsers never execute it."""
    graph = list(objects)
    if not graph:
        return mark_safe("")
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def compact(**values: object) -> dict[str, object]:
    """Build an object without its empty properties; `type_` and `id_` become @type and @id."""
    names = {"type_": "@type", "id_": "@id"}
    return {names.get(name, name): value for name, value in values.items() if value not in (None, "", [], {})}


def image_object(rendition, caption: str = "", credit: str = "") -> dict[str, object]:
    return compact(
        type_="ImageObject",
        url=absolute(rendition.url),
        width=rendition.width,
        height=rendition.height,
        caption=caption,
        creditText=credit,
    )


PUBLISHER_ID = "/#publisher"


def publisher(site_settings) -> dict[str, object]:
    """Describe the newsroom, in full, so that each page is complete in itself."""
    logo = site_settings.logo_rendition
    icon = icon_url("icon-512.png")
    return compact(
        type_="NewsMediaOrganization",
        id_=absolute(PUBLISHER_ID),
        name=site_settings.publisher,
        url=absolute("/"),
        logo=image_object(logo)
        if logo
        else compact(type_="ImageObject", url=absolute(icon), width=512, height=512)
        if icon
        else None,
        email=site_settings.contact_email,
        address=" ".join(site_settings.publisher_address.split()),
        sameAs=[link.value["url"] for link in site_settings.social_links],
    )


def breadcrumb_list(trail: Iterable[dict[str, str]]) -> dict[str, object]:
    """Describe where a page stands; `trail` runs from the home page to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": step["title"], "item": absolute(step["url"] or "/")}
            for place, step in enumerate(trail, 1)
        ],
    }


def website(site_settings) -> dict[str, object]:
    return compact(
        type_="WebSite",
        id_=absolute("/#website"),
        name=site_settings.name,
        description=site_settings.tagline,
        url=absolute("/"),
        publisher=publisher(site_settings),
        potentialAction={
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search/?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    )


def collection(name: str, url: str, rows: Iterable, request=None) -> dict[str, object]:
    """Describe a listing of pages in the order readers see them."""
    return {
        "@type": "CollectionPage",
        "name": name,
        "url": url,
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "url": absolute(row.get_url(request)), "name": row.title}
                for place, row in enumerate(rows, 1)
            ],
        },
    }
