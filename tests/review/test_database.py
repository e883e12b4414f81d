"""The file of a project: opened only when it is one, whole, and of a version we know."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from aligner.errors import InputError
from aligner.model import Side
from aligner.review import Project, database, schema


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.review"
    database.create(str(path)).close()
    return path


def altered(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def problem(path: Path, *, verify: bool = False) -> str:
    with pytest.raises(InputError) as raised:
        Project.open(str(path), verify=verify)
    return str(raised.value)


def test_a_new_project_is_in_order(project: Path) -> None:
    with Project.open(str(project), verify=True) as opened:
        assert opened.pairs() == ()
        assert opened.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert opened.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        strict = opened.connection.execute("SELECT min(strict) FROM pragma_table_list WHERE name NOT LIKE 'sqlite%'")
        assert strict.fetchone()[0] == 1


def test_nothing_is_overwritten(project: Path) -> None:
    with pytest.raises(InputError, match="there is such a file already"):
        database.create(str(project))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        database.create(str(tmp_path / "nowhere" / "p.review"))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("PRAGMA application_id = 7", "a database of another program"),
        ("PRAGMA user_version = 99", "written by a newer aligner"),
        ("PRAGMA user_version = 0", "its tables were never made"),
        ("CREATE TRIGGER x AFTER INSERT ON beads BEGIN DELETE FROM events; END", "not those that aligner makes"),
        ("CREATE VIEW y AS SELECT 1", "not those that aligner makes"),
        ("DROP TABLE comments", "not those that aligner makes"),
        ("ALTER TABLE terms ADD COLUMN more TEXT", "not those that aligner makes"),
    ],
)
def test_what_is_not_ours_is_refused(project: Path, statement: str, said: str) -> None:
    altered(project, statement)
    assert said in problem(project)


def test_what_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "x"
    assert "there is no such project" in problem(path)
    assert "it is a directory" in problem(tmp_path)
    path.write_text("a text, and not a database", encoding="utf-8")
    assert "no project of aligner" in problem(path)
    path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 20)
    assert "no project of aligner" in problem(path)
    path.write_bytes(b"")
    assert "no project of aligner" in problem(path)


def test_links_are_not_followed(project: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(project)
    assert "it is a link" in problem(link)
    (tmp_path / "p.review-wal").unlink(missing_ok=True)
    (tmp_path / "p.review-wal").symlink_to(tmp_path / "elsewhere")
    assert "it is a link" in problem(project)


def test_damage_is_told(make: object, tmp_path: Path) -> None:
    assert callable(make)
    made = make(400)
    assert isinstance(made, Project)
    made.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.close()
    path = tmp_path / "p.review"
    data = bytearray(path.read_bytes())
    for page in range(30, len(data) // 4096):
        data[page * 4096 + 8 : page * 4096 + 200] = b"\xff" * 192
    path.write_bytes(data)
    assert "damaged" in problem(path, verify=True)


def test_rows_that_belong_to_nothing_are_told(project: Path) -> None:
    altered(project, "INSERT INTO comments (bead, text, author, at) VALUES (7, 'x', 'y', 'z')")
    assert "belong to nothing" in problem(project, verify=True)


def test_an_older_version_is_brought_up_to_date(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = (*schema.MIGRATIONS, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO later VALUES (5);\n")
    monkeypatch.setattr(database, "MIGRATIONS", more)
    monkeypatch.setattr(database, "VERSION", len(more))
    with Project.open(str(project)) as opened:
        assert opened.connection.execute("SELECT id FROM later").fetchone()[0] == 5
    with Project.open(str(project)):
        pass


def test_a_migration_that_fails_changes_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (
        *schema.MIGRATIONS,
        "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO nowhere VALUES (5);\n",
    )
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", broken)
        patch.setattr(database, "VERSION", len(broken))
        assert "cannot be used" in problem(project)
    with Project.open(str(project), verify=True) as opened:
        assert opened.pairs() == ()


def test_the_log_is_only_added_to(make: object) -> None:
    assert callable(make)
    made = make(2)
    for statement in ("DELETE FROM events", "UPDATE events SET author = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            made.connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE blocks SET role = 'no role'",
        "UPDATE beads SET evidence = 'no JSON'",
        "UPDATE beads SET evidence = '[1, 2, 3, 4, 5]'",
        "UPDATE documents SET record = '{}'",
        "UPDATE sentences SET place = '!?' || place",
        "UPDATE settings SET value = '{'",
        "INSERT INTO events VALUES (9, 'Ana', 'x', 'edit', 'no JSON', '[]')",
    ],
)
def test_values_that_something_else_wrote_are_told(make: object, statement: str) -> None:
    assert callable(make)
    made = make(4)
    assert isinstance(made, Project)
    made.connection.execute("INSERT OR IGNORE INTO settings VALUES ('model', 'null')")
    made.connection.execute(statement)
    with pytest.raises(InputError, match="written by aligner"):
        use(made)


def use(project: Project) -> None:
    project.settings()
    project.bitext(1)
    project.events_after(0)
    bead = project.page(1)[0]
    project.write("Ana", bead.id, Side.TARGET, "Más.", {bead.id: bead.version})
