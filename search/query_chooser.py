"""The window in which an editor who promotes a result picks one of the popular queries."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.modal_workflow import render_modal_workflow

from search.permissions import can_promote
from search.querysets import popular_queries

PAGE = 10
TEMPLATES = "wagtailsearchpromotions/queries/chooser"


def choose_query(request: HttpRequest, results_only: bool = False) -> HttpResponse:
    """Offer popular queries; Wagtail's own view, whose place this takes, shows everybody in the admin all of them."""
    if not can_promote(request.user):
        raise PermissionDenied
    form = SearchForm(request.GET if "q" in request.GET else None)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    queries = Paginator(popular_queries(wanted), PAGE).get_page(request.GET.get("p"))
    if results_only:
        return TemplateResponse(request, f"{TEMPLATES}/results.html", {"queries": queries})
    return render_modal_workflow(
        request,
        f"{TEMPLATES}/chooser.html",
        None,
        {"queries": queries, "searchform": form},
        json_data={"step": "chooser"},
    )
