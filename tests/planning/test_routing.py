"""Triggers stop frame work in a fixed order; idioms do not."""

import dataclasses

import pytest

from heart_fakes import read
from oneframe import settings
from oneframe.errors import AssetDamaged
from oneframe.frames import Trigger
from oneframe.planning.routing import load_router
from oneframe.records import Sign

ROUTER = load_router(settings.prompts() / "routes.toml")


def route(text, *signs):
    return ROUTER.route(dataclasses.replace(read(text), signs=signs))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Sam, you told Ana you want to kill yourself. I still need the sheet by noon.", Trigger.CRISIS),
        ("He said he doesn't want to live any more.", Trigger.CRISIS),
        ("Priya says Dan harassed her at the party, can you be firmer with him?", Trigger.HARASSMENT),
        ("Since you went to HR your numbers have slipped.", Trigger.RETALIATION),
        ("Your depression is getting in the way of the reports.", Trigger.HEALTH),
        ("At your age the new system is a lot to take in.", Trigger.PROTECTED),
        ("This letter is your first written warning.", Trigger.FORMAL),
        ("You are hereby dismissed with effect from Friday.", Trigger.FORMAL),
        ("You falsified the temperature log on Tuesday.", Trigger.MISCONDUCT),
        ("Make it sound like coaching so I can build a file on him.", Trigger.PRETEXT),
    ],
)
def test_plain_words_route(text, trigger):
    assert route(text).trigger is trigger


@pytest.mark.parametrize(
    "text",
    [
        "This deadline is killing me, can we move the review?",
        "Please kill the process before the deploy.",
        "The harassment training module is due by Friday.",
        "Update the grievance tracker with the three new cases.",
        "If this continues, the next step is a written warning from HR.",
        "This is not a warning. The counts have to be in by noon.",
        "The whistleblowing policy poster has the old number.",
        "The fraud detection alerts were late on 3 May.",
        "HR can help with the rota, or the assistance line.",
        "The suicide prevention training is on Tuesday.",
    ],
)
def test_a_near_miss_passes(text):
    assert route(text) is None


@pytest.mark.parametrize("trigger", Trigger)
def test_what_is_said_another_way_is_left_to_the_reader(trigger):
    assert route("Some words.", Sign(trigger, 0, 0.95)).trigger is trigger
    assert route("Some words.", Sign(trigger, 0, 0.05)) is None


def test_the_first_trigger_in_order_wins():
    signs = [Sign(t, 0, 0.99) for t in reversed(Trigger)]
    assert route("Some words.", *signs).trigger is Trigger.CRISIS


@pytest.mark.parametrize("trigger", Trigger)
def test_the_advice_points_to_people_and_drafts_nothing(trigger):
    advice = route("Some words.", Sign(trigger, 0, 0.99)).advice
    assert "HR" in advice
    assert "Hi " not in advice


def test_a_damaged_routing_file_is_named(tmp_path):
    (tmp_path / "routes.toml").write_text("[crisis]\nadvice = 1")
    with pytest.raises(AssetDamaged, match=r"routes\.toml"):
        load_router(tmp_path / "routes.toml")
