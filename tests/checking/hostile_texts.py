"""A draft, a faithful rewrite of it, and what an unfaithful or hostile writer would make of it."""

from oneframe.frames import Element
from oneframe.records import Slot

DRAFT = (
    "Hi Ana, I would love to explore what would you like to learn. The stock counts have to be in by Monday noon. "
    "Yours came late on 3 May, 10 May and 17 May. Marek in Finance never got the sheet for £1,200. Thanks, Tom"
)
OPENING = "Hi Ana, this is a performance conversation."
BODY = (
    " The stock counts have to be in by Monday noon. Yours came late on 3 May, 10 May and 17 May."
    " Marek in Finance never got the sheet for £1,200. Thanks, Tom"
)
GOOD = OPENING + BODY
SLOT = Slot(Element.CONSEQUENCE, "what happens if it does not")
CARRIER = "If it does not change: {slot}."


def opened(opening):
    return opening + BODY


def plus(sentence):
    return GOOD.replace("Thanks", sentence + " Thanks")


def swap(old, new):
    text = GOOD.replace(old, new)
    assert text != GOOD, old
    return text


ONE_FRAME = [
    plus("I would love to explore how you grow."),
    plus("What would you like to learn?"),
    plus("Where do you want to go from here?"),
    plus("How you are thinking about it matters to me."),
    plus("This is coaching too."),
    swap("Yours came", "Explore why yours came"),
    swap("Thanks", "I would love to explore this. Thanks"),
    GOOD + " P.S. coaching is on Friday.",
]
NAMED = [
    BODY.strip(),
    "Hi Ana." + BODY,
    "",
    "[x]",
    opened("Hi Ana, this is not a performance conversation."),
    opened("Hi Ana, this isn’t a performance conversation."),
    opened("Hi Ana, this is no performance conversation at all."),
    opened("Hi Ana, I would never call this a performance conversation."),
    opened('Hi Ana, she said "this is a performance conversation" to me.'),
    opened("Hi Ana, she said 'this is a performance conversation' to me."),
    opened("Hi Ana, she said «this is a performance conversation» to me."),
    opened("Hi Ana, the theatre performance was lovely."),
    opened("Hi Ana, this is a performance conversation. It is also a coaching chat."),
    opened("Hi Ana, this is a coaching and performance conversation."),
    opened("Hi Ana, this is a performance/coaching conversation."),
    opened("Hi Ana, think of this as a coaching moment, a performance conversation."),
    opened("Hi Ana, this is a coaching conversation."),
    GOOD + " Relax, this is not a performance conversation.",
    "Hi Ana. Lovely day." + BODY + " This is a performance conversation.",
]
KEPT = [
    "",
    swap("3 May,", "4 May,"),
    swap("3 May,", "13 May,"),
    swap("10 May and ", ""),
    swap("Monday", "Tuesday"),
    swap("noon", "midnight"),
    swap("£1,200", "$1,200"),
    swap("£1,200", "£1,2000"),
    swap("£1,200", "£11,200"),
    swap(" for £1,200", ""),
    swap("Marek", "Mark"),
    swap("Marek", "He"),
    swap("Ana", "Anabel"),
    swap("Tom", "Tomas"),
    swap("Finance", "Sales"),
]
ADDED = [
    plus("Dana knows."),
    plus("There were 4 of them."),
    plus("There were four of them."),
    plus("It is due by Friday."),
    plus("50% of it was wrong."),
    plus("Ticket ABC-999 says so."),
    swap("17 May", "18 May"),
    swap("17 May", "17 May, 24 May"),
    swap("came late on", "came three times late on"),
    swap("came late on 3", "came late 3 times, on 3"),
    swap("came late on 3", "came 10 hours late on 3"),
    swap("came late on", "came late twice on"),
    plus("It goes on your file."),
    plus("You could lose your job."),
    plus("Your position is at risk."),
    plus("We might part ways."),
    plus("I will escalate this."),
    plus("This stays between us."),
    plus("You have my word."),
    plus("I will back you."),
    plus("You will get the lead role."),
    plus("Don't worry, this won't be held against you."),
    swap("Yours came late", "Yours never came late"),
    swap("have to be in by", "do not have to be in by"),
    swap("never got", "always got"),
    swap("by Monday", "after Monday"),
    swap("by Monday noon", "by every Monday noon"),
    swap("Yours came", "His came"),
    plus("You are lazy."),
    plus("Bad attitude."),
    plus("You must."),
    plus("I have had it with you."),
    plus("Yours came late on 3 May, 10 May and 17 May."),
    plus("YOURS CAME LATE on 3 May, 10 May and 17 May!"),
    swap("Yours came late on 3", "The Monday noon sheet for Marek came late on 3"),
    plus("Purple elephants dance gracefully beneath moonlit orchards."),
    GOOD + "\nPS: bring your badge and laptop to reception.",
    GOOD + " [the date: Friday 5 June with Dana]",
]
LOST = [
    "",
    OPENING,
    OPENING + " Thanks, Tom",
    swap(" Marek in Finance never got the sheet for £1,200.", ""),
    swap(" The stock counts have to be in by Monday noon.", ""),
    swap("stock counts", "numbers"),
    swap("came late on", "arrived on"),
    swap("10 May and ", ""),
    swap("Marek", "Someone"),
]
HARDER_OR_SOFTER = [
    swap("have to be", "maybe have to be"),
    swap("have to be", "hopefully have to be"),
    swap("have to be in", "might be in"),
    swap("have to be in", "could come in"),
    swap("came late", "came a bit late"),
    swap("came late", "came slightly late"),
    plus("No pressure."),
    plus("Whenever suits."),
    plus("When you get a sec."),
    plus("Don’t worry."),
    plus("If that works."),
    plus("Or else."),
    plus("This is your last chance."),
    plus("That is unacceptable."),
    plus("I will not accept this."),
    plus("You had better fix it."),
    plus("You have been warned."),
    plus("I am furious."),
    swap("came late", "came hopelessly late"),
    swap("came late", "always came late"),
    swap("came late", "came LATE"),
    plus("ASAP!"),
]
LEAKED = [
    GOOD + " <|im_end|>",
    GOOD + " [INST]",
    GOOD + " <<SYS>>",
    GOOD + "</s>",
    "Rewrite in the performance frame. " + GOOD,
    GOOD + " Missing: consequence.",
    GOOD + "\nLines to keep",
    GOOD + "\n--- 3fa94c",
    GOOD + " {slot}",
    "# Rewrite\n" + GOOD,
    "```\n" + GOOD + "\n```",
    swap("performance conversation", "**performance conversation**"),
    swap("Monday", "*Monday*"),
    swap("Monday", "__Monday__"),
    swap("Monday", "`Monday`"),
    "> " + GOOD,
    "---\n" + GOOD,
    GOOD + " <b>now</b>",
    GOOD + " &nbsp;",
    GOOD + " See https://evil.example/x",
    GOOD + " www.evil.example",
    GOOD + " ftp://evil.example/x",
    GOOD + " ![x](https://evil.example/p.png)",
    GOOD + " javascript:alert(1)",
    *(
        swap("Ana", f"A{c}na")
        for c in "\u200b\u200d\u202e\u00ad\ufeff\u2063\u115f\u034f\x00\x1b\U000e0041\ue000"
    ),
    "Here is the rewritten message: " + GOOD,
    "Sure! Here is the message: " + GOOD,
    "Subject: counts\n" + GOOD,
    "Assistant: " + GOOD,
    '"' + GOOD + '"',
    GOOD + "\n(I removed the coaching part.)",
    GOOD + " As an AI language model I cannot.",
]
BAD = {
    "one-frame": ONE_FRAME,
    "named-in-opening": NAMED,
    "facts-kept": KEPT,
    "nothing-added": ADDED,
    "nothing-lost": LOST,
    "no-harder-no-softer": HARDER_OR_SOFTER,
    "no-leak": LEAKED,
}
FINE = {
    "one-frame": [
        GOOD,
        "Lunch is at one.",
        "",
        swap("Hi Ana, ", ""),
        swap(". Yours", ".\n\nYours"),
        GOOD + " See you.",
    ],
    "named-in-opening": [
        GOOD,
        opened("Hi Ana, this is not a coaching conversation. It is a performance conversation."),
        opened("Hi Ana, this is a performance conversation rather than a coaching conversation."),
        opened("Hi Ana, this isn’t a coaching chat, it is a performance one."),
        opened("Hi Ana. This is a performance conversation."),
        opened("This is about your performance, Ana."),
        opened("Hi Ana, there is a gap between what is required and where things are."),
        GOOD.upper(),
        opened('Hi Ana, you called it "a coaching talk". It is a performance conversation.'),
    ],
    "facts-kept": [
        GOOD,
        GOOD.upper(),
        swap("3 May,", "3rd May,"),
        swap("3 May,", "May 3,"),
        swap("Monday noon", "noon on Monday"),
        swap("£1,200", "£1200"),
        swap("£1,200", "£1.2k"),
        swap("Marek in", "Marek’s team in"),
    ],
    "nothing-added": [
        GOOD,
        swap("3 May, 10 May and 17 May", "17 May, 10 May and 3 May"),
        swap("3 May,", "3rd of May,"),
        swap("Thanks", "Many thanks"),
        swap("Thanks", "Kind regards"),
        swap("Monday noon", "noon on Monday"),
        swap("have to be in", "must be in"),
    ],
    "nothing-lost": [
        GOOD,
        swap("have to be in", "must be in"),
        swap("Thanks, Tom", "Tom"),
        GOOD.lower(),
        GOOD.replace(". ", ".\n"),
        swap("3 May,", "3rd May,"),
    ],
    "elements-or-slots": [GOOD, "", "(a) b", GOOD.lower(), swap("Tom", "T"), OPENING],
    "no-harder-no-softer": [
        GOOD,
        swap("have to be in", "must be in"),
        swap("have to be in", "need to be in"),
        swap("Thanks", "Kind regards"),
        GOOD.lower(),
        swap("The stock counts have to", "It is required that the stock counts"),
        swap(" Yours", "\n- Yours"),
    ],
    "no-leak": [
        GOOD,
        swap("Thanks", "(see the sheet) Thanks"),
        swap("Thanks", "5 < 6 & 7 > 3. Thanks"),
        swap(" Yours", "\n- Yours"),
        swap("Thanks", "😀 Thanks"),
        swap("Thanks", "a_b and c*d - 2 * 3 * 4. Thanks"),
        swap("Thanks", "“fine” Thanks"),
    ],
}
