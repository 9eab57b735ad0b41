"""T29 with a solver: what leaves the counselor's room month by month is given to a linear programme, which recovers no cell of 1 to 4.

The true numbers are drawn; everything after the counting is the program's own. The attacker knows every sum, every number shown, that `<5`
is 0 to 4, which numbers are the same by their nature (in two tables, in two periods, in a correction), and that a semester is its months.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from jlt_desktop.domain.figures import Single
from jlt_desktop.domain.periods import span
from jlt_desktop.domain.privacy import HIDDEN
from jlt_desktop.domain.releases import Release
from jlt_desktop.ledgers.mind_totals import MIND_TOTALS
from jlt_desktop.services import collecting, declared_tables

LEVELS = ("l1", "l2", "l3", "l4")
TESTED = ("n_done", "n_refused", "n_missed", "n_leave", "n_na")
# what the months of a semester add up to
ADDED = ("come", "gone", "months_due", "months_done", "referrals", "in_time", "sessions", "group_people", "n_target", *TESTED)
ADDED += ("n_flag", "n_interviewed", "checked", "screened")
MONTHS = ("2026-09", "2026-10", "2026-11")


@dataclass
class School:
    """A generated school: sheet numbers by period, and the breakdowns beside them by (ledger.indicator, period)."""

    sheet: dict[str, dict[str, int]]
    parts: dict[tuple[str, str], list[int]]


def spread(chance: random.Random, total: int, cells: int, weights=(1, 2, 6, 9, 3, 5)) -> list[int]:
    found = [0] * cells
    for place in chance.choices(range(cells), weights[:cells], k=total):
        found[place] += 1
    return found


def generated(seed: int) -> School:
    chance = random.Random(seed)
    size = chance.choice((4, 9, 16, 30))
    levels = [chance.randrange(0, size) for _ in LEVELS]
    sheet, parts = {}, {}
    sums: dict[str, int] = defaultdict(int)
    summed: dict[str, list[int]] = {}
    first = sum(levels)
    for month in MONTHS:
        opening = sum(levels)
        come, gone = [chance.randrange(0, size) for _ in LEVELS], [chance.randrange(0, min(one, 7) + 1) for one in levels]
        come = [one if chance.random() < 0.4 else 0 for one in come]
        levels = [a + b - c for a, b, c in zip(levels, come, gone, strict=True)]
        closing = sum(levels)
        tests = [chance.randrange(0, 60), *(chance.choice((0, 2, 3, 6, 8, 11)) for _ in TESTED[1:])]
        due = opening + chance.randrange(0, size)
        done = chance.randrange(due + 1)
        referrals = chance.randrange(0, size)
        late = chance.randrange(0, min(6, referrals) + 1)
        flagged = chance.randrange(0, tests[0] // 3 + 1)
        checked = chance.randrange(0, 40)
        one = dict(
            pupils=400, opening=opening, come=sum(come), gone=sum(gone), closing=closing, l0=0, **dict(zip(LEVELS, levels, strict=True)),
            n_target=sum(tests), **dict(zip(TESTED, tests, strict=True)), n_flag=flagged, n_interviewed=chance.randrange(flagged + 1),
            checked=checked, screened=max(0, checked - chance.randrange(0, 8)), plans=chance.randrange(closing + 1),
            months_due=due, months_done=done, referrals=referrals, in_time=referrals - late, sessions=chance.randrange(0, 4 * size),
            group_people=chance.randrange(0, 30),
        )  # fmt: skip
        sheet[month] = one
        for key in ADDED:
            sums[key] += one[key]
        flows = {
            "follow_up.months": [done], "follow_up.by_mood": spread(chance, done, 5), "referral.by_kind": spread(chance, referrals, 3),
            "referral.by_consent": spread(chance, referrals, 3), "referral.in_time": [referrals - late], "referral.late": [late],
        }  # fmt: skip
        for name, cells in flows.items():
            parts[name, month] = cells
            summed[name] = [a + b for a, b in zip(summed.get(name, [0] * len(cells)), cells, strict=True)]
        stock = {
            "concern.on_list": [closing], "concern.by_level": levels, "concern.removed": [sums["gone"]],
            "individual_plan.plans": [one["plans"]], "individual_plan.complete": [one["plans"] // 2],
        }  # fmt: skip
        parts |= {(name, month): list(cells) for name, cells in stock.items()}
    last = sheet[MONTHS[-1]]
    sheet["2026-T1"] = last | sums | {"opening": first}
    parts |= {(name, "2026-T1"): cells for name, cells in summed.items()}
    parts |= {(name, "2026-T1"): parts[name, MONTHS[-1]] for name, month in list(parts) if month == MONTHS[-1] and name not in summed}
    return School(sheet, parts)


def corrected(school: School, chance: random.Random) -> School:
    """One level of the last month was counted wrongly; the rest is as it was."""
    sheet = {period: dict(one) for period, one in school.sheet.items()}
    parts = {key: list(one) for key, one in school.parts.items()}
    place, more = chance.randrange(4), chance.choice((1, 2, 5, 7))
    for period in (MONTHS[-1], "2026-T1"):
        for key in (LEVELS[place], "closing", "come"):
            sheet[period][key] += more
        parts["concern.by_level", period][place] += more
        parts["concern.on_list", period][0] += more
    return School(sheet, parts)


# -- what leaves ------------------------------------------------------------------------------------------------------

Cells = dict[tuple[int, str, str], tuple[int, str]]


def released(open_as, monkeypatch, school: School, again: School, shuffled: random.Random | None = None) -> tuple[Cells, list[str]]:
    """Hand everything in: three months, the semester, then a correction of the last month and of the semester; or in any other order."""
    office = open_as("counselor")
    history: dict[str, list[Release]] = defaultdict(list)
    monkeypatch.setattr(collecting, "_released", lambda _office, _scope: history)
    orders = [*((school, one) for one in MONTHS), (school, "2026-T1"), (again, MONTHS[-1]), (again, "2026-T1")]
    if shuffled:
        shuffled.shuffle(orders)
    cells: Cells = {}
    for number, (numbers, period) in enumerate(orders):

        def tally(_office, ledger, indicator, _records, numbers=numbers, period=period):
            groups = [one.label for one in ledger.fields[indicator.by].options] if indicator.by else [""]
            found = numbers.parts.get((f"{ledger.key}.{indicator.key}", period), [])
            return dict(zip(groups, [*found, *[0] * len(groups)][: len(groups)], strict=True))

        monkeypatch.setattr(collecting, "_tally", tally)
        everything = {one.key: 0 for one in MIND_TOTALS.lines if isinstance(one, Single)} | numbers.sheet[period]
        monkeypatch.setattr(declared_tables, "counted", lambda _o, _r, _s, everything=everything: everything)
        made = collecting.collect(office, "confidential", span(period, office.around().calendar))
        for population in {one.population for one in made.cells}:
            mine = [one for one in made.cells if one.population == population]
            history[population].append(Release({one.part: one.count for one in mine}, {one.part: one.shown for one in mine}))
        shown = {
            (f"{table.name}.{row[0]}", row[2]): row[3] for table in made.tables if table.name.endswith("_counts") for row in table.rows
        }
        for one in made.cells:
            name = one.population.partition("/")[0]
            ledger, _, key = name.partition(".")
            if name == "concern.mind":
                label = next(each.group for each in MIND_TOTALS.lines if each.key == one.part)
                assert shown[f"concern_mind_counts.{one.part}", label] == one.shown
            else:
                assert shown[f"{ledger}_counts.{key}", one.part] == one.shown
            cells[number, name, one.part] = (one.count, one.shown)
    return cells, [period for _, period in orders]


# -- what the attacker does -------------------------------------------------------------------------------------------


def sums(cells: Cells, periods: list[str]):
    """Every sum an attacker may know: (cells with their factors) is zero, or not negative. Those that are not true here he does not know."""
    groups: dict[tuple[int, str], list[tuple[int, str, str]]] = defaultdict(list)
    for key in cells:
        groups[key[:2]].append(key)
    for number, period in enumerate(periods):

        def mind(key, number=number):
            return (number, "concern.mind", key)

        def whole(name, number=number):
            return dict.fromkeys(groups[number, name], -1)

        yield {mind("n_target"): 1, **{mind(one): -1 for one in TESTED}}, False
        yield {mind("opening"): 1, mind("come"): 1, mind("gone"): -1, mind("closing"): -1}, False
        yield {mind("closing"): 1, **{mind(one): -1 for one in (*LEVELS, "l0")}}, False
        for more, less in (
            ("n_done", "n_flag"), ("n_flag", "n_interviewed"), ("checked", "screened"), ("closing", "plans"), ("months_due", "months_done"),
            ("referrals", "in_time"),
        ):  # fmt: skip
            yield {mind(more): 1, mind(less): -1}, True
        for key, name in (
            ("closing", "concern.on_list"), ("closing", "concern.by_level"), ("plans", "individual_plan.plans"),
            ("months_done", "follow_up.months"), ("months_done", "follow_up.by_mood"), ("referrals", "referral.by_kind"),
            ("referrals", "referral.by_consent"), ("in_time", "referral.in_time"),
        ):  # fmt: skip
            yield {mind(key): 1, **whole(name)}, False
        yield {mind("referrals"): 1, **whole("referral.in_time"), **whole("referral.late")}, False
        yield {**dict.fromkeys(groups[number, "individual_plan.plans"], 1), **whole("individual_plan.complete")}, True
        levels = sorted(groups[number, "concern.by_level"], key=lambda one: one[2])
        labels = {one.like[1]: one.key for one in MIND_TOTALS.lines if isinstance(one, Single) and one.like[0] == "concern.by_level"}
        for key in levels:
            yield {key: 1, mind(labels[key[2]]): -1}, False
        for other in range(number):
            for name, part in [key[1:] for key in cells if key[0] == number]:
                stock = name.startswith(("concern.", "individual_plan.")) and (name, part) not in {("concern.mind", one) for one in ADDED}
                if periods[other] == period or stock:
                    yield {(number, name, part): 1, (other, name, part): -1}, False
            yield {mind("opening"): 1, (other, "concern.mind", "closing"): -1}, False
    at = {period: [number for number, one in enumerate(periods) if one == period] for period in periods}
    for name, part in {key[1:] for key in cells if key[1].startswith(("follow_up.", "referral.")) or key[2] in ADDED}:
        for semester, *months in product(at["2026-T1"], *(at[month] for month in MONTHS)):
            yield {(semester, name, part): 1, **{(one, name, part): -1 for one in months}}, False


def recovered(cells: Cells, periods: list[str], shown=lambda _count, text: text) -> list[tuple[tuple[int, str, str], int]]:
    """Return the cells of 1 to 4 of which the solver says just what they are."""
    places = {key: place for place, key in enumerate(cells)}
    equal, below, bounds = [], [], []
    for key, (count, text) in cells.items():
        told = shown(count, text)
        bounds.append((0, 4) if told == "<5" else (0, None) if told == HIDDEN else (int(told), int(told)))
        assert told in ("<5", HIDDEN, str(count)), key
    for terms, unequal in sums(cells, periods):
        value = sum(factor * cells[key][0] for key, factor in terms.items())
        if value == 0 or (unequal and value > 0):
            row = np.zeros(len(cells))
            for key, factor in terms.items():
                row[places[key]] = factor
            (below if unequal else equal).append(-row if unequal else row)
    found = []
    for key, (count, _) in cells.items():
        if not 1 <= count <= 4:
            continue
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(cells))
            aim[places[key]] = sign
            answer = linprog(aim, A_ub=np.array(below), b_ub=np.zeros(len(below)), A_eq=np.array(equal), b_eq=np.zeros(len(equal)), bounds=bounds, method="highs")  # fmt: skip
            assert answer.status in (0, 3), (answer.message, key)
            ends.append(sign * answer.fun if answer.status == 0 else math.inf)
        if math.floor(ends[1] + 1e-6 if ends[1] < math.inf else 1e9) <= math.ceil(ends[0] - 1e-6):
            found.append((key, count))
    return found


@pytest.mark.parametrize("seed", range(14))
def test_the_solver_recovers_no_small_cell(seed, open_as, monkeypatch):
    school = generated(seed)
    shuffled = random.Random(seed) if seed % 2 else None
    cells, periods = released(open_as, monkeypatch, school, corrected(school, random.Random(seed)), shuffled)
    assert sum(1 for count, _ in cells.values() if 1 <= count <= 4) >= 10
    assert recovered(cells, periods) == []


@pytest.mark.parametrize("seed", range(2))
def test_without_the_covers_the_solver_recovers_them(seed, open_as, monkeypatch):
    """Where only the small cells themselves are hidden, and no other because of them, sums and months give them away: the test can fail."""
    school = generated(seed)
    cells, periods = released(open_as, monkeypatch, school, corrected(school, random.Random(seed)))
    assert len(recovered(cells, periods, lambda count, _text: "<5" if count < 5 else str(count))) >= 5


def test_without_an_eye_on_the_months_the_solver_subtracts_them(open_as, monkeypatch):
    """A semester less its other months, and the late ones as all less those in time, were told before they were looked after."""
    monkeypatch.setattr(declared_tables, "adds_up", lambda *_: True)
    monkeypatch.setattr(collecting, "adds_up", lambda *_: True)
    found = []
    for seed in range(4):
        school = generated(seed)
        found += recovered(*released(open_as, monkeypatch, school, corrected(school, random.Random(seed))))
    assert found
