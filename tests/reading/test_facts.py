"""Claims about which facts are found in a text and when two are the same. Must use no model."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneframe.frames import FactKind
from oneframe.reading.facts import fact_key, facts
from oneframe.records import Fact


def found(text, *kinds):
    return [f.text for f in facts(text) if not kinds or f.kind in kinds]


@pytest.mark.parametrize(
    ("kind", "text", "parts"),
    [
        (FactKind.ID, "see JIRA-123 and PO 4471 in v2.1.3", ["JIRA-123", "PO 4471", "v2.1.3"]),
        (FactKind.ID, "the van KX19 ABC is in Hall C, job #1182", ["KX19 ABC", "Hall C", "#1182"]),
        (FactKind.AMOUNT, "it cost £1,200, then 40k and S$50", ["£1,200", "40k", "S$50"]),
        (FactKind.AMOUNT, "at USD 3.5m, Rs 5 lakh or ₦200k", ["USD 3.5m", "Rs 5 lakh", "₦200k"]),
        (FactKind.PERCENT, "12%, 12 per cent, twelve percent", ["12%", "12 per cent", "twelve percent"]),
        (FactKind.DATE, "due 12 March, 3/6 and Monday 3 June", ["12 March", "3/6", "Monday 3 June"]),
        (FactKind.DATE, "by Friday or the 14th, end of Q3", ["Friday", "14th", "end of Q3"]),
        (FactKind.DATE, "next Tuesday, 2026-06-03 or in 2024", ["next Tuesday", "2026-06-03", "2024"]),
        (FactKind.DATE, "on 3 june, by fri or in may, by today", ["3 june", "fri", "today"]),
        (FactKind.TIME, "at 9am, 14:30, by 9.30 or noon", ["9am", "14:30", "9.30", "noon"]),
        (FactKind.TIME, "from half past two to 5 p.m. sharp", ["half past two", "5 p.m."]),
        (FactKind.NUMBER, "twenty-one of a dozen, twice", ["twenty-one", "a dozen", "twice"]),
        (FactKind.NUMBER, "one day late for the third time", ["one", "third"]),
        (FactKind.QUOTE, "he wrote \"it's fine\" and 'don't wait'", ['"it\'s fine"', "'don't wait'"]),
        (FactKind.QUOTE, "he wrote “so be it” to me", ["“so be it”"]),
        (FactKind.SYSTEM, "use SAP, salesforce and GitHub", ["SAP", "salesforce", "GitHub"]),
        (FactKind.SYSTEM, "open a_b.xlsx at https://a.b/c?d=e.", ["a_b.xlsx", "https://a.b/c?d=e"]),
        (FactKind.SYSTEM, "ask x.y@z.example or #ops-room", ["x.y@z.example", "#ops-room"]),
        (FactKind.NAME, "Ask Mr. Okafor's team about Cae Glas.", ["Mr. Okafor", "Cae Glas"]),
        (FactKind.NAME, "Dear Ana, Themba's list is with J. Osei.", ["Ana", "Themba", "J. Osei"]),
    ],
)
def test_a_fact_of_each_kind_is_found_whole(kind, text, parts):
    assert found(text, kind) == parts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hi sam, can you look", ["sam"]),
        ("jordan, pls read this", ["jordan"]),
        ("Terrence, close the door.", ["Terrence"]),
        ("Hi Mark, the rota is late.", ["Mark"]),
        ("The rota is late. Regards, Mark", ["Mark"]),
        ("Tomiko has it. I asked Tomiko.", ["Tomiko", "Tomiko"]),
        ("Write to Human Resources about it.", ["Human Resources"]),
    ],
)
def test_a_name_is_found_by_its_company(text, names):
    assert found(text, FactKind.NAME) == names


@pytest.mark.parametrize(
    "text",
    [
        "Hi all, thanks for coming.",
        "I think that I'm late. Thanks. Regards",
        "Performance is what this is about. Closing matters. Consequence: none.",
        "hey loved your talk, honestly",
        "May I ask you? The boys' room is open 'til late.",
        "PLEASE SUBMIT YOUR REPORT NOW.",
        "I'm writing this today. No one is the one to blame.",
        "Two things. We keep our 1:1 as it is.",
        "1. the rota\n2) the list\n- the desk",
        "Ongoing checks help. Non-completion hurts.",
        "",
    ],
)
def test_common_words_and_list_marks_are_no_facts(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (FactKind.NUMBER, "three", "3"),
        (FactKind.NUMBER, "twenty-one", "21"),
        (FactKind.NUMBER, "a hundred and twenty", "120"),
        (FactKind.NUMBER, "two thousand five hundred", "2,500"),
        (FactKind.NUMBER, "1,12,000", "112000"),
        (FactKind.PERCENT, "twelve per cent", "12%"),
        (FactKind.PERCENT, "12 percent", "12 %"),
        (FactKind.AMOUNT, "£1.2k", "£1,200"),
        (FactKind.AMOUNT, "£1,200.00", "£1200"),
        (FactKind.AMOUNT, "Rs 5 lakh", "Rs 500,000"),
        (FactKind.TIME, "3 p.m.", "3pm"),
        (FactKind.TIME, "9.30", "9:30"),
        (FactKind.TIME, "half past two", "half past 2"),
        (FactKind.DATE, "March 12th", "12 March"),
        (FactKind.DATE, "the 2nd of Feb", "2 February"),
        (FactKind.DATE, "Fridays", "fri"),
        (FactKind.NAME, "Mr. Okafor’s", "Mr Okafor"),
        (FactKind.QUOTE, "“It’s  fine.”", '"it\'s fine"'),
        (FactKind.ID, "PO 4471", "PO4471"),
    ],
)
def test_two_tellings_of_one_fact_have_one_key(kind, one, other):
    assert fact_key(Fact(one, 0, len(one), kind)) == fact_key(Fact(other, 0, len(other), kind))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (FactKind.NUMBER, "three", "13"),
        (FactKind.AMOUNT, "£1.2k", "£12k"),
        (FactKind.TIME, "3pm", "3am"),
        (FactKind.DATE, "12 March", "12 May"),
        (FactKind.DATE, "next Tuesday", "Tuesday"),
    ],
)
def test_two_facts_have_two_keys(kind, one, other):
    assert fact_key(Fact(one, 0, len(one), kind)) != fact_key(Fact(other, 0, len(other), kind))


PIECES = st.sampled_from(
    [
        "Hi Ana, ",
        "sam",
        "SAP ",
        "JIRA-1 ",
        "£1,2",
        "k ",
        "12 ",
        "March ",
        "mon ",
        "'",
        '"',
        "“",
        "”",
        "’s ",
        "two ",
        "hundred ",
        "and ",
        "%",
        " per cent",
        "9.30 ",
        "p.m.",
        "\n",
        "- ",
        "1. ",
        "Mr. ",
        "O",
        ". ",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join)))
def test_facts_are_ordered_apart_and_exact(text):
    every = facts(text)
    assert all(text[f.start : f.end] == f.text and f.text for f in every)
    assert all(a.end <= b.start for a, b in pairwise(every))
    assert all(fact_key(f) == fact_key(f).strip() for f in every)


@pytest.mark.parametrize("unit", ["a", "a_", "two hundred ", "'a ", "1,", "Mr ", "A1-"])
def test_a_hostile_text_does_not_take_quadratic_time(unit):
    started = time.perf_counter()
    facts(unit * (20_000 // len(unit)))
    assert time.perf_counter() - started < 2
