"""Owns the patterns of the facts that have a shape, in the order in which they claim text.

Must find no names, which have none.
"""

from oneframe.frames import FactKind
from oneframe.reading.lexicon import LETTERED_WORDS, NUMBER_WORDS, ORDINAL_WORDS, SCALE_WORDS

_N = r"(?<![\w.,])\d+(?:[.,]\d+)*"
_W = "(?:" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + ")"
_TENS = "(?:" + "|".join(word for word, n in NUMBER_WORDS.items() if n >= 20) + ")"
_SCALE = "(?:" + "|".join(SCALE_WORDS) + ")"
_SPAN = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|quarters?|years?|yrs?)"
# "Two things: ..." counts the writer's own points, not the work.
_POINTS = r"(?: \w{1,9})? (?:things|separate)\b"
_COUNT = (
    rf"\b(?i:half a dozen|half an? {_SPAN}|(?:an?|{_W}) {_SCALE}(?: {_SCALE}){{0,2}}"
    rf"(?: (?:and )?{_W}(?:[ -]{_W})?(?: {_SCALE})?){{0,3}}|{_TENS}[ -]{_W}|(?!one\b|zero\b){_W}"
    rf"|one(?= {_SPAN})|twice)\b"
)
_MAGNITUDE = r"(?:k|m|mn|bn|million|billion|thousand|grand|lakhs?|crores?|cr)\b"
_CURRENCY = (
    r"(?:(?:US|AU|NZ|HK|CA|[SACR])?\$|[£€₹₦¥₱₩₫฿₵₺₪]|\b(?:USD|EUR|GBP|INR|KES|NGN|ZAR|AUD|NZD|CAD"
    r"|SGD|CHF|AED|PHP|GHS|UGX|TZS|BRL|MXN|JPY|KSh|Ksh|GH₵|RM|Rs\.?|R(?=\d)|Php|kr))"
)
_MONEY = (
    r"(?:(?:quid|pounds?|dollars?|bucks|euros?|rupees?|naira|rand|shillings?|cedis|pesos|pence"
    r"|cents|francs|kroner|kronor|USD|EUR|GBP|INR|KES|NGN|ZAR|AUD|NZD|CAD|SGD|CHF|AED)\b|[€£$₹])"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
# In lower case "may", "march", "mar" and "dec" are also words, or rare.
_BARE_MONTH = (
    r"(?:(?i:january|february|april|june|july|august|september|october|november|december|feb|apr"
    r"|aug|sept?|oct|nov)|[Jj]an|Jun|Jul|[Dd]ec|Mar(?:ch)?"
    r"|May(?! (?:I|we|you|he|she|they|it|God|the)\b))\b"
)
_FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
_WEEKDAY = rf"(?:{_FULL_WEEKDAY}|(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b)"
_BARE_WEEKDAY = (
    r"(?:\b(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun|mon|tues?|weds|thu(?:rs?)?|fri)\b(?!['’])"
    r"|(?i:(?<=\bby )|(?<=\bon )|(?<=next )|(?<=this )|(?<=last )|(?<=until )|(?<=\btil ))"
    r"(?:wed|sat|sun)\b)"
)
_NOT_AFTER_DIGIT = r"(?<![\w.,/])"
_DAY = r"(?<![\w.,:])\d{1,2}(?:st|nd|rd|th)?\b(?![:%])"
_DAYS = rf"{_DAY}(?:(?:-|–| ?/ ?| to | and )\d{{1,2}}(?:st|nd|rd|th)?\b)?"
_YEAR = r"(?:19|20)\d\d\b"
_PERIOD = r"(?:week(?:end)?|month|quarter|year|term|sprint|spring|summer|autumn|winter|fall)"
_EVENT = (
    r"(?:time|warning|week|month|quarter|half|year|shift|miss|occasion|draft|round|stage|grade"
    r"|floor|visit|day)"
)
_AT = r"(?i:(?<=\bat )|(?<=\bby )|(?<=\bfrom )|(?<=\bbefore )|(?<=\buntil )|(?<=\btill ))"

_SYSTEMS = (
    r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\"'.,;:!?)\]]",
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
    r"(?<![\w&])[#@][A-Za-z][\w-]+",
)
_FILES = (
    r"\b[\w-]{1,64}\.(?:docx?|xlsx?|pptx?|pdf|csv|txt|md|py|js|ts|sql|json|ya?ml|zip|com|org|net"
    r"|io|dev)\b(?:/[\w./-]*\w)?",
    r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b",
    r"\b[a-z]+[A-Z]\w*\b",
    r"\b[A-Z]&[A-Z]\b",
)
_QUOTES = (
    r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|«[^»\n]{1,300}»",
    # An apostrophe between letters is no closing mark; one before "til" opens nothing.
    r"(?<![\w'])'(?!(?:til|em|cause|bout|cos)\b)(?=[^\W_])(?:[^'\n]|(?<=\w)'(?=\w)){1,200}"
    r"(?<=[^\s'])'(?!\w)",
    r"(?<!\w)‘(?=\S)(?:[^‘’\n]|(?<=\w)’(?=\w)){1,200}(?<=\S)’(?!\w)",
)
_AMOUNTS = (
    rf"{_CURRENCY}\s?\d+(?:[.,]\d+)*(?:\s?(?i:{_MAGNITUDE}))?",
    rf"(?:{_N}|{_COUNT})(?: (?i:{_MAGNITUDE}))?\s?(?i:{_MONEY})",
    rf"(?:{_N}\s?(?:[km](?:n\b|\b)|bn\b)"
    rf"|(?:{_N}|{_COUNT}) (?:grand|lakhs?|crores?|million|thousand)\b)",
)
_QUARTER = (
    rf"(?i:\b(?:(?:end|start|close|middle) of |mid-?|early |late )?)"
    rf"\b(?:[QH][1-4]|FY ?\d\d(?:\d\d)?)\b(?: ?{_YEAR})?"
)
_IDS = (
    r"\b[A-Z]{2}\d\d ?[A-Z]{3}\b",
    r"(?<!\w)#\d[\w-]*",
    rf"\b(?i:{'|'.join(sorted(LETTERED_WORDS))}) [A-Z]\b(?!['’.]\w)(?<! I)(?<! A)",
    r"\b(?:[A-Z]{2,6}[ .-]?|[A-Z][A-Za-z]{0,30}[-/.]?|v\.?)\d\w*(?:[-/._]\w*\d\w*)*",
    r"\b[a-z]{1,4}\d{2,}(?:[-/._]\w+)*\b|\b\d+[A-Z]+\d*(?:[-/]\w+)*\b(?!\.)",
    r"(?<![\w.,/])\d{1,5}(?:\.\d+){2,}\b(?!\.?\d)(?<!\.\d\d\d\d)",
)
_TIMES = (
    r"(?<![\w.,])\d{1,2}(?:[:.]\d\d)? ?(?i:am|pm|a\.m\.?|p\.m\.?)(?!\w)",
    r"(?<![\w.,:])(?!1:1\b)\d{1,2}:\d\d(?::\d\d)?(?: ?(?:hrs|hours|h)\b)?"
    r"|\b\d{1,2}h\d\d\b|\b\d{4} ?(?:hrs|hours)\b",
    rf"{_AT}\d{{1,2}}\.[0-5]\d\b",
    rf"\b(?i:(?:half|quarter|{_W}) (?:past|to) {_W}|(?:{_W}|\d{{1,2}}) ?o['’]clock"
    r"|noon|midday|midnight)\b",
)
_DATES = (
    rf"(?i:(?:\b{_WEEKDAY},? (?:the )?)?{_DAYS} (?:of )?{_MONTH}(?:,? {_YEAR})?)",
    rf"(?i:(?:\b{_WEEKDAY},? )?\b{_MONTH}\.? {_DAY}(?:,? {_YEAR})?)",
    rf"{_NOT_AFTER_DIGIT}(?:\d{{4}}-\d\d?-\d\d?|\d\d?([/.-])\d\d?\1\d{{2,4}}|(?!24/7)\d\d?/\d\d?)"
    r"(?![\w/])",
    rf"\b(?i:(?:this|next|last|coming) (?:{_WEEKDAY}|{_MONTH}|{_PERIOD}))\b",
    rf"\b(?i:{_FULL_WEEKDAY})(?: (?:the )?\d{{1,2}}(?:st|nd|rd|th)\b)?",
    _BARE_WEEKDAY,
    rf"\b{_BARE_MONTH}(?:,? {_YEAR})?",
    r"(?<![\w.,/-])\d{1,2}(?:st|nd|rd|th)\b",
    r"(?<![\w.,/#-])(?:19[5-9]|20[0-4])\d(?:[-/–]\d\d(?:\d\d)?)?\b(?![.,]\d)",
    r"\b(?i:tonight|tomorrow|tmrw|yesterday|EOD|COB)\b",
    # "I'm raising this today" is an idiom; "by today" and "5pm today" are dates.
    r"\b(?i:(?<=by )|(?<=before )|(?<=until )|(?<=from )|(?<=m )|(?<=\d ))today\b",
    r"\b(?i:end of (?:the )?(?:day|week|month|quarter|year)|(?:month|year|quarter)[- ]end)\b",
)
_NUMBERS = (
    r"(?<!\w)(?<!\b1:)(?!1:1\b|24/7\b)\d+(?:[.,/:]\d+)*(?:[a-z]{1,3}\b)?",
    rf"\b(?!\w{{1,9}}{_POINTS}){_COUNT}",
    rf"\b(?i:(?:{'|'.join(list(ORDINAL_WORDS)[1:])})(?= {_EVENT}))\b",
)

SOURCES: tuple[tuple[FactKind, str], ...] = (
    *((FactKind.SYSTEM, source) for source in _SYSTEMS),
    *((FactKind.QUOTE, source) for source in _QUOTES),
    *((FactKind.SYSTEM, source) for source in _FILES),
    (
        FactKind.PERCENT,
        rf"(?:{_N}|{_COUNT})(?:\s?%|[ -]?(?i:per ?cent|pct)(?:age)?\b)(?: points?\b)?",
    ),
    *((FactKind.AMOUNT, source) for source in _AMOUNTS),
    (FactKind.DATE, _QUARTER),
    *((FactKind.ID, source) for source in _IDS),
    *((FactKind.TIME, source) for source in _TIMES),
    *((FactKind.DATE, source) for source in _DATES),
    *((FactKind.NUMBER, source) for source in _NUMBERS),
)
