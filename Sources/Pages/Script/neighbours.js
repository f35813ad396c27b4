// The cosines between a word and the others; the nearest five shine on the map.
explorations.neighbours = ({ cells: { vectors, map } }, panel) => {
  const rows = rowsOf(vectors), points = [...map.querySelectorAll("g[data-index]")];
  const values = rows.map((row) => cellsOf(row).map(valueOf));
  const dot = (a, b) => sum(a.map((value, channel) => value * b[channel]));
  const cosine = (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const draw = () => {
    const picked = word.selectedIndex;
    const near = range(rows.length).filter((other) => other !== picked)
      .map((other) => [other, cosine(values[picked], values[other])]).sort((a, b) => b[1] - a[1]);
    const shining = near.slice(0, 5).map(([other]) => other);
    for (const point of points) {
      const index = Number(point.dataset.index);
      point.classList.toggle("picked", index === picked);
      point.classList.toggle("dimmed", index !== picked && !shining.includes(index));
    }
    fill(["word", "cosine"], near.map(([other, value]) => [labelOf(rows[other]), value]));
    say(`${word.value}: nearest are ${shining.map((other) => labelOf(rows[other])).join(", ")}`);
  };
  const word = choice(panel, "word", rows.map(labelOf), draw);
  const fill = tableIn(panel, "the neighbours of a word");
  for (const point of points) point.addEventListener("click", () => { word.selectedIndex = point.dataset.index; draw(); });
  draw();
};
