"""Runs the rules on one text: the same function for the app, the CLI and CI. Decides, never mends."""

from collections.abc import Callable, Mapping

from oneframe.checking.rules import RULES, Rule
from oneframe.checking.scene import Phrases, Scene, masked, scene
from oneframe.frames import Frame
from oneframe.reading.house import OURS, House
from oneframe.records import Check, Outcome, Piece, Plan, Reading, Sentence, Verdict

Read = Callable[[str], Reading]


class Checker:
    """Checks texts against the draft and the plan they came from. `phrases` are the composer's own."""

    def __init__(
        self, read: Read, phrases: tuple[str, ...], rules: Mapping[str, Rule] = RULES, house: House = OURS
    ) -> None:
        self._read, self._phrases, self._rules, self._house = read, Phrases(phrases), rules, house

    def check(
        self,
        draft: Reading,
        plan: Plan,
        text: str,
        *,
        companion: str = "",
        set_aside: tuple[Piece, ...] = (),
        given: tuple[str, ...] = (),
    ) -> Verdict:
        """Return every rule's word on `text`; a rule that crashes says unscored, which is no pass.

        `given` are the sentences of `text` that the manager typed, which nothing need stand behind.
        """
        looked_at = scene(
            draft,
            plan,
            text,
            self._read,
            companion=companion,
            set_aside=set_aside,
            phrases=self._phrases,
            given=given,
            house=self._house,
        )
        return Verdict(tuple(_run(name, rule, looked_at) for name, rule in self._rules.items()))

    def strays(self, plan: Plan, text: str) -> tuple[Sentence, ...]:
        """Return the sentences of `text` that do not read as the plan's frame or neutral."""
        return tuple(
            s for s in self._read(masked(text, plan)).sentences if s.frame not in (Frame.NEUTRAL, plan.frame)
        )


def _run(name: str, rule: Rule, looked_at: Scene) -> Check:
    try:
        why = rule(looked_at)
    except Exception as crash:  # a rule's own fault must never pass a text
        return Check(name, Outcome.UNSCORED, f"the rule could not decide ({type(crash).__name__})")
    return Check(name, Outcome.FAIL, why) if why else Check(name, Outcome.PASS, "")
