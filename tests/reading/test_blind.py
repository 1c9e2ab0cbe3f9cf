"""The reader is shown stand-ins for the people that a message names, and one set of pronouns."""

import pytest

from oneframe.frames import FactKind
from oneframe.reading.blind import blinded
from oneframe.reading.facts import facts


def shown(text: str) -> str:
    return blinded([text], facts(text))[0]


def test_two_messages_that_differ_in_names_and_pronouns_are_shown_alike() -> None:
    hers = "Priya, Siobhan says she sent her notes herself. I gave them to her."
    his = "Declan, Omar says he sent his notes himself. I gave them to him."
    assert shown(hers) == shown(his)


def test_people_stay_apart_and_are_the_same_person_throughout() -> None:
    lines = ["Hi Dorota,", "Emeka asked about the rota.", "Dorota, could you tell Emeka?"]
    first, second, third = blinded(lines, facts("\n".join(lines)))
    one, other = first.split()[1].rstrip(","), second.split()[0]
    assert one != other
    assert third == f"{one}, could you tell {other}?"


def test_numbers_systems_and_dates_are_shown_as_they_are() -> None:
    text = "Kavita, SAP shows 14 open tickets since Monday 3 March."
    assert shown(text).endswith(", SAP shows 14 open tickets since Monday 3 March.")


def test_a_capital_stays_a_capital() -> None:
    assert shown("Her shift ended. She left.") == "His shift ended. He left."


@pytest.mark.parametrize("count", [21, 45])
def test_more_people_than_stand_ins_leave_nobody_named(count: int) -> None:
    names = [f"Zor{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(count)]
    text = "On the list: " + ", ".join(names) + "."
    assert len([f for f in facts(text) if f.kind is FactKind.NAME]) == count
    assert not any(name in shown(text) for name in names)
