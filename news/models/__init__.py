from news.models.article import Article
from news.models.breaking_news import BreakingNews
from news.models.byline import Byline
from news.models.container import Container
from news.models.correction import Correction
from news.models.corrections_page import CorrectionsPage
from news.models.home_page import HomePage
from news.models.placement import Placement
from news.models.read_count import ReadCount
from news.models.related_story import RelatedStory
from news.models.removed_card import RemovedCard
from news.models.section import Section
from news.models.tombstone import Tombstone
from news.models.topic import ArticleTopic, Topic
from news.models.update import Update

__all__ = [
    "Article",
    "ArticleTopic",
    "BreakingNews",
    "Byline",
    "Container",
    "Correction",
    "CorrectionsPage",
    "HomePage",
    "Placement",
    "ReadCount",
    "RelatedStory",
    "RemovedCard",
    "Section",
    "Tombstone",
    "Topic",
    "Update",
]
