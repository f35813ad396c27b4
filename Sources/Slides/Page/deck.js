// A deck one slide at a time, by keys, touch and buttons; notes and clock in a second window, which is the same file.
"use strict";

const root = document.documentElement;
const slides = [...document.querySelectorAll(".slide")];
const steps = slides.map((slide) => [...slide.querySelectorAll(".steps > li")]);
const plan = slides.map((slide) => Number(slide.dataset.minutes));
const isPresenter = location.search === "?notes";

const make = (tag, className = "", text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};

// What is shown: a slide, and how many of its steps.
let shown = 0, step = 0;
// The other window, when there is one.
let peer = null;

root.classList.add("shown-one");
root.classList.toggle("presenter", isPresenter);

// What a screen reader is told.
const said = document.body.appendChild(make("p", "said"));
said.setAttribute("role", "status");

// Figures are as large as the slide has room for; when they cannot be smaller, the words are.
function fit(content) {
  const isTooLarge = () => content.scrollHeight > content.clientHeight + 1 || content.scrollWidth > content.clientWidth + 1;
  const shrink = (name, from, to, by) => {
    for (let size = from; size > to - by / 2; size -= by) {
      content.style.setProperty(name, size.toFixed(2));
      if (!isTooLarge()) return;
    }
  };
  shrink("--zoom", 1.8, 0.6, 0.1);
  if (isTooLarge()) shrink("--text", 1, 0.7, 0.05);
}
for (const slide of slides) fit(slide.querySelector(".content"));

const controls = document.body.appendChild(make("nav", "controls"));
controls.setAttribute("aria-label", "Slides");
const counter = make("span", "counter");
function button(sign, name, action) {
  const made = make("button", "", sign);
  made.type = "button";
  made.title = name;
  made.setAttribute("aria-label", name);
  made.addEventListener("click", action);
  return made;
}

const help = document.body.appendChild(make("dialog"));
help.setAttribute("aria-labelledby", "help-heading");
{
  const heading = make("h2", "", "Keys");
  heading.id = "help-heading";
  const list = make("dl");
  for (const [keys, what] of [
    ["→ ↓ space PageDown", "next step or slide"], ["← ↑ shift-space PageUp", "back"], ["Home, End", "first, last"],
    ["n, s", "notes and clock in a second window"], ["f", "full screen"], ["b", "black"], ["?", "this help"],
  ]) list.append(make("dt", "", keys), make("dd", "", what));
  const close = button("Close", "Close", () => help.close());
  help.append(heading, list, ...[...document.querySelector("body > header").children].map((part) => part.cloneNode(true)), close);
}

controls.append(
  button("‹", "Back", () => back()), counter, button("›", "Next", () => next()), button("n", "Notes and clock", openNotes),
  button("f", "Full screen", fullScreen), button("?", "Help", () => help.showModal()));

// Shows a slide with so many of its steps; tells the other window, unless that has said so.
function go(slide, stepCount = 0, isTold = false) {
  shown = Math.max(0, Math.min(slides.length - 1, slide));
  step = Math.max(0, Math.min(steps[shown].length, stepCount));
  for (const [index, element] of slides.entries()) {
    element.classList.toggle("current", index === shown);
    element.classList.toggle("next", isPresenter && index === shown + 1);
  }
  for (const [index, item] of steps[shown].entries()) item.classList.toggle("waiting", index >= step);
  const place = `${shown + 1} / ${slides.length}`;
  counter.textContent = place + (steps[shown].length ? ` · ${step}/${steps[shown].length}` : "");
  const heading = slides[shown].querySelector("h1, h2, h3, h4, h5, h6");
  if (!isPresenter) said.textContent = `${place}: ${heading?.textContent ?? ""}${step > 0 ? ". " + steps[shown][step - 1].textContent : ""}`;
  if (location.hash !== `#${shown + 1}`) history.replaceState(null, "", `#${shown + 1}`);
  if (isPresenter) showNotes();
  if (!isTold) tell();
}
const next = () => (step < steps[shown].length ? go(shown, step + 1) : shown < slides.length - 1 && go(shown + 1));
const back = () => (step > 0 ? go(shown, step - 1) : shown > 0 && go(shown - 1, Infinity));

function blacken(isBlack, isTold = false) {
  root.classList.toggle("black", isBlack);
  if (!isTold) tell();
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.().catch(() => {});
}

// MARK: The two windows

// A file from disk has no origin that could be named, so each window knows the other by the deck's title; what is said is a place.
function tell() {
  peer?.postMessage({ deck: document.title, slide: shown, step, isBlack: root.classList.contains("black") }, "*");
}
window.addEventListener("message", ({ data, source }) => {
  if (data?.deck !== document.title || !source || source === window) return;
  peer = source;
  if (data.asks) return tell();
  blacken(data.isBlack === true, true);
  if (Number.isInteger(data.slide) && Number.isInteger(data.step)) go(data.slide, data.step, true);
});

function openNotes() {
  if (isPresenter) return;
  const address = location.href.replace(/[?#].*$/, "");
  peer = window.open(`${address}?notes#${shown + 1}`, "notes of " + document.title, "popup,width=1100,height=660");
  if (!peer) said.textContent = "The browser does not allow a second window.";
}

const panel = (className, title) => {
  const made = document.body.appendChild(make("section", "presenter-panel " + className));
  const heading = made.appendChild(make("h2", "", title));
  heading.id = "heading-of-" + className;
  made.setAttribute("aria-labelledby", heading.id);
  return made;
};
const clock = (seconds) => {
  const whole = Math.round(Math.abs(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
let started = Date.now();
let say, elapsed, planned, late, wall;
function showNotes() {
  const notes = slides[shown].querySelector(".notes");
  say.replaceChildren(...[...notes.childNodes].map((node) => node.cloneNode(true)));
  showTime();
}
function showTime() {
  const seconds = (Date.now() - started) / 1000;
  const end = plan.slice(0, shown + 1).reduce((sum, minutes) => sum + minutes, 0) * 60;
  elapsed.textContent = clock(seconds);
  planned.textContent = `This slide from ${clock(end - plan[shown] * 60)} to ${clock(end)}, of ${clock(plan.reduce((sum, minutes) => sum + minutes, 0) * 60)}`;
  late.textContent = seconds > end ? `${clock(seconds - end)} late` : seconds < end - plan[shown] * 60 ? `${clock(end - plan[shown] * 60 - seconds)} ahead` : "on time";
  late.classList.toggle("late", seconds > end);
  wall.textContent = new Date().toTimeString().slice(0, 5);
}
if (isPresenter) {
  const words = panel("say", "Notes");
  words.tabIndex = 0;
  say = words.appendChild(make("div"));
  const time = panel("clock", "Time");
  elapsed = time.appendChild(make("output"));
  elapsed.setAttribute("aria-label", "elapsed");
  planned = time.appendChild(make("p"));
  late = time.appendChild(make("p"));
  wall = time.appendChild(make("p"));
  time.append(button("Start again at 0:00", "Start again at 0:00", () => { started = Date.now(); showTime(); }));
  setInterval(showTime, 1000);
  peer = window.opener;
  peer?.postMessage({ deck: document.title, asks: true }, "*");
}

// MARK: Keys, touch and addresses

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || help.open) return;
  // A button that has the focus is pressed by space.
  if (event.key === " " && event.target.closest?.("button, a")) return;
  const actions = {
    ArrowRight: next, ArrowDown: next, PageDown: next, " ": event.shiftKey ? back : next, ArrowLeft: back, ArrowUp: back,
    PageUp: back, Home: () => go(0), End: () => go(slides.length - 1, Infinity), n: openNotes, s: openNotes, f: fullScreen,
    b: () => blacken(!root.classList.contains("black")), "?": () => help.showModal(),
  };
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  if (root.classList.contains("black") && event.key !== "b") blacken(false);
  action();
});

let touch = null;
document.addEventListener("touchstart", ({ touches }) => { touch = touches.length === 1 ? touches[0] : null; }, { passive: true });
document.addEventListener("touchend", ({ changedTouches: [end] }) => {
  if (!touch || help.open) return;
  const [right, down] = [end.clientX - touch.clientX, end.clientY - touch.clientY];
  touch = null;
  if (Math.abs(right) < 40 || Math.abs(right) < 2 * Math.abs(down)) return;
  if (right < 0) next(); else back();
});

const placeOfAddress = () => (Number(location.hash.slice(1)) || 1) - 1;
window.addEventListener("hashchange", () => { if (placeOfAddress() !== shown) go(placeOfAddress()); });
go(placeOfAddress(), 0, isPresenter);
