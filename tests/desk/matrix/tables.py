"""Who may open what. Read down a set's addresses: is that what its people should reach, and no more?"""

from tests.desk.matrix.people import (
    ADMIN,
    CHIEFS,
    CURATORS,
    FILERS,
    MODERATORS,
    OUTSIDERS,
    PHOTO_DESK,
    POLITICS,
    SECTION_CHIEFS,
    STAFF,
    WRITERS,
)

MODEL_VIEWS = (
    "",
    "results/",
    "new/",
    "edit/<int:pk>/",
    "delete/<int:pk>/",
    "history/<int:pk>/",
    "history-results/<int:pk>/",
    "usage/<int:pk>/",
)

# Below a container's own addresses.
CONTAINER_VIEWS = (
    "edit/<int:pk>/",
    "copy/<int:pk>/",
    "delete/<int:pk>/",
    "discard/<int:pk>/",
    "usage/<int:pk>/",
    "unpublish/<int:pk>/",
    "preview/<int:pk>/",
    "history/<int:pk>/",
    "history-results/<int:pk>/",
    "history/<int:pk>/revisions/<int:revision_id>/view/",
    "history/<int:pk>/revisions/<int:revision_id>/revert/",
    "history/<int:pk>/revisions/<int:revision_id>/unschedule/",
    r"history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\."
    r"(?P<revision_id_b>live|latest|\d+)/$",
)

# Below the synonyms' own address.
SYNONYM_VIEWS = (
    "", "results/", "add/", "edit/<int:pk>/", "delete/<int:pk>/", "usage/<int:pk>/", "history/<int:pk>/",
    "history-results/<int:pk>/",
)  # fmt: skip

# Below a front's own address.
FRONT_VIEWS = (
    "", "arrange/", "replay/", "replay/page/", "containers/", "state/", "feed/", "preview/", "clipboard/",
)  # fmt: skip

# Addresses that show no story of somebody's.
ADDRESSES = {
    "admin/fronts/": CURATORS,
    **{f"admin/fronts/<int:pk>/{view}": SECTION_CHIEFS for view in FRONT_VIEWS},  # that of Politics
    "admin/fronts/breaking/": CURATORS,
    **{f"admin/snippets/news/container/{view}": CURATORS for view in ("", "results/", "add/", "preview/")},
    **{f"admin/snippets/news/container/{view}": SECTION_CHIEFS for view in CONTAINER_VIEWS},  # Politics’ own
    # What readers search for, and what helps them to find it.
    **dict.fromkeys(
        [
            "admin/reports/searches/",
            "admin/reports/searches/results/",
            "admin/searchpicks/",
            "admin/searchpicks/results/",
            "admin/searchpicks/add/",
            "admin/searchpicks/<int:query_id>/",
            "admin/searchpicks/<int:query_id>/delete/",
            "admin/searchpicks/queries/chooser/",
            "admin/searchpicks/queries/chooser/results/",
            *(f"admin/snippets/search/synonymgroup/{view}" for view in SYNONYM_VIEWS),
        ],
        CURATORS,
    ),
    # Replies: the queue holds only those that one decides about; the reply is to a story of Politics.
    "admin/replies/": MODERATORS | {"section_editor", "other_section_editor"},
    **{f"admin/replies/<int:pk>/{view}": MODERATORS | {"section_editor"} for view in ("", "edit/", "ban/")},
    "admin/replies/bans/": MODERATORS,
    **dict.fromkeys(
        [
            "admin/sprite/",
            "admin/jsi18n/",
            "admin/password_reset/",
            "admin/password_reset/done/",
            "admin/password_reset/confirm/<uidb64>/<token>/",
            "admin/password_reset/complete/",
        ],
        STAFF | OUTSIDERS,
    ),
    "admin/login/": OUTSIDERS,
    **dict.fromkeys(
        [
            "admin/",
            "admin/account/",
            "admin/dismissibles/",
            "admin/test404/",
            # Lists that hold only what the person may see, and choosers: writers link to what others publish.
            "admin/api/main/^pages/",
            "admin/api/main/^documents/",
            "admin/api/main/^documents/<int:pk>/",
            "admin/api/main/^images/",
            "admin/api/main/^images/<int:pk>/",
            "admin/choose-page/",
            "admin/choose-page/<int:parent_page_id>/",
            "admin/choose-page/search/",
            "admin/choose-page/chosen-multiple/",
            "admin/choose-external-link/",
            "admin/choose-email-link/",
            "admin/choose-phone-link/",
            "admin/choose-anchor-link/",
            "admin/tag-autocomplete/",
            "admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/",
            "admin/embeds/chooser/",
            "admin/embeds/chooser/upload/",
            "admin/documents/chooser/",
            "admin/documents/chooser/results/",
            "admin/documents/chooser/chosen-multiple/",
            "admin/images/chooser/",
            "admin/images/chooser/results/",
            "admin/images/chooser/chosen-multiple/",
            "admin/snippets/choose/news/topic/",
            "admin/snippets/choose/news/topic/results/",
            "admin/snippets/choose/news/topic/chosen/<str:pk>/",
            "admin/snippets/choose/news/topic/chosen-multiple/",
            "admin/reports/site-history/",
            "admin/reports/site-history/results/",
            # Names of steps, which mails and the board name as well.
            "admin/workflows/task_chooser/",
            "admin/workflows/task_chooser/results/",
            "admin/workflows/task_chooser/create/",
            "admin/workflows/task_chooser/<int:task_id>/",
            # Those that one made or has a story in.
            "admin/bundles/",
            "admin/bundles/results/",
        ],
        STAFF,
    ),
    **dict.fromkeys(
        [
            "admin/stories/",
            "admin/stories/results/",
            "admin/pages/search/",
            "admin/pages/search/results/",
            "admin/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/",
            "admin/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/results/",
            "admin/reports/workflow/",
            "admin/reports/workflow/results/",
            "admin/reports/workflow_tasks/",
            "admin/reports/workflow_tasks/results/",
            "admin/reports/aging-pages/",
            "admin/reports/aging-pages/results/",
            "admin/reports/page-types-usage/",
            "admin/reports/page-types-usage/results/",
            "admin/forms/",
            "admin/forms/results/",
            "admin/documents/",
            "admin/documents/results/",
            "admin/documents/add/",
            "admin/documents/multiple/add/",
            "admin/documents/chooser/chosen/<str:pk>/",
            "admin/documents/chooser/create/",
            "admin/desk/board/",
            "admin/desk/calendar/",
        ],
        WRITERS,
    ),
    **dict.fromkeys(
        [
            "admin/images/",
            "admin/images/results/",
            "admin/images/add/",
            "admin/images/multiple/add/",
            "admin/images/chooser/chosen/<str:pk>/",
            "admin/images/chooser/create/",
            "admin/images/chooser/<int:image_id>/select_format/",
        ],
        WRITERS | PHOTO_DESK,
    ),
    **dict.fromkeys(
        [
            "admin/images/<int:image_id>/",
            "admin/images/<int:image_id>/delete/",
            "admin/images/<int:image_id>/preview/<str:filter_spec>/",
            "admin/images/usage/<int:image_id>/",
        ],
        CHIEFS | PHOTO_DESK,
    ),
    # In Politics.
    **dict.fromkeys(["admin/pages/<int:parent_page_id>/", "admin/pages/<int:parent_page_id>/results/"], POLITICS),
    **dict.fromkeys(
        [
            "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
            "admin/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/preview/",
        ],
        FILERS,
    ),
    # Whose only section is Business goes straight on to it; who may file nowhere reads so.
    **dict.fromkeys(
        ["admin/stories/choose_parent/", "admin/pages/create/<slug:app_label>/<slug:model_name>"],
        STAFF - {"other_reporter", "other_section_editor"},
    ),
    "admin/desk/pitches/new/": FILERS | {"other_reporter", "other_section_editor"},
    # What these list is only of the sections that one runs.
    **dict.fromkeys(
        [
            "admin/reports/locked/",
            "admin/reports/locked/results/",
            "admin/reports/failed-schedules/",
            "admin/reports/failed-schedules/results/",
            "admin/reports/without-review/",
            "admin/reports/without-review/results/",
            "admin/bundles/new/",
        ],
        SECTION_CHIEFS | {"other_section_editor"},
    ),
    # The reporter's pitch for Politics, and a bundle with a story of Politics.
    "admin/desk/pitches/<int:pk>/": {"reporter"} | SECTION_CHIEFS,
    "admin/bundles/inspect/<int:pk>/": POLITICS,
    **dict.fromkeys(["admin/bundles/edit/<int:pk>/", "admin/bundles/delete/<int:pk>/"], SECTION_CHIEFS),
    **dict.fromkeys(
        [
            "admin/pages/<int:parent_page_id>/add_subpage/",
            "admin/redirects/",
            "admin/redirects/results/",
            "admin/redirects/add/",
            "admin/redirects/<int:redirect_id>/",
            "admin/redirects/<int:redirect_id>/delete/",
            "admin/redirects/import/",
            "admin/documents/edit/<int:document_id>/",
            "admin/documents/delete/<int:document_id>/",
            "admin/documents/usage/<int:document_id>/",
            "admin/snippets/news/topic/",
            "admin/snippets/news/topic/results/",
            "admin/snippets/news/topic/add/",
            "admin/snippets/news/topic/edit/<int:pk>/",
            "admin/snippets/news/topic/delete/<int:pk>/",
            "admin/snippets/news/topic/usage/<int:pk>/",
            "admin/snippets/news/topic/history/<int:pk>/",
            "admin/snippets/news/topic/history-results/<int:pk>/",
            "admin/snippets/news/topic/copy/<int:pk>/",
            "admin/snippets/choose/news/topic/create/",
            "admin/desks/",
            "admin/desks/results/",
            "admin/desks/people/",
            "admin/desks/people/results/",
            "admin/desks/newsroom/",
            "admin/desks/newsroom/<slug:role>/<int:user>/remove/",
            "admin/desks/<int:pk>/",
            "admin/desks/<int:pk>/<slug:role>/<int:user>/remove/",
            "admin/desk/desks/<int:pk>/checklist/",
        ],
        CHIEFS,
    ),
    **dict.fromkeys(
        [
            "admin/pages/",  # the root above the site: others go straight to their section
            "admin/collections/",
            "admin/collections/add/",
            "admin/collections/<int:pk>/",
            "admin/collections/<int:pk>/delete/",
            "admin/collections/<int:collection_id>/privacy/",
            "admin/workflows/list/",
            "admin/workflows/list/results/",
            "admin/workflows/add/",
            "admin/workflows/disable/<int:pk>/",
            "admin/workflows/edit/<int:pk>/",
            "admin/workflows/usage/<int:pk>/",
            "admin/workflows/usage/<int:pk>/results/",
            "admin/workflows/tasks/add/<str:app_label>/<str:model_name>/",
            "admin/workflows/tasks/select_type/",
            "admin/workflows/tasks/index/",
            "admin/workflows/tasks/index/results/",
            "admin/workflows/tasks/edit/<int:pk>/",
            "admin/workflows/tasks/disable/<int:pk>/",
            *(f"admin/{model}/{rest}" for model in ("groups", "sites", "users", "webhooks") for rest in MODEL_VIEWS),
            *(f"admin/{model}/copy/<int:pk>/" for model in ("sites", "users")),
        ],
        ADMIN,
    ),
}
