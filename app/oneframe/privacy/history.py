"""Keeps finished rewrites where, and as long as, the settings say. The one owner of SQLAlchemy.
Off unless it was switched on. Must not log, and no error of it quotes what is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import OperationalError
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from oneframe.errors import HistoryUnavailable

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine, Table

_BUSY_S = 5.0
_PAUSE_S = 0.05
_NEVER = datetime.fromtimestamp(0, UTC)
_PRAGMAS = (
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One finished rewrite. `at` is in UTC; `id` is 0 before it is kept."""

    draft: str
    text: str
    frame: str = ""
    companion: str = ""
    id: int = 0
    at: datetime = _NEVER


class History:
    """Rewrites in one database, SQLite or any that SQLAlchemy speaks to. Safe to share between threads."""

    def __init__(self, url: str, days: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Open, and make what is not there yet. Raises HistoryUnavailable."""
        self._days, self._now = days, now
        with _told("opened"):
            self._engine = _engine(url)
            self._table = _table()
            _create(self._engine, self._table)

    @property
    def where(self) -> str:
        """Where it is kept, without a password."""
        return _place(self._engine.url)

    @property
    def is_file(self) -> bool:
        """True where all of it is in files of ours, so that erasing leaves nothing."""
        return self._engine.url.get_backend_name() == "sqlite"

    def keep(self, entry: Kept) -> int:
        """Keep `entry`, let go of what is older than the days allow, and return its id."""
        values = {k: _storable(getattr(entry, k)) for k in ("draft", "text", "frame", "companion")}
        with _told("written"), self._engine.begin() as line:
            self._expire(line)
            made = line.execute(self._table.insert().values(at=self._now().timestamp(), **values))
            (id_,) = made.inserted_primary_key or (0,)
            return int(id_)

    def entries(self, search: str = "", most: int = 200) -> tuple[Kept, ...]:
        """Return what is kept, newest first; `search` must stand in one of its texts, in any case."""
        from sqlalchemy import or_

        table = self._table
        rows = table.select().order_by(table.c.at.desc(), table.c.id.desc()).limit(most)
        if search.strip():
            texts = (table.c.draft, table.c.text, table.c.companion)
            rows = rows.where(or_(*(c.icontains(search.strip(), autoescape=True) for c in texts)))
        with _told("read"), self._engine.begin() as line:
            self._expire(line)
            return tuple(_kept(row._mapping) for row in line.execute(rows))

    def delete(self, id_: int) -> None:
        """Delete one entry and leave no trace of it in our files."""
        with _told("written"), self._engine.begin() as line:
            line.execute(self._table.delete().where(self._table.c.id == id_))
        self._scrub()

    def erase(self) -> None:
        """Delete everything and leave no trace of it in our files."""
        with _told("erased"), self._engine.begin() as line:
            line.execute(self._table.delete())
        self._scrub()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _expire(self, line: "Connection") -> None:
        oldest = (self._now() - timedelta(days=self._days)).timestamp()
        line.execute(self._table.delete().where(self._table.c.at < oldest))

    def _scrub(self) -> None:
        """Rewrite the file and empty its log: a deleted row may else live on in either."""
        if not self.is_file:
            return
        with _told("erased"), self._engine.connect() as line:
            line.execution_options(isolation_level="AUTOCOMMIT")
            line.exec_driver_sql("VACUUM")
            busy = line.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
        if busy:
            raise HistoryUnavailable(
                "The rows are deleted, but another window still reads the file, so its log could not be "
                "emptied. Close that window and erase once more."
            )


def place(url: str) -> str:
    """Return where a history with that address is kept, without a password. Opens nothing."""
    with _told("opened"):
        from sqlalchemy import make_url

        return _place(make_url(url))


def exists(url: str) -> bool:
    """Return whether something may be kept there: a file that is there, or any server."""
    with _told("opened"):
        from sqlalchemy import make_url

        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return bool(parsed.database) and Path(str(parsed.database)).is_file()
        return True


def _place(url: "URL") -> str:
    is_file = url.get_backend_name() == "sqlite" and url.database
    return str(url.database) if is_file else url.render_as_string(hide_password=True)


def _engine(url: str) -> "Engine":
    from sqlalchemy import create_engine, event, make_url
    from sqlalchemy.pool import NullPool

    parsed = make_url(url)
    # hide_parameters keeps drafts out of the words of an error.
    options: dict[str, Any] = {"hide_parameters": True}
    is_sqlite = parsed.get_backend_name() == "sqlite"
    if is_sqlite and parsed.database:
        _make_room(Path(parsed.database))
        options |= {"poolclass": NullPool, "connect_args": {"timeout": _BUSY_S}}
    engine = create_engine(parsed, **options)
    if is_sqlite:
        event.listen(engine, "connect", _prepare)
    return engine


def _make_room(file: Path) -> None:
    """Make the file readable by its owner alone; SQLite gives its log the same rights."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600)


def _prepare(line: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    """Set up a connection; two windows that make a file at once meet a lock that SQLite does not wait for."""
    deadline = monotonic() + _BUSY_S
    for pragma in _PRAGMAS:
        while True:
            try:
                line.execute(pragma)
                break
            except OperationalError:
                if monotonic() > deadline:
                    raise
                sleep(_PAUSE_S)


def _create(engine: "Engine", table: "Table") -> None:
    """Make the table and its index where they are missing; another window may be doing the same."""
    from sqlalchemy.schema import CreateIndex, CreateTable

    with engine.begin() as line:
        line.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            line.execute(CreateIndex(index, if_not_exists=True))


def _table() -> "Table":
    from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text

    return Table(
        "rewrites",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("at", Float, nullable=False, index=True),
        Column("draft", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("frame", String(20), nullable=False),
        Column("companion", Text, nullable=False),
    )


def _kept(row: Any) -> Kept:  # noqa: ANN401 - SQLAlchemy's row mapping
    at = datetime.fromtimestamp(row["at"], UTC)
    return Kept(row["draft"], row["text"], row["frame"], row["companion"], row["id"], at)


def _storable(text: str) -> str:
    """Return `text` as every database can hold it."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say what could not be done, in our words: a library's may quote a draft or a password."""
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    try:
        yield
    except (ArgumentError, NoSuchModuleError, ImportError) as fault:
        raise HistoryUnavailable(
            "history_url cannot be used: it names no database that SQLAlchemy knows here. "
            'Use for example "sqlite:////home/me/history.db", or install the driver that the address needs.'
        ) from fault
    except (SQLAlchemyError, OSError) as fault:
        raise HistoryUnavailable(
            f"The history could not be {what} ({type(fault).__name__}). Nothing else is touched by that. "
            "Look at history_url and at the rights of its file, or switch history off."
        ) from None
