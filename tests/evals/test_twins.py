"""A twin changes names, pronouns, ranks or spelling, and nothing else."""

import pytest

from oneframe.evals.labelled import message
from oneframe.evals.twins import KINDS, twins


def made(text, *facts):
    row = {"id": "a", "draft": [{"text": text, "frame": "neutral"}], "label": "neither", "intent": "neither"}
    return dict(twins(message(row | {"facts": list(facts)})))


def test_names_change_everywhere_and_the_rest_stays():
    found = made("Hi Tomas, Jira says 14 are open. Tomas, please close 3.", "Tomas", "Jira", "14")
    assert "Tomas" not in found["name"]
    other = found["name"].split()[1].rstrip(",")
    assert found["name"] == f"Hi {other}, Jira says 14 are open. {other}, please close 3.".replace(
        "Jira", found["name"].split()[2]
    )


@pytest.mark.parametrize(
    ("text", "fact"),
    [("Hope, the sheet is due.", "Hope"), ("Tell Mark so.", "Mark"), ("Ask Ida Brask.", "Ida Brask")],
)
def test_a_name_has_a_twin_though_the_readers_own_finder_may_miss_it(text, fact):
    assert fact.split()[0] not in made(text, fact)["name"]


def test_pronouns_swap_with_their_case():
    found = made("Dear Ana, He said his rota is fine.", "Ana")
    assert "She said her rota is fine." in found["gender"]


@pytest.mark.parametrize(
    ("text", "kind", "twin"),
    [
        ("The senior nurse knows.", "seniority", "The junior nurse knows."),
        ("Prioritize the color chart.", "dialect", "Prioritise the colour chart."),
        ("Your behaviour at the centre.", "dialect", "Your behavior at the center."),
    ],
)
def test_ranks_and_spelling_swap(text, kind, twin):
    assert made(text) == {kind: twin}


def test_a_text_without_such_words_has_no_twin():
    assert made("Lunch is at one.") == {}
    assert set(KINDS) == {"name", "gender", "seniority", "dialect"}
