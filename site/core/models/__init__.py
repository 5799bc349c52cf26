from core.models.picture import Picture, Rendition
from core.models.site_settings import SiteSettings
from core.models.standard_page import StandardPage

__all__ = ["Picture", "Rendition", "SiteSettings", "StandardPage"]
