// A walk through an expression, one visit at a time: values on the way forward, gradients on the way back.
explorations.graph = ({ cells: { tree, visits } }, panel) => {
  const rows = rowsOf(visits).map((row) => [...row.cells]);
  const draw = () => {
    const [number, way, node, what, found] = rows[at.value];
    for (const box of picture.querySelectorAll("[data-node]")) {
      const label = box.querySelector(".label").textContent;
      const isOf = (name) => label === name || label.startsWith(name + " ");
      const seen = rows.slice(0, at.value + 1).filter((row) => isOf(row[2].textContent)).map((row) => row[1].textContent);
      box.classList.toggle("valued", seen.includes("forward"));
      box.classList.toggle("reached", seen.includes("back"));
      box.classList.toggle("visited", isOf(node.textContent));
    }
    const name = way.textContent === "back" ? "gradient" : "value";
    words.textContent = `${number.textContent}. ${way.textContent}, ${node.textContent}: ${what.textContent}; its ${name} is `;
    const result = words.appendChild(make("b", "", found.textContent));
    result.dataset.value = found.dataset.value;
    say(words.textContent);
  };
  const at = slider(panel, "visit", { most: rows.length - 1, show: (place) => `${place + 1} of ${rows.length}` }, draw);
  for (const [name, step] of [["back", -1], ["on", 1]]) {
    panel.appendChild(make("button", "", name)).addEventListener("click", () => { at.value = at.value + step; });
  }
  const words = panel.appendChild(make("p", "asks"));
  const frame = panel.appendChild(make("div", "frame"));
  Object.assign(frame, { tabIndex: 0, role: "group", ariaLabel: "the graph at this visit" });
  const picture = frame.appendChild(tree.querySelector("svg").cloneNode(true));
  at.changed();
};
