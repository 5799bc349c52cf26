from django.urls import path

from news import feeds, sitemaps, views

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<slug:kind>.xml", sitemaps.listing, name="sitemap_listing"),
    path("topics/", views.topic_index, name="topic_index"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("read/<int:pk>/", views.count_read, name="count_read"),
    *feeds.urlpatterns,
]
