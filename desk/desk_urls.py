"""Addresses of the desk's own screens, below the admin's."""

from django.urls import path

from desk import desk_changes as changes
from desk import desk_screens as screens

DESKS = [
    path("desks/", screens.DeskListView.as_view(), name="desk_list"),
    path("desks/results/", screens.DeskListView.as_view(results_only=True), name="desk_list_results"),
    path("desks/people/", screens.PeopleListView.as_view(), name="desk_people"),
    path("desks/people/results/", screens.PeopleListView.as_view(results_only=True), name="desk_people_results"),
    path("desks/newsroom/", screens.NewsroomView.as_view(), name="desk_newsroom"),
    path("desks/newsroom/<slug:role>/add/", changes.AddPersonView.as_view(), name="desk_newsroom_add"),
    path(
        "desks/newsroom/<slug:role>/<int:user>/remove/",
        changes.RemovePersonView.as_view(),
        name="desk_newsroom_remove",
    ),
    path("desks/<int:pk>/", screens.DeskDetailView.as_view(), name="desk_detail"),
    path("desks/<int:pk>/chain/", changes.ChainView.as_view(), name="desk_chain"),
    path("desks/<int:pk>/<slug:role>/add/", changes.AddPersonView.as_view(), name="desk_add_person"),
    path(
        "desks/<int:pk>/<slug:role>/<int:user>/remove/", changes.RemovePersonView.as_view(), name="desk_remove_person"
    ),
]
