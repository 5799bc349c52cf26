"""The people of the matrix, by what they do in Politics, where every story of it stands."""

ADMIN = {"admin"}
CHIEFS = {"managing_editor"} | ADMIN
SECTION_CHIEFS = {"section_editor"} | CHIEFS
EDITORS = {"copy_editor"} | SECTION_CHIEFS
FILERS = {"reporter", "colleague"} | SECTION_CHIEFS  # the stories are the reporter's
POLITICS = EDITORS | FILERS
OTHER_DESK = {"other_reporter", "other_copy_editor", "other_section_editor"}
WRITERS = POLITICS | OTHER_DESK
PHOTO_DESK = {"photo_desk"}
LEGAL = {"legal_reader"}
HOME = {"home_editor"}
CURATORS = {"other_section_editor"} | SECTION_CHIEFS | HOME  # whoever fills any container
MODERATORS = CHIEFS | {"comment_moderator"}  # of the whole site
STAFF = WRITERS | PHOTO_DESK | LEGAL | HOME | {"comment_moderator"}
OUTSIDERS = {"reader", "nobody"}  # an account without a role, and no account
VISITORS = sorted(STAFF | OUTSIDERS)
