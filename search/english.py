"""What English needs besides the cutting off of endings (Snowball): words that say nothing, irregular plurals, -ize."""

# Words that say nothing of a story's subject. Indexed all the same, so that phrases work.
STOPWORD_LIST = """
    a about after all also am an and any are as at be because been before being but by can could did do does doing
    during each few for from further had has have having he her here hers him his how i if in into is it its itself
    just me more most my no nor not now of off on once only or other our out over own said same she should so some such
    than that the their them then there these they this those through to too under until up very was we were what when
    where which while who whom why will with would you your
"""
STOPWORDS = frozenset(STOPWORD_LIST.split())

PLURALS = {
    **{"children": "child", "feet": "foot", "geese": "goose", "halves": "half", "knives": "knife", "leaves": "leaf"},
    **{"lives": "life", "loaves": "loaf", "mice": "mouse", "oxen": "ox", "shelves": "shelf", "teeth": "tooth"},
    **{"thieves": "thief", "wives": "wife", "wolves": "wolf", "crises": "crisis", "diagnoses": "diagnosis"},
}
# Words that would meet others of another meaning, so much is cut off: politely and politics, emergencies and what has
# emerged, important things and imports. Those of a line meet each other only.
FAMILIES = """
    polite politely politeness
    university universities
    emergency emergencies
    importance important importantly
    authority authorities
    hospitality
    executive executives
    severe severely severity
    experience experienced experiences experiencing
    department departmental departments
    informal informally
"""
FAMILY = {word: line.split()[0] for line in FAMILIES.strip().splitlines() for word in line.split()}
SHORTEST_MEN = 5  # letters: “women” and “fishermen”, not “omen”


def singular(word: str) -> str:
    """Return the singular of an irregular plural, any other word as it is."""
    if word.endswith("men") and len(word) >= SHORTEST_MEN:
        return f"{word[:-2]}an"
    if word.endswith("wives"):
        return f"{word[:-3]}fe"
    return PLURALS.get(word, word)


def one_spelling(stem: str) -> str:
    """Return the stem that British and American spelling share: “immunis” of both “immunisation” and “immunization”."""
    return f"{stem[:-1]}s" if stem.endswith("iz") and len(stem) > 3 else stem
