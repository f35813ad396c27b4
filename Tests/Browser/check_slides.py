"""Goes through the slides of a book in Chromium, as a teacher would: keys, steps, touch, the second window, paper.

usage: check_slides.py FOLDER CHROMIUM [SCREENSHOTS]

FOLDER is what `swift run book FOLDER` made; SCREENSHOTS a folder for a picture of each slide and a PDF of each deck. Ends with
status 1 when something is not as it should be.
"""

import pathlib
import re
import sys

from playwright.sync_api import sync_playwright

from browser import expect, expect_accessible, failures, open_page

folder, chromium = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
current = ".slide.current"


def place(page):
    """The number of the slide that is shown, which the address has too, and how many of its steps are."""
    number = page.locator(current).get_attribute("id")
    expect(page.url.endswith("#" + number), f"{page.url} shows slide {number}")
    return int(number), page.locator(f"{current} .steps > li:not(.waiting)").count()


def places(page):
    """Every place that a deck has, in the order of its steps."""
    counts = page.evaluate("[...document.querySelectorAll('.slide')].map(slide => slide.querySelectorAll('.steps > li').length)")
    return [(number, step) for number, count in enumerate(counts, 1) for step in range(count + 1)]


def check_fits(browser, name):
    """No slide has more than it has room for, on a wide and on a narrow projector, and each fills the window as far as its shape allows."""
    for width, height in ((1280, 720), (1024, 768)):
        context, page, messages, requests = open_page(browser, folder / name, viewport={"width": width, "height": height})
        expect(messages == [], f"{name}: the console says {messages}")
        expect(len(requests) == 1, f"{name}: it asks for {requests[1:]}")
        rest = page.evaluate(
            "[...document.querySelectorAll('.content')].map(content => [content.parentElement.id,"
            " content.scrollWidth - content.clientWidth, content.scrollHeight - content.clientHeight])"
        )
        for number, right, down in rest:
            expect(right <= 1 and down <= 1, f"{name}#{number}: at {width} × {height} it has {right} pixels too many to the right, {down} down")
        box = page.locator(current).bounding_box()
        side = min(width / 16, height / 9)
        expect(abs(box["width"] - 16 * side) < 2 and abs(box["height"] - 9 * side) < 2, f"{name}: {box} in {width} × {height}")
        if pictures and width == 1280:
            for number in range(1, len(rest) + 1):
                page.evaluate(f"go({number - 1}, Infinity)")
                page.screenshot(path=pictures / f"{name.removesuffix('.html')}-{number:02}.png")
        context.close()


def check_keys(browser, name):
    context, page, _, _ = open_page(browser, folder / name, viewport={"width": 1280, "height": 720})
    everything = places(page)
    expect(len(everything) > page.locator(".slide").count(), f"{name}: nothing comes step by step")
    for forth, back in (("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp"), ("Space", "Shift+Space"), ("ArrowDown", "ArrowUp")):
        seen = [place(page)]
        for _ in everything[1:]:
            page.keyboard.press(forth)
            seen.append(place(page))
        expect(seen == everything, f"{name}: {forth} goes {seen}")
        page.keyboard.press(forth)
        expect(place(page) == everything[-1], f"{name}: {forth} goes past the end")
        seen = [place(page)]
        for _ in everything[1:]:
            page.keyboard.press(back)
            seen.append(place(page))
        expect(seen == everything[::-1], f"{name}: {back} goes {seen}")
    page.keyboard.press("End")
    expect(place(page) == everything[-1], f"{name}: End goes to {place(page)}")
    page.keyboard.press("Home")
    expect(place(page) == (1, 0), f"{name}: Home goes to {place(page)}")
    expect(page.locator(".counter").inner_text().startswith(f"1 / {everything[-1][0]}"), f"{name}: the counter")
    expect(page.locator(".slide:visible").count() == 1, f"{name}: more than one slide is shown")
    page.keyboard.press("b")
    expect(page.locator(f"{current} .content").is_hidden(), f"{name}: b does not blacken")
    page.keyboard.press("b")
    expect(page.locator(f"{current} .content").is_visible(), f"{name}: b does not show it again")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").is_visible(), f"{name}: ? does not help")
    page.keyboard.press("ArrowRight")
    expect(place(page) == (1, 0), f"{name}: behind the help it goes on")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.wait_for_timeout(100)
    expect(page.evaluate("document.fullscreenElement !== null"), f"{name}: f does not fill the screen")
    # The buttons do the same, by the keyboard too.
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Space")
    expect(place(page) == everything[1], f"{name}: the button goes to {place(page)}")
    page.get_by_role("button", name="Back").click()
    expect(place(page) == (1, 0), f"{name}: the button goes to {place(page)}")
    page.goto((folder / name).as_uri() + "#7")
    expect(place(page) == (7, 0), f"{name}#7 shows {place(page)}")
    page.reload()
    expect(place(page) == (7, 0), f"{name}#7 shows {place(page)} when it is read again")
    page.evaluate("location.hash = '#3'")
    page.wait_for_timeout(50)
    expect(place(page) == (3, 0), f"{name}: #3 in the address shows {place(page)}")
    context.close()


def check_touch(browser, name):
    context, page, _, _ = open_page(browser, folder / name, viewport={"width": 800, "height": 450}, has_touch=True)
    everything = places(page)
    client = context.new_cdp_session(page)

    def swipe(start, end):
        client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start, "y": 200}]})
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": end, "y": 205}]})
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(600, 300)
    expect(place(page) == everything[1], f"{name}: a swipe to the left goes to {place(page)}")
    swipe(300, 600)
    expect(place(page) == (1, 0), f"{name}: a swipe to the right goes to {place(page)}")
    swipe(300, 310)
    expect(place(page) == (1, 0), f"{name}: a touch goes to {place(page)}")
    context.close()


def check_presenter(browser, name):
    """The second window has this slide, the next, the notes and the time, and each window leads the other."""
    context, page, messages, _ = open_page(browser, folder / name, viewport={"width": 1280, "height": 720})
    minutes = page.evaluate("[...document.querySelectorAll('.slide')].map(slide => Number(slide.dataset.minutes))")
    notes = page.evaluate("[...document.querySelectorAll('.notes')].map(notes => notes.textContent.trim())")
    page.keyboard.press("ArrowRight")
    everything = places(page)
    with context.expect_page() as opened:
        page.keyboard.press("n")
    second = opened.value
    said = []
    second.on("console", lambda message: said.append(message.text))
    second.on("pageerror", lambda error: said.append(str(error)))
    second.wait_for_load_state()
    second.set_viewport_size({"width": 1100, "height": 660})

    def together(wanted, how):
        for window, which in ((page, "the first"), (second, "the second")):
            window.wait_for_timeout(60)
            expect(place(window) == wanted, f"{name}: after {how} {which} window shows {place(window)}, not {wanted}")

    together(everything[1], "opening")
    page.keyboard.press("ArrowRight")
    together(everything[2], "a key in the first")
    second.keyboard.press("ArrowLeft")
    together(everything[1], "a key in the second")
    second.keyboard.press("End")
    together(everything[-1], "End in the second")
    second.keyboard.press("Home")
    together((1, 0), "Home in the second")
    second.keyboard.press("b")
    page.wait_for_timeout(60)
    expect(page.locator(f"{current} .content").is_hidden(), f"{name}: b in the second window does not blacken the first")
    second.keyboard.press("b")
    for number in (1, len(notes)):
        page.evaluate(f"go({number - 1})")
        second.wait_for_timeout(60)
        words = second.locator(".say > div").text_content().strip()
        expect(words == notes[number - 1], f"{name}#{number}: the notes are {words[:60]}")
        plan = second.locator(".clock p").first.inner_text()
        start, end = sum(minutes[: number - 1]), sum(minutes[:number])
        expect(plan == f"This slide from {start}:00 to {end}:00, of {sum(minutes)}:00", f"{name}#{number}: the plan is {plan}")
    expect(second.locator(".slide.next").count() == 0, f"{name}: something comes after the last slide")
    page.evaluate("go(0)")
    second.wait_for_timeout(60)
    expect(second.locator(".slide.next").is_visible(), f"{name}: the next slide is not shown")
    boxes = [second.locator(part).bounding_box() for part in (current, ".slide.next", ".say", ".clock")]
    for number, one in enumerate(boxes):
        expect(0 <= one["x"] and one["x"] + one["width"] <= 1100 and 0 <= one["y"] and one["y"] + one["height"] <= 660, f"{name}: out of the second window: {one}")
        for other in boxes[number + 1:]:
            apart = one["x"] + one["width"] <= other["x"] or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            expect(apart, f"{name}: in the second window {one} and {other} overlap")
    expect(second.locator(".clock output").inner_text().startswith("0:0"), f"{name}: the clock does not begin at 0")
    page.reload()
    page.wait_for_timeout(100)
    second.keyboard.press("ArrowRight")
    together(everything[1], "a key in the second, when the first was read again")
    expect(page.locator(".say").count() == 0 and page.locator(".notes:visible").count() == 0, f"{name}: the class sees the notes")
    if pictures:
        second.screenshot(path=pictures / f"{name.removesuffix('.html')}-notes.png")
    expect(messages == [] and said == [], f"{name}: the consoles say {messages} {said}")
    context.close()
    context, second, _, _ = open_page(browser, (folder / name).as_uri() + "?notes", viewport={"width": 1100, "height": 660}, bypass_csp=True)
    expect_accessible(second, f"{name}, the second window")
    context.close()


def check_paper(browser, name):
    """One slide a page, all steps and no notes, from where the reader is; the same without script."""
    for allowed in (True, False):
        context, page, _, _ = open_page(browser, folder / name, java_script_enabled=allowed)
        if allowed:
            page.keyboard.press("ArrowRight")
        path = str(pictures / name.replace(".html", ".pdf")) if pictures and allowed else None
        data = page.pdf(prefer_css_page_size=True, path=path)
        count = len(re.findall(rb"/Type\s*/Page\b(?!s)", data))
        slides = page.locator(".slide").count()
        expect(count == slides, f"{name}: {count} pages of paper for {slides} slides, {'with' if allowed else 'without'} script")
        page.emulate_media(media="print")
        expect(page.locator(".steps > li:visible").count() == page.locator(".steps > li").count(), f"{name}: on paper steps are missing")
        for part in (".notes", ".controls", ".presenter-panel"):
            expect(page.locator(f"{part}:visible").count() == 0, f"{name}: {part} is on paper")
        context.close()


def check_without_script(browser, name):
    context, page, _, _ = open_page(browser, folder / name, java_script_enabled=False)
    slides = page.locator(".slide")
    boxes = [slides.nth(number).bounding_box() for number in range(slides.count())]
    expect(all(one["y"] + one["height"] <= other["y"] + 1 for one, other in zip(boxes, boxes[1:])), f"{name}: slides are not below each other")
    expect(page.locator(".slide:visible").count() == slides.count(), f"{name}: a slide is not shown")
    expect(page.locator(".notes:visible").count() == 0, f"{name}: notes are shown")
    expect(page.locator("header .ways a").count() > 3, f"{name}: no way leads on")
    context.close()


def check_accessibility(browser, name):
    for scheme in ("light", "dark"):
        context, page, _, _ = open_page(browser, folder / name, color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 720})
        for number in range(page.locator(".slide").count()):
            page.evaluate(f"go({number}, Infinity)")
            if number in (0, 2, 5, 9):
                expect_accessible(page, f"{name}#{number + 1}, {scheme}")
        page.keyboard.press("?")
        expect_accessible(page, f"{name}, help, {scheme}")
        context.close()


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    names = sorted(path.name for path in folder.glob("*-slides.html"))
    expect(names != [], "there are no slides")
    for name in names:
        check_fits(browser, name)
        check_paper(browser, name)
    # Every deck has one script and one style.
    for name in names[:1]:
        check_keys(browser, name)
        check_touch(browser, name)
        check_presenter(browser, name)
        check_without_script(browser, name)
        check_accessibility(browser, name)
    browser.close()
print(f"the slides of {len(names)} chapters looked at in Chromium, {len(failures)} failures")
sys.exit(1 if failures else 0)
