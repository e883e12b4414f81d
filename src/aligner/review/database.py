"""Opening the file of a project: ours, whole, of a version we know, and no link.

A project may come from somebody else. Its tables have to be exactly those of `schema`, so that no view or trigger of the
file runs; values are limited in size; everything read from it is text until it is shown.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from aligner.errors import Conflict, InputError
from aligner.review.schema import APPLICATION_ID, MIGRATIONS, VERSION

_BUSY_SECONDS = 10.0
_LONGEST = 256 * 1024 * 1024  # bytes of one value
_LEAST_SQLITE = (3, 37)  # strict tables
_DAMAGED = "take it from a backup"


def create(path: str) -> sqlite3.Connection:
    """A new, empty project; raises `InputError` when something is there already or it cannot be written."""
    real = Path(path)
    try:
        descriptor = os.open(real, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
    except FileExistsError as error:
        raise InputError(path, "there is such a file already", "give another name, or `review update` it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"it cannot be written ({reason})", "check the folder and its permissions") from error
    os.close(descriptor)
    connection = _connected(path)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
        _migrate(connection, 0)
    except BaseException:
        connection.close()
        real.unlink(missing_ok=True)
        raise
    return connection


def connect(path: str, *, verify: bool = False) -> sqlite3.Connection:
    """The project in a file, brought up to date if an older version wrote it.

    `verify` reads all of it and raises when a page is damaged. Raises `InputError` for a file that is missing, a link,
    something else, written by a newer version, or damaged.
    """
    _require_project(path)
    with _told(path):
        connection = _connected(path)
    try:
        with _told(path):
            _require_known(connection, path)
            if verify:
                _require_whole(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _require_project(path: str) -> None:
    """Raise for what cannot be a project, without opening the file.

    That is left to SQLite: when a process closes any descriptor of a file, all its locks on the file go (POSIX, fcntl), and
    another process takes the project for one that nobody has open, and its log of writes (WAL) for one to be deleted.
    """
    real = Path(path)
    try:
        for part in (real, *(real.with_name(real.name + ending) for ending in ("-wal", "-shm", "-journal"))):
            if part.is_symlink():
                raise InputError(str(part), "it is a link", "name the file itself")
        if real.is_dir():
            raise InputError(path, "it is a directory", "give the file of a project")
        is_empty = real.stat().st_size == 0
    except FileNotFoundError as error:
        raise InputError(path, "there is no such project", "make one with `aligner review new`") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"it cannot be opened ({reason})", "check the name and its permissions") from error
    if is_empty:
        raise InputError(path, "it is no project of aligner", "give what `aligner review new` made")


def _connected(path: str) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _LEAST_SQLITE:
        problem = f"this Python has SQLite {sqlite3.sqlite_version}, and projects need 3.37"
        raise InputError(path, problem, "use a newer Python")
    # Every statement runs by itself unless a transaction is begun by name.
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.row_factory = sqlite3.Row
    try:
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    """What SQLite says of a file it cannot use, as a line for a person."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise InputError(path, "another program keeps it busy", "try again when it is done") from error
        raise InputError(path, f"it cannot be used ({error})", "check its permissions and the disk") from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise InputError(path, "it is no project of aligner", "give what `aligner review new` made") from error
        raise InputError(path, f"it is damaged ({error})", _DAMAGED) from error


def _require_known(connection: sqlite3.Connection, path: str) -> None:
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise InputError(path, "it is a database of another program", "give what `aligner review new` made")
    version = _pragma(connection, "user_version")
    if version > VERSION:
        problem = f"it was written by a newer aligner (version {version} of its tables; this one knows {VERSION})"
        raise InputError(path, problem, "bring aligner up to date")
    if version < 1:
        raise InputError(path, "its tables were never made", "make it anew with `aligner review new`")
    if _fingerprint(connection) != _expected(version):
        raise InputError(path, "its tables are not those that aligner makes", _DAMAGED)
    if version < VERSION:
        _migrate(connection, version)


def _require_whole(connection: sqlite3.Connection, path: str) -> None:
    said = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if said != ["ok"]:
        raise InputError(path, f"it is damaged ({said[0]})", _DAMAGED)
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise InputError(path, f"it is damaged (rows of {broken[0]} belong to nothing)", _DAMAGED)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring the tables from a version to the newest, all of it or nothing."""
    with writing(connection):
        # Somebody else may have been faster.
        for number in range(max(version, _pragma(connection, "user_version")), VERSION):
            for statement in _statements(MIGRATIONS[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, which `executescript` would run outside of the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def _fingerprint(connection: sqlite3.Connection) -> str:
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'")
    told = sorted("\t".join(str(cell) for cell in row) for row in rows)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _expected(version: int) -> str:
    """What the tables of a version look like, by making them."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for script in MIGRATIONS[:version]:
            connection.executescript(script)
        return _fingerprint(connection)


@contextlib.contextmanager
def as_written() -> Iterator[None]:
    """What of a project's values aligner would not have written, as a line for a person."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise InputError("the project", f"a value in it was not written by aligner ({error})", _DAMAGED) from error


@contextlib.contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that may write: it waits for its turn first, so that what it reads stays true until it is done.

    Raises `Conflict` when somebody else writes for longer than anybody should.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise Conflict("another program keeps the project busy; try again when it is done") from error
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that sees one state of the project, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")
