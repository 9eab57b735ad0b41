"""台账盒: for an inspection, what a task asks for and all that proves it, bound with contents and page numbers; one file for each task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.periods import span, words
from jlt_desktop.paper.binding import Foreign, Ours, bind, foreign
from jlt_desktop.paper.render import render
from jlt_desktop.services.box_pages import Pages
from jlt_desktop.services.obligations import overview
from jlt_desktop.services.veil import Veil
from jlt_desktop.vault.files import write_whole
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from pathlib import Path

    from jlt_desktop.domain.document import Document
    from jlt_desktop.domain.obligation import Task
    from jlt_desktop.paper.fonts import Fonts
    from jlt_desktop.services.box_pages import Paper
    from jlt_desktop.services.office import Office

Step = Callable[[int, int], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Box:
    """A bound box. missing: characters without a glyph. left_out: what could not be bound in, in words."""

    task: Task
    pdf: bytes
    pages: int
    missing: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return what the file is called."""
        return f"{self.task.number:02} {self.task.title}.pdf"


class Boxes:
    """Binds the boxes of a semester. Nothing confidential is in them; masked: pupils and their families are starred, for outsiders."""

    def __init__(self, office: Office, period: str, fonts: Fonts, *, masked: bool = True) -> None:
        """Read how everything stands at the end of the period, or today. Raises UserError for a period that has not begun."""
        days = span(period, office.around().calendar)
        if days.since > office.today():
            raise UserError(f"{words(period)}还没有开始。", "", "没有生成文件。", "请选已经开始的学期。")
        day = min(days.until, office.today())
        self._office, self._fonts = office, fonts
        self._found = overview(office, day)
        if not self._found.standings:
            raise UserError("没有可以装盒的要求。", "", "没有生成文件。", "")
        self._pages = Pages(office, self._found, words(period), Veil(office, (), told=True) if masked else None)
        self._masked, self._period = masked, period

    @property
    def tasks(self) -> list[Task]:
        """Return the tasks, each once."""
        return list(dict.fromkeys(one.obligation.task for one in self._found.standings))

    def task(self, number: int) -> Task:
        """Return a task by its number. Raises UserError."""
        found = next((one for one in self.tasks if one.number == number), None)
        if found is None:
            known = "、".join(str(one.number) for one in self.tasks)
            raise UserError(f"没有任务 {number}。", "", "没有生成文件。", f"任务有:{known};0 是学校总体工作。")
        return found

    def bind(self, task: Task, step: Step | None = None, stopped: Stopped | None = None) -> Box:
        """Return the box of a task. Journalled. Raises OutsideError when the person stopped it."""
        papers = self._papers(task, step, stopped)
        self._fonts.missing.clear()
        cover, parts, lines, missing = self._ours(self._pages.cover(task)), [], [], dict[str, None]()
        for paper in papers:
            part = self._part(paper)
            if part is None:
                continue
            parts.append((paper, part))
            missing |= dict.fromkeys(f"{text}(U+{ord(char):04X})" for char, text in self._fonts.missing)
        titles = [paper for paper, _ in parts if paper.title]
        # the contents fill as many pages whatever the numbers are
        blank = self._ours(self._pages.contents(task, [(_indented(one), 999) for one in titles]))
        page = cover.pages + blank.pages + 1
        for paper, part in parts:
            if paper.title:
                lines.append((_indented(paper), page))
            page += part.pages
        contents = self._ours(self._pages.contents(task, lines))
        whole: list[Ours | Foreign] = [cover, contents, *(part for _, part in parts)]
        pdf = bind(whole, self._fonts, (str(self._office.school.get("school_name") or ""), ""))
        self._note(task, page - 1)
        return Box(task, pdf, page - 1, tuple(missing), tuple(self._pages.left_out))

    def _papers(self, task: Task, step: Step | None, stopped: Stopped | None) -> list[Paper]:
        standings, records = self._found.of_task(task.number), self._pages.records(task)
        self._pages.left_out.clear()
        papers = [self._pages.obligation(one) for one in standings]
        for done, record in enumerate(records, start=1):
            if stopped is not None and stopped():
                raise OutsideError("已停止装盒。", "", "已经写好的文件还在,没有写一半的。", "")
            papers += self._pages.record(record)
            if step is not None:
                step(done, len(records))
        return papers

    def _part(self, paper: Paper) -> Ours | Foreign | None:
        if paper.document is not None:
            return self._ours(paper.document)
        found = foreign(paper.pdf, paper.caption)
        if found is None:
            self._pages.left_out.append(f"{paper.caption}打不开,请另附原件")
        return found

    def _ours(self, document: Document) -> Ours:
        signed = replace(document, operator=self._office.user, printed_at=datetime.now().replace(second=0, microsecond=0))
        fonts = self._fonts
        return Ours(render(signed, fonts).pages, lambda first, total: render(signed, fonts, first, total).pdf)

    def _note(self, task: Task, pages: int) -> None:
        store = self._office.session.store("general")
        with store.transaction():
            details = {"pages": pages, "period": self._period, "masked": self._masked}
            store.journal.append(now_utc(), "打印", f"box/{task.number}", details)


def _indented(paper: Paper) -> str:
    return f"　　{paper.title}" if paper.deep else paper.title


def write_boxes(
    boxes: Boxes, folder: Path, numbers: Sequence[int] = (), step: Step | None = None, stopped: Stopped | None = None
) -> list[Box]:
    """Write the boxes of some tasks, of all by default, each into a file of its own; step: told how many are done. Raises OutsideError."""
    if not folder.is_dir():
        raise OutsideError(f"没有文件夹“{folder}”。", "", "没有写文件。", "请先建好文件夹,或换一个。")
    made = []
    tasks = [boxes.task(one) for one in numbers] if numbers else boxes.tasks
    for done, task in enumerate(tasks):
        if stopped is not None and stopped():
            raise OutsideError(f"已停止装盒,写好了 {done} 盒。", "", "已经写好的文件还在,没有写一半的。", "")
        box = boxes.bind(task, stopped=stopped)
        write_whole(folder / box.name, box.pdf)
        made.append(replace(box, pdf=b""))
        if step is not None:
            step(done + 1, len(tasks))
    return made


def box_period(today: date) -> str:
    """Return the semester of a day as a period's code."""
    autumn = today.month >= 9
    year = today.year if autumn else today.year - 1
    return f"{year}-T{1 if autumn or today.month < 3 else 2}"
