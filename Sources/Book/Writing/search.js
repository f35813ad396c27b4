// The book's index: of its lines those stay that have every word which is looked for, the best first.
"use strict";

const lines = [...document.querySelectorAll("#index li")].map((item, place) => ({
  item, place, words: item.querySelector("a").textContent.toLowerCase(), all: item.textContent.toLowerCase(),
}));
const list = document.querySelector("#index ul");

const label = document.createElement("label");
label.textContent = "Search titles, formulas, exercises, tensors: ";
const field = document.createElement("input");
field.type = "search";
field.autocomplete = "off";
label.append(field);
const state = document.createElement("p");
state.setAttribute("role", "status");
list.before(label, state);

// 0: the line begins with what is looked for; 1: its words have it; 2: only what stands behind them has.
function rank(line, text, words) {
  if (line.words.startsWith(text)) return 0;
  return words.every((word) => line.words.includes(word)) ? 1 : 2;
}

function search() {
  const text = field.value.trim().toLowerCase();
  const words = text.split(/\s+/);
  const found = lines.filter((line) => words.every((word) => line.all.includes(word)));
  found.sort((one, other) => rank(one, text, words) - rank(other, text, words) || one.place - other.place);
  list.replaceChildren(...found.map((line) => line.item));
  state.textContent = text === "" ? "" : found.length === 1 ? "1 line" : `${found.length} lines`;
}

field.addEventListener("input", search);
