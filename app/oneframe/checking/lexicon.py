"""Words that raise or lower the stakes, and marks that no delivered text may carry. Tables only."""

import re

STAKES = re.compile(
    r"\b(?:warning|disciplin\w+|dismiss\w*|terminat\w+|fired?|sack(?:ed)?|suspen\w+|demot\w+|probation|pip|improvement plan|"
    r"written up|write you up|hr|human resources|lawsuit|legal action|lawyers?|tribunal|pay cut|bonus|promotion|raise|"
    r"salary|rating|appraisal|formal (?:process|step|action|plan)|final (?:chance|warning)|consequences?|escalat\w+|penalt\w+|"
    r"on record|your file|reassign\w*|let you go|letting you go|contract|redundan\w+|investigat\w+|"
    r"(?:lose|losing|cost you|keep) (?:the|this|your) (?:job|role|place|position|seat|shifts?)|"
    r"(?:your|the|this) (?:job|role|place|position|future)(?: here)? (?:is|are|may be|might be|could be) (?:at risk|on the line|in doubt|in question|gone)|"
    r"(?:at risk|on the line|in jeopardy)|out of (?:a job|work here)|(?:part|parting) ways|the door|replac(?:e|ing) you|replaced|"
    r"thin ice|last straw)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(?:i promise|we promise|guarantee\w*|confidential\w*|between us|off the record|you(?:'re| are) safe|safe space|"
    r"(?:nothing|won't|will not|doesn't|does not|not) (?:\w+ ){0,3}(?:count|counts|held|hold|used|use|written down|be written|affect)\b.{0,20}|"
    r"your job is (?:safe|secure)|no consequences|whatever happens|i(?:'ll| will) make sure you|"
    r"you(?:'ll| will) (?:be (?:promoted|paid|rewarded|given|fine|ok|okay)|get|receive)|my word|"
    r"i(?:'ll| will) (?:back|support|protect|cover for|vouch for|defend|recommend) you|trust me)",
    re.IGNORECASE,
)
HARD = re.compile(
    r"\b(?:or else|last chance|final chance|no more chances|unacceptable|(?:not|never|won't|can't|cannot) accept\w*|zero tolerance|"
    r"no excuses?|not tolerated|will not tolerate|won't tolerate|immediately|at once|asap|right now|demand|inexcusable|disappoint\w+|"
    r"fail(?:ed|ure)|serious(?:ly)?|severe|strict\w*|had better|you'd better|watching you|be(?:en)? warned|warn you|this ends|it ends|"
    r"furious|angry|fed up|sick of|had enough|out of patience|my patience|lazy|careless\w*|sloppy|useless|incompeten\w+|stupid\w*|"
    r"idiot\w*|fools?|foolish|pathetic|terrible|awful|appalling|unprofessional\w*|shameful|ashamed|embarrass\w+|negligen\w+|"
    r"irresponsib\w+|unreliab\w+|lousy|shoddy|hopeless\w*|deliberate\w*|"
    r"on purpose|constantly|repeatedly|always|often|again|very|extremely|completely|totally|utterly|clearly|obviously|sharp|"
    r"your (?:own )?fault|had it with)\b",
    re.IGNORECASE,
)
PERSONS = (
    re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE),
    re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE),
)
# What stands before a date or a quantity and changes it.
BOUNDS = re.compile(
    r"\b(?:after|before|until|till|since|around|roughly|approximately|nearly|almost|over|under|above|below|every|each|only|"
    r"(?:more|less|fewer|no (?:more|less|fewer|later)) than|at (?:least|most)|up to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
SHOUTS = re.compile(r"\b[A-Z]{3,}\b")
BINDS = re.compile(r"\b(?:must|ha(?:ve|s) (?:got )?to|gotta|needs? to|required|mandatory)\b", re.IGNORECASE)
OBLIGES = re.compile(
    r"\b(?:must(?:n't)?|shall|ha(?:ve|s|d) (?:got )?to|'ve (?:got )?to|gotta|needs?|needed|requires?|required|requirements?|mandatory|"
    r"obliged|expect(?:ed|s)?|supposed|due|deadline|standard|rule|no later than|want(?:s|ed)? you to|is to|are to|i want)\b",
    re.IGNORECASE,
)
# A greeting or a closing formula that the draft lacks adds nothing.
COURTESIES = frozenset(
    """thank thanks regard best cheer cheers hi hello dear sincer warm kind wish soon speak""".split()  # noqa: SIM905
)
LEAKS = tuple(
    (re.compile(pattern, flags), what)
    for pattern, flags, what in (
        (r"<\|[^|>]{0,40}\|>|\[/?INST\]|<</?SYS>>|\$\{\w+\}|\{\w+\}", 0, "a template token"),
        (
            r"\brewrite in the (?:coaching|performance) frame\b|\bmissing:\s*(?:standard|gap|closing|consequence|none)\b|"
            r"\blines to keep\b|\bguidance passages?\b|^--- \S+$|^(?:frame|tone|slots|opening):",
            re.I | re.M,
            "prompt text",
        ),
        (
            r"^\s{0,3}#{1,6}\s|```|\*\*[^*\n]+\*\*|<\/?[a-zA-Z][^>\n]{0,80}>|!\[[^\]]*\]\(|\]\(|`[^`\n]+`|"
            r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,80}(?<=\S)\*(?![\w*])|(?<!\w)_{1,2}(?=[^\s_])[^_\n]{1,80}(?<=[^\s_])_{1,2}(?!\w)|"
            r"^\s{0,3}(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$|^\s{0,3}>\s|&(?:nbsp|lt|gt|amp|quot|#x?[0-9a-f]+);",
            re.M | re.I,
            "markup",
        ),
        (
            r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
            r"\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\ufffd\ud800-\udfff\ue000-\uf8ff"
            r"\U000e0000-\U000e01ef\U000f0000-\U0010ffff]",
            0,
            "a hidden character",
        ),
        (
            r"\b(?:as an ai|language model|here(?:'s| is) (?:the|your|a|my) (?:\w+ )?(?:rewrite|rewritten|revised|message|version|text|email|draft)\b|"
            r"rewritten (?:message|text|version)|assistant:|below is (?:the|a|your) )|"
            r"^\s*(?:(?:rewrite|rewritten|output|answer|subject|message|draft|text|note)\s*:|(?:sure|certainly|absolutely)\s*[,!:.])|"
            r"\bi(?:'ve| have)? (?:kept|removed|preserved|rewrote|rewritten) (?:all|every|the)\b|\A\s*[\"“].*[\"”]\s*\Z",
            re.I | re.M | re.S,
            "the writer talking about itself",
        ),
    )
)
LINK = re.compile(
    r"\b(?:(?:https?|ftps?|file)://|www\.|(?:javascript|mailto):(?=\S)|data:\w+/)\S+", re.IGNORECASE
)
