"""Opens chapters' pages in Chromium and compares what a reader finds there with what the programs computed.

usage: check.py FOLDER HOSTILE ADDRESS CHROMIUM CHAPTER ...

FOLDER holds, for every chapter, CHAPTER.html, CHAPTER.json and CHAPTER.ipynb of one run (`--html`, `--json`, `--ipynb`);
HOSTILE is the page of a run on a hostile text; ADDRESS is where `book serve` says that it is. `run.sh` makes them. Ends with status 1 when something is not as it should be.
"""

import json
import pathlib
import sys

import nbformat
from playwright.sync_api import sync_playwright

from browser import exact, expect, expect_accessible, expect_fits, failures, open_page

folder, hostile = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
address, chromium, chapters = sys.argv[3], sys.argv[4], sys.argv[5:]
most_bytes, most_bytes_of_script = 500_000, 15_000
# More numbers than these are elided on a page; the rest is in the JSON.
most_numbers = 20_000


def same(left, right):
    return left == right or (left != left and right != right)


# What stands in the page, in document order: the name of every tensor, and the full precision of its numbers.
tensors = """() => [...document.querySelectorAll('[data-name].tensor, [data-name].scalar')].map(figure => [
  figure.dataset.name,
  [...figure.querySelectorAll('[data-value]')].map(number => number.dataset.value)])"""


def check_tensors(page, cells, name):
    """Whether the page shows the tensors of the JSON's cells, each number to the last digit."""
    shown = page.evaluate(tensors)
    computed = [cell for cell in cells if cell["kind"] == "tensor" and cell["display"] != "momentary"]
    expect([entry[0] for entry in shown] == [cell["name"] for cell in computed], f"{name}: other tensors than in the JSON")
    for (tensor, numbers), cell in zip(shown, computed):
        values = [exact(value) for value in cell["values"]]
        if cell["display"] == "summary" or len(values) > most_numbers:
            continue
        read = [exact(number) for number in numbers]
        expect(
            len(read) == len(values) and all(map(same, read, values)),
            f"{name}: {tensor} shows {read[:4]}… where the JSON has {values[:4]}…")


def check_page(browser, name):
    path = folder / f"{name}.html"
    notebook = json.loads((folder / f"{name}.json").read_text())
    size = path.stat().st_size
    expect(size <= most_bytes, f"{name}: the page has {size} bytes, more than {most_bytes}")

    context, page, messages, requests = open_page(browser, path)
    expect(messages == [], f"{name}: the console says {messages}")
    expect(len(requests) == 1, f"{name}: the page asks for {requests[1:]}")
    script = page.locator("script").evaluate_all("scripts => scripts.map(script => script.textContent).join()")
    expect(len(script.encode()) <= most_bytes_of_script, f"{name}: the script has {len(script.encode())} bytes")

    check_tensors(page, notebook["cells"], name)
    kinds = {"check": ".check", "plot": ".plot", "table": ".table", "tree": ".tree", "code": ".code", "formula": ".formula"}
    for kind, selector in kinds.items():
        count = sum(cell["kind"] == kind for cell in notebook["cells"])
        found = page.locator(f"main {selector}").count()
        expect(count == found, f"{name}: {found} cells of kind {kind} on the page, {count} in the JSON")
    # What a document prints in words only is shown in words.
    worded = {cell["unicodePrinted"] for cell in notebook["cells"] if cell["kind"] == "formula" and not cell["latexPrinted"]}
    unset = set(page.locator("main .formula code").all_inner_texts()) - worded
    expect(not unset, f"{name}: {unset} is not set as a formula")
    page.evaluate("document.querySelectorAll('.explore, .said').forEach(panel => panel.remove())")
    words = page.locator("body").inner_text()
    context.close()

    for width in (320, 768, 3840):
        context, page, _, _ = open_page(browser, path, viewport={"width": width, "height": 900})
        expect_fits(page, name)
        context.close()

    context, page, _, _ = open_page(browser, path, java_script_enabled=False)
    expect(page.locator("body").inner_text() == words, f"{name}: other words without JavaScript")
    pdf = page.pdf(format="A4")
    expect(pdf.startswith(b"%PDF"), f"{name}: it cannot be printed")
    context.close()

    for scheme in ("light", "dark"):
        context, page, _, _ = open_page(browser, path, color_scheme=scheme, bypass_csp=True)
        expect_accessible(page, f"{name}, {scheme}")
        context.close()


def check_hostile(browser):
    context, page, messages, _ = open_page(browser, hostile)
    page.on("dialog", lambda dialog: expect(False, "a hostile text opened a dialog"))
    expect(messages == [], f"a hostile text: the console says {messages}")
    expect(page.evaluate("document.querySelectorAll('main script, img, iframe').length") == 0, "a hostile text became an element")
    expect("<script>" in page.locator("body").inner_text(), "a hostile text is not shown as it is")
    context.close()


def check_panel(page, place, name):
    """Whether the panel beside the weights takes the first of them apart when it is pointed at."""
    weight = page.locator('[data-name="weights"]').nth(place).locator("td[data-value]").first
    weight.hover()
    panel = page.locator(".explore").nth(place)
    expect(panel.is_visible(), f"{name}: panel {place} is not shown")
    said = panel.locator(".asks").inner_text()
    expect(said.endswith(weight.inner_text()), f"{name}: panel {place} says “{said}” of {weight.inner_text()}")


def check_live(browser):
    """A run and a comparison by the buttons, as a reader would."""
    computed = json.loads((folder / "attention.json").read_text())["cells"]
    for scheme in ("light", "dark"):
        context, page, messages, requests = open_page(browser, address, color_scheme=scheme, bypass_csp=True)
        # The server builds a chapter before it shows its form.
        page.set_default_timeout(120_000)
        page.get_by_role("link", name="Single-head attention").click()
        page.get_by_role("button", name="Run").click()
        page.locator(".state", has_text="Done").wait_for()
        check_tensors(page, computed, "live")
        check_panel(page, 0, "live")
        expect_accessible(page, f"live, {scheme}")
        page.set_viewport_size({"width": 320, "height": 900})
        expect_fits(page, "live")
        page.set_viewport_size({"width": 1280, "height": 900})

        page.get_by_role("button", name="Compare").click()
        page.get_by_label("no-scale").nth(1).check()
        for side in (0, 1):
            page.get_by_role("button", name="Run").nth(side).click()
        page.locator(".state", has_text="Done").nth(1).wait_for()
        marked = {name: page.locator(f'[data-name="{name}"] .differs').count() for name in ("input", "weights")}
        expect(marked["input"] == 0 and marked["weights"] > 0, f"live: outlined as different are {marked}")
        for side in (0, 1):
            check_panel(page, side, "live comparison")
        expect_accessible(page, f"live comparison, {scheme}")
        expect("no-scale" in page.url, f"live: the address does not hold the options: {page.url}")
        expect(messages == [], f"live: the console says {messages}")
        host = address.split("/")[2]
        expect(all(request.split("/")[2] == host for request in requests), f"live: the page asks for {requests}")

        page.goto(address.split("?")[0] + "attention")
        page.get_by_label("text", exact=True).fill("<img src=x onerror=alert(1)> & </table> cat")
        page.on("dialog", lambda dialog: expect(False, "live: a hostile text opened a dialog"))
        page.get_by_role("button", name="Run").click()
        page.locator(".state", has_text="Done").wait_for()
        expect(page.locator("#cells img, #cells script").count() == 0, "live: a hostile text became an element")
        context.close()
    context = browser.new_context()
    refused = context.new_page().goto(address.split("?")[0])
    expect(refused.status == 403, f"live: without its key the address answers {refused.status}")
    context.close()


def check_notebook(name):
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        expect(False, f"{name}.ipynb: {error}")
    expect((notebook.nbformat, notebook.nbformat_minor) == (4, 5), f"{name}.ipynb: another format than 4.5")


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for chapter in chapters:
        check_page(browser, chapter)
        check_notebook(chapter)
        print(f"  {chapter}", flush=True)
    check_hostile(browser)
    check_live(browser)
    print("  live", flush=True)
    browser.close()
print(f"{len(chapters)} pages looked at in Chromium, {len(failures)} failures")
sys.exit(1 if failures else 0)
