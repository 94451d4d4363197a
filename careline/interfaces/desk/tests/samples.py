"""Sample values for the templates: what a busy morning looks like. No database needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from careline.interfaces.desk import shown as s
from careline.kernel.money import Money

NOW = datetime(2026, 11, 22, 14, 12, tzinfo=UTC)
FRAME = s.Frame(name="Mia Lindqvist", role="Expert", initials="ML", section="")

OUTAGE = s.OutageRow(
    "Radio fault", "Ashford north", s.Chip("open", "warn"), NOW - timedelta(hours=2), NOW + timedelta(hours=3)
)
OPEN_ROW = s.ContactRow(
    "/c/1",
    "Tomas Berg",
    "Picture or group messages fail",
    s.Chip("Open", "info"),
    NOW - timedelta(minutes=9),
    "(212) 555-0142",
    "Mia Lindqvist",
)
PAST_ROW = s.ContactRow(
    "/c/2",
    "Tomas Berg",
    "Mobile data is slow",
    s.Chip("Closed", "plain"),
    NOW - timedelta(days=40),
    expert="Ada Novak",
    summary="Data saver was on; switched off, speed is excellent.",
)
HOME = s.HomeShown((OPEN_ROW,), (OUTAGE,))

FIND = s.FindShown(
    "212 555 0142",
    "Read as a phone number",
    (
        s.FoundRow(
            "/a/1", "Tomas Berg", "A-100042", s.Chip("Active", "ok"), "Line", "(212) 555-0142", ("3 lines",), "Ashford"
        ),
        s.FoundRow(
            "/a/2",
            "Rana Idris",
            "A-100077",
            s.Chip("Suspended", "bad"),
            "Contact number",
            "(212) 555-0142",
            ("1 line",),
        ),
    ),
)
NOBODY = s.FindShown(
    "212 555 9999",
    "Read as a phone number",
    (),
    hints=("Ask for the account number on the bill.", "Try the name with the date of birth."),
)

LINES = (
    s.LineRow(
        "11",
        "(212) 555-0142",
        "Comfort 15 GB",
        s.Chip("Suspended", "bad"),
        ("Unpaid bill, since 12 Nov 2026",),
        "Orion 7",
        "eSIM 8904 9032 …",
        "Tomas Berg",
        s.Usage("15.1 of 15 GB used", 100, "bad"),
        "until 1 Mar 2027",
        "off",
    ),
    s.LineRow(
        "12",
        "(212) 555-0143",
        "Comfort 15 GB",
        s.Chip("Active", "ok"),
        (),
        "Lyra 3",
        "SIM 8901 2600 …",
        "Nina Berg",
        s.Usage("4.2 of 15 GB used", 28),
        "until 1 Mar 2027",
        "on",
    ),
)
CUSTOMER = s.CustomerShown(
    account_id=1,
    account="A-100042",
    name="Tomas Berg",
    initials="TB",
    state=s.Chip("Active", "ok"),
    since="customer since 3 May 2019",
    href="/a/1",
    facts=(("Address", "14 Mill Lane, Ashford"), ("Autopay", "off"), ("Language", "English"), ("Bill day", "5th")),
    people=(s.PersonRow("Tomas Berg", "Owner", "born 2 Jan 1980"), s.PersonRow("Nina Berg", "User")),
    lines=LINES,
    balance=Money(8450),
    balance_words=s.Chip("$45.00 overdue", "bad"),
    bills=(
        s.BillRow(
            "B-77810",
            "5 Oct to 4 Nov",
            date(2026, 11, 20),
            Money(4500),
            s.Chip("Overdue", "bad"),
            (("Comfort 15 GB", Money(4000)), ("Late fee", Money(500))),
        ),
        s.BillRow("B-77012", "5 Sep to 4 Oct", date(2026, 10, 20), Money(3950), s.Chip("Paid", "ok")),
    ),
    open_contacts=(OPEN_ROW,),
    past_contacts=(PAST_ROW,),
    timeline=(
        s.TimelineRow(
            NOW - timedelta(minutes=9),
            "contact",
            "Contact opened: picture messages fail",
            "“I can’t send pictures.”",
            "/c/1",
            by="Mia Lindqvist",
        ),
        s.TimelineRow(NOW - timedelta(days=10), "line", "Line suspended", "(212) 555-0142: unpaid bill"),
        s.TimelineRow(NOW - timedelta(days=17), "bill", "Bill B-77810 issued", "", amount=Money(4500)),
        s.TimelineRow(NOW - timedelta(days=33), "payment", "Payment received", "card ending 4242", amount=Money(-3950)),
    ),
    filters=(
        s.Link("All", "?", True),
        s.Link("Contacts", "?show=contact"),
        s.Link("Bills and payments", "?show=bill"),
        s.Link("Lines", "?show=line"),
    ),
    reasons=(s.ReasonChoice("MSG-02", "Picture or group messages fail"), s.ReasonChoice("NET-01", "No service")),
    outages=(OUTAGE,),
)

CLAUSE = s.DecisionShown(
    effect="grant",
    heading="Policy allows it",
    say="Two more gigabytes cost $4.00 and hold until the bill day.",
    clause="Up to 2 GB may be added in one cycle, at the plan’s price, when the customer has agreed to the price.",
    clause_title="Add data: with consent",
    clause_href="/policies/data/add-data#with-consent",
    amount=Money(400),
)
WHY = {
    "why": "Checking the status bar is expected to save the most effort: it can rule three causes out at one look.",
    "options": (
        s.OptionRow("Look at the status bar", "check", "95 s", True),
        s.OptionRow("Restart the phone", "remedy", "142 s"),
    ),
    "leads": (
        s.LeadsToRow("Airplane mode is on", "31 %", "Turn airplane mode off", "Airplane mode"),
        s.LeadsToRow("Airplane mode is off", "69 %", "Look at the SIM", "SIM not seated"),
    ),
    "source": "field guide 10.2 NET-01 a",
}
STEP_ONE = s.StepShown(
    "check",
    "look-at-status-bar",
    "Look at the status bar",
    ("Next step", "the customer looks at the phone", "about 15 s"),
    say="At the top of your screen, do you see a small airplane?",
    help="Swipe down from the top edge with one finger.",
    readings=(
        s.ReadingAsked(
            "airplane",
            "Airplane mode",
            (
                s.Choice("off", "No airplane", "1"),
                s.Choice("on", "There is an airplane", "2"),
                s.Choice("unknown", "Can’t tell", "0", unsure=True),
            ),
        ),
    ),
    **WHY,
)


def _row(reading: str, title: str, *labels: str) -> s.ReadingAsked:
    choices = [s.Choice(label.lower(), label, str(n)) for n, label in enumerate(labels, 1)]
    return s.ReadingAsked(reading, title, (*choices, s.Choice("unknown", "Can’t tell", "0", unsure=True)))


STEP_MANY = s.StepShown(
    "check",
    "network-status",
    "Look at the network settings",
    ("Next step", "the customer looks at the phone", "about 30 s"),
    say="Please open Settings, then Mobile network, and read me what you see.",
    readings=(
        _row("sim", "SIM card", "Active", "Missing", "Locked"),
        _row("data", "Mobile data", "On", "Off"),
        _row("type", "Network type", "5G or 4G", "3G", "2G", "No network"),
    ),
    **WHY,
)
STEP_ACT = s.StepShown(
    "act",
    "add-data",
    "Add data to the line",
    ("Next step", "you do it", "costs the customer money"),
    say="",
    decision=CLAUSE,
    consent="I can add 2 GB for $4.00. Shall I?",
    quantity="2.0",
    quantity_label="How many gigabytes?",
    quantity_hint="Up to 2.0 GB, $2.00 each.",
    outcomes=(
        s.Choice("done", "The customer agrees: do it", "1"),
        s.Choice("refused", "The customer does not want it", "2"),
    ),
    **WHY,
)
STEP_DONE = s.StepShown(
    "solved", "", "The customer’s own test has passed", ("Solved",), say="Good, your pictures go through again."
)
STEP_HAND = s.StepShown(
    "hand_over",
    "sim-security",
    "A locked SIM is opened by technical support",
    ("Nothing else remains",),
    say="I will connect you with a colleague who can open the SIM.",
    **WHY,
)

CONTACT = s.ContactShown(
    account_id=1,
    contact_id=81,
    href="/c/1",
    customer="Tomas Berg",
    customer_href="/a/1",
    initials="TB",
    number="(212) 555-0142",
    line_state=s.Chip("Active", "ok"),
    about="Picture or group messages fail",
    guide_href="/guides/MSG-02",
    words="I can’t send pictures since I came back from holiday; my group texts do not go through either.",
    state=s.Chip("Open", "info"),
    opened_at=NOW - timedelta(minutes=9),
    expert="Mia Lindqvist",
    seq=4,
    open=True,
    details=(("Name", "Tomas Berg"), ("Role", "Owner"), ("Plan", "Comfort 15 GB"), ("Phone", "Orion 7")),
    facts=(
        s.FactRow("Line", "active", "our records", NOW),
        s.FactRow("Data used", "15.1 of 15 GB", "our records", NOW, "bad"),
        s.FactRow("Overdue bills", "none", "our records", NOW),
        s.FactRow("Roaming on the line", "on", "our records", NOW),
        s.FactRow("Outage here", "none", "network", NOW, "ok"),
    ),
    step=STEP_ONE,
    done=(
        s.DoneRow(1, "Send yourself a picture message", "It fails", "Mia Lindqvist", NOW, "?change=1", tone="bad"),
        s.DoneRow(2, "Look at the speed", "Slow", "Mia Lindqvist", NOW, replaced=True),
        s.DoneRow(3, "Look at the speed", "Excellent", "Mia Lindqvist", NOW, "?change=3"),
    ),
    beliefs=(
        s.BeliefRow("The phone does not know where picture messages are handed in", 62, "62 %"),
        s.BeliefRow("Wi-Fi calling carries the messages", 21, "21 %"),
        s.BeliefRow("Messaging app lacks permission", 9, "9 %", "low"),
        s.BeliefRow("Airplane mode is on", 100, "repaired", "ok", fixed=True),
    ),
    clause=CLAUSE,
    trust="What the customer reports as done is taken as done with 97 %.",
)
WRAP_UP = s.WrapUpShown(
    CONTACT,
    "Picture messages failed.\n\nThe phone had lost the address; reset, restarted, proven.",
    "Draft saved 14:10",
)
HAND_OVER = s.HandOverShown(
    CONTACT,
    (s.Choice("sim-security", "Technical support"), s.Choice("last-resort", "Specialist of the team", chosen=True)),
    "Checked so far: …",
    "I will connect you.",
    advised=False,
)

GUIDE_ROW = s.GuideRow(
    "/guides/MSG-02",
    "MSG-02",
    "Picture or group messages fail",
    ("I can’t send pictures",),
    "12 causes, 9 checks, 11 remedies",
    "2026-11-22",
)
PROBLEMS = (s.ProblemRow("content/guides/BIL-01.md", 41, "the cause `promo-ended` has no tell; write `- tell: …`"),)
PART = s.GuidePart(
    "look",
    "Look at the status bar",
    (("Who", "the customer looks"), ("Effort", "15 s")),
    "Do you see an airplane?",
    "",
    "",
)
GUIDE = s.GuideShown(
    GUIDE_ROW,
    "<p>Free text.</p>",
    "technical care",
    (s.Link("NET-04", "/guides/NET-04"),),
    "picture message goes",
    (("Possible causes", (PART,)), ("Checks", (replace(PART, id="check-look"),))),
    "/static/desk/mark.svg",
    "",
    "content/guides/MSG-02.md",
)
POLICY_ROW = s.PolicyRow(
    "/policies/data/add-data", "data/add-data", "Add data", "data.add", "in force from 1 Jan 2026", 3
)
POLICY = s.PolicyShown(
    POLICY_ROW,
    "<p>More data for the same cycle.</p>",
    (
        s.ClauseShown(
            "with-consent",
            "With consent",
            "<p>Up to 2 GB may be added.</p>",
            "Granted when all hold",
            s.Chip("Grants", "ok"),
            ("2 GB, agreed: granted",),
        ),
    ),
    "abcdef0123456789",
    "owner: care",
)

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "home": ("home", {"shown": HOME}),
    "home-empty": ("home", {"shown": s.HomeShown((), ())}),
    "find": ("find", {"shown": FIND}),
    "find-nobody": ("find", {"shown": NOBODY}),
    "customer": ("customer", {"shown": CUSTOMER, "typed": {}, "wrong": {}}),
    "contact": ("contact", {"shown": CONTACT, "why_open": False}),
    "wrap-up": ("wrap_up", {"shown": WRAP_UP}),
    "hand-over": ("hand_over", {"shown": HAND_OVER}),
    "guides": ("guides", {"rows": (GUIDE_ROW,), "problems": PROBLEMS}),
    "guide": ("guide", {"shown": GUIDE}),
    "policies": ("policies", {"rows": (POLICY_ROW,), "problems": ()}),
    "policy": ("policy", {"shown": POLICY}),
    "keys": ("keys", {}),
    "sign-in": (
        "sign_in",
        {"note": None, "wrong": "", "username": "", "next": "", "kept": (), "kept_to": "", "demo": ""},
    ),
}
