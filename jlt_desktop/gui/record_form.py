"""The form of a record, made from the declaration: checked while one goes on, kept as a draft, saved through the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.asked import Asked
from jlt_desktop.gui.form_fields import FormFields
from jlt_desktop.gui.picker import RecordLine
from jlt_desktop.gui.when import local_time
from jlt_desktop.services import drafts
from jlt_desktop.services.desk import Refused
from jlt_desktop.services.several import save_for_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from jlt_desktop.domain.checking import Examined
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.findings import Problem
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.forming import FormStart

_DRAFT_AFTER = 3000
_AROUND = 200


class RecordForm(QDialog):
    """One record, new or not. `saved` carries the record; `next_wanted` asks for another empty form of the same kind."""

    saved = Signal(object)
    next_wanted = Signal()

    def __init__(self, place: Workplace, ledger: Ledger, start: FormStart, parent: QWidget | None = None) -> None:
        """Show the form as it begins."""
        super().__init__(parent)
        self._place, self._ledger, self._start = place, ledger, start
        self._visited: set[str] = set()
        self._seen = start.revision
        self._dirty, self._saving, self._another = False, False, False
        self.made: tuple[Record, ...] = ()
        self.setWindowTitle((start.title if not start.several else "") or f"{'修改' if start.record else '新增'}{ledger.title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fields = FormFields(place, ledger, start)
        self.fields.edited.connect(self._edited)
        self.fields.left.connect(self._went_on)
        self._build()
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_AFTER)
        self._draft_timer.timeout.connect(self.keep_draft)
        for widget in self.fields.findChildren(QWidget):
            widget.installEventFilter(self)
        self._untouched = self.fields.raw()
        self._offer_draft()

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        called = "".join((f" {self._start.called}" if self._start.called else "", f":{self._start.beside}" if self._start.beside else ""))
        self._called = say.label(f"{self._start.title or self._ledger.title}{called}", "title")
        column.addWidget(self._called)
        if self._start.sealed:
            column.addWidget(self._seal_notice())
        self._summary = say.label("", "problem")
        self._summary.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._summary.hide()
        self._listing = False
        column.addWidget(self._summary)
        self._notice = self._draft_notice()
        column.addWidget(self._notice)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.fields)
        self._scroll = scroll
        beside = self._beside()
        if beside is None:
            column.addWidget(scroll, 1)
        else:
            row = QHBoxLayout()
            row.addWidget(beside, 2)
            row.addWidget(scroll, 3)
            column.addLayout(row, 1)
        self._asked = Asked()
        self._asked.look_wanted.connect(self._look_instead)
        column.addWidget(self._asked)
        column.addLayout(self._buttons())
        room = self.screen().availableGeometry() if self.screen() else None
        high = min(700, self.fields.sizeHint().height() + _AROUND)
        self.resize(min(980, room.width() - 40 if room else 980), min(high, room.height() - 60 if room else high))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(say.label("* 必填;Enter 到下一格;Ctrl+S 保存;F1 说明", "faint", wrap=False))
        row.addStretch(1)
        self._cancel, self._next, self._save = say.button("取消(&C)"), say.button("保存并新增下一条(&N)"), say.button("保存(&S)", "main")
        self._cancel.clicked.connect(self.reject)
        self._next.clicked.connect(self.save_and_next)
        self._save.clicked.connect(self.save)
        self._next.setToolTip("Ctrl+Enter")
        self._save.setToolTip("Ctrl+S")
        for one in (self._cancel, self._next, self._save):
            row.addWidget(one)
        self._next.setVisible(self._start.record is None and not self._ledger.single and not self._start.only and not self._start.several)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save_and_next)
        QShortcut(QKeySequence.StandardKey.HelpContents, self, self._help)
        return row

    def _beside(self) -> QWidget | None:
        """Return what stands at the left of the fields; nothing in an ordinary form."""
        return None

    def _seal_notice(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "notice")
        row = QHBoxLayout(frame)
        labels = "、".join(f"“{self._ledger.fields[name].label}”" for name in self._start.open)
        row.addWidget(say.label(self._start.sealed + (f"只能写{labels}。" if labels else "更正要写明理由,原来的内容会保留。")))
        return frame

    def _draft_notice(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "notice")
        row = QHBoxLayout(frame)
        self._draft_words = say.label("", wrap=False)
        back, away = say.button("恢复(&R)"), say.button("丢弃(&D)")
        back.clicked.connect(self._restore_draft)
        away.clicked.connect(self._drop_draft)
        row.addWidget(self._draft_words, 1)
        row.addWidget(back)
        row.addWidget(away)
        frame.hide()
        return frame

    # -- drafts -------------------------------------------------------------------------------------------------

    def _offer_draft(self) -> None:
        draft = self._start.draft
        if draft is not None:
            since = "这条记录后来又被改过,恢复后存不进去,只供对照。" if draft.revision < self._start.revision else ""
            self._draft_words.setText(f"上次有一份没有保存的内容({local_time(draft.at)})。{since}")
            self._notice.show()

    def _restore_draft(self) -> None:
        draft = self._start.draft
        if draft is not None:
            labels = {key: text for table in self._start.labels.values() for key, text in table.items()}
            texts = {name: labels.get(str(value), str(value)) for name, value in draft.raw.items()}
            self.fields.put({**self._start.values, **draft.raw}, {**self._start.texts, **texts})
            # what was changed since the draft was written must not be overwritten unseen
            self._seen = draft.revision
            self._notice.hide()
            self._edited()

    def _drop_draft(self) -> None:
        self._notice.hide()
        self._forget_draft()

    def keep_draft(self) -> None:
        """Keep what is typed, encrypted in the vault, until it is saved or given up."""
        if self._dirty and not self._saving:
            raw, start, office, ledger, seen = self.fields.raw(), self._start, self._place.office, self._ledger, self._seen
            self._place.tasks.run(self, lambda: drafts.keep(office, ledger, start.record, start.parent, seen, raw))

    def _forget_draft(self) -> None:
        start, office, ledger = self._start, self._place.office, self._ledger
        self._place.tasks.run(self._place, lambda: drafts.drop(office, ledger, start.record, start.parent))

    # -- checking -----------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._dirty = True
        # not anew at every key: somebody who writes without a pause has a draft too
        if not self._draft_timer.isActive():
            self._draft_timer.start()

    def _went_on(self, name: str) -> None:
        if self._dirty and not self._saving:
            self.look_over(name)

    def look_over(self, name: str) -> None:
        """Check what stands here, as when somebody goes on from a field; nothing is saved."""
        self._visited.add(name)
        raw, start, desk, ledger = self.fields.raw(), self._start, self._place.desk, self._ledger
        self._place.tasks.run(self, lambda: desk.examine(ledger, raw, record_id=start.record, parent=start.parent), self._checked)

    def _checked(self, found: Examined) -> None:
        self.fields.show_problems(found.problems, frozenset(self._visited))
        self._asked.show_leading(found.questions)
        if self._listing:
            self._list(found.problems)

    def _list(self, problems: Sequence[Problem]) -> None:
        """Say at the top what is still to be mended; nothing when nothing is."""
        self._listing = bool(problems)
        self._summary.setText(f"还有 {len(problems)} 处要改:" + " ".join(one.text for one in problems))
        self._summary.setVisible(self._listing)

    def _look_instead(self, record: str) -> None:
        """Go to the record that is there already, in place of making a second one."""
        if len([name for name, value in self.fields.raw().items() if value != self._untouched.get(name)]) <= 1:
            self._dirty = False
            self._draft_timer.stop()
            self._forget_draft()
        self.reject()
        if not self.isVisible():
            self._place.record_wanted.emit(self._ledger.key, record)

    # -- saving -------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Check the whole and save it; problems and questions are shown in place."""
        if self._saving:
            return
        self._saving = True
        self._save.setEnabled(False)
        self._draft_timer.stop()
        raw, start, desk, ledger = self.fields.raw(), self._start, self._place.desk, self._ledger
        answers = self._asked.answers()
        office, seen = self._place.office, self._seen

        def work() -> list[Record]:
            if start.several:
                return save_for_each(office, ledger, raw, start.several, answers)
            made = desk.save(
                ledger, raw, record_id=start.record, seen_revision=seen or None, parent=start.parent, answers=answers,
                source=start.title or "手工",
            )  # fmt: skip
            return [made]

        self._place.tasks.run(self, work, self._kept, failed=self._not_kept)

    def _help(self) -> None:
        self._place.help_wanted.emit(self._ledger.key)

    def save_and_next(self) -> None:
        """Save, then ask for the next empty form."""
        self._another = self._next.isVisible()
        self.save()

    @property
    def seen(self) -> int:
        """Return the revision that stood here while it was changed; 0 for a new record."""
        return self._seen

    def _kept(self, made: list[Record]) -> None:
        self._dirty = self._saving = False
        self._forget_draft()
        self.made = tuple(made)
        self.saved.emit(made[-1])
        if self._another:
            self.next_wanted.emit()
        self.accept()

    def _not_kept(self, error: SaidError) -> None:
        self._saving, self._another = False, False
        self._save.setEnabled(True)
        problems = error.problems if isinstance(error, Refused) else ()
        questions = error.unanswered if isinstance(error, Refused) else ()
        self.fields.show_problems(problems)
        self._asked.ask(questions)
        self._listing = False
        self._summary.show()
        if problems:
            self._visited.update(self.fields.editors)  # from now on every field counts as one the person has been in
            self._list(problems)
            self.fields.go_to(problems[0].field)
            target = self.fields.editors.get(problems[0].field)
            if target is not None:
                self._scroll.ensureWidgetVisible(target)
        else:
            self._summary.setText("有需要核对的地方:改正,或在下面写明理由后再保存。" if questions else str(error))
        self.keep_draft()

    # -- Qt -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close without saving; ask first when something was typed."""
        if self._dirty:
            if not say.ask(self, "填的内容还没有保存。", "放弃后,这次填的内容不再保留。", "放弃(&D)", "继续填写"):
                return
            self._draft_timer.stop()
            self._dirty = False
            self._forget_draft()
        super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field, as clerks expect; not while choosing from a list or composing."""
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit | QComboBox):
            key: QKeyEvent = event  # type: ignore[assignment]
            entered = key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not key.modifiers() & Qt.KeyboardModifier.ControlModifier
            if entered and not (isinstance(watched, RecordLine) and watched.hits.isVisible()):
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)
