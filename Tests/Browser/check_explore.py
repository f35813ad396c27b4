"""Tries in Chromium what pages answer: by mouse, by touch and by keyboard, each number compared with the JSON of the run.

usage: check_explore.py CHROMIUM FOLDER ...

Each FOLDER holds pages with their JSON, NAME.html and NAME.json of one run. `run.sh` makes them. Every kind of exploration has
to be on some page. Ends with status 1 when something is not as it should be.
"""

import json
import math
import pathlib
import re
import sys

from playwright.sync_api import sync_playwright

from browser import exact, expect, expect_accessible, expect_fits, failures, open_page

chromium, folders = sys.argv[1], [pathlib.Path(folder) for folder in sys.argv[2:]]


# --- Numbers


def read(text):
    """A number as it is shown, and one unit of its last digit."""
    plain = re.sub(r"[,\s]", "", text.replace("−", "-"))
    digits, _, exponent = plain.lower().partition("e")
    decimals = len(digits.partition(".")[2])
    return float(plain), 10.0 ** (int(exponent or 0) - decimals)


def expect_number(entry, number, what):
    """Whether a number that was computed on the page is as expected, within one unit of the last digit shown."""
    text, value = entry
    if not expect(value is not None, f"{what}: “{text}” is no number"):
        return
    shown, unit = read(text)
    expect(
        abs(shown - number) <= unit * 1.001 and abs(exact(value) - number) <= unit,
        f"{what}: {text} ({value}) is shown where the JSON gives {number}")


def expect_same(entry, number, what):
    """Whether a number that the notebook has is shown with all its digits behind it."""
    text, value = entry
    expect(value is not None and exact(value) == number, f"{what}: {text} ({value}) is shown where the JSON has {number}")
    if value is not None and re.search(r"\d", text):
        shown, unit = read(text)
        expect(abs(shown - number) <= unit, f"{what}: {text} is shown for {number}")


def expect_all(entries, numbers, what, compare=expect_same):
    if expect(len(entries) == len(numbers), f"{what}: {len(entries)} numbers, where {len(numbers)} are expected"):
        for place, (entry, number) in enumerate(zip(entries, numbers)):
            compare(entry, number, f"{what}, {place}")


def dot(left, right):
    return sum(a * b for a, b in zip(left, right))


# --- The JSON


class Tensor:
    """A tensor of the JSON by its rows; those of a third axis stand one after another."""

    def __init__(self, cell):
        self.name, self.shape, self.is_folded = cell["name"], cell["shape"], cell["display"] == "summary"
        self.values = [exact(value) for value in cell["values"]]
        width = self.shape[-1] if len(self.shape) > 1 else 1
        self.rows = [self.values[start : start + width] for start in range(0, len(self.values), width)]
        labels = cell.get("labels") or []
        rows = labels[-2] if len(labels) > 1 else labels[0] if labels and len(self.shape) == 1 else []
        self.row_labels = rows or [str(row) for row in range(len(self.rows))]
        self.column_labels = (labels[-1] if labels else []) or [str(column) for column in range(width)]


class Exploration:
    """An exploration of the JSON, and its panel on the page."""

    def __init__(self, page, cells, cell, place, name):
        self.page, self.title = page, cell["title"]
        self.what = f"{name}, {cell['title']}"
        self.panel = page.locator(".explore").nth(place)
        self.is_begun = False
        self.constants = {constant["name"]: exact(constant["value"]) for constant in cell["constants"]}
        self.cells = {
            part["role"]: next(other for other in cells if other.get("name") == part["name"] and other["kind"] != "explore")
            for part in cell["parts"]}
        self.tensors = {role: Tensor(cell) for role, cell in self.cells.items() if cell["kind"] == "tensor"}

    def figure(self, role):
        return self.page.locator(f"figure[data-name={json.dumps(self.cells[role]['name'])}]")

    def number(self, role, row, column):
        """The element of a number, whose tensor is unfolded."""
        figure = self.figure(role)
        if figure.locator("details:not([open])").count():
            figure.locator("summary").click()
        return figure.locator("tbody tr:has(> [data-value])").nth(row).locator("[data-value]").nth(column)

    def table(self, label):
        """The rows of a table of the panel: a header and for each entry its text and its number, which may be absent."""
        rows = self.panel.locator(f'.frame[aria-label="{label}"] tbody tr').evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => [cell.textContent, cell.dataset.value ?? null]))")
        return [(row[0][0], row[1:]) for row in rows]

    def slider(self, label):
        return self.panel.locator("label", has_text=re.compile(f"^{re.escape(label)} ")).locator("input")

    def value(self, label):
        return float(self.slider(label).input_value())

    def press(self, label, *keys):
        for key in keys:
            self.slider(label).press(key)

    def click_at(self, label, share):
        """Presses a slider at a share of its length."""
        slider = self.slider(label)
        box = slider.bounding_box()
        slider.click(position={"x": box["width"] * share, "y": box["height"] / 2})

    @property
    def said(self):
        return self.page.locator("[role=status].said").inner_text()

    def expect_said(self, words, what):
        """Whether a screen reader was told; of what stands there from the beginning it is told nothing."""
        if self.is_begun:
            expect(words.strip() in self.said, f"{what}: a screen reader is told “{self.said}”, not “{words}”")
        self.is_begun = True

    def words(self):
        return self.panel.inner_text()


# --- Attention


def check_attention(explorations):
    for exploration in explorations:
        weights = exploration.tensors["weights"]
        last_row, last_column = len(weights.rows) - 1, weights.shape[-1] - 1
        # It begins with what the last token looks at most.
        compare_weight(exploration, [], last_row, max(range(last_column + 1), key=weights.rows[last_row].__getitem__))
        for row, column in {(0, 0), (0, last_column), (last_row, 0), (last_row // 2, last_column // 2)}:
            exploration.number("weights", row, column).hover()
            compare_weight(exploration, explorations, row, column)

        # Pressing holds, Escape lets go.
        held = exploration.number("weights", last_row, last_column)
        held.click()
        exploration.number("weights", 0, 0).hover()
        compare_weight(exploration, explorations, last_row, last_column)
        exploration.page.keyboard.press("Escape")
        exploration.page.mouse.move(0, 0)
        exploration.number("weights", 0, 0).hover()
        compare_weight(exploration, explorations, 0, 0)

        # Arrows lead from the frame to the first number and on, Enter holds, Escape leads back.
        frame = exploration.figure("weights").locator(".frame")
        exploration.page.mouse.move(0, 0)
        frame.focus()
        row = min(1, last_row)
        for key in ["ArrowDown"] + ["ArrowDown"] * row + ["ArrowRight"] * last_column:
            exploration.page.keyboard.press(key)
        expect_focus(exploration, weights, row, last_column)
        compare_weight(exploration, explorations, row, last_column)
        exploration.page.keyboard.press("ArrowRight")
        expect_focus(exploration, weights, row, last_column)
        exploration.page.keyboard.press("Enter")
        exploration.page.keyboard.press("ArrowLeft")
        compare_weight(exploration, explorations, row, last_column)
        exploration.page.keyboard.press("Escape")
        is_frame = exploration.page.evaluate("document.activeElement.classList.contains('frame')")
        expect(is_frame, f"{exploration.what}: Escape does not lead back to the frame")
        exploration.page.keyboard.press("ArrowDown")
        compare_weight(exploration, explorations, 0, 0)


def expect_focus(exploration, tensor, row, column):
    """Whether the number has the focus, and a screen reader is told its headers and its full precision."""
    what = f"{exploration.what}: by keys at {row}, {column}"
    value = exploration.page.evaluate("document.activeElement.dataset.value")
    if expect(value is not None, f"{what} no number has the focus"):
        expect(exact(value) == tensor.rows[row][column], f"{what} the focus is at {value}")
        for words in (value, tensor.row_labels[row], tensor.column_labels[column]):
            expect(words.strip() in exploration.said, f"{what} “{words}” is not said: “{exploration.said}”")


def compare_weight(exploration, all_heads, row, column):
    """Whether the panel takes apart the weight at that place, and those of the other heads are compared with it."""
    what = f"{exploration.what}: the weight at {row}, {column}"
    weights, query, key, value = (exploration.tensors[role] for role in ("weights", "query", "key", "value"))
    scale = exploration.constants["scale"]
    is_over_queries = "overQueries" in exploration.constants

    def score(place):
        if "scores" in exploration.tensors:
            return exploration.tensors["scores"].rows[place[0]][place[1]]
        return dot(query.rows[place[0]], key.rows[place[1]])

    expect(weights.row_labels[row].strip() in exploration.words(), f"{what}: the panel does not name the query")
    dots = exploration.table("the products that make the score")
    if not expect([len(entries) for _, entries in dots] == [query.shape[1] + 1] * 3, f"{what}: no products in the panel: {dots}"):
        return
    expect_all(dots[0][1][:-1], query.rows[row], f"{what}: the query")
    expect_all(dots[1][1][:-1], key.rows[column], f"{what}: the key")
    products = [a * b for a, b in zip(query.rows[row], key.rows[column])]
    expect_all(dots[2][1][:-1], products, f"{what}: the products", expect_number)
    compare = expect_same if "scores" in exploration.tensors else expect_number
    compare(dots[2][1][-1], score((row, column)), f"{what}: the score")

    count = len(weights.rows) if is_over_queries else len(key.rows)
    places = [(other, column) if is_over_queries else (row, other) for other in range(count)]
    softmax = exploration.table("the softmax")
    if not expect(len(softmax) == count + 1, f"{what}: the softmax has {len(softmax)} rows"):
        return
    powers = []
    for place, (label, entries) in zip(places, softmax):
        weight = weights.rows[place[0]][place[1]]
        name = weights.row_labels[place[0]] if is_over_queries else weights.column_labels[place[1]]
        where = f"{what}: the softmax at {place}"
        expect(label.strip() == name.strip(), f"{where} is called {label}, not {name}")
        compare(entries[0], score(place), f"{where}, the score")
        expect_number(entries[1], score(place) * scale, f"{where}, scaled")
        is_hidden = weight == 0 and "maskedLate" not in exploration.constants and place[1] > place[0]
        if is_hidden:
            expect(entries[2][1] is None, f"{where}: {entries[2]} for a hidden weight")
        else:
            powers.append(math.exp(score(place) * scale))
            expect_number(entries[2], powers[-1], f"{where}, the power")
        expect_same(entries[3], weight, f"{where}, the weight")
    expect_number(softmax[-1][1][2], sum(powers), f"{what}: the sum of the powers")
    # The weight is what the panel says that it is made of: the power by the sum.
    chosen = softmax[row if is_over_queries else column][1]
    if chosen[2][1] is not None and weights.rows[row][column] > 0:
        quotient = exact(chosen[2][1]) / exact(softmax[-1][1][2][1])
        expect(
            abs(quotient - weights.rows[row][column]) <= 1e-5,
            f"{what}: {chosen[2][0]} ÷ {softmax[-1][1][2][0]} is {quotient}, the weight {weights.rows[row][column]}")

    mixed = exploration.table("what is mixed in")
    if expect(len(mixed) == 2, f"{what}: the values have {len(mixed)} rows"):
        expect_all(mixed[0][1], value.rows[column], f"{what}: the value")
        weighed = [number * weights.rows[row][column] for number in value.rows[column]]
        expect_all(mixed[1][1], weighed, f"{what}: the value weighed", expect_number)

    if len(all_heads) > 1:
        same = exploration.table("the same place in every head")
        expect([label for label, _ in same] == [head.title for head in all_heads], f"{what}: other heads: {same}")
        for (_, entries), head in zip(same, all_heads):
            expect_same(entries[0], head.tensors["weights"].rows[row][column], f"{what}: in {head.title}")
            marked = head.figure("weights").locator(".pointed, .held").evaluate_all("cells => cells.map(cell => cell.dataset.value)")
            expect(
                [exact(mark) for mark in marked] == [head.tensors["weights"].rows[row][column]],
                f"{what}: marked in {head.title} are {marked}")


# --- The other kinds


def check_graph(exploration):
    rows = exploration.cells["visits"]["rows"]

    def labels(node):
        yield node["label"]
        for child in node["children"]:
            yield from labels(child)

    boxes = list(labels(exploration.cells["tree"]["root"]))

    def compare(visit):
        number, way, node, happens, found = rows[visit]
        what = f"{exploration.what}: visit {number}"
        words = exploration.words()
        for part in (way, node, happens):
            expect(str(part) in words, f"{what}: “{part}” is not said: {words}")
        result = exploration.panel.locator("p [data-value]")
        expect_same((result.inner_text(), result.get_attribute("data-value")), exact(found), what)
        exploration.expect_said(result.inner_text(), what)
        seen = {way: [row[2] for row in rows[: visit + 1] if row[1] == way] for way in ("forward", "back")}
        for state, names in (("valued", seen["forward"]), ("reached", seen["back"]), ("visited", [node])):
            found = exploration.panel.locator(f"[data-node].{state} .label").all_text_contents()
            expected = [box for box in boxes if any(box == name or box.startswith(name + " ") for name in names)]
            expect(sorted(found) == sorted(expected), f"{what}: {state} are {found}, not {expected}")
        values = exploration.panel.locator("[data-node]:not(.valued) .value, [data-node]:not(.reached) .gradient")
        for value in values.all():
            expect(not value.is_visible(), f"{what}: a number is seen before it is there")

    compare(0)
    on, back = (exploration.panel.get_by_role("button", name=name, exact=True) for name in ("on", "back"))
    for visit in range(1, len(rows)):
        on.click() if visit % 2 else exploration.press("visit", "ArrowRight")
        compare(visit)
    on.click()
    compare(len(rows) - 1)
    back.click()
    compare(len(rows) - 2)
    exploration.press("visit", "Home")
    compare(0)


def check_distance(exploration):
    encoding, products = exploration.tensors["encoding"], exploration.tensors["products"]
    width = encoding.shape[1]

    def compare(place, steps):
        what = f"{exploration.what}: position {place} and {steps} further"
        expect(
            (exploration.value("position"), exploration.value("and so many further")) == (place, steps),
            f"{what}: the sliders stand at {exploration.value('position')}, {exploration.value('and so many further')}")
        here, there = encoding.rows[place], encoding.rows[place + steps]
        table = exploration.table("the waves of two positions")
        if not expect(len(table) == (width + 1) // 2 + 1, f"{what}: {len(table)} rows"):
            return
        for wave, (_, entries) in enumerate(table[:-1]):
            channels = range(2 * wave, min(2 * wave + 2, width))
            shown = [entry for entry in entries[:4] if entry[1] is not None]
            expect_all(shown, [side[c] for c in channels for side in (here, there)], f"{what}: wave {wave}")
            expect_number(entries[4], sum(here[c] * there[c] for c in channels), f"{what}: the product of wave {wave}")
        expect_same(table[-1][1][4], products.rows[place][place + steps], f"{what}: the dot product")
        total = sum(exact(entries[4][1]) for _, entries in table[:-1])
        expect(abs(total - products.rows[place][place + steps]) < 1e-4, f"{what}: the waves sum to {total}")
        exploration.expect_said(table[-1][1][4][0], what)

    compare(0, 1)
    exploration.press("position", "ArrowRight", "ArrowRight")
    compare(2, 1)
    exploration.press("and so many further", "ArrowRight")
    compare(2, 2)
    exploration.press("and so many further", "End")
    compare(2, len(encoding.rows) - 3)
    exploration.press("position", "End")
    compare(len(encoding.rows) - 1, 0)
    exploration.press("position", "Home")
    compare(0, 0)
    exploration.click_at("position", 0.5)
    compare(int(exploration.value("position")), 0)
    exploration.number("products", 5, 3).click()
    compare(3, 2)
    exploration.number("encoding", 4, 1).click()
    compare(4, 2)


def check_smoothing(exploration):
    counts = exploration.tensors["counts"]
    others = [tensor for role, tensor in exploration.tensors.items() if role != "counts"]
    k = exploration.constants["k"]

    def compare(row):
        what = f"{exploration.what}: after {counts.row_labels[row]}"
        table = exploration.table("counts and probabilities after one context")
        names = [label.strip() for label, _ in table]
        if not expect(names == [label.strip() for label in counts.column_labels] + ["sum"], f"{what}: rows {names}"):
            return
        total = sum(counts.rows[row])
        for column, (_, entries) in enumerate(table[:-1]):
            count = counts.rows[row][column]
            expect_same(entries[0], count, f"{what}: the count")
            for text, above, below in ((entries[1][0], count, total), (entries[2][0], count + k, total + k * counts.shape[1])):
                expect([float(part) for part in text.split("/")] == [above, below], f"{what}: the fraction {text}")
            expect_all(entries[3:], [other.rows[row][column] for other in others], what)
        expect_number(table[-1][1][0], total, f"{what}: all counts")
        for entry, other in zip(table[-1][1][3:], others):
            expect_number(entry, sum(other.rows[row]), f"{what}: the sum of {other.name}")
        exploration.expect_said(f"after {counts.row_labels[row]}", what)

    select = exploration.panel.get_by_role("combobox")
    compare(0)
    for row in range(1, len(counts.rows)):
        select.press("ArrowDown")
        compare(row)
    exploration.number("counts", 1, 0).click()
    compare(1)


def check_neighbours(exploration):
    vectors = exploration.tensors["vectors"]

    def cosine(left, right):
        return dot(left, right) / math.sqrt(dot(left, left) * dot(right, right))

    def compare(word):
        what = f"{exploration.what}: {vectors.row_labels[word]}"
        cosines = {
            label: cosine(vectors.rows[word], row)
            for place, (label, row) in enumerate(zip(vectors.row_labels, vectors.rows)) if place != word}
        table = exploration.table("the neighbours of a word")
        expect([label for label, _ in table] == sorted(cosines, key=cosines.get, reverse=True), f"{what}: the order is {table}")
        for label, entries in table:
            expect_number(entries[0], cosines[label], f"{what}: {label}")
        for picture in exploration.figure("map").locator("svg").all():
            lit = picture.locator("g[data-index]:not(.dimmed)").evaluate_all("points => points.map(point => Number(point.dataset.index))")
            expected = {word} | {vectors.row_labels.index(label) for label, _ in table[:5]}
            expect(set(lit) == expected and len(lit) == 6, f"{what}: lit on the map are {lit}, not {expected}")
        exploration.expect_said(f"{vectors.row_labels[word]}: ", what)

    select = exploration.panel.get_by_role("combobox")
    compare(0)
    for word in range(1, len(vectors.rows)):
        select.press("ArrowDown")
        compare(word)
    # The sign of a point, in the picture that is seen.
    for word in (7, 2):
        exploration.figure("map").locator(f'.chart.wide g[data-index="{word}"] path.sign').click(force=True)
        compare(word)


def check_curve(exploration):
    samples, curve = exploration.cells["samples"], exploration.cells["curve"]
    steps, losses = curve["series"][0]["x"], curve["series"][0]["y"]
    weights = exploration.tensors.get("weights")

    def mark():
        return [
            float(exploration.figure("curve").locator(".chart.wide .mark").get_attribute(name)) for name in ("cx", "cy")]

    ends = {}

    def compare(place):
        what = f"{exploration.what}: measurement {place}"
        expect(exploration.value("measurement") == place, f"{what}: the slider stands at {exploration.value('measurement')}")
        row = samples["rows"][place]
        headers = exploration.panel.locator('.frame[aria-label="one measurement"] thead th')
        expect(exact(headers.last.get_attribute("data-value")) == row[0] == steps[place], f"{what}: the step")
        told = exploration.table("one measurement")
        expect([label for label, _ in told] == samples["columns"][1:], f"{what}: {told}")
        for (label, entries), value in zip(told, row[1:]):
            if isinstance(value, str):
                expect(entries[0][0] == value, f"{what}: {label} is “{entries[0][0]}”, not “{value}”")
            else:
                expect_same(entries[0], exact(value), f"{what}: {label}")
        expect(abs(exact(row[1]) - exact(losses[place])) < 1e-6, f"{what}: the curve is at {losses[place]}")
        # The mark lies on the curve: its places are in proportion to the numbers.
        ends[place] = mark()
        if 0 in ends and len(steps) - 1 in ends:
            for axis, numbers in enumerate((steps, losses)):
                first, last = numbers[0], numbers[-1]
                share = (numbers[place] - first) / (last - first)
                expected = ends[0][axis] + share * (ends[len(steps) - 1][axis] - ends[0][axis])
                expect(abs(ends[place][axis] - expected) < 0.5, f"{what}: the mark is at {ends[place]}, not at {expected}")
        for head, line in enumerate(exploration.panel.locator(".looks").all() if weights else []):
            looks = line.locator("[data-value]").evaluate_all("spans => spans.map(span => [span.textContent, span.dataset.value])")
            values = weights.rows[place * weights.shape[1] + head]
            expect([exact(value) for _, value in looks] == values, f"{what}: head {head} does not look as in the JSON")
            expect([text for text, _ in looks] == weights.column_labels, f"{what}: other tokens: {looks}")
        exploration.expect_said(f"step {round(steps[place]):,}", what)
        if weights:
            count = exploration.panel.locator(".looks").count()
            expect(count == weights.shape[1], f"{what}: {count} heads")

    last = len(steps) - 1
    exploration.press("measurement", "End")
    compare(last)
    exploration.press("measurement", "Home")
    compare(0)
    for place in range(1, len(steps)):
        exploration.press("measurement", "ArrowRight")
        compare(place)
    # The picture is pressed where a measurement stands.
    picture = exploration.figure("curve").locator(".chart.wide svg")
    box, view = picture.bounding_box(), float(picture.get_attribute("viewBox").split()[2])
    for place in (1, last - 1):
        picture.click(position={"x": ends[place][0] * box["width"] / view, "y": box["height"] / 2})
        compare(place)


def check_choice(exploration):
    logits, own = exploration.tensors["logits"], exploration.tensors["probabilities"]
    ranked = sorted(range(len(logits.values)), key=lambda token: (-logits.values[token], token))

    def compare():
        temperature, kept, share = (exploration.value(name) for name in ("temperature", "top-k", "top-p"))
        is_own = abs(temperature - exploration.constants["temperature"]) < 0.005
        divisor = exploration.constants["temperature"] if is_own else temperature
        what = f"{exploration.what}: temperature {temperature}, k {kept}, p {share}"
        best = logits.values[ranked[0]]
        powers = [
            math.exp((logits.values[token] - best) / divisor) if divisor else float(rank == 0) for rank, token in enumerate(ranked)]
        powers = powers[: int(kept)]
        total, held, nucleus = sum(powers), 0.0, []
        for power in powers:
            if held >= share:
                break
            held += power / total
            nucleus.append(power)
        is_whole = is_own and len(nucleus) == len(ranked)
        table = exploration.table("the likeliest tokens")
        expect(len(table) == min(16, len(ranked)), f"{what}: {len(table)} rows")
        for rank, (label, entries) in enumerate(table):
            token = ranked[rank]
            expect(label == logits.row_labels[token], f"{what}: {label} stands at {rank}, not {logits.row_labels[token]}")
            expect_same(entries[0], logits.values[token], f"{what}: the logit of {label}")
            chance = nucleus[rank] / sum(nucleus) if rank < len(nucleus) else 0.0
            if is_whole:
                expect_same(entries[1], own.values[token], f"{what}: {label}")
                expect(abs(chance - own.values[token]) < 1e-5, f"{what}: {label} has {own.values[token]} in the JSON, not {chance}")
            else:
                expect_number(entries[1], chance, f"{what}: {label}")
            bar = len(entries[2][0])
            expect(abs(bar - 24 * chance) <= 0.6, f"{what}: the bar of {label} has {bar} parts")
        cut = exploration.panel.locator("tr.dimmed").count()
        expect(cut == max(0, len(table) - len(nucleus)), f"{what}: {cut} rows are cut off, {len(nucleus)} tokens are left")
        expect(f"{len(nucleus)} of {len(ranked)} tokens" in exploration.words(), f"{what}: {exploration.words()}")
        exploration.expect_said(f"{len(nucleus)} of {len(ranked)}", what)

    compare()
    exploration.press("top-k", "Home", *["ArrowRight"] * 4)
    compare()
    exploration.press("temperature", *["ArrowRight"] * 14)
    compare()
    exploration.press("top-p", *["ArrowLeft"] * 8)
    compare()
    exploration.press("temperature", "Home")
    compare()
    exploration.press("temperature", "End")
    exploration.press("top-k", "End")
    compare()
    for name, share in (("temperature", 0.4), ("top-k", 0.03), ("top-p", 0.5)):
        exploration.click_at(name, share)
        compare()


checks = {
    "graph": check_graph, "distance": check_distance, "smoothing": check_smoothing, "neighbours": check_neighbours,
    "curve": check_curve, "choice": check_choice}


# --- The pages


def check_arrows(page, path):
    """Whether arrows lead through every tensor, from its frame to the first number and on, and Escape leads back."""
    cells = json.loads(path.with_suffix(".json").read_text())["cells"]
    for figure_place, cell in enumerate(cell for cell in cells if cell["kind"] == "tensor"):
        if not cell["shape"] or not cell["values"]:
            continue
        tensor, what = Tensor(cell), f"{path.stem}: {cell['name']}, by arrows"
        figure = page.locator("figure.tensor").nth(figure_place)
        if figure.locator("details:not([open])").count():
            figure.locator("summary").click()
        figure.locator(".frame").first.focus()
        steps = [("ArrowDown", 0)]
        if len(tensor.shape) > 1:
            width = tensor.shape[-1]
            steps += [("ArrowRight", 1)] * (width > 1) + [("ArrowDown", width + (width > 1))] * (tensor.shape[-2] > 1)
        for key, place in steps:
            page.keyboard.press(key)
            value = page.evaluate("document.activeElement.dataset.value ?? null")
            if expect(value is not None, f"{what}: {key} leads to no number"):
                number = tensor.values[place]
                expect(str(exact(value)) == str(number), f"{what}: {key} leads to {value}, not to {number}")
                said = page.locator("[role=status].said").inner_text()
                expect(value in said, f"{what}: a screen reader is told “{said}”, not {value}")
        page.keyboard.press("Escape")
        expect(page.evaluate("document.activeElement.matches('.frame')"), f"{what}: Escape does not lead to the frame")


def explorations_of(page, path):
    """Those of the JSON in order, by kind."""
    cells = json.loads(path.with_suffix(".json").read_text())["cells"]
    found = [cell for cell in cells if cell["kind"] == "explore"]
    return [(cell["how"], Exploration(page, cells, cell, place, path.stem)) for place, cell in enumerate(found)]


def check_shown(browser, path, count):
    """Whether the panels are there with a script alone, and not on paper."""
    context, page, _, _ = open_page(browser, path)
    panels = page.locator(".explore").all()
    expect(len(panels) == count, f"{path.stem}: {len(panels)} panels, {count} explorations in the JSON")
    expect(all(panel.is_visible() for panel in panels), f"{path.stem}: a panel is not shown")
    page.emulate_media(media="print")
    expect(not any(panel.is_visible() for panel in panels), f"{path.stem}: a panel is printed")
    context.close()
    context, page, _, _ = open_page(browser, path, java_script_enabled=False)
    hidden = page.locator(".explore")
    expect(hidden.count() == count, f"{path.stem}: without JavaScript there are {hidden.count()} places for panels")
    expect(not any(panel.is_visible() for panel in hidden.all()), f"{path.stem}: a panel is shown without JavaScript")
    context.close()


def check_touch(browser, path):
    """A weight is held by a touch, at 320 pixels, where the page does not scroll sideways."""
    context, page, messages, _ = open_page(browser, path, viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True)
    heads = [exploration for kind, exploration in explorations_of(page, path) if kind == "attention"]
    if heads:
        heads[0].number("weights", 0, 0).tap()
        compare_weight(heads[0], heads, 0, 0)
    expect_fits(page, path.stem)
    expect(messages == [], f"{path.stem}, touched: the console says {messages}")
    context.close()


def check_page(browser, path):
    """Tries everything that the page answers; gives the kinds that it has."""
    kinds = set()
    for scheme in ("light", "dark"):
        context, page, messages, _ = open_page(browser, path, color_scheme=scheme, bypass_csp=True)
        explorations = explorations_of(page, path)
        expect(page.locator(".said").inner_text() == "", f"{path.stem}: a screen reader is told something at once")
        if scheme == "light":
            check_arrows(page, path)
        if not explorations:
            context.close()
            return kinds
        if scheme == "light":
            page.reload()
            heads = [exploration for kind, exploration in explorations if kind == "attention"]
            check_attention(heads)
            for kind, exploration in explorations:
                kinds.add(kind)
                if kind in checks:
                    checks[kind](exploration)
        else:
            for kind, exploration in explorations:
                if kind == "attention":
                    exploration.number("weights", 0, 0).click()
        expect_accessible(page, f"{path.stem}, {scheme}, explored")
        page.set_viewport_size({"width": 320, "height": 700})
        expect_fits(page, f"{path.stem}, explored")
        expect(messages == [], f"{path.stem}, explored: the console says {messages}")
        context.close()
    check_shown(browser, path, len(explorations))
    check_touch(browser, path)
    return kinds


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    found = set()
    for folder in folders:
        for path in sorted(folder.glob("*.html")):
            if not path.with_suffix(".json").exists():
                continue
            kinds = check_page(browser, path)
            found |= kinds
            if kinds:
                print(f"  {path.stem}: {', '.join(sorted(kinds))}", flush=True)
    missing = ({"attention"} | set(checks)) - found
    expect(not missing, f"no page has an exploration of kind {', '.join(sorted(missing))}")
    browser.close()
print(f"{len(found)} kinds of explorations tried in Chromium, {len(failures)} failures")
sys.exit(1 if failures else 0)
