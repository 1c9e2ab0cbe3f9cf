"""The versioned JSON of the CLI: records to plain dictionaries (see `schemas/`). Loads no model."""

from collections.abc import Mapping, Sequence
from typing import Any

from oneframe.checking.findings import findings, is_ok
from oneframe.records import Fact, Finding, Passage, Piece, Reading, Rewrite, Sentence, Span
from oneframe.talk import Answer

SCHEMA = 1
Json = dict[str, Any]


def read_json(id_: str, reading: Reading) -> Json:
    """Return the `read` object of one text."""
    return {
        "schema": SCHEMA,
        "id": id_,
        "label": reading.label.value,
        "intent": reading.intent.value,
        "named": {"frame": reading.named.frame.value, "sentence": reading.named.sentence}
        if reading.named
        else None,
        "sentences": [_sentence(s) for s in reading.sentences],
        "elements": {e.value: [_span(s) for s in spans] for e, spans in reading.elements.items()},
        "facts": [_fact(f) for f in reading.facts],
        "unsure": reading.unsure,
    }


def check_json(id_: str, reading: Reading) -> Json:
    """Return the `check` object: the reading, its findings and whether the message may be sent as it is."""
    return {
        **read_json(id_, reading),
        "findings": [_finding(f) for f in findings(reading)],
        "ok": is_ok(reading),
    }


def rewrite_json(id_: str, rewrite: Rewrite) -> Json:
    """Return the `rewrite` object of one turn."""
    return {
        "schema": SCHEMA,
        "id": id_,
        "status": rewrite.status.value,
        "frame": rewrite.frame.value if rewrite.frame else None,
        "text": rewrite.text,
        "why": rewrite.why,
        "companion": {"frame": rewrite.companion.frame.value, "text": rewrite.companion.text}
        if rewrite.companion
        else None,
        "set_aside": [_piece(p) for p in rewrite.set_aside],
        "slots": [{"element": s.element.value if s.element else None, "hint": s.hint} for s in rewrite.slots],
        "question": rewrite.question,
        "route": {"trigger": rewrite.route.trigger.value, "advice": rewrite.route.advice}
        if rewrite.route
        else None,
        "checks": [{"rule": c.rule, "verdict": c.verdict.value, "why": c.why} for c in rewrite.checks],
        "sources": sources_json(rewrite.sources),
        "writer": rewrite.writer,
        "attempts": rewrite.attempts,
        "seconds": rewrite.seconds,
    }


def ask_json(id_: str, answer: Answer) -> Json:
    """Return the `ask` object of one question."""
    return {
        "schema": SCHEMA,
        "id": id_,
        "status": answer.status.value,
        "text": answer.text,
        "sources": sources_json(answer.sources),
        "question": answer.question,
        "route": {"trigger": answer.route.trigger.value, "advice": answer.route.advice}
        if answer.route
        else None,
        "seconds": answer.seconds,
    }


def sources_json(passages: Sequence[Passage]) -> list[Mapping[str, str]]:
    """Return the citations of a text."""
    return [{"guide": p.guide, "title": p.title, "quote": p.quote} for p in passages]


def refused_json(id_: str | None, why: str) -> Json:
    """Return the object that stands in for a text that could not be read."""
    return {"schema": SCHEMA, "id": id_, "error": why}


def _sentence(s: Sentence) -> Json:
    return {
        "text": s.text,
        "start": s.start,
        "end": s.end,
        "frame": s.frame.value,
        "error": s.error.value if s.error else None,
        "p": s.p,
    }


def _fact(f: Fact) -> Json:
    return {"text": f.text, "start": f.start, "end": f.end, "kind": f.kind.value}


def _finding(f: Finding) -> Json:
    error = f.error.value if f.error else None
    return {"rule": f.rule, "error": error, "start": f.start, "end": f.end, "why": f.why, "fix": f.fix}


def _piece(p: Piece) -> Json:
    return {"text": p.text, "frame": p.frame.value}


def _span(s: Span) -> list[int]:
    return [s.start, s.end]
