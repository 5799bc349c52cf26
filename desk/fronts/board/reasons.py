"""“Why isn't it here?”: what each container of a front says of one story."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.fronts.board.showing import FrontBoard
from desk.fronts.board.stories import short, stories_by_id
from news.fronts.loading import section_paths
from news.fronts.plans import Reason, Verdict
from news.fronts.reading import Question, backfill_question
from news.models import Article, Container

NOBODY = "Nobody placed it here, and the free slots stay free."
OTHERS_FIRST = "It would fit, but enough newer stories come first."
OTHERS_READ_MORE = "It would fit, but enough stories come first that are read more, or newer where none is read."
OTHERS_DISCUSSED_MORE = "It would fit, but enough stories come first with more replies, or newer where none has any."


@dataclass
class Answer:
    """What one container does with a story, and why."""

    container: str
    sentences: list[str]
    is_shown: bool = False


def answers(board: FrontBoard, story: Article) -> list[Answer]:
    """Say of each container of a front why `story` stands in it or not, in a fixed number of queries."""
    facts = Facts(story, board)
    return [answer(container, board.resolution.reasons, story, facts) for container in board.versions]


def answer(container: Container, reasons: Sequence[Reason], story: Article, facts: "Facts") -> Answer:
    own = [
        reason
        for reason in reasons
        if reason.container == container.pk and reason.story and reason.story.pk == story.pk
    ]
    # A story may be refused twice over, as a card and as what would fill a slot; where it stands wins.
    shown = [reason for reason in own if reason.is_shown]
    if shown:
        return Answer(container.title, [reason.sentence for reason in shown[:1]], is_shown=True)
    if own:
        return Answer(container.title, list(dict.fromkeys(map(sentence, own))))
    if facts.state:
        return Answer(container.title, [f"{facts.state}: readers cannot read it."])
    question = backfill_question(container)
    if question is None:
        return Answer(container.title, [NOBODY])
    return Answer(container.title, [facts.refusal(question) or others_first(question)])


def others_first(question: Question) -> str:
    if question.by_replies:
        return OTHERS_DISCUSSED_MORE
    return OTHERS_READ_MORE if question.by_readers else OTHERS_FIRST


def sentence(reason: Reason) -> str:
    if reason.verdict is Verdict.REPEATED and not reason.card:
        return f"It would be filled in, but {reason.sentence[0].lower()}{reason.sentence[1:]}"
    return reason.sentence


class Facts:
    """What a container's rule for free slots asks of a story."""

    def __init__(self, story: Article, board: FrontBoard) -> None:
        self.story, self.now = story, board.now
        found = stories_by_id([story.pk], board.user)[story.pk]
        when = f" {short(found.at)}" if found.at else ""
        self.state = "" if found.is_public else f"{found.state}{when}"
        asked = filter(None, map(backfill_question, board.versions))
        self.paths = section_paths({pk for question in asked for pk in question.sections})
        self.topics = set(story.topic_rows.values_list("tag", flat=True))
        self.authors = set(story.bylines.values_list("author", flat=True))

    def refusal(self, question: Question) -> str:
        """Say what of a rule the story does not meet; empty when it meets all of it."""
        story = self.story
        if question.sections and not any(story.path.startswith(self.paths.get(pk, "-")) for pk in question.sections):
            return "Its section is none of those that fill this container."
        if question.topics and not self.topics & set(question.topics):
            return "It has none of the topics that fill this container."
        if question.author and question.author not in self.authors:
            return "It is not by the author whose stories fill this container."
        if question.kind and question.kind != story.kind:
            return f"Its kind is “{story.get_kind_display()}”, and another one fills this container."
        published = story.first_published_at
        if question.max_age is not None and published and published < self.now - question.max_age:
            return Verdict.TOO_OLD.value
        return ""
