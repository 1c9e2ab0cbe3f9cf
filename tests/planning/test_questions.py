"""A message to send, or a question about one: told apart by what it does, not by a question mark."""

import pytest

from oneframe import settings
from oneframe.planning.questions import asks, is_draft
from oneframe.wiring import build_reader


@pytest.fixture(scope="module")
def read():
    return build_reader(settings.load()).read


@pytest.mark.parametrize(
    "text",
    [
        "Hi Sam,\nyour reports were late again. What would help you grow?\nTom",
        "Dear Ms Okafor, the stock count has to be in by noon and yours came at four on Monday.",
        "You must log every call by Friday. You have missed three. If it happens again I will take you off the desk.",
        "hey jo, where would you like to take the garden project next year? just curious how you see it",
        "Hi Marcus,\n\nThe headcount sheet has to be signed before every boat leaves. What do you think got in the way for you?\n\nJo",
        "Hi Ana, can you help me understand what you want from the course? No agenda of mine.",
        "Vanessa,\nThree of your summaries went out unsigned. How is that going to read to the auditors?",
        "The standard is that tickets are answered within four hours. Yours took nine. I need that to change by May.\n\nBest,\nIda",
    ],
)
def test_a_message_is_a_draft(read, text):
    assert is_draft(read(text)) and not asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "she cried last time i raised it, now what",
        "can I do both in one meeting?",
        "isn't this just HR theatre?",
        "one of my drivers keeps saying the routes are impossible, is he right to argue or do i shut it down",
        "what do you say to someone who says 'is this on record?'",
        "How do I tell her that the letters are not good enough without crushing her?",
        "do you have anything on probation",
        "my deputy is late every day and i have told him twice. should i write it down",
        "Hi, can you tell me what to do when they go silent?",
    ],
)
def test_a_question_is_no_draft(read, text):
    assert not is_draft(read(text)) and asks(text)
