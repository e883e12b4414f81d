"""The tables of a project, one migration after another.

```
pairs ─┬─ documents (two a pair) ─┬─ blocks
       │                          └─ sentences ──┐  every sentence stands in one bead, always
       ├─ beads (by place) ──────────────────────┤
       │    └─ comments                          │
       └─ findings ── marks ─────────────────────┘  a mark is a span inside a sentence, so that it moves with it
            └─ decisions (one a finding)
accepted, terms      what was accepted everywhere: names and words, entries of the glossary
users, events, event_beads, history      who, what, where, and what undo and redo would do next
settings             languages and options of the whole project
```
"""

from __future__ import annotations

# "algn": what `file` and a reader that knows it tell a project by.
APPLICATION_ID = 0x616C676E

_FIRST = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE pairs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    is_pairs INTEGER NOT NULL CHECK (is_pairs IN (0, 1)),
    has_details INTEGER NOT NULL CHECK (has_details IN (0, 1)),
    signature TEXT NOT NULL
) STRICT;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pair INTEGER NOT NULL REFERENCES pairs (id),
    side TEXT NOT NULL CHECK (side IN ('source', 'target')),
    path TEXT NOT NULL,
    format TEXT,
    digest TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (pair, side)
) STRICT;
CREATE TABLE blocks (
    document INTEGER NOT NULL REFERENCES documents (id),
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    role TEXT NOT NULL,
    language TEXT,
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    address TEXT,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE beads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pair INTEGER NOT NULL REFERENCES pairs (id),
    place TEXT NOT NULL,
    score REAL,
    cost REAL,
    evidence TEXT,
    details TEXT,
    status TEXT NOT NULL CHECK (status IN ('open', 'done')),
    locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
    judged INTEGER NOT NULL CHECK (judged IN (0, 1)),
    version INTEGER NOT NULL,
    UNIQUE (pair, place)
) STRICT;
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (id),
    side TEXT NOT NULL CHECK (side IN ('source', 'target')),
    place TEXT NOT NULL,
    block INTEGER NOT NULL,
    start INTEGER,
    end INTEGER,
    glue TEXT NOT NULL,
    text TEXT NOT NULL,
    original TEXT,
    bead INTEGER NOT NULL REFERENCES beads (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (document, place)
) STRICT;
CREATE INDEX sentences_of_bead ON sentences (bead);
CREATE TABLE findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pair INTEGER NOT NULL REFERENCES pairs (id),
    fingerprint TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
    message TEXT NOT NULL,
    suggestion TEXT,
    gone INTEGER NOT NULL CHECK (gone IN (0, 1)),
    across INTEGER NOT NULL CHECK (across IN (0, 1))
) STRICT;
CREATE INDEX findings_of_pair ON findings (pair, gone, code);
CREATE TABLE marks (
    finding INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    sentence INTEGER NOT NULL REFERENCES sentences (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (finding, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_of_sentence ON marks (sentence, finding, number);
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    finding INTEGER NOT NULL UNIQUE REFERENCES findings (id) DEFERRABLE INITIALLY DEFERRED,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'everywhere')),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bead INTEGER NOT NULL REFERENCES beads (id) DEFERRABLE INITIALLY DEFERRED,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX comments_of_bead ON comments (bead);
CREATE TABLE accepted (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('name', 'word')),
    text TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE terms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (source, target)
) STRICT;
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    images TEXT NOT NULL
) STRICT;
CREATE TABLE event_beads (
    bead INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES events (id),
    pair INTEGER,
    PRIMARY KEY (bead, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX beads_of_event ON event_beads (event, bead);
CREATE TABLE history (
    event INTEGER PRIMARY KEY REFERENCES events (id),
    author TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'settled'))
) STRICT;
CREATE INDEX history_of_author ON history (author, state, event);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_are_kept BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
"""

# Migration n makes version n + 1 of version n; what was published is never changed.
MIGRATIONS: tuple[str, ...] = (_FIRST,)
VERSION = len(MIGRATIONS)
