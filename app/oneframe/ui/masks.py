"""What a text looks like on a screen that others see: itself, or with its names masked. Must not draw."""

from collections.abc import Callable

from oneframe.privacy.masking import masked, names_of
from oneframe.reading.facts import facts
from oneframe.settings import Settings
from oneframe.ui import resources

Shown = Callable[[str], str]


def screen(settings: Settings, *texts: str) -> Shown:
    """Return how a text is shown beside `texts`, whose names share their letters with it."""
    if not settings.screenshots:
        return lambda text: text
    names = names_of(f for text in texts for f in facts(text))
    return lambda text: masked(text, names)


def of(draft: str) -> Shown:
    """Return how a turn's texts are shown with the settings that hold; the names are the draft's."""
    return screen(resources.settings(), draft)
