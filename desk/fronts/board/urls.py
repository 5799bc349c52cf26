from django.urls import path

from desk.fronts.board import actions, views

urlpatterns = [
    path("fronts/<int:pk>/", views.BoardView.as_view(), name="desk_front"),
    path("fronts/<int:pk>/containers/", views.ContainersView.as_view(), name="desk_front_containers"),
    path("fronts/<int:pk>/state/", views.StateView.as_view(), name="desk_front_state"),
    path("fronts/<int:pk>/feed/", views.FeedView.as_view(), name="desk_front_feed"),
    path("fronts/<int:pk>/why/", views.WhyView.as_view(), name="desk_front_why"),
    path("fronts/<int:pk>/removed/", views.RemovedView.as_view(), name="desk_front_removed"),
    path("fronts/<int:pk>/preview/", views.PreviewView.as_view(), name="desk_front_preview"),
    path("fronts/<int:pk>/save/", actions.SaveView.as_view(), name="desk_front_save"),
    path("fronts/<int:pk>/launch/", actions.LaunchView.as_view(), name="desk_front_launch"),
    path("fronts/<int:pk>/discard/", actions.DiscardDraftView.as_view(), name="desk_front_discard"),
    path("fronts/<int:pk>/schedule/", actions.ScheduleView.as_view(), name="desk_front_schedule"),
    path("fronts/<int:pk>/put-back/", actions.PutBackView.as_view(), name="desk_front_put_back"),
    path("fronts/<int:pk>/order/", actions.ArrangeContainersView.as_view(), name="desk_front_order"),
    path("fronts/<int:pk>/card/", actions.CardView.as_view(), name="desk_front_card"),
    path("fronts/<int:pk>/clipboard/", actions.ClipboardView.as_view(), name="desk_front_clipboard"),
]
