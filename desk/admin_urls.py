"""The addresses of board, pitches and calendar in the admin."""

from django.urls import path

from desk.board.views import BoardView, move_card_view
from desk.calendar.views import CalendarView
from desk.pitches import views as pitches

urlpatterns = [
    path("desk/board/", BoardView.as_view(), name="desk_board"),
    path("desk/board/move/", move_card_view, name="desk_move_card"),
    path("desk/pitches/new/", pitches.PitchCreateView.as_view(), name="desk_pitch_add"),
    path("desk/pitches/<int:pk>/", pitches.PitchEditView.as_view(), name="desk_pitch_edit"),
    path("desk/pitches/<int:pk>/start/", pitches.start_view, name="desk_pitch_start"),
    path("desk/pitches/<int:pk>/drop/", pitches.drop_view, name="desk_pitch_drop"),
    path("desk/stories/<int:pk>/plan/", pitches.PlanView.as_view(), name="desk_story_plan"),
    path("desk/calendar/", CalendarView.as_view(), name="desk_calendar"),
]
