"""The page for everybody: axe-core finds nothing serious, and texts are read as texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect
from review_page import Desk, Open, made

STATES: dict[str, tuple[str, ...]] = {
    "desk": (),
    "flag": ("n",),
    "editor": ("n", "e"),
    "reason": ("n", "r"),
    "split": ("m", "s"),
    "history": ("d", "h"),
    "keys": ("?",),
}


# Every rule for a wide page in light, and for a narrow one in dark; of the other two what they can change: contrasts.
SETTINGS: tuple[tuple[int, Literal["light", "dark"], str | None], ...] = (
    (1280, "light", None),
    (1280, "dark", "color-contrast"),
    (800, "dark", None),
    (800, "light", "color-contrast"),
)


def serious(page: Page, rule: str | None) -> list[str]:
    """What axe calls serious or critical, each with where it is."""
    choice = {"resultTypes": ["violations"], **({"runOnly": [rule]} if rule else {})}
    found: list[dict[str, Any]] = page.evaluate(
        "(choice) => axe.run(document, choice).then((r) => r.violations)", choice
    )
    return [
        f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:200]})"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious(looked_at: Desk, state: str) -> None:
    desk = looked_at
    for key in STATES[state]:
        desk.press(key)
        desk.page.wait_for_timeout(100)
    found = {}
    for width, scheme, rule in SETTINGS:
        desk.page.set_viewport_size({"width": width, "height": 800})
        desk.page.emulate_media(color_scheme=scheme)
        found[width, scheme] = serious(desk.page, rule)
    desk.press("Escape", "Escape")
    desk.page.locator("#scroller").focus()
    if desk.page.locator(".drawer").is_visible():
        desk.press("h")
    assert found == {(width, scheme): [] for width, scheme, _ in SETTINGS}


def test_axe_would_find_something(looked_at: Desk) -> None:
    looked_at.page.evaluate("() => document.getElementById('search').removeAttribute('aria-label')")
    looked_at.page.evaluate("() => document.getElementById('search').removeAttribute('placeholder')")
    assert any(one.startswith("label:") for one in serious(looked_at.page, None))


def test_nothing_is_cut_off_at_twice_the_size(another_window: Callable[..., Desk]) -> None:
    """A window of 1280 by 800 at 200 % is one of 640 by 400: it still shows texts, and scrolls in one direction."""
    desk = another_window(width=640, height=400)
    page = desk.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "document.getElementById('scroller').scrollWidth <= document.getElementById('scroller').clientWidth"
    )
    assert page.evaluate("document.getElementById('scroller').clientHeight") > 200
    desk.press("n")
    expect(page.locator(".bead.current .flag.chosen")).to_be_in_viewport()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Only flagged").click()
    expect(page.locator(".count")).to_contain_text("of")


def test_a_screen_reader_is_told(another_window: Callable[..., Desk]) -> None:
    desk = another_window()
    page = desk.page
    expect(page.get_by_role("grid", name="Segments")).to_have_attribute("aria-rowcount", str(len(desk.beads()) + 1))
    desk.press("n")
    expect(page.locator("#told")).to_contain_text("open flag")
    focused = page.evaluate("document.activeElement.getAttribute('role') + document.activeElement.dataset.id")
    assert focused == f"row{desk.current}"
    expect(page.locator(".bead.current .target")).to_have_attribute("lang", "en")
    # Every command of the bar has words and a key, whatever it shows.
    for button in page.locator("#actions button").all():
        assert button.get_attribute("aria-label")
        assert button.get_attribute("aria-keyshortcuts")


def test_touch_does_what_keys_do(open_desk: Open, faulty: Path) -> None:
    desk = open_desk(faulty, width=820, height=1180, has_touch=True)
    page = desk.page
    page.get_by_role("button", name="Next open flag").tap()
    expect(page.locator(".bead.current .flag.chosen")).to_be_visible()
    bead = desk.current
    page.locator("#actions").get_by_role("button", name="It is a fault", exact=True).tap()
    expect(page.locator(f'.bead[data-id="{bead}"] .flag.settled')).to_have_count(1)
    heights = page.locator("#actions button").evaluate_all("(all) => all.map((one) => one.offsetHeight)")
    assert min(heights) >= 30


HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=2</script>'


def test_markup_in_texts_is_text(open_desk: Open, tmp_path: Path) -> None:
    source, target = tmp_path / "a.en.txt", tmp_path / "a.es.txt"
    source.write_text(f"He wrote {HOSTILE} on 12 May.\n\nThe keeper slept.\n", encoding="utf-8")
    target.write_text(f"Escribió {HOSTILE} el 13 de mayo.\n\nEl guardián dormía.\n", encoding="utf-8")
    desk = open_desk(made(tmp_path / "a.review", source, target))
    page = desk.page
    expect(page.locator(".bead .source").first).to_contain_text("<script>window.hit=2</script>")
    desk.press("Home", "c")
    page.keyboard.type(HOSTILE)
    desk.press("Control+Enter")
    expect(page.locator(".comment").first).to_contain_text(HOSTILE)
    desk.press("n", "r")
    page.keyboard.type(HOSTILE)
    desk.press("Enter")
    expect(page.locator(".reason").first).to_contain_text(HOSTILE)
    desk.press("h")
    expect(page.locator(".history .detail").first).to_contain_text("<img")
    page.reload()
    expect(page.locator(".comment").first).to_contain_text(HOSTILE)
    assert page.evaluate("window.hit") is None
    assert page.locator(".beads img, .beads script, .drawer img").count() == 0
