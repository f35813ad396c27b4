"""Opens the pages of a book in Chromium, as a reader would: from disk, by its links and by its search.

usage: check_book.py FOLDER CHROMIUM

FOLDER is what `swift run book FOLDER` made. Ends with status 1 when something is not as it should be.
"""

import pathlib
import re
import sys
from urllib.parse import unquote, urlsplit

from playwright.sync_api import sync_playwright

from browser import expect, expect_accessible, expect_fits, failures, open_page

folder, chromium = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]


def check_pages(browser, names):
    """Every page on a narrow screen, and every link of every page with the places on the pages as the browser knows them."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    messages, requests = [], []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    links, places = {}, {}
    for name in names:
        messages.clear()
        requests.clear()
        page.goto((folder / name).as_uri())
        expect(messages == [], f"{name}: the console says {messages}")
        expect(len(requests) == 1, f"{name}: it asks for {requests[1:]}")
        expect_fits(page, name)
        origin = page.locator("header .run").inner_text()
        expect(re.search(r"swift run \w+", origin), f"{name}: it names no command")
        expect(page.locator("code.latex").count() == 0, f"{name}: a formula is not set")
        links[name] = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
        places[name] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
    context.close()
    count = 0
    for name in names:
        for link in links[name]:
            parts = urlsplit(link)
            if parts.scheme != "file":
                continue
            count += 1
            target = pathlib.Path(unquote(parts.path))
            expect(target.parent == folder and target.name in places, f"{name}: {link} leads to no page")
            if parts.fragment and target.name in places:
                expect(unquote(parts.fragment) in places[target.name], f"{name}: {link} leads to no place")
    # From the first page a reader comes to every other.
    reached, rest = set(), ["index.html"]
    while rest:
        name = rest.pop()
        if name in reached or name not in links:
            continue
        reached.add(name)
        rest += [pathlib.Path(unquote(urlsplit(link).path)).name for link in links[name]]
    expect(reached == set(names), f"no way leads to {sorted(set(names) - reached)[:5]}")
    return count


def check_accessibility(browser, name):
    for scheme in ("light", "dark"):
        context, page, _, _ = open_page(browser, folder / name, color_scheme=scheme, bypass_csp=True)
        expect_accessible(page, f"{name}, {scheme}")
        context.close()


def check_search(browser):
    """By the keyboard: to the field, a few letters, to what was found, and there."""
    context, page, messages, _ = open_page(browser, folder / "search.html")
    everything = page.locator("#index li").count()
    field = page.get_by_role("searchbox")
    while not field.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    for words, address in (
        ("S0-3.3-ATT", "formulas.html#s0-33-att"), ("chapter 4", "attention-lecture.html"),
        ("attentionscores", "attention-exercises.html#attentionScores"), ("weights tensor chapter 4", "attention.html#"),
    ):
        field.fill("")
        page.keyboard.type(words)
        found = [link.get_attribute("href") for link in page.locator("#index a").all()]
        expect(0 < len(found) < everything, f"search: «{words}» finds {len(found)} of {everything}")
        expect(any(link.startswith(address) for link in found[:5]), f"search: «{words}» finds {found[:5]}, not {address}")
    field.fill("")
    expect(page.locator("#index li").count() == everything, "search: nothing looked for does not show everything")
    page.keyboard.type("attentionscores")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/attention-exercises.html#attentionScores")
    expect(messages == [], f"search: the console says {messages}")
    context.close()
    context, page, _, _ = open_page(browser, folder / "search.html", java_script_enabled=False)
    expect(page.locator("#index li").count() == everything, "search: without JavaScript the index is not whole")
    expect(page.get_by_role("searchbox").count() == 0, "search: a field that does nothing is shown")
    context.close()


def check_without_script(browser, name):
    words = []
    for allowed in (True, False):
        context, page, _, _ = open_page(browser, folder / name, java_script_enabled=allowed)
        words.append(page.locator("main").inner_text())
        context.close()
    expect(words[0] == words[1], f"{name}: other words without JavaScript")


def check_changes(browser, names):
    for name in names:
        context, page, _, _ = open_page(browser, folder / name, viewport={"width": 1280, "height": 900})
        expect(page.locator("[data-differs]").count() > 0 or page.locator(".beside").count() > 0, f"{name}: nothing is outlined")
        sides = page.locator(".beside").first.locator("> div")
        boxes = [sides.nth(side).bounding_box() for side in (0, 1)]
        expect(boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"], f"{name}: the sides are not beside each other")
        page.set_viewport_size({"width": 320, "height": 800})
        boxes = [sides.nth(side).bounding_box() for side in (0, 1)]
        expect(boxes[0]["y"] < boxes[1]["y"] and boxes[0]["x"] == boxes[1]["x"], f"{name}: narrow, the sides are not one below the other")
        context.close()


def check_summary(browser, name):
    """A chapter's summary is one page of paper, and nothing on it is cut off at the right."""
    context, page, _, _ = open_page(browser, folder / name, viewport={"width": 1280, "height": 900})
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))
    expect(pages == 1, f"{name}: {pages} pages of paper")
    page.emulate_media(media="print")
    # 182 mm between the margins.
    page.set_viewport_size({"width": 688, "height": 1000})
    expect_fits(page, name)
    for heading in ("Formulas", "Shapes", "Words", "Switches"):
        expect(page.get_by_role("heading", name=heading, exact=True).count() == 1, f"{name}: no {heading.lower()}")
    context.close()


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    names = sorted(path.name for path in folder.glob("*.html"))
    links = check_pages(browser, names)
    # One page of each kind; the notebooks themselves are opened by check.py.
    for name in (
        "index.html", "search.html", "attention-lecture.html", "attention-exercises.html", "attention-no-scale-changed.html", "attention-summary.html",
        "formulas.html", "errata.html", "misconceptions.html", "source-Sources-Neural-Attention.swift.html",
    ):
        check_accessibility(browser, name)
        if name != "search.html":
            check_without_script(browser, name)
    changes = [name for name in names if name.endswith("-changed.html")]
    expect(changes != [], "there is no page of what changed")
    check_changes(browser, changes)
    check_search(browser)
    summaries = [name for name in names if name.endswith("-summary.html")]
    expect(summaries != [], "there are no summaries")
    for name in summaries:
        check_summary(browser, name)
    browser.close()
print(f"a book of {len(names)} pages and {links} links looked at in Chromium, {len(failures)} failures")
sys.exit(1 if failures else 0)
