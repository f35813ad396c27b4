// Measurement by measurement along a curve: the loss, a sample, and where each head looked.
explorations.curve = ({ cells: { curve, samples, weights } }, panel) => {
  const rows = rowsOf(samples);
  // One picture is for wide pages, one for narrow ones; in each the drawn line goes through a point for each measurement.
  const pictures = [...curve.querySelectorAll("svg")].map((picture) => {
    const path = [...picture.querySelectorAll("path.curve")].at(-1).getAttribute("d");
    // After the first point a path goes on from each to the next.
    const steps = path.match(/-?(\d+\.?\d*|\.\d+)/g).map(Number);
    for (let place = 2; place < steps.length; place++) steps[place] += steps[place - 2];
    const mark = picture.querySelector(".mark") ?? picture.appendChild(document.createElementNS(picture.namespaceURI, "circle"));
    mark.setAttribute("class", "mark");
    mark.setAttribute("r", 5);
    return { picture, mark, points: range(steps.length / 2).map((point) => steps.slice(2 * point, 2 * point + 2)) };
  }).filter(({ points }) => points.length === rows.length);
  const draw = () => {
    const [step, ...told] = rows[at.value].cells;
    for (const { mark, points } of pictures) {
      for (const [axis, name] of ["cx", "cy"].entries()) mark.setAttribute(name, points[at.value][axis]);
    }
    const headings = [...samples.querySelector("thead tr").cells].slice(1).map((cell) => cell.textContent);
    fill(["step", step], headings.map((heading, column) => [heading, told[column]]));
    for (const [head, line] of weights ? rowsOf(weights.querySelectorAll("table")[at.value]).entries() : []) {
      const looks = cellsOf(line), largest = Math.max(...looks.map(valueOf));
      const tokens = looks.map((cell, key) => {
        const token = make("span", "r" + Math.round((15 * valueOf(cell)) / largest), columnsOf(weights)[key]);
        token.title = token.dataset.value = cell.dataset.value;
        return token;
      });
      heads[head].replaceChildren(make("b", "", `head ${head} `), ...tokens);
    }
    say(`step ${step.textContent}: ${told[0].textContent} ${headings[0]}`);
  };
  const at = slider(panel, "measurement", { most: rows.length - 1, start: rows.length - 1, show: (place) => `step ${rows[place].cells[0].textContent}` }, draw);
  const fill = tableIn(panel, "one measurement");
  const heads = weights ? rowsOf(weights.querySelector("table")).map(() => panel.appendChild(make("p", "looks"))) : [];
  for (const { picture, points } of pictures) {
    picture.addEventListener("click", (event) => {
      const { left, width } = picture.getBoundingClientRect();
      const x = ((event.clientX - left) / width) * picture.viewBox.baseVal.width;
      at.value = points.map(([place], index) => [Math.abs(place - x), index]).sort((a, b) => a[0] - b[0])[0][1];
    });
  }
  at.changed();
};
