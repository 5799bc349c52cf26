"""Who opens what about one story, in which state; who may send to the addresses that only take; what nobody opens."""

from tests.desk.matrix.people import (
    ADMIN,
    CHIEFS,
    EDITORS,
    FILERS,
    HOME,
    LEGAL,
    MODERATORS,
    POLITICS,
    SECTION_CHIEFS,
    STAFF,
    WRITERS,
)

FEEDS = ("", "atom/", "json/")

# Addresses of one story, which is the Politics reporter's; who opens them in the states that differ, and "else".
WHO_EDITS = {"at legal read": {"reporter"} | EDITORS | LEGAL, "else": {"reporter"} | EDITORS}
WHO_WORKS_HERE = {"else": {"reporter"} | EDITORS}  # not who comes for a step only
WHO_REVIEWS = {
    "at copy edit": EDITORS,
    "live, draft in review": EDITORS,
    "at legal read": LEGAL | CHIEFS,
    **dict.fromkeys(["at section editor", "in a bundle"], SECTION_CHIEFS),
    "else": set(),
}
WHO_REMOVES = {
    **dict.fromkeys(["draft", "changes requested", "embargoed"], {"reporter"} | SECTION_CHIEFS),
    **dict.fromkeys(["at copy edit", "at section editor", "in a bundle"], SECTION_CHIEFS),
    "at legal read": CHIEFS,
    "else": CHIEFS,
}
WHO_DELETES = {**WHO_REMOVES, "killed": ADMIN}  # and moves
WHO_UNPUBLISHES = {**dict.fromkeys(["live", "live, with a draft", "live, draft in review"], CHIEFS), "else": set()}
KILLED = {"killed": CHIEFS, "else": set()}
WITH_A_WORKFLOW = {**dict.fromkeys(["draft", "embargoed", "locked"], frozenset()), **WHO_EDITS}
COMPARE = (
    r"admin/pages/^(?P<pk>\d+)/revisions/compare/"
    r"(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$"
)

STORY_ADDRESSES = {
    "admin/api/main/^pages/<int:pk>/": {"else": POLITICS},
    **dict.fromkeys(
        [
            "admin/pages/<int:page_id>/edit/",
            "admin/pages/<int:page_id>/edit/preview/",
            "admin/pages/<int:page_id>/view_draft/",
            "admin/pages/<int:page_id>/copy/",
            "admin/pages/<int:page_id>/history/",
            "admin/pages/<int:page_id>/history/results/",
            "admin/pages/<int:page_id>/workflow_history/",
            "admin/pages/<int:page_id>/revisions/<int:revision_id>/revert/",
            "admin/pages/workflow/confirm_cancellation/<int:page_id>/",
            "admin/stories/<int:page_id>/preview-links/",
            "admin/desk/stories/<int:pk>/checklist/",
        ],
        WHO_EDITS,
    ),
    **dict.fromkeys(
        [
            "admin/pages/<int:page_id>/usage/",
            "admin/pages/<int:page_id>/revisions/<int:revision_id>/view/",
            COMPARE,
        ],
        WHO_WORKS_HERE,
    ),
    "admin/pages/<int:page_id>/workflow_history/detail/<int:workflow_state_id>/": WITH_A_WORKFLOW,
    "admin/pages/<int:page_id>/delete/": WHO_DELETES,
    **dict.fromkeys(
        [
            "admin/pages/<int:page_to_move_id>/move/",
            "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        ],
        WHO_DELETES,
    ),
    **dict.fromkeys(
        [
            "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
            "admin/pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
            "admin/pages/workflow/preview/<int:page_id>/<int:task_id>/",
        ],
        WHO_REVIEWS,
    ),
    "admin/pages/<int:page_id>/unpublish/": WHO_UNPUBLISHES,
    "admin/pages/<int:page_id>/privacy/": {"else": CHIEFS},
    "admin/pages/<int:page_id>/revisions/<int:revision_id>/unschedule/": {"else": SECTION_CHIEFS},
    "admin/desk/stories/<int:pk>/plan/": {"else": {"reporter"} | SECTION_CHIEFS},
    # The emergency: not under embargo, not what is killed, locked, scheduled, in a bundle, or read already.
    "admin/desk/stories/<int:pk>/publish/": {
        **dict.fromkeys(["embargoed", "in a bundle", "killed", "live", "locked", "scheduled"], frozenset()),
        "else": CHIEFS,
    },
    # A draft is deleted instead.
    "admin/desk/stories/<int:pk>/kill/": {
        **dict.fromkeys(["changes requested", "draft", "embargoed", "killed", "locked"], frozenset()),
        "else": CHIEFS,
    },
    "admin/desk/stories/<int:pk>/restore/": KILLED,
    "admin/desk/stories/<int:pk>/tombstone/": KILLED,
}

# Addresses that only take what is sent to them, and about no one story: who may send.
FRONT_ACTS = ("save", "launch", "discard", "schedule", "put-back", "order", "card")
POST_ONLY = {
    "admin/logout/": STAFF,
    "admin/block-preview/": STAFF,
    "admin/editing-sessions/release/<int:session_id>/": STAFF,
    "admin/desk/board/move/": WRITERS,
    "admin/snippets/news/container/lock/<int:pk>/": SECTION_CHIEFS,
    "admin/snippets/news/container/unlock/<int:pk>/": SECTION_CHIEFS,
    "admin/fronts/breaking/end/": SECTION_CHIEFS | HOME,  # a banner of Politics
    **{f"admin/fronts/<int:pk>/{act}/": SECTION_CHIEFS for act in FRONT_ACTS},  # on the front of Politics
    "admin/desk/pitches/<int:pk>/start/": FILERS,
    "admin/desk/pitches/<int:pk>/drop/": {"reporter"} | SECTION_CHIEFS,
    **dict.fromkeys(
        [
            "admin/bundles/<int:pk>/add-story/",
            "admin/bundles/<int:pk>/cancel/",
            "admin/bundles/<int:pk>/publish/",
            "admin/bundles/<int:pk>/remove/<int:item_pk>/",
            "admin/bundles/<int:pk>/schedule/",
            "admin/desk/without-review/<int:pk>/read/",
        ],
        SECTION_CHIEFS,
    ),
    "admin/preview-links/<int:pk>/revoke/": {"reporter"} | EDITORS,
    # What they are sent says about which replies; comments/test_permissions.py asks who decides about whose.
    **dict.fromkeys(
        ["admin/replies/decide/", "admin/replies/undo/"], MODERATORS | {"section_editor", "other_section_editor"}
    ),
    "admin/replies/switch/": MODERATORS,
    "admin/replies/bans/<int:pk>/lift/": MODERATORS,
    **dict.fromkeys(
        [
            "admin/desks/<int:pk>/chain/",
            "admin/desks/<int:pk>/<slug:role>/add/",
            "admin/desks/newsroom/<slug:role>/add/",
            "admin/redirects/import/process/",
            "admin/documents/multiple/<int:doc_id>/",
            "admin/documents/multiple/<int:doc_id>/delete/",
        ],
        CHIEFS,
    ),
    **dict.fromkeys(
        [
            "admin/images/multiple/<int:image_id>/",
            "admin/images/multiple/<int:image_id>/delete/",
        ],
        CHIEFS | {"photo_desk"},
    ),
    # What one has uploaded oneself and not kept yet.
    **dict.fromkeys(
        [
            "admin/documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/",
            "admin/documents/multiple/delete_upload/<int:uploaded_file_id>/",
            "admin/images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/",
            "admin/images/multiple/delete_upload/<int:uploaded_file_id>/",
        ],
        STAFF,
    ),
    **dict.fromkeys(
        [
            "admin/workflows/enable/<int:pk>/",
            "admin/workflows/remove/<int:page_pk>/",
            "admin/workflows/remove/<int:page_pk>/<int:workflow_pk>/",
            "admin/workflows/tasks/enable/<int:pk>/",
            "admin/webhooks/test/<int:pk>/",
            "admin/webhooks/again/<int:pk>/",
        ],
        ADMIN,
    ),
}
# Addresses that take what is done to one story: test_acting.py asks who does it.
ACTIONS = {
    "admin/replies/stories/<int:pk>/switch/",
    "admin/fronts/breaking/<int:pk>/set/",
    "admin/api/main/^pages/<int:pk>/action/<str:action_name>/",
    "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/",
    "admin/pages/<int:page_to_move_id>/set_position/",
    "admin/pages/<int:page_id>/lock/",
    "admin/pages/<int:page_id>/unlock/",
    "admin/pages/<int:page_id>/convert_alias/",
    "admin/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/",
}
# Addresses that lead on to another in these tables.
REDIRECTS = {
    "admin/pages/<int:page_id>/revisions/",
    "admin/settings/<slug:app_name>/<slug:model_name>/",
    *(f"admin/searchpicks/reports/search-terms/{rest}" for rest in ("", "results/")),  # to reports/searches/
}
# Addresses that answer nobody, for want of what they would show.
UNANSWERED = {
    "admin/^.*/$",
    "admin/failwhale/",
    *(f"admin/fronts/<int:pk>/{panel}/" for panel in ("why", "removed")),  # need ?story= and ?container=
    "admin/snippets/",  # every kind of snippet has a menu of its own
    *(f"admin/api/main/^{kind}/find/" for kind in ("pages", "documents", "images")),  # need ?html_path=
    *(f"admin/forms/submissions/<int:page_id>/{rest}" for rest in ("", "results/", "delete/")),  # no form pages
    *(f"admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/{rest}" for rest in ("", "preview/")),
    *(f"admin/images/<int:image_id>/generate_url/{rest}" for rest in ("", "output/")),  # not switched on
}
# Addresses outside the admin, for everybody. There is no API among them: who adds one says here who may read it.
PUBLIC = {
    r"documents/^(\d+)/(.*)$",
    "documents/authenticate_with_password/<int:restriction_id>/",
    "^media/(?P<path>images/.+)$",
    "preview/<str:token>/",
    "search/",
    "search/count/",
    "search/suggest",
    "opensearch.xml",
    "replies/mail/yes/<str:token>/",
    "replies/mail/stop/<str:token>/",
    "robots.txt",
    "sitemap.xml",
    "sitemap-news.xml",
    "sitemap-<slug:kind>.xml",
    "topics/",
    "topics/<str:slug>/",
    "read/<int:pk>/",
    *(f"replies/story/<row:article_id>/{rest}" for rest in ("", "check", "stamp", "to/<row:reply_id>/")),
    *(f"replies/story/<row:article_id>/feed/{kind}" for kind in FEEDS),
    *(f"replies/<row:pk>/{rest}" for rest in ("", "report/", "reported/")),
    "replies/sent/<str:token>/",
    "replies/thread/<row:pk>/",
    *(f"{above}feed/{kind}" for above in ("", "topics/<str:slug>/", "<path:page_path>/") for kind in FEEDS),
    *(f"{above}feed/front/{kind}" for above in ("", "<path:page_path>/") for kind in FEEDS),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "_util/login/",
    r"^((?:[\w\-]+/)*)$",  # the page tree
}
