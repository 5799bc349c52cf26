from django.urls import path

from search import suggest_view, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest", suggest_view.search_suggest, name="search_suggest"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
