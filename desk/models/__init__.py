from desk.models.editorial_review import EditorialReviewState, EditorialReviewTask
from desk.models.section_desk import SectionDesk
from desk.models.site_role import SiteRole

__all__ = ["EditorialReviewState", "EditorialReviewTask", "SectionDesk", "SiteRole"]
