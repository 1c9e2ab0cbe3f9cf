"""The versions of one draft's texts, oldest first, and which one stands. Pure: must not draw or judge."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from oneframe.records import Piece, Rewrite
from oneframe.revising.forms import Form
from oneframe.revising.reviser import Desk
from oneframe.revising.sheet import Sheet
from oneframe.ui.asking import Asked

MAIN, COMPANION = "main", "companion"
Key = tuple[str, str, Form]
Formed = tuple[str, Sheet]
_MOST_CHECKED = 12


@dataclass(frozen=True, slots=True)
class Version:
    """Both texts as they stood after one step; `label` says which step, `is_typed` that it was typing."""

    label: str
    asked: Asked
    rewrite: Rewrite
    desk: Desk
    is_typed: bool = False

    def sheet(self, which: str) -> Sheet | None:
        """Return one of the two texts."""
        return self.desk.main if which == MAIN else self.desk.companion


@dataclass
class Versions:
    """Where the manager stands among the versions. A plain object that lives and dies with its turn."""

    made: list[Version]
    at: int = 0
    note: str = ""
    editing: str = ""
    edits: int = 0
    has_transition: bool = False
    _checked: dict[Key, Formed] = field(default_factory=dict)

    @property
    def now(self) -> Version:
        """The version that stands."""
        return self.made[self.at]

    def add(self, label: str, desk: Desk, *, is_typed: bool = False) -> None:
        """Let `desk` stand; one stretch of typing is one version, and what it replaces is kept."""
        before = self.now
        version = replace(before, label=label, desk=replace(desk, why=""), is_typed=is_typed)
        if is_typed and before.is_typed:
            self.made[self.at] = version
        else:
            self.made.append(version)
            self.at = len(self.made) - 1
        self._checked.clear()

    def pick(self, at: int) -> None:
        """Let an earlier or later version stand (a callback)."""
        self.at, self.editing, self.note = at, "", ""
        self._checked.clear()

    def undo(self) -> None:
        """Let the version before stand (a callback)."""
        self.pick(max(0, self.at - 1))

    def once(self, key: Key, make: Callable[[], Formed]) -> Formed:
        """Return what `make` made under `key`, so that drawing again does not check again; a few are kept."""
        if key not in self._checked:
            if len(self._checked) >= _MOST_CHECKED:
                self._checked.clear()
            self._checked[key] = make()
        return self._checked[key]


def with_sheet(desk: Desk, which: str, sheet: Sheet) -> Desk:
    """Return `desk` with `sheet` as one of its texts."""
    return replace(desk, main=sheet) if which == MAIN else replace(desk, companion=sheet)


def set_aside(desk: Desk) -> tuple[Piece, ...]:
    """Return what stands in neither text by itself, in the order of the draft."""
    taken = (*desk.main.taken_out, *(desk.companion.taken_out if desk.companion else ()))
    return tuple(sorted(dict.fromkeys((*desk.main.aside, *taken)), key=lambda p: p.sentence))
