"""Let pages of the tree earn that they are kept: those whose class says on which parameters of the query it depends."""

from wagtail import hooks

from delivery import tags
from delivery.earning import earn


@hooks.register("on_serve_page")
def earn_for_page(serve_next):
    # Runs after Wagtail has looked whether the page is private (before_serve_page).
    def serve(page, request, args, kwargs):
        parameters = getattr(page, "cache_parameters", None)
        if parameters is not None:
            earn(request, parameters)
            tags.shows(f"page-{page.pk}")
        return serve_next(page, request, args, kwargs)

    return serve
