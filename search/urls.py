from django.urls import path

from search import views
from search.count_view import count_search

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/count/", count_search, name="count_search"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
