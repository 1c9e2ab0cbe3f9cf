"""The content words of a text, for comparing texts: no stop words, crudely stemmed. Decides nothing."""

import re

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STOP = frozenset(
    """a an the and or but so if then than that this these those there here it its it's is are was were
    be been being am i i'm i've i'd i'll we we're we've we'd you you're you've your yours u ur me my
    mine our us he she they them their his her him to of in on at by for from with without as about into
    over under up down out off not no nor do does did done have has had having can could will would
    shall should may might must just very really quite too also again more most much many some any all
    each every which who whom whose what when where why how get got make made let like want need one own
    same such only now still yet even well please kindly maybe perhaps possibly bit little sort kind
    kinda sorta okay ok yes im ive id ill dont don't doesn't didn't isn't aren't wasn't can't won't
    that's what's let's going gonna gotta thing things lot really honestly anyway""".split()  # noqa: SIM905
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|nor|neither|without|cannot|cant|dont|doesnt|didnt|isnt|arent|wasnt|werent|wont|"
    r"shouldnt|hasnt|havent)\b|n['’]t\b",
    re.IGNORECASE,
)


def negations(text: str) -> int:
    """Return how often `text` says no: a sentence that loses one says the opposite."""
    return len(_NEGATION.findall(text))


def words(text: str) -> frozenset[str]:
    """Return the content words of `text`: lower case, no stop words, crudely stemmed."""
    return frozenset(stem(w) for w in word_list(text))


def word_list(text: str) -> list[str]:
    """Return the content words of `text` in order, lower case."""
    found = (w.lower().replace("’", "'") for w in _WORD.findall(text))
    return [w for w in found if w not in _STOP and (len(w) > 2 or w.isdigit())]


def stem(word: str) -> str:
    """Return `word` without its commonest endings, so that "missed" meets "missing"."""
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word.rstrip("e") if len(word) > 3 else word
