"""Numbers of minutes: one row of numbers for each committee, without gaps and never used again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.domain.minutes import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_YEARLY = re.compile(r"〔(\d{4})〕(\d+)号")
_RUNNING = re.compile(r"第(\d+)期")


def place_in_row(text: str) -> tuple[int, int] | None:
    """Return (year, number) of 〔2026〕3号, (0, number) of 第3期; None for a number written some other way."""
    yearly, running = _YEARLY.search(text), _RUNNING.search(text)
    if yearly:
        return int(yearly[1]), int(yearly[2])
    return (0, int(running[1])) if running else None


def numbers_of(record: Record) -> Iterator[str]:
    """Yield the number of a meeting and those it had before."""
    if record.get("minutes_no"):
        yield record.text("minutes_no")
    lines = record.get("void_numbers")
    yield from (str(line[0]) for line in lines) if isinstance(lines, tuple) else ()


def next_number(today: date, given: Iterable[str]) -> str:
    """Return the number after the highest: 〔2026〕4号, counted anew each year; 第4期 where a committee counts its minutes through."""
    places = [place for place in map(place_in_row, given) if place]
    if places and all(year == 0 for year, _ in places):
        return f"第{max(number for _, number in places) + 1}期"
    return f"〔{today.year}〕{max((number for year, number in places if year == today.year), default=0) + 1}号"


def of_same_row(committee: object, around: Around) -> Sequence[Record]:
    """Return the meetings whose minutes are numbered in one row, those in the recycle bin too."""
    return [one for one in around.all_of("meeting") if one.get("committee") == committee]


def number_for(record: Record, around: Around) -> str:
    """Return the number the minutes of a meeting get when they are issued: its own, or the next one."""
    given = [number for one in of_same_row(record.get("committee"), around) for number in numbers_of(one)]
    return record.text("minutes_no") or next_number(around.today, given)


def number_kept(values: Values, around: Around) -> Mapping[str, object]:
    """Write a number as the standard has it; one that is given up stays in a line of its own, so that everybody sees it is not used."""
    number = number_text(str(values.get("minutes_no") or "")) or None
    before = around.before.text("minutes_no") if around.before else ""
    lines = values.get("void_numbers")
    kept = lines if isinstance(lines, tuple) else ()
    if not before or before == number or before in [line[0] for line in kept]:
        return {"minutes_no": number}
    return {"minutes_no": number, "void_numbers": (*kept, (before, around.today, "编号改动"))}


def number_is_next(values: Values, around: Around) -> Iterable[Finding]:
    """A number is not used twice, not even after its meeting was removed, and leaves out none."""
    number = str(values.get("minutes_no") or "")
    if not number or (around.before is not None and around.before.text("minutes_no") == number):
        return
    own = [one for one in of_same_row(values.get("committee"), around) if not _same(one, values)]
    given = [text for one in own for text in numbers_of(one)]
    lines = values.get("void_numbers")
    given += [str(line[0]) for line in lines] if isinstance(lines, tuple) else []
    place = place_in_row(number)
    if number in given:
        yield Problem("minutes_no", f"编号{number}已经用过,给出的编号不再用第二次。")
    elif place:
        last = max((at for year, at in filter(None, map(place_in_row, given)) if year == place[0]), default=0)
        if last and place[1] > last + 1:
            yield Question("minutes_gap", "minutes_no", f"前一个编号到 {last},{number}中间会空号,确定吗?")


def _same(record: Record, values: Values) -> bool:
    return (record.get("title"), record.get("start")) == (values.get("title"), values.get("start"))


def gaps(records: Iterable[Record]) -> Iterator[str]:
    """Yield in words which numbers of a row are not in use and why: the meeting removed, the number given up, or never given."""
    used: dict[tuple[int, int], str] = {}
    for one in records:
        for number in numbers_of(one):
            place = place_in_row(number)
            if place is None:
                continue
            why = "会议记录已移到回收站" if one.removed_at else "" if number == one.text("minutes_no") else "已改用别的编号"
            used[place] = why if used.get(place, why) else ""
    for year in sorted({year for year, _ in used}):
        given = [number for at, number in used if at == year]
        for at in range(min(given), max(given) + 1):
            why = used.get((year, at), "没有给出过")
            if why:
                yield f"{f'〔{year}〕{at}号' if year else f'第{at}期'}空号({why})"
