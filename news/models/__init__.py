from news.models.article import Article
from news.models.byline import Byline
from news.models.correction import Correction
from news.models.corrections_page import CorrectionsPage
from news.models.home_page import HomePage
from news.models.related_story import RelatedStory
from news.models.section import Section
from news.models.topic import ArticleTopic, Topic

__all__ = [
    "Article",
    "ArticleTopic",
    "Byline",
    "Correction",
    "CorrectionsPage",
    "HomePage",
    "RelatedStory",
    "Section",
    "Topic",
]
