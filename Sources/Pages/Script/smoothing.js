// A row of counts, and what each smoothing makes of it.
explorations.smoothing = ({ cells: { counts, ...others }, constants }, panel) => {
  const rows = rowsOf(counts), words = columnsOf(counts);
  const names = Object.keys(others).map((role) => role.replace("probability.", ""));
  const draw = () => {
    const row = cellsOf(rows[context.selectedIndex]), total = sum(row.map(valueOf));
    const sides = Object.values(others).map((figure) => cellsOf(rowsOf(figure)[context.selectedIndex]));
    const fractions = row.map((cell) => {
      const count = valueOf(cell), { k } = constants;
      return [total ? `${count}/${total}` : "0/0", `${count + k}/${total + k * words.length}`];
    });
    fill(["next", "count", "C/ΣC", "(C+k)/Σ", ...names], [
      ...words.map((word, place) => [word, row[place], ...fractions[place], ...sides.map((side) => side[place])]),
      ["sum", total, "", "", ...sides.map((side) => sum(side.map(valueOf)))],
    ]);
    say(`after ${context.value}: ${total} counted`);
  };
  const context = choice(panel, "after", rows.map(labelOf), draw);
  const fill = tableIn(panel, "counts and probabilities after one context");
  onNumber(counts, (row) => { context.selectedIndex = row; draw(); });
  draw();
};
