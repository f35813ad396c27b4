import Formulas
import Language
import Notebook
import Randomness

/// Section 7: what the models write, order by order.
func drawSamples(
  _ notebook: ChapterNotebook, _ material: Material, _ counts: NGramCounts, _ smoothing: SmoothingChoice,
  k: Double, seed: Seed
) throws -> [Samples] {
  let (training, tuning, unit) = (material.training, material.tuning, material.unit)
  let world = material.world
  notebook.heading("Samples by order")
  notebook.prose(
    """
    Drawing one \(unit.token) after another from P(w | h) writes text (\(smoothing.label(k: k))). From order to \
    order it can copy longer pieces of the original.
    """)
  notebook.code()
  let orders = [1, 2, 3, 5].filter { $0 < counts.order } + [counts.order]
  let sampleCount = world == nil ? 1 : 100
  let length = (world == nil ? 160 : 400) / (unit == .characters ? 1 : 4)
  let end = world == nil ? nil : training[0].last  // of a story
  var samples: [Samples] = []
  var deviation = 0.0
  for order in orders {
    let smoothing = smoothing.fitted(
      to: counts, order: order, k: k, tuning: tuning)
    let model = NGramModel(counts: counts, order: order, smoothing: smoothing)
    var generator = seed.derived(10 + order).generator()
    let drawn = (0..<sampleCount).map { _ in
      model.sample(count: length, last: end, using: &generator)
    }
    samples.append((order, drawn))
    for tokens in drawn {
      let sum = model.distribution(after: tokens).reduce(0, +)
      deviation = max(deviation, (sum - 1).magnitude)
    }
  }

  for sample in samples {
    let text = try material.tokenizer.decode(sample.tokens[0])
    notebook.prose("**Order \(sample.order):** " + excerpt(of: text))
  }
  notebook.check(
    "after each sample the next \(unit.token)'s probabilities sum to 1", measured: deviation, atMost: 1e-9)
  return samples
}

/// What the model of one order wrote.
typealias Samples = (order: Int, tokens: [[Int]])

/// So much of a sample as fits a few lines, without marks that the page would read as its own.
private func excerpt(of text: String) -> String {
  let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  let plain = String(line.map { "`*_".contains($0) ? "·" : $0 })
  return plain.count > 170 ? plain.prefix(170) + " …" : plain
}
