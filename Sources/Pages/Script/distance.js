// Two places, wave by wave: where sine and cosine agree their product is near 1.
explorations.distance = ({ cells: { encoding, products } }, panel) => {
  const rows = rowsOf(encoding), dots = rowsOf(products);
  const draw = () => {
    const [from, to] = [place.value, place.value + steps.value].map((row) => cellsOf(rows[row]));
    const waves = range(Math.ceil(from.length / 2)).map((wave) => {
      const channels = range(from.length).slice(2 * wave, 2 * wave + 2);
      return [`wave ${wave}`, ...channels.flatMap((c) => [from[c], to[c]]), ...Array(4 - 2 * channels.length).fill(""),
        sum(channels.map((c) => valueOf(from[c]) * valueOf(to[c])))];
    });
    const dot = cellsOf(dots[place.value])[place.value + steps.value];
    const made = fill(["", "even channel, here", "there", "odd channel, here", "there", "product"], [...waves, ["all", "", "", "", "", dot]]);
    for (const [wave, row] of waves.entries()) {
      const agreement = Math.round(15 * Math.min(1, Math.abs(row[5])));
      made[wave].cells[5].className = (row[5] < 0 ? "n" : "p") + agreement;
    }
    say(`positions ${place.value} and ${place.value + steps.value}: the dot product is ${dot.textContent}`);
  };
  const place = slider(panel, "position", { most: rows.length - 1 }, () => {
    steps.most = rows.length - 1 - place.value;
    steps.changed();
  });
  const steps = slider(panel, "and so many further", { most: rows.length - 1, start: 1 }, draw);
  const fill = tableIn(panel, "the waves of two positions");
  onNumber(encoding, (row) => { place.value = row; });
  onNumber(products, (row, column) => {
    place.value = Math.min(row, column);
    steps.value = Math.abs(row - column);
  });
  place.changed();
};
