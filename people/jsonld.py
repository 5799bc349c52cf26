"""Structured data of people."""

from core.head import share_rendition
from core.jsonld import compact, image_object
from core.text import isotime
from core.urls import absolute


def person(profile, *, site_settings=None, full: bool = False) -> dict[str, object]:
    """Describe an author: name and page, or with `full` everything the author's page shows."""
    url = absolute(profile.url or "/")
    if not full:
        return {"@type": "Person", "@id": f"{url}#person", "name": profile.title, "url": url}
    portrait = share_rendition(profile.portrait)
    return compact(
        type_="Person",
        id_=f"{url}#person",
        name=profile.title,
        url=url,
        jobTitle=profile.role_title,
        description=profile.short_bio,
        image=image_object(portrait) if portrait else None,
        email=profile.email,
        sameAs=[link.value["url"] for link in profile.links],
        worksFor=compact(type_="NewsMediaOrganization", name=site_settings.publisher, url=absolute("/"))
        if site_settings
        else None,
    )


def profile_page(profile, site_settings) -> dict[str, object]:
    return compact(
        type_="ProfilePage",
        url=absolute(profile.url or "/"),
        dateCreated=isotime(profile.first_published_at),
        dateModified=isotime(profile.last_published_at),
        mainEntity=person(profile, site_settings=site_settings, full=True),
    )
