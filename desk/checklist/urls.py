from django.urls import path

from desk.checklist.views import DeskChecklistView, StoryChecklistView

urlpatterns = [
    path("desk/stories/<int:pk>/checklist/", StoryChecklistView.as_view(), name="desk_story_checklist"),
    path("desk/desks/<int:pk>/checklist/", DeskChecklistView.as_view(), name="desk_checklist"),
]
