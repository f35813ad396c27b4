"""What the looks at pages in Chromium share: a page with what it says and asks for, and what is expected of every page."""

from axe_playwright_python.sync_playwright import Axe

failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print(f"✗ {what}", flush=True)
    return holds


def exact(value):
    """A number of the JSON as a Double: those that are not finite are words there."""
    return float(value) if not isinstance(value, str) else float(value.replace("Infinity", "inf"))


def open_page(browser, place, **options):
    """A page from its file or its address, with what the console says and what is asked for, the page itself first."""
    context = browser.new_context(**options)
    page = context.new_page()
    messages, requests = [], []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(place if isinstance(place, str) else place.resolve().as_uri())
    return context, page, messages, requests


def expect_accessible(page, name):
    for violation in Axe().run(page).response["violations"]:
        places = [node["target"] for node in violation["nodes"][:3]]
        expect(False, f"{name}: {violation['id']}: {violation['help']} {places}")


def expect_fits(page, name):
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    expect(wide <= 0, f"{name}: at {page.viewport_size['width']} pixels the page scrolls sideways by {wide}")
