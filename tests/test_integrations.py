"""The pre-commit hooks and the GitHub Action, as far as they run without either: what they call, in a shell."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from aligner.cli import main
from aligner.reports import REPORTS

REPOSITORY = Path(__file__).parent.parent
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))}
ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(BASH is None, reason="needs bash")

CLEAN = "# El puente\n\nEl puente nuevo abrió ayer por la mañana y los vecinos lo cruzaron a pie.\n"
LEFTOVER = CLEAN + "\nThe mayor said that the old bridge would stay where it is for another year.\n"
SOURCE = "The bridge has 150 arches and cost the town a lot of money.\n"
TARGET = "El puente tiene 105 arcos y le costó mucho dinero al pueblo.\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository of texts, some with names that a shell would take apart."""
    for name, text in {
        "clean.es.md": CLEAN,
        "left over.es.md": LEFTOVER,
        "$(touch gone).es.md": CLEAN,
        "-dash.es.md": CLEAN,
        "bridge.en.md": SOURCE,
        "bridge.es.md": TARGET,
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(arguments: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run in the workspace, with this environment's `aligner` on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        arguments,
        cwd=folder,
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def run_hook(name: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The hook as pre-commit calls it: its entry taken apart, then arguments and files."""
    return run([*shlex.split(HOOKS[name]["entry"]), *arguments], folder)


def test_hooks_say_what_pre_commit_needs() -> None:
    for hook in HOOKS.values():
        assert {"id", "name", "entry", "language", "description"} <= set(hook)
        assert hook["language"] == "python"
    files = re.compile(HOOKS["aligner-check"]["files"])
    assert all(
        files.search(f"content/text.{suffix}")
        for suffix in ("md", "mdx", "htm", "html", "docx", "epub", "srt", "po", "tmx")
    )
    assert not files.search("requirements.txt")


def test_the_hook_checks_each_file_by_itself(workspace: Path) -> None:
    """Two files in one call would be source and target."""
    done = run_hook("aligner-check", workspace, "--select=UNT", "clean.es.md", "left over.es.md", "$(touch gone).es.md")
    assert done.returncode == 1, done.stderr
    assert "left over.es.md:5:1: UNT202" in done.stdout
    assert "nothing found in clean.es.md" in done.stdout
    assert not (workspace / "gone").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("clean.es.md",), 0),
        (("--fail-on=never", "left over.es.md"), 0),
        (("--select=UNT", "left over.es.md", "absent.es.md", "clean.es.md"), 2),
        ((), 0),
    ],
)
def test_the_hook_has_the_worst_status(workspace: Path, arguments: tuple[str, ...], status: int) -> None:
    assert run_hook("aligner-check", workspace, *arguments).returncode == status


def test_the_hook_for_pairs(workspace: Path) -> None:
    assert HOOKS["aligner-check-pair"]["pass_filenames"] is False
    done = run_hook("aligner-check-pair", workspace, "bridge.en.md", "bridge.es.md", "--select=NUM501")
    assert done.returncode == 1, done.stderr
    assert "bridge.es.md:1:17: NUM501" in done.stdout


def scripts() -> dict[str, dict[str, Any]]:
    return {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}


def check(folder: Path, texts: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The action's step, run as the runner runs `shell: bash`, with the variables that its expressions come to."""
    step = scripts()["Check"]
    variables = {
        "ALIGNER_TEXTS": texts,
        "ALIGNER_OPTIONS": "",
        "ALIGNER_FAIL_ON": "warning",
        "ALIGNER_SARIF_FOLDER": "",
    }
    assert set(step["env"]) == set(variables)
    assert BASH
    command = [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return run(command, folder, **{**variables, **inputs})


def test_the_action_is_composite() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert ("run" in step) is ("shell" in step)
        assert ("run" in step) is not ("uses" in step)
    told = json.dumps(ACTION["runs"])
    assert {name for name in ACTION["inputs"] if f"inputs.{name}" not in told} == set()


def test_no_input_is_part_of_a_script() -> None:
    for step in scripts().values():
        assert "${{" not in step["run"]


def test_the_action_annotates(workspace: Path) -> None:
    done = check(workspace, "bridge.en.md bridge.es.md\n\nclean.es.md\n", ALIGNER_OPTIONS="--select NUM501,UNT202")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=bridge.es.md,line=1,")
    assert done.stdout.count("::error") == 1


@pytest.mark.parametrize(
    ("texts", "inputs", "status"),
    [
        ("clean.es.md", {}, 0),
        ("bridge.en.md bridge.es.md", {"ALIGNER_FAIL_ON": "never"}, 0),
        ("absent.es.md\nclean.es.md", {}, 2),
        ("-dash.es.md", {}, 0),
        ("$(touch${IFS}gone).es.md", {}, 2),
        (" \n", {}, 2),
    ],
)
def test_the_action_has_the_worst_status(workspace: Path, texts: str, inputs: dict[str, str], status: int) -> None:
    done = check(workspace, texts, **inputs)
    assert done.returncode == status, done.stderr
    assert not (workspace / "gone").exists()


def test_the_action_writes_sarif(workspace: Path) -> None:
    texts = "bridge.en.md bridge.es.md\nclean.es.md"
    done = check(workspace, texts, ALIGNER_OPTIONS="--select NUM501,UNT202", ALIGNER_SARIF_FOLDER="out/sarif")
    assert done.returncode == 1, done.stderr
    logs = [json.loads(file.read_text("utf-8")) for file in sorted((workspace / "out" / "sarif").iterdir())]
    assert [[result["ruleId"] for result in log["runs"][0]["results"]] for log in logs] == [["NUM501"], []]
    identifiers = [log["runs"][0]["automationDetails"]["id"] for log in logs]
    assert identifiers == ["aligner/bridge.en.md/bridge.es.md/", "aligner/clean.es.md/"]


def test_options_of_hooks_and_action_exist() -> None:
    text = (REPOSITORY / "action.yml").read_text("utf-8") + (REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8")
    known = CliRunner().invoke(main, ["check", "--help"]).output
    options = set(re.findall(r"(?<= )--[a-z-]{3,}", text)) - {"--quiet", "--disable-pip-version-check"}
    assert {"--fail-on", "--format"} <= options
    assert [option for option in options if option not in known] == []


def test_the_examples_of_the_guide_fit() -> None:
    """Hooks, inputs and files that the guide names are there."""
    guide = (REPOSITORY / "docs" / "guides" / "reports.md").read_text("utf-8")
    hooks, action = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL))
    named = [hook["id"] for repository in hooks["repos"] for hook in repository["hooks"]]
    assert set(named) == set(HOOKS)
    (inputs,) = (step["with"] for step in action["steps"] if "aligner" in step["uses"])
    assert set(inputs) <= set(ACTION["inputs"])
    assert {name for name, told in ACTION["inputs"].items() if told["required"]} <= set(inputs)


def test_the_guide_has_every_report() -> None:
    guide = (REPOSITORY / "docs" / "guides" / "reports.md").read_text("utf-8")
    table = "".join(line for line in guide.split("\n") if line.startswith("| "))
    assert [row.name for row in REPORTS if f"`{row.name}`" not in table] == []
