"""Takes the manager's own changes to a delivered text and has every outcome checked. Words nothing itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from oneframe.checking.checker import Checker
from oneframe.checking.compare import plain, sentences_of, stands_in
from oneframe.checking.scene import masked
from oneframe.errors import DraftRefused
from oneframe.frames import Frame
from oneframe.planning.plan import Planner
from oneframe.reading.intake import accept
from oneframe.reading.wordset import words
from oneframe.records import Check, Outcome, Piece, Plan, Reading, Rewrite, Route, Slot, Verdict
from oneframe.revising.forms import Form, FormPhrases, formed
from oneframe.revising.sheet import Sheet, inserted, stands
from oneframe.writing.composer import Composer
from oneframe.writing.prompts import clean

_READABLE = "readable"
_THERE = "It is there already."
_NO_PLACE = "It is neither of this frame nor of the other, so neither text can take it."


@dataclass(frozen=True, slots=True)
class Desk:
    """Both texts of one rewrite. `why` says what could not be done, in the checker's words."""

    main: Sheet
    companion: Sheet | None
    why: str = ""


class Reviser:
    """Holds no state of a turn: every call takes what stands and returns what would stand, checked."""

    def __init__(
        self,
        read: Callable[[str], Reading],
        route: Callable[[Reading], Route | None],
        planner: Planner,
        composer: Composer,
        checker: Checker,
    ) -> None:
        self._read, self._route = read, route
        self._planner, self._composer, self._checker = planner, composer, checker

    def desk(self, draft: Reading, rewrite: Rewrite) -> Desk | None:
        """Return what the coach delivered as sheets; None where nothing was written."""
        if rewrite.plan is None:
            return None
        plan, second = rewrite.plan, rewrite.companion
        aside = (*plan.set_aside, *plan.dropped)
        main = Sheet(draft, plan, rewrite.text, rewrite.text, _own(rewrite.checks), aside)
        if second is None or second.plan is None:
            return Desk(main, None)
        verdict = _own(rewrite.checks, "companion:")
        also = (*second.plan.set_aside, *second.plan.dropped, *aside)
        return Desk(
            main, Sheet(draft, second.plan, second.text, second.text, verdict, also, elsewhere=main.text)
        )

    def revise(
        self,
        sheet: Sheet,
        text: str,
        *,
        filled: Iterable[Slot] = (),
        meant: tuple[Piece, ...] = (),
        is_part: bool = False,
    ) -> Sheet:
        """Return `sheet` with `text`, checked.

        What the manager typed counts as given; what was taken out is listed, not lost; `filled` slots were
        answered, and `meant` pieces have facts changed on purpose. `is_part` allows a text to leave slots to
        the whole that it was cut from.
        """
        text, meant = clean(text).strip(), (*sheet.meant, *meant)
        if refused := _refused(text):
            return replace(sheet, text=text, verdict=refused, taken_out=(), route=None)
        plan, taken_out = self._as_it_stands(sheet, text, frozenset(filled), meant, is_part)
        typed = _typed(sheet, plan, text)
        given = (*typed, *_typed(sheet, plan, masked(text, plan)))
        closed = [_struck(s, plan.frame) for s in sheet.plan.slots if s not in plan.slots]
        verdict = self._checker.check(
            sheet.draft,
            plan,
            text,
            companion=sheet.elsewhere,
            set_aside=(*sheet.aside, *taken_out, *closed),
            given=given,
        )
        route = self._route(self._read(masked(text, plan))) if typed else None
        return replace(sheet, text=text, verdict=verdict, taken_out=taken_out, meant=meant, route=route)

    def bring_back(self, desk: Desk, piece: Piece) -> Desk:
        """Return both texts with `piece` in the one whose frame it has; where it cannot stand, `why`."""
        faults: list[str] = []
        for is_main in _targets(desk.main.plan.frame, piece):
            sheet = desk.main if is_main else desk.companion
            if sheet and piece.text in sheet.text:
                return replace(desk, why=_THERE)
            made = self._with(sheet, piece) if sheet else self._second(desk.main, piece)
            before = desk.main if sheet is None else sheet
            if made is not None and _is_no_worse(made, before):
                return replace(desk, why="", **{"main" if is_main else "companion": made})
            faults += [_fault(made)] if made is not None else []
        return replace(desk, why=faults[0] if faults else _NO_PLACE)

    def formed(self, sheet: Sheet, form: Form, phrases: FormPhrases) -> tuple[str, Sheet]:
        """Return the subject (empty where the form has none) and the text as `form`, checked."""
        subject, text = formed(sheet, form, phrases)
        return subject, self.revise(sheet, text, is_part=form.is_part)

    def _as_it_stands(
        self, sheet: Sheet, text: str, filled: frozenset[Slot], meant: tuple[Piece, ...], is_part: bool
    ) -> tuple[Plan, tuple[Piece, ...]]:
        """Return the plan that `text` is held to, and the kept pieces that it no longer has."""
        said = [words(s) for s in sentences_of(text)]
        kept = tuple(p for p in sheet.plan.kept if p not in meant and stands(p, said))
        gone = [s for s in sheet.plan.slots if s.text not in text]
        open_ = [s for s in sheet.plan.slots if s not in gone]
        if not is_part:
            open_ += [s for s in gone if s not in filled and not self._is_answered(s, sheet, text)]
        plan = replace(sheet.plan, kept=kept, slots=tuple(s for s in sheet.plan.slots if s in open_))
        return plan, tuple(p for p in sheet.plan.kept if p not in kept)

    def _is_answered(self, slot: Slot, sheet: Sheet, text: str) -> bool:
        """Return whether words stand in the slot's place, it was the manager's to strike, or is stated."""
        if slot.element is None or "strike" in slot.hint:
            return True
        carrier = next((s for s in sentences_of(sheet.offered) if slot.text in s), "")
        head = carrier.partition(slot.text)[0].strip()
        return (bool(head) and head in text) or bool(self._read(text).elements.get(slot.element))

    def _with(self, sheet: Sheet, piece: Piece) -> Sheet:
        plan = sheet.plan
        kept = plan.kept if piece in plan.kept else tuple(sorted((*plan.kept, piece), key=_place))
        aside = tuple(p for p in sheet.aside if p != piece)
        before = [p.text for p in reversed(kept[: kept.index(piece)])]
        wider = replace(sheet, plan=replace(plan, kept=kept), aside=aside)
        return self.revise(wider, inserted(sheet.text, piece.text, before))

    def _second(self, main: Sheet, piece: Piece) -> Sheet | None:
        """Compose the other message out of one sentence that was set aside."""
        alone = replace(main.plan, set_aside=(replace(piece, error=None),))
        plan = self._planner.companion(alone, main.draft)
        if plan is None:
            return None
        text = self._composer.brief(plan, main.draft, companion=True).composed
        blank = Sheet(main.draft, plan, text, text, Verdict(()), main.aside, elsewhere=main.text)
        return self.revise(blank, text)


def _own(checks: Sequence[Check], prefix: str = "") -> Verdict:
    """Return the checks of one of the two texts, without the prefix that marks them."""
    if prefix:
        return Verdict(
            tuple(replace(c, rule=c.rule.removeprefix(prefix)) for c in checks if c.rule.startswith(prefix))
        )
    return Verdict(tuple(c for c in checks if ":" not in c.rule))


def _refused(text: str) -> Verdict | None:
    try:
        accept(text)
    except DraftRefused as fault:
        return Verdict((Check(_READABLE, Outcome.FAIL, str(fault)),))
    return None


def _typed(sheet: Sheet, plan: Plan, text: str) -> tuple[str, ...]:
    """Return the sentences that stand, word for word, neither in the draft nor in what was offered."""
    known = plain("\n".join([sheet.offered, masked(sheet.offered, plan), sheet.draft.text]))
    return tuple(s for s in sentences_of(text) if (bare := plain(s)) and not stands_in(bare, known))


def _struck(slot: Slot, frame: Frame) -> Piece:
    return Piece(slot.hint, frame, None, 0)


def _place(piece: Piece) -> int:
    return piece.sentence


def _targets(frame: Frame, piece: Piece) -> tuple[bool, ...]:
    """Return where a piece may go, best first: True is the main text."""
    if piece.frame in (frame, Frame.NEUTRAL):
        return (True,)
    return (True, False) if piece.frame is Frame.BLEND else (False,)


def _is_no_worse(made: Sheet, before: Sheet) -> bool:
    """A text that passed must pass again; one in the middle of an edit must at least not fail more rules."""
    return made.is_deliverable or (not before.is_deliverable and _failed(made) <= _failed(before))


def _failed(sheet: Sheet) -> frozenset[str]:
    return frozenset(c.rule for c in sheet.verdict.checks if c.verdict is not Outcome.PASS)


def _fault(sheet: Sheet) -> str:
    return next((c.why for c in sheet.verdict.checks if c.verdict is not Outcome.PASS and c.why), "")
