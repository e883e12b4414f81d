"""What checks found, kept on disk, and read back as it was."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aligner.checks import Subject, mentions
from aligner.corpus.kept import CheckCache
from aligner.corpus.keys import options_key, texts_key
from aligner.corpus.stored import plain, restored
from aligner.errors import OptionError
from aligner.model import Report
from aligner.pipeline import CheckOptions, PairOptions, check_document, check_pair

CORPORA = Path(__file__).parents[2] / "corpora"
KEY = "ab" + "0" * 62


def through_json(value: object) -> Any:
    return json.loads(json.dumps(plain(value)))


@pytest.mark.parametrize("form", ["txt", "html"])
def test_a_report_comes_back_equal(form: str) -> None:
    source, target = (str(CORPORA / "panjshir-resistance" / f"article.{one}.{form}") for one in ("en", "es"))
    report = check_pair(source, target)
    assert len(report.findings) > 5
    again = restored(Report, through_json(report))
    assert again == report
    assert [one.fingerprint for one in again.findings] == [one.fingerprint for one in report.findings]
    # Both places of a document are one object again.
    assert again.bitext.target is again.documents[1][1]


def test_mentions_come_back_equal() -> None:
    report = check_document(str(CORPORA / "panjshir-resistance" / "article.en.txt"))
    said = mentions.mentions_of(Subject.alone(report.documents[0][1], "es"))
    kind = tuple[mentions.VersionMentions, ...]
    assert restored(kind, through_json(said)) == said


@pytest.mark.parametrize(
    "data", [{}, {"documents": [], "body": [0]}, {"documents": [[1]], "body": 0}, {"documents": [], "body": 7}]
)
def test_what_is_no_report_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, IndexError)):
        restored(Report, data)


def test_entries(tmp_path: Path) -> None:
    cache = CheckCache(tmp_path / "checks")
    assert cache.find(KEY) is None
    cache.keep(KEY, {"a": ["ñ", "\ud800", 1.5, None]})
    assert cache.find(KEY) == {"a": ["ñ", "\ud800", 1.5, None]}
    assert CheckCache(tmp_path / "checks").find(KEY) == cache.find(KEY)


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign", "folder"])
def test_damaged_entries_count_as_none(damage: str, tmp_path: Path) -> None:
    cache = CheckCache(tmp_path)
    cache.keep(KEY, list(range(1000)))
    (path,) = tmp_path.glob("*/*")
    data = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        changed = {"cut": data[:-5], "flipped": data[:-1] + bytes([data[-1] ^ 1]), "empty": b"", "foreign": b"x" * 500}
        path.write_bytes(changed[damage])
    assert cache.find(KEY) is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = CheckCache(tmp_path, limit=40_000)
    keys = [f"{number:02x}" + "0" * 62 for number in range(10)]
    for age, key in enumerate(keys):
        cache.keep(key, os.urandom(4_000).hex())
        (path,) = tmp_path.glob(f"{key[:2]}/*")
        os.utime(path, (time.time() - 10_000 * (10 - age),) * 2)
    cache.find(keys[0])  # which was the oldest
    cache.make_room()
    left = [key for key in keys if cache.find(key)]
    assert keys[0] in left
    assert keys[1] not in left
    assert keys[-1] in left
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*")) <= 40_000


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = CheckCache(tmp_path / "file")
    with caplog.at_level(logging.WARNING):
        cache.keep(KEY, 1)
        cache.keep(KEY, 1)
        cache.make_room()
    assert cache.find(KEY) is None
    assert len(caplog.records) == 1


def test_many_at_once(tmp_path: Path) -> None:
    values = ["x" * 50_000, "y" * 50_000]
    wrong: list[object] = []

    def work(value: str) -> None:
        cache = CheckCache(tmp_path)
        for _ in range(30):
            cache.keep(KEY, value)
            if cache.find(KEY) not in values:
                wrong.append(value)

    threads = [threading.Thread(target=work, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_keys_change_with_what_findings_depend_on(tmp_path: Path) -> None:
    glossary = tmp_path / "terms.csv"
    glossary.write_text("source,target\nwell,pozo\n", encoding="utf-8")
    pair, check = PairOptions(), CheckOptions()
    with_terms = replace(check, glossaries=(str(glossary),))
    keys = [
        options_key(pair, check),
        options_key(replace(pair, target_language="pt"), check),
        options_key(pair, replace(check, ignore=("NUM",))),
        options_key(pair, replace(check, configuration=replace(check.configuration, accept=("Saleh",)))),
        options_key(pair, with_terms),
    ]
    glossary.write_text("source,target\nwell,fuente\n", encoding="utf-8")
    keys.append(options_key(pair, with_terms))
    assert len(set(keys)) == len(keys)
    assert options_key(pair, check) == keys[0]
    texts = [("a", b"1")]
    of_texts = [
        texts_key(keys[0], texts),
        texts_key(keys[1], texts),
        texts_key(keys[0], [("b", b"1")]),
        texts_key(keys[0], [("a", b"2")]),
    ]
    assert len(set(of_texts)) == 4


def test_rules_that_are_not_there_are_told_before_any_work() -> None:
    with pytest.raises(OptionError, match="XYZ"):
        options_key(PairOptions(), CheckOptions(select=("XYZ",)))
