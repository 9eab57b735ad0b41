"""What may be shown of counts after what was shown before: no cell of a few people can be worked out from this and earlier releases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jlt_desktop.domain.periods import span as span_of
from jlt_desktop.domain.privacy import HIDDEN, SMALL, bucket, suppressed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from jlt_desktop.domain.calendar import SchoolCalendar
    from jlt_desktop.domain.periods import Span


@dataclass(frozen=True)
class Release:
    """One breakdown of the same people as it was released: true counts by group, and the texts that were shown."""

    counts: Mapping[str, int]
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return the sum, which is taken to be known from elsewhere."""
        return sum(self.counts.values())

    def only(self, groups: Collection[str]) -> Release:
        """Return the part of it that is about some groups."""
        return Release({k: v for k, v in self.counts.items() if k in groups}, {k: v for k, v in self.shown.items() if k in groups})


def shown_count(count: int, before: Sequence[Release], small: int = SMALL) -> str:
    """Return a single count as it may be shown after earlier ones of the same people; these have one group, the empty one."""
    text = bucket(count, small)
    return HIDDEN if text == str(count) and _too_close(Release({"": count}, {"": text}), before, small) else text


def shown_parts(counts: Mapping[str, int], before: Sequence[Release], small: int = SMALL) -> dict[str, str]:
    """Return a breakdown as it may be shown after earlier ones of the same people.

    Small cells and what gives them away are hidden as `suppressed` says. Where history forbids even that, the whole breakdown is hidden.
    """
    return dict.fromkeys(counts, HIDDEN) if forbidden(counts, before, small) else suppressed(counts, small)


def forbidden(counts: Mapping[str, int], before: Sequence[Release], small: int = SMALL) -> bool:
    """Tell whether earlier releases of the same people forbid a breakdown; its total is to be hidden with it then.

    A cell, or the sum of all, is 1 to small-1 away from what was shown; or what did not change since would give a small cell away.
    """
    made = Release(counts, suppressed(counts, small))
    close = any(0 < abs(made.total - one.total) < small and not _all_hidden(one) for one in before)
    return close or _too_close(made, before, small) or any(_given_away([made, *before], small))


Others = tuple[tuple["Span", Release], ...]


def of_other_periods(history: Mapping[str, Sequence[Release]], name: str, span: Span, calendar: SchoolCalendar) -> Others:
    """Return what was released of a count for periods that share days with this one. history: by name/period."""
    found = [(population.rpartition("/"), releases) for population, releases in history.items()]
    named = [(span_of(period, calendar), releases) for (base, _, period), releases in found if base == name and period != span.period]
    whole = span_of(span.period, calendar)
    return tuple((one, each) for one, releases in named if one.since <= whole.until and whole.since <= one.until for each in releases)


def adds_up(counts: Mapping[str, int], span: Span, others: Others, small: int = SMALL) -> bool:
    """Tell whether what happened in a period may be shown beside the same of other periods: a semester less its months gives a month.

    It may where it is the sum of months that were all shown exactly, so that it tells nothing new, or is few itself. span: all of it,
    also the days to come.
    """
    told = [(days, one) for days, one in others if one.total >= small or _within(days, span)]
    told = [(days, one) for days, one in told if _within(days, span) or not _all_hidden(one)]
    if sum(counts.values()) < small or not told:
        return True
    if not all(_within(days, span) and all(one.shown.get(key) == str(one.counts.get(key, 0)) for key in counts) for days, one in told):
        return False
    outer = [(days, one) for days, one in told if not any(days != other and _within(days, other) for other, _ in told)]
    periods = {days.period: one for days, one in outer}
    same = all(periods[days.period].counts == one.counts for days, one in outer)
    return same and all(count == sum(one.counts.get(key, 0) for one in periods.values()) for key, count in counts.items())


def _within(inner: Span, outer: Span) -> bool:
    return outer.since <= inner.since and inner.until <= outer.until


def _all_hidden(one: Release) -> bool:
    return all(text == HIDDEN for text in one.shown.values())


def _too_close(made: Release, before: Sequence[Release], small: int) -> bool:
    return any(
        0 < abs(count - one.counts[group]) < small
        for one in before
        for group, count in made.counts.items()
        if made.shown[group] == str(count) and group in one.counts and one.shown.get(group) == str(one.counts[group])
    )


def _given_away(releases: Sequence[Release], small: int) -> Iterator[bool]:
    """Yield for every release whether somebody who knows which cells stayed the same can narrow a small cell of it down."""
    for one in releases:
        if one.total < small:
            continue  # the total itself is a bucket
        known = {group for group in one.counts if any(_tells(other, group, one.counts[group]) for other in releases)}
        unknown = [group for group in one.counts if group not in known]
        rest = one.total - sum(one.counts[group] for group in known)
        ranges = {group: _range(one, group, rest, small) for group in unknown}
        least, most = sum(low for low, _ in ranges.values()), sum(high for _, high in ranges.values())
        yield any(
            rest - (most - ranges[group][1]) > 0 or rest - (least - ranges[group][0]) < small - 1
            for group in unknown
            if one.counts[group] < small
        )


def _tells(other: Release, group: str, count: int) -> bool:
    """Tell whether a release shows a group as exactly this count."""
    return other.counts.get(group) == count and other.shown.get(group) == str(count)


def _range(one: Release, group: str, rest: int, small: int) -> tuple[int, int]:
    """Return the least and the most a hidden cell can be for somebody who knows the rules."""
    if one.shown.get(group) != HIDDEN:
        return 0, small - 1
    return (0, rest) if _all_hidden(one) else (small, rest)
