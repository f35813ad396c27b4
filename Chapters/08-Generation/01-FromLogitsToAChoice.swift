import Formulas
import Generation
import Notebook
import Platform
import Randomness

/// One token is chosen, number by number; gives the logits that it was chosen from.
func fromLogitsToAChoice(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> [Float] {
  notebook.heading("From logits to a choice")
  notebook.prose(
    """
    The model of chapter 7 has read:

    - \(lesson.text(lesson.tokens.filter { $0 != lesson.end }))

    It has a number for each of its \(lesson.labels.count) tokens: the logits of what comes next.
    """)
  let (model, tokens) = (lesson.model, lesson.tokens)
  notebook.code()
  var predictor = GPTPredictor(model)
  predictor.read(tokens)
  let logits = predictor.logits  // [vocabulary]

  notebook.tensor(
    "logits", logits, shape: [logits.count], axes: ["token"], labels: [lesson.labels],
    display: .summary)
  notebook.formula(.s1_4_3_P_TEMP)
  let temperature = Double(lesson.sampler.temperature)
  let probabilities =
    temperature == 0
    ? greedyProbabilities(notebook, logits) : sampledProbabilities(notebook, logits, temperature)

  notebook.tensor(
    "probabilities", probabilities, shape: [probabilities.count], axes: ["token"],
    labels: [lesson.labels],
    formula: .s1_4_3_P_TEMP, display: .summary)
  notebook.explore(
    .choice(
      "the next token", logits: "logits", probabilities: "probabilities", temperature: temperature))
  let published = Formula.Sampling.published(logits.map(Double.init), temperature: temperature)
  notebook.check(
    "the probabilities are those of the formula in Double",
    measured: zip(probabilities, published).map { abs($0 - $1) }.max() ?? .infinity, atMost: 1e-6)
  draw(notebook, lesson, logits, probabilities)
  return logits
}

/// At a temperature of 0 nothing is divided: the largest logit has all the probability.
private func greedyProbabilities(_ notebook: ChapterNotebook, _ logits: [Float]) -> [Double] {
  notebook.prose(
    "At a temperature of 0 there is nothing to divide by; it *means* the largest logit.")
  notebook.code()
  let largest = logits.max() ?? 0
  let best = logits.firstIndex(of: largest)
  let probabilities = logits.indices.map { $0 == best ? 1.0 : 0 }

  return probabilities
}

/// Divided by the temperature, raised as powers of e, and made to sum to 1.
private func sampledProbabilities(
  _ notebook: ChapterNotebook, _ logits: [Float], _ temperature: Double
) -> [Double] {
  notebook.prose(
    """
    Each is divided by the temperature, here \(NumberText.compact(temperature)), and becomes a power of e. (The largest is
    taken away first, which changes no quotient and keeps e from overflowing.) Their shares in the sum are probabilities.
    """)
  notebook.code()
  let largest = Double(logits.max() ?? 0)
  let powers = logits.map { exp((Double($0) - largest) / temperature) }
  let sum = powers.reduce(0, +)
  let probabilities = powers.map { $0 / sum }

  return probabilities
}

/// A random number falls on one of the intervals that lie side by side between 0 and 1.
private func draw(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ logits: [Float], _ probabilities: [Double]
) {
  let seed = lesson.seed
  notebook.prose(
    """
    To choose with these probabilities, lay them side by side from 0 to 1, in the order of the vocabulary, and let one
    random number fall.
    """)
  notebook.code()
  var generator = Seed(seed).generator()
  let fallen = generator.uniform()  // anywhere from 0 to 1
  let last = probabilities.count - 1
  var (place, from) = (0, 0.0)
  while from + probabilities[place] <= fallen, place < last {
    from += probabilities[place]
    place += 1
  }

  let shown = probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
    .prefix(8)
  var starts = [0.0]
  for probability in probabilities { starts.append(starts[starts.count - 1] + probability) }
  notebook.table(
    "the likeliest tokens", columns: ["token", "logit", "probability", "from", "to", ""],
    rows: Set(shown + [place]).sorted().map {
      [
        lesson.labels[$0], Double(logits[$0]), probabilities[$0], starts[$0], starts[$0 + 1],
        $0 == place ? "← \(NumberText.fixed(fallen, decimals: 3))" : "",
      ]
    })
  let temperature = lesson.sampler.temperature
  var same = Seed(seed).generator()
  let chosen = try? Sampler(temperature: temperature)(logits, using: &same)
  notebook.check(
    "`Sampler` with the same seed chooses the same token, \(lesson.labels[place])",
    isTrue: chosen == place)
}
