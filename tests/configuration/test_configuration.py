"""Settings: where they are found, what they come to, and what is said of those that are no good."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks import Choice
from aligner.configuration import RULE_SETTINGS, SETTINGS, Configuration, find_configuration, read_configuration
from aligner.configuration.keys import line_of
from aligner.configuration.schema import Kind
from aligner.errors import InputError
from aligner.model import Severity

FULL = """
lang = "es-MX"
from-lang = "en"
select = ["UNT", "number-value", "USR901"]
extend-ignore = ["unt207"]
accept = ["Loya Jirga"]
glossaries = ["words/terms.csv"]
baseline = "../known.json"
fail-on = "error"

[severity]
NUM502 = "warning"
"PUN" = "info"

[per-file-ignores]
"archive/*" = ["ACR"]

[[rule]]
code = "USR901"
message = "no {target}"
target = 'portavoz'
"""


def written(folder: Path, text: str, name: str = "aligner.toml") -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    read = read_configuration(written(tmp_path / "site", FULL))
    assert (read.language, read.source_language, read.other_language, read.target_language) == (
        "es-MX",
        "en",
        None,
        None,
    )
    assert read.choice == Choice(select=("UNT", "NUM501", "USR901"), extend_ignore=("UNT207",))
    assert read.accept == ("Loya Jirga",)
    assert [Path(path) for path in read.glossaries] == [Path("site/words/terms.csv")]
    assert read.baseline == "known.json"
    assert read.fail_on == "error"
    assert dict(read.severities) == {"NUM502": Severity.WARNING, "PUN": Severity.INFO}
    assert read.per_file_ignores == (("archive/*", ("ACR",)),)
    assert [rule.code for rule in read.own_rules] == ["USR901"]


def test_the_shared_file_has_the_same_under_its_table(tmp_path: Path) -> None:
    own = read_configuration(written(tmp_path, 'select = ["UNT"]\n[severity]\nPUN = "info"\n'))
    shared = '[project]\nname = "x"\n[tool.aligner]\nselect = ["UNT"]\n[tool.aligner.severity]\nPUN = "info"\n'
    read = read_configuration(written(tmp_path, shared, "pyproject.toml"))
    assert (read.choice, read.severities) == (own.choice, own.severities)


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read_configuration(written(tmp_path, "")).choice == Choice()


def test_the_nearest_file_is_found(tmp_path: Path) -> None:
    text = written(tmp_path / "a" / "b", "x", "text.md")
    assert find_configuration(text) is None or not Path(str(find_configuration(text))).is_relative_to(tmp_path)
    top = written(tmp_path, "[tool.aligner]\n", "pyproject.toml")
    written(tmp_path / "a", '[project]\nname = "aligner"\n', "pyproject.toml")
    assert find_configuration(text) == top
    near = written(tmp_path / "a", "")
    assert find_configuration(text) == near
    written(tmp_path / "a", "[tool.aligner]\n", "pyproject.toml")
    assert find_configuration(text) == near


def test_standard_input_begins_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    assert find_configuration("-") == "aligner.toml"


def test_a_broken_shared_file_is_taken_up_only_where_it_names_us(tmp_path: Path) -> None:
    text = written(tmp_path, "x", "text.md")
    top = written(tmp_path, "[tool.aligner]\nselect = [\n", "pyproject.toml")
    assert find_configuration(text) == top
    with pytest.raises(InputError, match="no TOML"):
        read_configuration(top)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('\nselct = ["UNT"]', 2, "selct: there is no such setting; did you mean select?"),
        ("extend_select = []", 1, "did you mean extend-select?"),
        ("zzz = 1", 1, "there are lang, other-lang"),
        ('select = "UNT"', 1, "select: 'UNT' is no list"),
        ("select = [1]", 1, "1 is no text"),
        ('ignore = ["NUM5O1"]', 1, "NUM501"),
        ('lang = "Spanish, please"', 1, "not a language code"),
        ('fail-on = "errors"', 1, "did you mean error?"),
        ('[severity]\nNUM501 = "eror"', 2, "severity.NUM501: 'eror' is no value of it; did you mean error?"),
        ('[severity]\nXYZ = "error"', 2, "severity.XYZ: no rule has"),
        ("severity = []", 1, "is no table"),
        ('[per-file-ignores]\n"es/*" = ["NOPE"]', 2, 'per-file-ignores."es/*": no rule has'),
        ("rule = 1", 1, "no list of tables"),
        ('[[rule]]\nmessage = "x"\ntarget = "x"', 1, "rule[1]: it has no code"),
        ('[[rule]]\ncode = "USR901"', 1, "it has no message"),
        ('[[rule]]\ncode = "NUM501"\nmessage = "x"', 2, "no code for a rule of your own"),
        ('[[rule]]\ncode = "USR901"\nmessage = "x"\ntarget = "("', 1, "no regular expression"),
        ('[[rule]]\ncode = "USR901"\nmessage = "x"\ntarget = "x"\nfix = "yes"', 5, "neither true nor false"),
        ('[[rule]]\ncode = "USR901"\nmessage = "x"\nname = "A B"\ntarget = "x"', 4, "no name of a rule"),
        ('[[rule]]\ncode = "USR901"\nmessage = "x"\nname = "name-drift"\ntarget = "x"', 4, "is a rule name-drift already"),
        ('[[rule]]\ncode = "USR901"\nmessage = "x"\ntarget = "x"\n[[rule]]\ncode = "USR901"\nmessage = "y"\ntarget = "y"',
         6, "there are two rules USR901"),
        ('[[rule]]\ncode = "USR901"\nmessage = "x"\npatern = "x"', 4, "rule[1].patern: there is no such setting"),
        ("select = [", 1, "it is no TOML"),
    ],
)  # fmt: skip
def test_what_is_no_good_is_told_with_its_line(text: str, line: int, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_configuration(path)
    assert said in str(caught.value)
    assert caught.value.path == path
    assert caught.value.place == line or "TOML" in said


def test_the_line_in_a_shared_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[project]\nselct = 1\n\n[tool.aligner]\nselct = ["UNT"]\n', "pyproject.toml")
    with pytest.raises(InputError, match=r"pyproject.toml:5: tool.aligner.selct"):
        read_configuration(path)


def test_a_table_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"tool\.aligner: it is no table"):
        read_configuration(written(tmp_path, "[tool]\naligner = 3\n", "pyproject.toml"))
    assert read_configuration(written(tmp_path, "tool = 3\n", "pyproject.toml")).choice == Choice()


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text("abc-é", min_size=1), st.integers(), max_size=4), st.text(max_size=30))
def test_keys_of_any_text_have_a_line_of_it_or_none(keys: dict[str, int], text: str) -> None:
    for key in keys:
        line = line_of(text, [key])
        assert line is None or 1 <= line <= len(text.splitlines())


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("archive/old.md", ("ACR", "NAM401")),
        ("archive/deep/old.es.md", ("ACR",)),
        ("new.md", ("NAM401",)),
        ("new.es.md", ()),
        ("-", ()),
    ],
)
def test_patterns_of_paths(path: str, codes: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = (("archive/*", ("ACR",)), ("!*.es.md", ("NAM401",)))
    assert Configuration(folder=tmp_path, per_file_ignores=rows).ignored_in(path) == codes


@pytest.mark.parametrize(
    "setting", [one for one in SETTINGS if one.kind is not Kind.OWN_RULES], ids=lambda one: one.name
)
def test_every_example_is_read(setting: object, tmp_path: Path) -> None:
    name, example = getattr(setting, "name", ""), getattr(setting, "example", "")
    plain = read_configuration(written(tmp_path, ""))
    assert read_configuration(written(tmp_path, f"{name} = {example}\n")) != plain


def test_the_example_of_a_rule_is_read(tmp_path: Path) -> None:
    text = "[[rule]]\n" + "".join(f"{setting.name} = {setting.example}\n" for setting in RULE_SETTINGS)
    (rule,) = read_configuration(written(tmp_path, text)).own_rules
    assert (rule.code, rule.name) == ("USR901", "library-bookshop")


def test_names_of_settings_are_options_or_words() -> None:
    names = [setting.name for setting in (*SETTINGS, *RULE_SETTINGS)]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


VALUES = st.recursive(
    st.one_of(
        st.sampled_from(['"es"', '"error"', '"NUM501"', '"USR901"', '"("', '""', "true", "1", "-1.5", "nan", "1979-05-27", '"\\u0000"'])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, max_size=2).map(
            lambda items: "{ " + ", ".join(f'"k{number}" = {item}' for number, item in enumerate(items)) + " }"
        ),
    ),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from([one.name for one in (*SETTINGS, *RULE_SETTINGS)]), VALUES, max_size=4),
    st.booleans(),
)
def test_any_value_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str], is_rule: bool
) -> None:
    """No value of the wrong kind gets through to a check, or comes out as anything but one line."""
    head = '[[rule]]\ncode = "USR902"\nmessage = "m"\ntarget = "x"\n' if is_rule else ""
    if is_rule:
        values = {name: value for name, value in values.items() if name not in {"code", "message", "target"}}
    path = written(
        tmp_path_factory.mktemp("toml"), head + "".join(f"{name} = {value}\n" for name, value in values.items())
    )
    try:
        read: Configuration | None = read_configuration(path)
        said = ""
    except InputError as error:
        read, said = None, str(error)
    assert "\n" not in said
    if read is not None:
        assert all(isinstance(name, str) for name in (*read.accept, *read.glossaries, *read.choice.select))
        assert all(rule.code.startswith("USR9") for rule in read.own_rules)


def test_the_table_of_the_other_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"without \[tool\.aligner\]"):
        read_configuration(written(tmp_path, "[tool.aligner]\nselect = []\n"))
