"""Words that raise or lower the stakes, and marks that no delivered text may carry. Tables only."""

import re

STAKES = re.compile(
    r"\b(?:warning|disciplin\w+|dismiss\w*|terminat\w+|fired?|sack(?:ed)?|suspen\w+|demot\w+|probation|pip|improvement plan|"
    r"written up|write you up|hr|human resources|lawsuit|legal action|lose your job|job is at risk|pay cut|bonus|promotion|raise|"
    r"salary|rating|appraisal|formal (?:process|step|action|plan)|final (?:chance|warning)|consequences?|escalat\w+|penalt\w+|"
    r"on record|your file|reassign\w*|let you go|contract)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(?:i promise|we promise|guarantee\w*|confidential\w*|between us|off the record|you(?:'re| are) safe|safe space|"
    r"(?:nothing|won't|will not|doesn't|does not|not) (?:\w+ ){0,3}(?:count|counts|held|hold|used|use|written down|be written|affect)\b.{0,20}|"
    r"your job is (?:safe|secure)|no consequences|whatever happens|i'll make sure you|you will be (?:promoted|paid|rewarded))",
    re.IGNORECASE,
)
HARD = re.compile(
    r"\b(?:or else|last chance|final chance|unacceptable|zero tolerance|no excuses?|not tolerated|will not tolerate|won't tolerate|"
    r"immediately|at once|demand|inexcusable|disappoint\w+|fail(?:ed|ure)|serious(?:ly)?|severe|strict\w*)\b",
    re.IGNORECASE,
)
LEAKS = tuple(
    (re.compile(pattern, flags), what)
    for pattern, flags, what in (
        (r"<\|[^|>]{0,40}\|>|\[/?INST\]|<</?SYS>>", 0, "a chat-template token"),
        (
            r"\brewrite in the (?:coaching|performance) frame\b|\bmissing:\s*(?:standard|gap|closing|consequence|none)\b",
            re.I,
            "prompt text",
        ),
        (
            r"^\s{0,3}#{1,6}\s|```|\*\*[^*\n]+\*\*|<\/?[a-zA-Z][^>\n]{0,80}>|!\[[^\]]*\]\(|\]\(",
            re.M,
            "markup",
        ),
        (
            r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]",
            0,
            "a hidden character",
        ),
        (
            r"\b(?:as an ai|language model|here(?:'s| is) (?:the|your|a) (?:rewrite|rewritten|revised)|rewritten message|assistant:)\b",
            re.I,
            "the writer talking about itself",
        ),
    )
)
LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
