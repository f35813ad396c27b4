// A weight taken apart: the products that make its score, the row's softmax, and the value that it weighs. Pointing shows
// it, pressing or Enter holds it, Escape lets it go; other heads show the weight at the same place.
{
  const all = [];
  const sideOf = (figure) => figure.closest("[data-side]")?.dataset.side;

  explorations.attention = ({ title, cells: { weights, query, key, value, scores }, constants }, panel) => {
    const [rows, queries, keys, values] = [weights, query, key, value].map(rowsOf);
    const names = keys.map(labelOf);
    const scaling = constants.scale < 1 ? `÷ √${Math.round(constants.scale ** -2)}` : "unscaled";
    const product = (i, j) => {
      const [q, k] = [cellsOf(queries[i]), cellsOf(keys[j])];
      return sum(q.map((cell, channel) => valueOf(cell) * valueOf(k[channel])));
    };
    const score = (i, j) => scores ? cellsOf(rowsOf(scores)[i])[j] : product(i, j);
    const scaled = (i, j) => (scores ? valueOf(score(i, j)) : product(i, j)) * constants.scale;

    function show(i, j, isHeld) {
      const weight = cellsOf(rows[i])[j];
      // A live page may have the heads of an earlier run, and of another beside this one.
      const heads = all.filter((head) => head.weights.isConnected && sideOf(head.weights) === sideOf(weights));
      for (const head of heads) for (const old of head.weights.querySelectorAll(".pointed, .held")) old.classList.remove("pointed", "held");
      for (const head of heads) cellsOf(rowsOf(head.weights)[i] ?? weight.parentElement)[j]?.classList.add(isHeld ? "held" : "pointed");

      const [q, k, v] = [queries[i], keys[j], values[j]].map(cellsOf);
      asks.textContent = `«${labelOf(rows[i])}» looks at «${names[j]}» with ${weight.textContent}`;
      dots(["", ...range(q.length).map((channel) => `channel ${channel}`), "sum"], [
        [`query of «${labelOf(rows[i])}»`, ...q, ""],
        [`key of «${names[j]}»`, ...k, ""],
        ["product", ...q.map((cell, channel) => valueOf(cell) * valueOf(k[channel])), score(i, j)],
      ]);
      const others = constants.overQueries ? range(rows.length).map((row) => [row, j]) : range(keys.length).map((column) => [i, column]);
      const weightAt = ([row, column]) => valueOf(cellsOf(rows[row])[column]);
      const largest = Math.max(...others.filter(weightAt).map((place) => scaled(...place)));
      // A hidden weight is 0, and no part of the sum, unless it was hidden too late; others are 0 by being so small.
      const isPart = (place) => constants.maskedLate || weightAt(place) || scaled(...place) < largest - 80;
      const power = (place) => isPart(place) ? Math.exp(scaled(...place)) : 0;
      const made = softmax([constants.overQueries ? "query" : "key", "q·k", scaling, "e^", "weight"], [
        ...others.map((place) => [
          constants.overQueries ? labelOf(rows[place[0]]) : names[place[1]], score(...place), scaled(...place),
          isPart(place) ? power(place) : "hidden", cellsOf(rows[place[0]])[place[1]],
        ]),
        ["sum", "", "", sum(others.map(power)), sum(others.map(weightAt))],
      ]);
      made[constants.overQueries ? i : j].className = "chosen";
      mixes(["", ...range(v.length).map((channel) => `channel ${channel}`)], [
        [`value of «${names[j]}»`, ...v],
        [`× ${weight.textContent}`, ...v.map((cell) => valueOf(cell) * valueOf(weight))],
      ]);
      same(["the same place in", "weight"], heads.map((head) => [head.title, cellsOf(rowsOf(head.weights)[i] ?? weight.parentElement)[j] ?? ""]));
      panel.querySelector(".same").hidden = heads.length < 2;
      say(`${title}: «${labelOf(rows[i])}» looks at «${names[j]}» with ${weight.dataset.value}; the score is ${compact(scaled(i, j) / constants.scale)}, ${scaling} it is ${compact(scaled(i, j))}`);
    }

    panel.append(make("p", "quiet", "Point at a weight, or go to it with the arrows. A press or Enter holds it, Escape lets it go."));
    const asks = panel.appendChild(make("p", "asks"));
    const [dots, softmax, mixes, same] = ["the products that make the score", "the softmax", "what is mixed in", "the same place in every head"]
      .map((caption) => tableIn(panel, caption));
    panel.lastChild.classList.add("same");
    all.push({ title, weights });

    let held = false;
    const point = (event, holds) => {
      const cell = event.target.closest("td[data-value]");
      if (!cell || (held && !holds)) return;
      held = holds;
      show(rows.indexOf(cell.parentElement), cellsOf(cell.parentElement).indexOf(cell), holds);
    };
    for (const kind of ["pointerover", "focusin"]) weights.addEventListener(kind, (event) => point(event, false));
    weights.addEventListener("click", (event) => point(event, true));
    weights.addEventListener("keydown", (event) => {
      if (event.key === "Enter") point(event, true);
      if (event.key === "Escape") held = false;
    });
    // It begins with what the last token looks at most, when all heads are there.
    const last = cellsOf(rows.at(-1)).map(valueOf);
    queueMicrotask(() => show(rows.length - 1, last.indexOf(Math.max(...last)), false));
  };
}
