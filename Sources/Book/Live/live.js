// The live page: sends a form to the server, shows the cells as its program makes them, and, where there are two
// runs, outlines what differs.
"use strict";

const cells = document.querySelector("#cells");
const forms = [...document.querySelectorAll("form.live")];
const compares = forms.length > 1;

// Of switches that exclude each other the last one chosen stays.
document.addEventListener("change", (event) => {
  if (event.target.type !== "checkbox" || !event.target.checked) return;
  for (const name of (event.target.dataset.excludes ?? "").split(" ")) {
    const other = document.getElementById(name);
    if (other?.type === "checkbox") other.checked = false;
  }
});

// The fields of a form that differ from what it is by itself, without its prefix.
function fieldsOf(form) {
  const prefix = form.dataset.prefix;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== "") fields.append(name.slice(prefix.length), value);
  }
  return fields;
}

// The address holds the options, so that it can be handed on.
function keepInAddress() {
  const query = new URLSearchParams();
  for (const form of forms) {
    for (const [name, value] of fieldsOf(form)) {
      const control = form.elements[form.dataset.prefix + name];
      if (value !== initial.get(control)) query.append(form.dataset.prefix + name, value);
    }
  }
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text ? "?" + text : ""));
}

// What each control holds when its option is not given.
const initial = new Map();
for (const form of forms) {
  for (const control of form.elements) {
    if (control.dataset?.default !== undefined) initial.set(control, control.dataset.default);
  }
}

class Run {
  constructor(form, side) {
    this.form = form;
    this.side = side;
    this.state = form.querySelector(".state");
    this.start = form.querySelector(".start");
    this.stopper = form.querySelector(".stop");
    this.count = 0;
    form.addEventListener("submit", (event) => {
      if (event.submitter?.classList.contains("compare")) return;
      event.preventDefault();
      this.begin();
    });
    this.stopper.addEventListener("click", () => this.stop());
  }

  say(text) { this.state.textContent = text; }

  async begin() {
    keepInAddress();
    this.controller?.abort();
    const controller = (this.controller = new AbortController());
    for (const cell of cells.querySelectorAll(`[data-side="${this.side}"]`)) cell.remove();
    this.count = 0;
    this.stopper.disabled = false;
    this.form.setAttribute("aria-busy", "true");
    this.say("…");
    try {
      const address = new URL(this.form.action).pathname + "/run";
      const response = await fetch(address, {
        method: "POST", body: fieldsOf(this.form), signal: controller.signal,
      });
      if (!response.ok) return this.say((await response.text()).trim());
      await this.read(response.body);
    } catch (error) {
      if (this.controller === controller) this.say("The server does not answer any more.");
    } finally {
      if (this.controller === controller) {
        this.stopper.disabled = true;
        this.form.removeAttribute("aria-busy");
      }
    }
  }

  async read(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) this.hear(JSON.parse(line));
    }
  }

  hear(event) {
    switch (event.kind) {
      case "begin": this.name = event.text; break;
      case "waiting": this.say(`Waiting: ${event.text} before this one.`); break;
      case "running": this.say("Running."); break;
      case "cell": this.show(event.html); break;
      default: this.say(event.text);
    }
  }

  show(html) {
    const cell = document.createElement("div");
    cell.className = "cell";
    cell.dataset.side = this.side;
    cell.innerHTML = html;
    if (compares) {
      this.count += 1;
      cell.style.gridRow = this.count;
    }
    cells.append(cell);
    explore(cell);
    if (compares) outlineDifferences();
  }

  async stop() {
    this.say("Stopping.");
    await fetch("/stop", { method: "POST", body: new URLSearchParams({ run: this.name }) });
  }
}

// The cells of a side by name: that of the figure in it, or its place among those without one.
function byName(side) {
  const found = new Map();
  let unnamed = 0;
  for (const cell of cells.querySelectorAll(`[data-side="${side}"]`)) {
    found.set(cell.querySelector("[data-name]")?.dataset.name ?? unnamed++, cell);
  }
  return found;
}

// Numbers are compared one by one where both sides have as many of them; else the cells as a whole.
function outlineDifferences() {
  for (const marked of cells.querySelectorAll(".differs")) marked.classList.remove("differs");
  const right = byName(1);
  for (const [name, cell] of byName(0)) {
    const other = right.get(name);
    if (!other || cell.textContent === other.textContent) continue;
    const numbers = [cell, other].map((side) => [...side.querySelectorAll("[data-value]")]);
    const pairs = numbers[0].map((number, index) => [number, numbers[1][index]]);
    const isEven = numbers[0].length > 0 && numbers[0].length === numbers[1].length;
    const different = pairs.filter(([a, b]) => a.dataset.value !== b?.dataset.value);
    for (const pair of isEven ? different : [[cell, other]]) {
      for (const element of pair) element.classList.add("differs");
    }
  }
}

forms.forEach((form, side) => new Run(form, side));
