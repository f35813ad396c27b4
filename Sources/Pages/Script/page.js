// What a page answers to pointing, touch and keys. Without it nothing is lost: every number stands on the page.
"use strict";

// What fills the panel of each kind of exploration, given the cells that it names and its constants.
const explorations = {};

const make = (tag, className = "", text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};

// What a screen reader is told.
const said = document.body.appendChild(make("p", "said"));
said.setAttribute("role", "status");
const say = (text) => { said.textContent = text; };

// A computed number, with four digits.
const compact = (number) => {
  const size = Math.abs(number);
  if (Number.isInteger(number) && size < 1e4) return String(number);
  return size < 1e-3 || size >= 1e4 ? number.toExponential(2) : number.toPrecision(4);
};

// Fills the panels whose cells are there; a live page's cells come one after another.
function explore(root) {
  // Of two runs beside each other each has its cells.
  const side = root.closest("[data-side]")?.dataset.side;
  const place = side === undefined ? "" : `[data-side="${side}"] `;
  for (const panel of root.querySelectorAll(".explore[hidden]")) {
    const read = (kind, value) => [...panel.querySelectorAll(`[data-${kind}]`)].map((part) => [part.dataset[kind], value(part.dataset)]);
    const cells = Object.fromEntries(read("role", ({ cell }) => document.querySelector(`${place}figure[data-name="${CSS.escape(cell)}"]`)));
    const constants = Object.fromEntries(read("constant", ({ number }) => Number(number)));
    const fill = explorations[panel.dataset.explore];
    if (!fill || Object.values(cells).includes(null)) continue;
    panel.replaceChildren(make("h3", "", panel.dataset.title));
    panel.hidden = false;
    fill({ title: panel.dataset.title, cells, constants }, panel);
  }
  queueMicrotask(() => say(""));
}

// Arrows lead through a tensor's numbers from its frame on, Escape leads back; the number and its headers are said.
{
  const arrows = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  // The number so many rows below and columns beside another one, past what is left out; without one, the first.
  function neighbour(frame, number, [down, right]) {
    const rows = [...frame.querySelectorAll("tr:has(> td[data-value])")];
    if (!number) return rows[0]?.querySelector("[data-value]");
    let row = rows.indexOf(number.parentElement), column = number.cellIndex, found;
    do {
      row += down;
      column += right;
      found = rows[row]?.cells[column];
    } while (found && !found.matches("td[data-value]"));
    return found;
  }

  function inWords(number) {
    const table = number.closest("table");
    const column = table.tHead?.rows[0].cells[number.cellIndex]?.textContent;
    const row = number.parentElement.querySelector("th")?.textContent;
    return [table.caption?.textContent, row, column].filter(Boolean).join(", ") + ": " + number.dataset.value;
  }

  document.addEventListener("keydown", (event) => {
    const frame = event.target.closest?.(".tensor .frame");
    if (!frame || event.ctrlKey || event.altKey || event.metaKey) return;
    const number = event.target.closest("td[data-value]");
    if (arrows[event.key]) {
      event.preventDefault();
      const next = neighbour(frame, number, arrows[event.key]);
      if (!next) return;
      next.tabIndex = -1;
      say(inWords(next));
      next.focus();
      number?.removeAttribute("tabindex");
    } else if (event.key === "Escape" && number) {
      frame.focus();
    }
  });
}
document.addEventListener("DOMContentLoaded", () => explore(document.body));
