"""What stands in the place of Wagtail's own views for those who promote results.

Theirs show any query to whoever guesses its number, and all of them to everybody in the admin; a rare one may say who
typed it.
"""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.contrib.search_promotions.views import DeleteView, EditView

from search.permissions import can_promote
from search.querysets import popular_queries, promoted_queries

PAGE = 10
TEMPLATES = "wagtailsearchpromotions/queries/chooser"


class EditPromotionsView(EditView):
    def get_object(self, queryset=None):
        return seen(super().get_object(queryset))


class DeletePromotionsView(DeleteView):
    def get_object(self, queryset=None):
        return seen(super().get_object(queryset))


def seen(query):
    """Return a query that editors may see: one with promotions, or not a rare one; raise Http404 for any other."""
    if any(found.filter(pk=query.pk).exists() for found in (promoted_queries(), popular_queries())):
        return query
    raise Http404


def choose_query(request: HttpRequest, results_only: bool = False) -> HttpResponse:
    """Offer popular queries in the window that the form opens."""
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
