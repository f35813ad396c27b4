// The softmax of the logits by a temperature, cut off at the k likeliest and at the nucleus that holds p.
explorations.choice = ({ cells: { logits, probabilities }, constants }, panel) => {
  const rows = rowsOf(logits), values = rows.map((row) => valueOf(cellsOf(row)[0]));
  const own = rowsOf(probabilities).map((row) => cellsOf(row)[0]);
  const ranked = range(rows.length).sort((a, b) => values[b] - values[a] || a - b);
  const isOwn = () => Math.abs(temperature.value - constants.temperature) < 0.005;
  const draw = () => {
    const divisor = isOwn() ? constants.temperature : temperature.value;
    const powers = ranked.map((token, rank) => divisor ? Math.exp((values[token] - values[ranked[0]]) / divisor) : Number(!rank));
    const among = powers.slice(0, kept.value), total = sum(among);
    let held = 0;
    const nucleus = among.filter((power) => { const before = held; held += power / total; return before < share.value; });
    const whole = isOwn() && nucleus.length === rows.length;
    const made = fill(["token", "logit", "probability", ""], ranked.slice(0, 16).map((token, rank) => {
      const chance = rank < nucleus.length ? powers[rank] / sum(nucleus) : 0;
      return [labelOf(rows[token]), cellsOf(rows[token])[0], whole ? own[token] : chance, "█".repeat(Math.round(24 * chance))];
    }));
    for (const [rank, row] of made.entries()) row.classList.toggle("dimmed", rank >= nucleus.length);
    rest.textContent = `${nucleus.length} of ${rows.length} tokens can be chosen.`;
    say(rest.textContent);
  };
  const temperature = slider(panel, "temperature", { most: 3, step: 0.05, start: constants.temperature }, draw);
  const kept = slider(panel, "top-k", { least: 1, most: rows.length, start: rows.length }, draw);
  const share = slider(panel, "top-p", { least: 0.05, most: 1, step: 0.05, start: 1 }, draw);
  const rest = panel.appendChild(make("p", "rest"));
  const fill = tableIn(panel, "the likeliest tokens");
  for (const control of [temperature, kept, share]) control.changed();
};
