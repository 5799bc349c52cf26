from django.urls import path

from news import views

urlpatterns = [
    path("topics/", views.topic_index, name="topic_index"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
]
