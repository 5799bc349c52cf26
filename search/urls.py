from django.urls import path

from search import suggest_view, views
from search.count_view import count_search

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/count/", count_search, name="count_search"),
    path("search/suggest", suggest_view.search_suggest, name="search_suggest"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
