"""Draws what stands behind a rewrite: the reading, the faults, the checks. Must not decide anything."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import streamlit as st

from oneframe.checking.findings import findings
from oneframe.records import Check, Finding, Outcome, Reading, Verdict
from oneframe.ui import masks, wording
from oneframe.ui.wording import Look

_MARKS = {
    Outcome.PASS: ":green[:material/check_circle:]",
    Outcome.FAIL: ":red[:material/cancel:]",
    Outcome.UNSCORED: ":orange[:material/help:]",
}


def badge(look: Look) -> None:
    """Draw a frame as word, icon and colour."""
    st.badge(look.word, icon=look.icon, color=look.color)  # type: ignore[arg-type]


def draw_checks(checks: Sequence[Check], seconds: Sequence[Check] = ()) -> None:
    """Draw each rule in words with its verdict, the second message's after the first's."""
    with st.container(gap="xsmall"):
        for check in checks:
            _draw_check(check)
        _draw_second(seconds)


def _draw_second(checks: Sequence[Check]) -> None:
    """Draw the second message's checks; one line where all passed, as they are the same rules."""
    if not checks:
        return
    if Verdict(tuple(checks)).ok:
        st.markdown(f"{_MARKS[Outcome.PASS]} {wording.CHECKED_BOTH.format(count=len(checks))}")
        return
    st.markdown(f"**{wording.CHECKED_COMPANION}**")
    for check in checks:
        _draw_check(check)


def _draw_check(check: Check) -> None:
    st.markdown(f"{_MARKS[check.verdict]} {wording.OUTCOMES[check.verdict]}{wording.rule(check.rule)}")
    if check.why:
        st.text(check.why)


def draw_faults(checks: Sequence[Check]) -> None:
    """Draw only the rules that did not pass, with why."""
    with st.container(gap="xsmall"):
        for check in checks:
            if check.verdict is not Outcome.PASS:
                _draw_check(check)


def draw_findings(reading: Reading) -> None:
    """Draw each fault of a draft by the number of its sentence: why it is one and how to mend it."""
    numbers = {s.start: i for i, s in enumerate(reading.sentences, 1)}
    with st.container(gap="xsmall"):
        for finding in findings(reading):
            name = f" {wording.FAULTS[finding.error].capitalize()}." if finding.error else ""
            st.markdown(f"**{numbers[finding.start]}{name}** {finding.why} {finding.fix}")


def draw_reading(reading: Reading) -> None:
    """Draw each sentence with what it does, what is wrong in it and how to mend it."""
    st.caption(wording.READ_AS[reading.label])
    found, shown = _by_place(reading), masks.of(reading.text)
    for sentence in reading.sentences:
        with st.container(gap="xsmall"):
            badge(wording.SENTENCES[sentence.frame])
            st.text(shown(sentence.text))
            for finding in found[sentence.start, sentence.end]:
                name = f"**{wording.FAULTS[finding.error].capitalize()}.** " if finding.error else ""
                st.caption(f"{name}{finding.why} {finding.fix}")


def reasons(reading: Reading | None) -> Mapping[int, str]:
    """Return by sentence number what is wrong in it, for those where something is."""
    if reading is None:
        return {}
    found = _by_place(reading)
    named = ((i, [f for f in found[s.start, s.end] if f.error]) for i, s in enumerate(reading.sentences))
    return {i: faults[-1].why for i, faults in named if faults}


def _by_place(reading: Reading) -> Mapping[tuple[int, int], list[Finding]]:
    places: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings(reading):
        places[finding.start, finding.end].append(finding)
    return places
