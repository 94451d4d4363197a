"""One demo customer from a plot: account, people, lines, bills, contacts, and the journal lines of it all. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from careline.domains.catalog.values import Plan
from careline.domains.contacts.values import Channel, ContactStatus, ContactView
from careline.domains.customers.values import AccountStatus, AccountView, AddressKind, AddressView, PersonView, Role
from careline.domains.ledger.values import BillStatus
from careline.domains.lines import api as lines_room
from careline.domains.lines.values import Change, Line, LineStatus, Reason, ServiceState, Sim
from careline.journeys.load_operator import demo_identifiers as ids
from careline.journeys.load_operator import demo_words as words
from careline.journeys.load_operator.demo_bills import Billed, bills_for
from careline.journeys.load_operator.plots import Plot

CYCLE_DAYS = (1, 8, 15, 22)


@dataclass(frozen=True, slots=True)
class World:
    """What all demo customers share: the day, the operator's plans and extras by our ids, and who works there."""

    today: date
    plans: Sequence[Plan]
    extras: Mapping[str, int]
    experts: Sequence[str]
    next_id: Callable[[str], int]
    next_number: Callable[[int], int]  # market -> how many of its numbers are given out


@dataclass(frozen=True, slots=True)
class Cast:
    """What a story writes down beforehand: a name, a number, and the place of the customer's market."""

    name: str = ""
    number: str = ""
    market: int | None = None


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    account: AccountView
    lines: tuple[Line, ...]
    features: tuple[tuple[int, int, date, date | None], ...]  # line id, offering id, since, until
    billed: Billed
    changes: tuple[Change, ...]
    contacts: tuple[ContactView, ...]


def make_customer(n: int, plot: Plot, world: World, rng: Random, cast: Cast) -> DemoCustomer:
    """This function will make the n-th customer; the same n, plot, world and chance give the same customer."""
    account = _account(plot, world, rng, cast)
    market = words.MARKETS.index(account.market)
    lines = tuple(_line(account, plot, world, rng, market, place, cast) for place in range(plot.lines))
    billed = bills_for(
        lines, plot, number=account.number, cycle_day=account.cycle_day, today=world.today, rng=rng,
        next_id=world.next_id,
    )  # fmt: skip
    lines, more = _as_it_came(lines, plot, billed, world)
    if lines[0].status is LineStatus.SUSPENDED and len(lines) == 1:
        account = replace(account, status=AccountStatus.SUSPENDED)
    contacts = tuple(_contact(account, lines[0], world, rng) for _ in range(plot.contacts))
    account = replace(account, autopay=plot.autopay and plot.difference != "discount-lost")
    features = _features(lines[0], plot, billed, world)
    return DemoCustomer(account, lines, features, billed, (*billed.changes, *more), contacts)


def _account(plot: Plot, world: World, rng: Random, cast: Cast) -> AccountView:
    account_id = world.next_id("customers_account_id_seq")
    market = rng.randrange(len(words.MARKETS)) if cast.market is None else cast.market
    family = rng.choice(words.LAST_NAMES)
    owner = cast.name or f"{rng.choice(words.FIRST_NAMES)} {family}"
    roles = (Role.OWNER, Role.MANAGER, Role.USER)[: plot.people]
    people = tuple(
        _person(role, owner if role is Role.OWNER else f"{rng.choice(words.FIRST_NAMES)} {owner.split()[-1]}",
                world, rng, account_id)
        for role in roles
    )  # fmt: skip
    street = f"{rng.randint(1, 980)} {rng.choice(words.STREETS)} Street"
    place = AddressView(
        AddressKind.PRIMARY_USE, street, words.MARKETS[market], words.STATES[market], f"{10000 + market * 10000:05d}"
    )
    digits = f"{800_000_000 + account_id:09d}"
    return AccountView(
        account_id, f"{digits[:3]}-{digits[3:6]}-{digits[6:]}", "", AccountStatus.ACTIVE,
        world.today - timedelta(days=rng.randint(200, 3000)), words.MARKETS[market], "en", rng.choice(CYCLE_DAYS),
        plot.autopay, rng.random() < 0.8, people, (place,),
    )  # fmt: skip


def _person(role: Role, name: str, world: World, rng: Random, account_id: int) -> PersonView:
    born_on = world.today.replace(day=1) - timedelta(days=365 * rng.randint(19, 84) + rng.randint(0, 364))
    email = f"{name.lower().replace(' ', '.')}.{account_id}@example.com"
    return PersonView(world.next_id("customers_person_id_seq"), role, name, born_on, email, "")


def _line(
    account: AccountView, plot: Plot, world: World, rng: Random, market: int, place: int, cast: Cast
) -> Line:  # fmt: skip
    line_id = world.next_id("lines_line_id_seq")
    plan = world.plans[plot.plan if place == 0 or rng.random() < 0.8 else rng.randrange(4)]
    model = rng.randrange(len(words.PHONES))
    number = cast.number if cast.number and place == 0 else _number(world, market)
    person = account.people[min(place, len(account.people) - 1)]
    contract_end = world.today + timedelta(days=rng.randint(30, 700))
    return Line(
        id=line_id, account_id=account.id, external_id="", msisdn=number, status=LineStatus.ACTIVE, plan=plan,
        user_id=person.id, area=f"{words.MARKETS[market]}/{words.PARTS[plot.area]}", opened_on=account.opened_on,
        contract_ends_on=contract_end if rng.random() < 0.6 else None,
        roaming_enabled=plot.roaming if place == 0 else rng.random() < 0.7,
        data_used_gb=_data_used(plan, plot.data_used_up and place == 0, rng), data_added_gb=Decimal(0),
        sim=Sim(ids.iccid_for(line_id), ids.imsi_for(line_id), ids.eid_for(line_id) if rng.random() < 0.4 else ""),
        imei=ids.imei_for(line_id, model), device_model=words.PHONES[model], service=_service(plot, place),
    )  # fmt: skip


def _number(world: World, market: int) -> str:
    return ids.number_for(world.next_number(market), market=market, markets=len(words.MARKETS))


def _data_used(plan: Plan, used_up: bool, rng: Random) -> Decimal:
    if used_up:
        return plan.data_limit_gb + Decimal("0.1")
    share = Decimal(str(round(rng.betavariate(2, 3) * 0.97, 3)))
    return (min(plan.data_limit_gb, Decimal(60)) * share).quantize(Decimal("0.001"))


def _service(plot: Plot, place: int) -> ServiceState:
    if place:
        return ServiceState(True, (), "ready", "own", "enabled")
    return ServiceState(True, (), plot.voicemail_box, plot.voicemail_forward, plot.sim_profile)


def _as_it_came(
    lines: tuple[Line, ...], plot: Plot, billed: Billed, world: World
) -> tuple[tuple[Line, ...], tuple[Change, ...]]:
    """Suspend and resume by the rules that the actions use, so that results are results."""
    first, changes = lines[0], []
    yesterday = world.today - timedelta(days=1)
    if plot.contract_ended:
        first = replace(first, contract_ends_on=world.today - timedelta(days=20))
    if plot.suspended:
        late = next((bill.due_on for bill in billed.bills if bill.status is BillStatus.OVERDUE), None)
        on = min(late + timedelta(days=10), yesterday) if late else yesterday - timedelta(days=4)
        first = lines_room.suspended(first, reason=plot.suspended, on=on)
        changes.append(_change(first, "suspended", f"Suspended: {plot.suspended}", on))
    if plot.bars_left:
        first, changes = _restored_but_barred(first, yesterday)
    return (first, *lines[1:]), tuple(changes)


def _restored_but_barred(line: Line, on: date) -> tuple[Line, list[Change]]:
    before = lines_room.suspended(line, reason=Reason.NONPAY, on=on - timedelta(days=6))
    after = lines_room.resumed(replace(before, contract_ends_on=None), today=on)
    # the network kept what billing has lifted: the cause PAY-07 b
    left = replace(after.line, service=replace(after.line.service, bars=("data", "outgoing")))
    return left, [
        _change(line, "suspended", "Suspended: nonpay", on - timedelta(days=6)),
        _change(line, "resumed", after.message, on),
    ]


def _change(line: Line, kind: str, text: str, on: date) -> Change:
    return Change(datetime.combine(on, time(6, 15), UTC), kind, text, line.id, "demo")


def _features(
    line: Line, plot: Plot, billed: Billed, world: World
) -> tuple[tuple[int, int, date, date | None], ...]:  # fmt: skip
    newest = billed.bills[-1].period
    found: list[tuple[int, int, date, date | None]] = []
    if plot.protection:
        found.append((line.id, world.extras["protection"], line.opened_on, None))
    if plot.instalment or plot.difference == "instalment":
        since = newest.start if plot.difference == "instalment" else billed.bills[0].period.start
        found.append((line.id, world.extras["instalment-24"], since, None))
    if plot.promo:
        ended = newest.start if plot.difference == "promo-ended" else None
        found.append((line.id, world.extras["welcome"], billed.bills[0].period.start, ended))
    if plot.autopay:
        ended = newest.start if plot.difference == "discount-lost" else None
        found.append((line.id, world.extras["autopay"], billed.bills[0].period.start, ended))
    return tuple(found)


def _contact(account: AccountView, line: Line, world: World, rng: Random) -> ContactView:
    reason, said, summary = rng.choice(words.CONTACT_REASONS)
    day = world.today - timedelta(days=rng.randint(8, 360))
    opened = datetime.combine(day, time(rng.randint(8, 19), rng.randint(0, 59)), UTC)
    ended = opened + timedelta(minutes=rng.randint(3, 25))
    return ContactView(
        world.next_id("contacts_contact_id_seq"), account.id, line.id, rng.choice((Channel.CALL, Channel.CHAT)),
        ContactStatus.CLOSED, rng.choice(world.experts), opened, ended, reason, said, summary, "", "", "", 0,
    )  # fmt: skip
