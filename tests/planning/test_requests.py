"""A question to Oneframe, a wish for another wording and a draft to send are told apart."""

import pytest

from oneframe.frames import Frame
from oneframe.planning.requests import asks_the_assistant, wish_of
from oneframe.records import Tone

REQUESTS = [
    "Can you help me write a message about lateness?",
    "could you draft a note to my team lead",
    "Help me write a message to Sam",
    "Please write a message to Ana about the counts",
    "Write me an email about late reports",
    "draft a message to Tom about his timesheets",
    "rewrite this",
    "Rephrase my message please",
    "How do I tell Sam that he is late?",
    "How should I open this conversation?",
    "How can I be less vague?",
    "What is coaching?",
    "What's the difference between coaching and performance?",
    "What does performance mean here?",
    "What should I say to Sam?",
    "Should I name the frame?",
    "Which conversation do I need?",
    "When should I use coaching?",
    "Why is it bad to mix them?",
    "Why does coaching not work here?",
    "I need a message for my engineer about missed deadlines",
    "I want to write a note to Ben about his reports",
    "I'd like help with a message",
    "Hi, can you write something for me?",
    "ok, now write a message about lateness",
    "what would you say to someone who is late",
    "How do you tell someone they smell?",
    "Is this coaching or performance?",
    "Explain the two frames to me",
    "tell me the difference between the frames",
    "give me an example of a coaching message",
    "Help me word this for Petra. Coverage is 61% and the bar is 75%. I'd like her to see it.",
    "Can you check whether the note is fine?",
    "What would you say to someone who is late?",
]
DRAFTS = [
    "Hi Ana, can you send me the sheet by noon?",
    "Can you make sure the counts are in by Monday?",
    "Could you give me the log by Friday?",
    "Would you write up the incident and send it to Marek by noon?",
    "Please write the report by Friday.",
    "Please draft the minutes by Friday and send them to Marek.",
    "Can you explain why the counts came late on 3 May?",
    "Can you check the seals on line 4 before you leave?",
    "Will you tell Marek that the sheet is late? Thanks",
    "How do you see the move to Lisbon? I would love to hear your thinking.",
    "What would you like to learn next year?",
    "What is your plan for the counts? They have to be in by noon.",
    "When should I expect the counts? They were due on Monday.",
    "Why is it that yours came late on 3 May?",
    "I need you to write the log every day.",
    "I want to help you grow. Where do you want to go?",
    "I would like you to send the counts by noon.",
    "Write the date on each sheet. Yours had none on 3 May.",
    "What are you working on next? Let us talk on Friday.",
    "ok",
    "Thanks!",
    "Should I book the room for our talk on Monday, Ana? You said noon.",
    "Could you help Marek with the counts on Monday?",
    "Can you give your slides to Tom by Friday?",
    "How can I help you with the stock counts?",
    "Can you make it on Friday?",
    "",
    "   ",
    "What do you like best about the work?\nIs there anything you would like to learn?",
    "Hi Sam, can you help me write the minutes? Yours from Monday lacked the votes.",
    "How do you rate your performance this year?",
    "Is this coaching good for you, Ana?",
    "word " * 70,
]


@pytest.mark.parametrize("text", REQUESTS)
def test_a_question_about_a_message_is_for_the_assistant(text):
    assert asks_the_assistant(text)


@pytest.mark.parametrize("text", DRAFTS)
def test_a_message_to_a_person_is_a_draft(text):
    assert not asks_the_assistant(text)


def test_curly_apostrophes_and_capitals_change_nothing():
    assert asks_the_assistant("WHAT’S THE DIFFERENCE BETWEEN COACHING AND PERFORMANCE?")


WISHES = [
    ("shorter", None, Tone.SHORTER, False),
    ("Shorter please", None, Tone.SHORTER, False),
    ("make it shorter", None, Tone.SHORTER, False),
    ("can you make it a bit shorter?", None, Tone.SHORTER, False),
    ("too long", None, Tone.SHORTER, False),
    ("cut it down", None, Tone.SHORTER, False),
    ("more concise", None, Tone.SHORTER, False),
    ("trim it", None, Tone.SHORTER, False),
    ("tighter", None, Tone.SHORTER, False),
    ("half the length", None, Tone.SHORTER, False),
    ("warmer", None, Tone.WARMER, False),
    ("a bit warmer please", None, Tone.WARMER, False),
    ("kinder", None, Tone.WARMER, False),
    ("make it friendlier", None, Tone.WARMER, False),
    ("more human", None, Tone.WARMER, False),
    ("less cold", None, Tone.WARMER, False),
    ("gentler", None, Tone.WARMER, False),
    ("coaching", Frame.COACHING, None, False),
    ("performance", Frame.PERFORMANCE, None, False),
    ("make it coaching", Frame.COACHING, None, False),
    ("make it the coaching one instead", Frame.COACHING, None, False),
    ("the performance one please", Frame.PERFORMANCE, None, False),
    ("use the performance frame", Frame.PERFORMANCE, None, False),
    ("switch to coaching", Frame.COACHING, None, False),
    ("do it as performance", Frame.PERFORMANCE, None, False),
    ("it is performance", Frame.PERFORMANCE, None, False),
    ("accountability", Frame.PERFORMANCE, None, False),
    ("Performance, please.", Frame.PERFORMANCE, None, False),
    ("it's about performance", Frame.PERFORMANCE, None, False),
    ("the other one", None, None, True),
    ("the other frame please", None, None, True),
    ("do the other one", None, None, True),
    ("try the other frame", None, None, True),
    ("as coaching, and shorter", Frame.COACHING, Tone.SHORTER, False),
    ("shorter and warmer", None, Tone.SHORTER, False),
    ("plainer please", None, Tone.PLAINER, False),
    ("in plain words please", None, Tone.PLAINER, False),
    ("more direct", None, Tone.PLAINER, False),
    ("not coaching, performance", Frame.PERFORMANCE, None, False),
    ("i meant the performance one, not the coaching one", Frame.PERFORMANCE, None, False),
    ("coaching instead of performance", Frame.COACHING, None, False),
    ("make it warmer, he is new here", None, Tone.WARMER, False),
    ("make it shorter but keep the dates", None, Tone.SHORTER, False),
    ("rewrite it as coaching for Sam", Frame.COACHING, None, False),
]
NO_WISHES = [
    "Thanks!",
    "ok",
    "Hi Sam",
    "Hi Sam, your coaching session moved to Monday at ten.",
    "The coaching room is booked for noon, bring your notes.",
    "Your performance review is on Friday, see you there.",
    "Nice work on the launch, Ben!",
    "Warm welcome to the team, Priya!",
    "The weather is warmer, take the van.",
    "Keep the shorter route, it saves 20 minutes.",
    "Great coaching from you yesterday, Ben!",
    "The meeting was too long, let us end at 3 next time.",
    "Please trim the hedge by Friday.",
    "Performance was great, thanks all!",
    "Nicer weather today, lunch outside?",
    "Give Marek the other one by noon.",
    "The performance of the site dropped on 3 May, look at it today.",
    "Use the other way in on Monday, the gate is shut.",
    "Counts in by noon.",
    "Coaching Ana was fun today.",
    "",
    "shorter " * 15,
    "I want you to send the shorter list to Marek today",
    "Make sure the warm room is shut by noon",
    "no",
]


@pytest.mark.parametrize(("text", "frame", "tone", "other"), WISHES)
def test_a_wish_is_heard(text, frame, tone, other):
    wish = wish_of(text)
    assert wish is not None
    assert (wish.frame, wish.tone, wish.other) == (frame, tone, other)


@pytest.mark.parametrize("text", NO_WISHES)
def test_a_short_message_that_says_something_is_no_wish(text):
    assert wish_of(text) is None
