"""A translator's work, by keyboard, from the first flag to the exported memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page, Route, expect
from review_page import Desk, Open, ready, watched

from aligner.model import Severity
from aligner.review import Filter, Project, Status, Verdict


@pytest.fixture
def desk(open_desk: Open, faulty: Path) -> Desk:
    return open_desk(faulty)


def row(desk: Desk, bead: int) -> str:
    return f'.bead[data-id="{bead}"]'


def save(desk: Desk, text: str) -> None:
    """Write a text into the field that has the focus, and save it."""
    desk.field().fill(text)
    desk.press("Control+Enter")
    expect(desk.page.locator(".editor")).to_have_count(0)


def test_a_days_work(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    # A number is wrong: it is mended in place, and the flag goes.
    desk.to_flag("NUM501")
    expect(page.locator(".bead.current mark.error.chosen")).to_have_count(2)
    mended = desk.current
    desk.press("e")
    wrong = desk.field().input_value()
    assert "105" in wrong
    save(desk, wrong.replace("105", "150"))
    expect(page.locator(row(desk, mended) + " .flag")).to_have_count(0)
    # A name carries a word of the other language: what is suggested is written.
    desk.to_flag("UNT204")
    fixed = desk.current
    suggested = desk.text(".bead.current .flag.chosen .suggestion q")
    desk.press("f")
    expect(page.locator(row(desk, fixed) + " .sentence.edited")).to_have_count(1)
    # One flag is a fault, another is none, for a reason.
    desk.press("n")
    accepted = desk.current
    desk.press("a")
    expect(page.locator(row(desk, accepted) + " .flag.settled")).to_have_count(1)
    desk.press("n")
    rejected = desk.current
    assert rejected != accepted
    desk.press("r")
    page.keyboard.type("so in the house style")
    desk.press("Enter")
    expect(page.locator(row(desk, rejected) + " .reason").first).to_contain_text("so in the house style")
    # Two segments belong together, and then they do not; all of it undone, and one step made again.
    desk.press("j")
    first = desk.current
    count = len(desk.beads())
    desk.press("m")
    expect(page.locator(".count")).to_contain_text(str(count - 1))
    desk.press("s")
    expect(page.locator("dialog fieldset input:checked")).to_have_count(2)
    desk.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".count")).to_contain_text(str(count))
    desk.press("z", "z")
    expect(page.locator(".count")).to_contain_text(str(count))
    desk.press("y")
    expect(page.locator(".count")).to_contain_text(str(count - 1))
    desk.press("Control+z")
    expect(page.locator(".count")).to_contain_text(str(count))
    # Done, and on to the next; a remark for the colleague.
    assert desk.current == first
    desk.press("d")
    expect(page.locator(row(desk, first))).to_have_class(re.compile(r"\bdone\b"))
    assert desk.current != first
    desk.press("c")
    page.keyboard.type("Which valley?")
    desk.press("Control+Enter")
    expect(page.locator(".bead.current .comment")).to_contain_text("Which valley?")
    commented = desk.current
    # The page is loaded again: the same place, and everything there.
    page.wait_for_timeout(300)
    page.reload()
    ready(page)
    assert desk.current == commented
    expect(page.locator("#progress")).to_contain_text("1 of")
    # The memory that is exported has what was mended.
    desk.press("x")
    with page.expect_download() as download:
        desk.press("Enter")
    memory = tmp_path / "memory.tmx"
    download.value.save_as(memory)
    said = ["".join(str(part) for part in seg.itertext()) for seg in etree.parse(memory).iter("seg")]
    assert any("150 kilometers" in text for text in said)
    assert not any("105 kilometers" in text for text in said)
    # And the file has it all.
    beads = {bead.id: bead for bead in desk.beads()}
    assert len(beads) == count
    assert suggested in beads[fixed].side_text(beads[fixed].target[0].side)
    decisions = [flag.decision for flag in beads[rejected].findings if flag.decision]
    assert [(one.verdict, one.reason, one.author) for one in decisions] == [
        (Verdict.REJECTED, "so in the house style", "Ana")
    ]
    assert Verdict.ACCEPTED in {flag.decision.verdict for flag in beads[accepted].findings if flag.decision}
    assert beads[first].status is Status.DONE
    assert [comment.text for comment in beads[commented].comments] == ["Which valley?"]


def test_flags_are_walked_in_both_directions(another_window: Callable[..., Desk]) -> None:
    desk = another_window()
    with Project.open(desk.path) as project:
        flagged = project.ids(1, Filter(flagged=True))
    seen = []
    for _ in range(3):
        desk.press("n")
        desk.page.wait_for_timeout(150)
        seen.append(desk.text(".bead.current .flag.chosen .message"))
    assert len(set(seen)) == 3
    desk.press("p")
    expect(desk.page.locator(".bead.current .flag.chosen .message")).to_have_text(seen[1])
    assert desk.current in flagged
    desk.press("Home", "p")
    expect(desk.page.locator(".toast")).to_contain_text("No further flag")


def test_right_everywhere(desk: Desk) -> None:
    desk.to_flag("NAM401")
    word = desk.text(".bead.current mark.chosen")
    desk.press("A")
    expect(desk.page.locator("dialog input[name=text]")).to_have_value(word)
    expect(desk.page.locator("dialog input[value=name]")).to_be_checked()
    desk.press("Enter")
    expect(desk.page.locator("dialog")).to_have_count(0)
    expect(desk.page.locator(".bead.current .flag.settled").first).to_contain_text("Accepted everywhere")
    with Project.open(desk.path) as project:
        assert word in project.accepted()
    desk.press("Backspace")
    expect(desk.page.locator(".bead.current .flag-head[aria-pressed=true]")).to_be_visible()
    expect(desk.page.locator(".bead.current .flag.chosen.settled")).to_have_count(0)


def test_sentences_move_and_sides_part(desk: Desk) -> None:
    desk.press("j", "j", "j")
    bead = desk.bead()
    moved = bead.target[-1]
    desk.press("]")
    expect(desk.page.locator(".bead.current .target .nothing")).to_have_text("not translated")
    after = desk.beads()[bead.number + 1] if bead.number is not None else desk.beads()[4]
    assert moved.id in {sentence.id for sentence in after.target}
    desk.press("z")
    expect(desk.page.locator(".bead.current .target .sentence")).to_have_count(1)
    count = len(desk.beads())
    desk.press("u")
    expect(desk.page.locator(".count")).to_contain_text(str(count + 1))
    desk.press("z")
    expect(desk.page.locator(".count")).to_contain_text(str(count))
    # A side that is empty can be written.
    desk.press("]", "e")
    save(desk, "Written anew.")
    expect(desk.page.locator(".bead.current .target")).to_contain_text("Written anew.")
    assert "Written anew." in {sentence.text for sentence in desk.bead().target}


def test_what_is_typed_and_left_is_kept(desk: Desk) -> None:
    desk.press("j", "e")
    before = desk.field().input_value()
    desk.field().fill("Half a tho")
    desk.press("Escape")
    expect(desk.page.locator(".bead.current .state.draft")).to_have_count(1)
    desk.page.wait_for_timeout(300)
    desk.page.reload()
    ready(desk.page)
    desk.press("e")
    assert desk.field().input_value() == "Half a tho"
    desk.page.get_by_role("button", name="As it was").click()
    expect(desk.page.locator(".state.draft")).to_have_count(0)
    expect(desk.page.locator(".bead.current .target")).to_contain_text(before)


def test_filters_and_search(desk: Desk) -> None:
    page = desk.page
    total = len(desk.beads())
    with Project.open(desk.path) as project:
        wanted = project.count(1, Filter(severities=(Severity.ERROR,)))
        spoken = project.count(1, Filter(text=r"\bKab\w+", is_pattern=True))
    page.get_by_role("button", name="Error", exact=True).click()
    expect(page.locator(".count")).to_have_text(f"{wanted} of {total} segments")
    expect(page.locator(".bead")).to_have_count(wanted)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".count")).to_have_text(f"{total} segments")
    page.locator("#scroller").focus()
    desk.press("/")
    page.keyboard.type(r"\bKab\w+")
    page.get_by_role("button", name="Regular expression").click()
    expect(page.locator(".count")).to_have_text(f"{spoken} of {total} segments")
    page.locator("#search").fill("(")
    expect(page.locator("#search-problem")).to_contain_text("regular expression")
    page.locator("#search").fill("no such words anywhere")
    expect(page.locator("#empty")).to_be_visible()
    page.locator("#search").press("Escape")
    expect(page.locator(".count")).to_have_text(f"{total} segments")
    # Work goes on under a filter, beside what it lets through.
    page.locator("summary").click()
    page.locator(".menu-list input[value=NUM501]").check()
    expect(page.locator("summary")).to_have_text("1 rule")
    page.locator("summary").click()
    page.locator(".bead").first.click()
    desk.press("m")
    expect(page.locator(".count")).to_contain_text(f"of {total - 1} segments")


def test_words_without_counterpart(desk: Desk) -> None:
    desk.to_flag("NUM501")
    desk.press("e")
    text = desk.field().input_value()
    save(desk, text + " The zebra bought umbrellas yesterday.")
    desk.press("w")
    expect(desk.page.locator(".bead.current mark.uncovered").first).to_be_visible()
    desk.press("w")
    expect(desk.page.locator("mark.uncovered")).to_have_count(0)


def second_window(desk: Desk) -> Page:
    page = desk.page.context.new_page()
    watched(page, desk.faults)
    page.goto(desk.page.url.partition("#")[0])
    return ready(page)


def edit_in(page: Page, bead: int, text: str) -> None:
    page.locator(f'.bead[data-id="{bead}"] .target').click()
    page.keyboard.press("e")
    page.locator("textarea:focus").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".editor")).to_have_count(0)


@pytest.mark.parametrize(("choice", "wins"), [("Write mine over it", "Mine."), ("Keep theirs", "Theirs.")])
def test_two_windows_never_overwrite_each_other(desk: Desk, choice: str, wins: str) -> None:
    desk.press("j", "j")
    bead = desk.current
    other = second_window(desk)
    desk.press("e")
    desk.field().fill("Mine.")
    edit_in(other, bead, "Theirs.")
    desk.page.wait_for_timeout(300)
    assert desk.field().input_value() == "Mine."
    desk.press("Control+Enter")
    versions = desk.page.locator("dialog .version")
    expect(versions).to_have_count(2)
    assert [one.split("\n")[-1] for one in versions.all_inner_texts()] == ["Mine.", "Theirs."]
    assert "Theirs." in {sentence.text for sentence in desk.bead().target}
    desk.page.get_by_role("button", name=choice).click()
    expect(desk.page.locator(".editor")).to_have_count(0)
    expect(desk.page.locator(".bead.current .target")).to_contain_text(wins)
    assert {sentence.text for sentence in desk.bead().target} == {wins}
    expect(other.locator(f'.bead[data-id="{bead}"] .target')).to_contain_text(wins)


def test_others_do_not_move_the_reader(desk: Desk) -> None:
    other = second_window(desk)
    for _ in range(20):
        desk.press("j")
    place = desk.page.locator(".bead.current").bounding_box()
    bead, number = desk.current, desk.text(".bead.current .number")
    other.locator(".bead").first.click()
    other.keyboard.press("m")
    expect(desk.page.locator(".bead.current .number")).to_have_text(str(int(number) - 1))
    assert desk.current == bead
    now = desk.page.locator(".bead.current").bounding_box()
    assert place is not None
    assert now is not None
    assert abs(now["y"] - place["y"]) < 2


def test_without_connection_nothing_typed_is_lost(desk: Desk) -> None:
    desk.press("j", "e")
    desk.field().fill("Typed on the train.")
    desk.page.context.set_offline(True)
    desk.press("Control+Enter")
    expect(desk.page.locator("#connection")).to_contain_text("No connection")
    assert desk.field().input_value() == "Typed on the train."
    desk.page.context.set_offline(False)
    expect(desk.page.locator("#connection")).to_be_hidden()
    desk.press("Control+Enter")
    expect(desk.page.locator(".editor")).to_have_count(0)
    assert "Typed on the train." in {sentence.text for sentence in desk.bead().target}


def test_a_connection_lost_before_the_page_has_settled_is_found_again(desk: Desk) -> None:
    page = desk.page
    held: list[Route] = []
    page.route(re.compile("/api/pairs/[0-9]+/ids"), lambda route: held.append(route))
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.ready")
    page.route("**/api/changes", lambda route: route.abort())
    desk.press("d")
    expect(page.locator("#connection")).to_contain_text("No connection")
    for route in held:
        route.continue_()
    expect(page.locator("#connection")).to_be_hidden(timeout=10_000)


def test_history_undoes_any_change(desk: Desk) -> None:
    page = desk.page
    desk.press("d")
    expect(page.locator(".bead.done")).to_have_count(1)
    desk.press("d")
    expect(page.locator(".bead.done")).to_have_count(2)
    desk.press("h")
    expect(page.locator(".history li")).to_have_count(3)
    page.locator(".history li").nth(1).get_by_role("button", name="Undo").click()
    expect(page.locator(".bead.done")).to_have_count(1)
    page.locator(".drawer").press("Escape")
    expect(page.locator(".drawer")).to_be_hidden()
    assert [bead.status for bead in desk.beads()[:2]] == [Status.OPEN, Status.DONE]


def test_keys_are_shown_and_can_be_turned_off(another_window: Callable[..., Desk]) -> None:
    desk = another_window()
    desk.press("?")
    expect(desk.page.locator("dialog .key-map")).to_contain_text("Put together with the next segment")
    desk.page.locator("dialog input[name=letters]").uncheck()
    desk.press("Escape")
    bead = desk.current
    desk.press("j")
    assert desk.current == bead
    desk.press("ArrowDown")
    assert desk.current != bead
    desk.press("?")
    desk.page.locator("dialog input[name=letters]").check()
    desk.press("Escape", "k")
    assert desk.current == bead


def test_spanish(another_window: Callable[..., Desk]) -> None:
    desk = another_window(locale="es-ES")
    page = desk.page
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("[data-command=done]")).to_contain_text("Terminado")
    expect(page.locator("#source-head")).to_have_text("español")
    desk.press("n", "r")
    expect(page.locator("dialog h2")).to_have_text("¿Por qué no es un error?")
    desk.press("Escape")
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-command=done]")).to_contain_text("Done")
    # The texts keep their own languages, for whoever has them read out.
    expect(page.locator(".bead.current .source")).to_have_attribute("lang", "es")
