"""Owns the word tables of the segmenter and the fact finder. Must decide nothing."""


def _words(text: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(text.split())


def _list(text: str) -> tuple[str, ...]:
    """Return the words of a table whose order says something."""
    return tuple(text.split())


# A stop after these never ends a sentence: something always follows.
LEADING_ABBREVIATIONS = _words(
    """
    mr mrs ms mx dr dra prof rev fr hon sgt capt col gen adv engr eng messrs mme mlle vs e.g
    i.e eg ie cf viz approx ca incl excl esp resp attn ref acct smt shri sri inż v
    """
)
# These end a sentence only before a word that can open one.
TRAILING_ABBREVIATIONS = _words(
    """
    st ave rd ltd inc co corp plc jr sr bros etc al retd bldg govt intl assoc dept mgr asst lt
    gr
    """
)
UNIT_ABBREVIATIONS = _words(
    """
    hr hrs min mins wk wks yr yrs max avg temp
    """
)
# Words as well as abbreviations: only a number after them says which.
NUMBER_ABBREVIATIONS = _words(
    """
    no nos fig figs sect sec para p pp vol ch art rm tel ext app gr
    """
)
CALENDAR_ABBREVIATIONS = _words(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat
    sun
    """
)
OPENING_WORDS = _words(
    """
    i i'm i've i'd i'll the a an you your you're you've we we're we've our he she it it's its
    they their this that these those there there's here here's what when where who why how
    which if as at in on by for from to with but and so or not no yes ok okay please pls kindly
    can could would should will do did does is are was were has have let let's my me his her
    all any some one each every after before since while although though because also anyway
    thanks thank regards yours then now today tomorrow yesterday once until unless without
    within under over nothing nobody everyone both don't
    """
)
CALENDAR_WORDS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december
    """
)
# A single capital after these is a label ("Hall C."), not an initial.
LETTERED_WORDS = _words(
    """
    annex appendix bay block building category class crew door exhibit form gate goal grade
    group hall level line option part phase plan pod revision room schedule section shift site
    stage team tier track type unit vitamin ward wave wing zone
    """
)
RUN_ON_WORDS = _words(
    """
    anyway anyways ok okay oh but lmk btw cheers bye
    """
)
# Opening words that titles and names hold too ("Team of The Year").
TITLE_WORDS = _words("all his her not ok one the a an of no at in on by for from to with")
# Words that a capital at the start of a sentence, a heading or shouting does not make a name.
COMMON_WORDS = _words(
    """
    about above access accounts accuracy across actual admission afternoon again against agenda
    ah ahead allergen almost along already alright always amend among amount annual another
    answer anybody anyhow anyone anywhere apart appeal apply appreciate architect area around
    arvo asap aside ask ate audit auditor away back background bad badly basic batch bay be bear
    become bed been begin behaviour behind beijo believe below benefits best better between bids
    big biscuit bit bits block blue bonus book bookings bottom box boxes branch break brief
    brilliant broker btw buddy budget bug build bus buy bye cab cages cake calendar call
    callbacks came camera canary candour cannot cant caps captain cards care career carrier
    carry case cash cat catch cause certain certificates chamber change chat check checkpoints
    chef choice choose chuck class clause clean clear client close coach coffee cold colleague
    colleagues come common company complete concern congrats consider contact contracts cool
    copy core corporate correct cos cost council counsel country county course court cover
    credit crew criteria criterion current customer cut cutover cuz daily data date day dead
    deadline deadman deal dear decision deck deep demo describe detail dev differences different
    district done dont door doors double down drafts drawings dream dress drinks drop due dust
    early easy eat effort eighteen eighty either eleven else emergency employee end enjoy enough
    enter entire estimate even events ever everybody example exit expect expenses exploratory
    eye fab face fact facts fail fair fancy far fast feedback feel fellow few file filings fill
    find fine fire firm first fix flat float floor folks follow font food footy force forget
    form found four free friend front frozen full fully fun further fyi game gap gate gave
    gentlemen get gift given glad glasses go goal god gone gonna good gosh got gotta governors
    grab grade great green greetings gross group grow growth guess guests guide guys had haha
    half hand handover hands happy hard hardest harvest hat hate head headcount headset heaps
    hear heart heat heavy hello help hey hi high hit hiya hmm hola hold holiday home hope hot
    hour hours house however howya howzit hug huge human hwyl idea ideas idk images imo impact
    important inbound incident individual info injury input inside inspector instead interim
    into invoices isolator issue item job join just keen keep key keys kia kick kid kiln kind
    kiss kisses kit knew know known lack lads lanyards laptop large last late latency lead leads
    learn least leave left legend lemme lesson lets letter level light like line link list
    listen little lmk load lock locker log lol long longer look loop loss lost lot love low luck
    lunch ma'am madam made mail main major make maker man manager mandatory many mark marks mate
    matter maximum maybe meals mean med meet mentee mentor merci merienda message middle might
    milk mind mine minimum minor minutes mise miss mobiles model module money month more most
    move much mum must mystery nah name names nb near need neither net never new news next nice
    night nine nineteen none nope nor nostro notes notice number objectives of off office
    officer often oga oh oi old only onto onward oops open ops order other otherwise ours out
    outcome outline output outside overall overnight overtime own owner page pairs panel paper
    para parcel parents part partner pass past patients pause pay payroll peer people per
    perhaps period permit person phone phones photos pick pie piece pint place places plan play
    plenty plz point policy pop possible post postmortem press price prior privilege problem
    process produce product program programme project prompt proof proofs proper protocol
    provision ps public pull pump purchase purpose pursuant push put quarter quick quiet quite
    quota rate rather rationale raw re read readings ready reagents real reason recap reckon
    recommend reconcile recordings records recs red ref refer referrals reflect refund release
    rely remain remakes remember remind reminder repair reply report reports reprint reps
    request requests require response rest restore result retro return revert review right risk
    road role roles room root rotate rough round rule run runs sad sadly safe safety said
    salamat sale sales same sana sandwiches save saw say schedule school scope scorecards search
    seat second see seem seen sell semester send sense sensor sent separate service set sets
    seven shall shame share sheets shift shop short shout show shut shutdown side sige sign
    simple sir sister sit site six size skip slide small snacks social someone sometimes soon
    sorry sort sources space spare speak spec spent sprint staff stage standard stands standup
    start status statute statutory stay step stick still stock stop stores story straight
    strengths strong studio stuff subject submissions success such sugar suggest suite sum
    summary super supervisor supplier support suppose survey swap system ta tag take taken talk
    target task taxi tbh tea teach team telematics tell temps ten test text theirs theme things
    think third tho thought three through throughout thus thx ticket tier til till time
    timescale timesheets tiny tissue tl together told tonight too took toolbox top topic topics
    torque touch toward town track train trainee travel treat trial trouble true truly trust
    trustees try tunnel turn turnaround twice two type ugh um understand understood uniform
    union up update upload upon upset urgent us use usual value vehicle vendor version very via
    view visit visits volume volunteer wages wait walk wanna want warm watch water way ways
    weaknesses wear week welcome well went whatever whenever whether whoever whole whom whose
    wish word work workaround works world worry wow write written wrong ya yeah year yellow yep
    yet yo young zero
    """
)
# Who a greeting without a name greets, and what else follows "hi" in lower case.
GREETED_CROWDS = _words(
    """
    all team there everyone everybody folks guys both mate mates love lovely bud buddy pal friend
    friends dear hun hon sir madam again from to again quick again just gang crew people ladies lads
    colleagues boss chief sweetie darling x it's its i'm
    """
)
# Systems that are a word of their own in lower case too; "slack", "teams", "excel" are not.
KNOWN_SYSTEMS = _words(
    """
    jira sap salesforce github gitlab zendesk servicenow workday confluence whatsapp trello asana
    hubspot quickbooks sharepoint gmail powerpoint netsuite airtable dropbox kubernetes postgres
    grafana datadog pagerduty figma linkedin youtube tableau xero concur docusign mailchimp
    """
)
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        _list(
            "zero one two three four five six seven eight nine ten eleven"
            " twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
        )
    )
} | {
    word: 10 * value
    for value, word in enumerate(_list("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
MAGNITUDES = {
    "k": 10**3,
    "thousand": 10**3,
    "grand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
    "lakh": 10**5,
    "lakhs": 10**5,
    "crore": 10**7,
    "crores": 10**7,
}
SCALE_WORDS = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
ORDINAL_WORDS = {
    word: value
    for value, word in enumerate(
        _list("first second third fourth fifth sixth seventh eighth ninth tenth"), start=1
    )
}
MONTHS = _list("january february march april may june july august september october november december")
WEEKDAYS = _list("monday tuesday wednesday thursday friday saturday sunday")
GREETINGS = _words("g'day hi hey hello hiya dear morning afternoon evening howzit thanks cheers ora")
SIGN_OFFS = _words("regards cheers thanks best sincerely faithfully truly wishes yours love warmly")
TITLES = _words("mr mrs ms miss mx dr dra prof rev fr sr engr sir dame adv capt col sgt mme")
NAME_LINKS = _words("of de da do dos del van von der den la al bin")
PREFIXES = _words("non mid co pre re self off ex anti multi sub semi post inter e")
