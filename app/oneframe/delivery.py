"""Texts that passed, and how two of them become one rewrite. Decides nothing."""

from dataclasses import dataclass, replace

from oneframe.records import Check, Companion, Outcome, Passage, Plan, Rewrite, Status, Verdict


@dataclass(frozen=True, slots=True)
class Delivery:
    """A text that passed, and where it came from."""

    text: str
    verdict: Verdict
    plan: Plan
    writer: str
    attempts: int


def rewritten(main: Delivery, other: Delivery | None, passages: tuple[Passage, ...]) -> Rewrite:
    """Return both deliveries as the rewrite that the manager gets."""
    aside = (*main.plan.set_aside, *main.plan.dropped)
    return Rewrite(
        Status.REWRITTEN,
        main.plan.frame,
        main.text,
        main.plan.why,
        companion=Companion(other.plan.frame, other.text, other.plan) if other else None,
        set_aside=tuple(sorted(aside, key=lambda p: p.sentence)),
        slots=main.plan.slots,
        checks=_joined(main.verdict, other.verdict if other else None),
        sources=passages,
        writer=main.writer,
        attempts=main.attempts,
        plan=main.plan,
    )


def _joined(main: Verdict, companion: Verdict | None) -> tuple[Check, ...]:
    extra = tuple(replace(c, rule=f"companion:{c.rule}") for c in companion.checks) if companion else ()
    return (*main.checks, *extra)


def sum_up(verdict: Verdict) -> str:
    """Return a verdict in one line."""
    faults = [f"{c.rule}: {c.why}" for c in verdict.checks if c.verdict is not Outcome.PASS]
    return "All checks passed" if not faults else "; ".join(faults)
