// What a reader can try on numbers that hang together (`ExploreCell`), each kind in a file of its own.
const rowsOf = (figure) => [...figure.querySelectorAll("tbody tr:has(> [data-value])")];
const cellsOf = (row) => [...row.querySelectorAll("[data-value]")];
const labelOf = (row) => row.querySelector("th").textContent;
const valueOf = (cell) => Number(cell.dataset.value);
const columnsOf = (figure) => [...figure.querySelector("thead tr").cells].slice(1).map((cell) => cell.textContent);
const sum = (values) => values.reduce((total, value) => total + value, 0);
const range = (count) => [...Array(count).keys()];

// A control with its name and its value, which `show` puts in words.
function slider(panel, name, { least = 0, most, step = 1, start = least, show = String }, change) {
  const label = panel.appendChild(make("label", "control", name + " "));
  const input = label.appendChild(make("input"));
  const output = label.appendChild(make("output"));
  Object.assign(input, { type: "range", min: least, max: most, step, value: start });
  const control = {
    get value() { return Number(input.value); },
    set value(value) { input.value = value; control.changed(); },
    set most(value) { input.max = value; },
    changed() { output.textContent = show(control.value); input.setAttribute("aria-valuetext", output.textContent); change(); },
  };
  input.addEventListener("input", control.changed);
  return control;
}

function choice(panel, name, texts, change) {
  const label = panel.appendChild(make("label", "control", name + " "));
  const select = label.appendChild(make("select"));
  for (const text of texts) select.append(make("option", "", text));
  select.addEventListener("change", change);
  return select;
}

// A table that is filled anew. An entry is a text, a number, or a cell of the notebook, whose text and digits it has then.
function tableIn(panel, caption) {
  const frame = panel.appendChild(make("div", "frame"));
  Object.assign(frame, { tabIndex: 0, role: "group", ariaLabel: caption });
  return (headings, rows) => {
    const table = make("table");
    table.createCaption().textContent = caption;
    const fill = (part, name, entries) => {
      const row = part.appendChild(make("tr"));
      for (const [place, entry] of entries.entries()) {
        const number = typeof entry === "number" ? entry : entry?.dataset?.value;
        const text = typeof entry === "number" ? compact(entry) : entry?.textContent ?? entry;
        const cell = row.appendChild(make(text === "" ? "td" : place ? name : "th", "", text));
        if (number !== undefined) cell.dataset.value = number;
        if (cell.tagName === "TH") cell.scope = name === "th" ? "col" : "row";
      }
      return row;
    };
    fill(table.createTHead(), "th", headings);
    const body = table.createTBody();
    const made = rows.map((entries) => fill(body, "td", entries));
    frame.replaceChildren(table);
    return made;
  };
}

// Calls `pick` with the row and the column of a number of the figure that is pressed.
const onNumber = (figure, pick) => figure.addEventListener("click", (event) => {
  const cell = event.target.closest("td[data-value]");
  if (cell) pick(rowsOf(figure).indexOf(cell.parentElement), cellsOf(cell.parentElement).indexOf(cell));
});
