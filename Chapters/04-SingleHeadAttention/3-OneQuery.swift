import Autodiff
import Notebook
import Platform

/// One row of attention with plain numbers: what the token in the middle looks at.
func followOneQuery(_ notebook: ChapterNotebook, _ lesson: Lesson, _ attention: Attended) {
  let words = lesson.words
  let place = (words.count - 1) / 2
  let word = words[place]
  let scores = attention.scores.matrix
  let keyWidth = lesson.query.shape[1]
  let root = attention.isScaled ? Double(keyWidth).squareRoot() : 1

  func exponential(_ query: Int, _ key: Int) -> Double {
    attention.hidesBeforeSoftmax && key > query ? 0 : exp(scores[query, key] / root)
  }
  let exponentials = words.indices.map { exponential(place, $0) }
  let sums = words.indices.map { key in
    attention.isOverQueries
      ? words.indices.reduce(0) { $0 + exponential($1, key) } : exponentials.reduce(0, +)
  }
  let weights = words.indices.map { key in
    attention.breakage == .maskAfterSoftmax && key > place ? 0 : exponentials[key] / sums[key]
  }
  let values = lesson.value.matrix.column(0)
  let parts = zip(weights, values).map { $0 * $1 }
  let result = parts.reduce(0, +)

  notebook.heading("What does «\(word)» look at?")
  let numbers = lesson.query.matrix.row(place).prefix(4).map { NumberText.fixed($0, decimals: 2) }
  notebook.prose(
    """
    One row by hand. The query of «\(word)» is (\(numbers.joined(separator: ", "))\
    \(keyWidth > 4 ? ", …" : "")); each key answers with a score; \
    e to its power, \(attention.isOverQueries ? "divided by the sum over all **queries**" : "divided by the sum"), \
    is the weight. The last column is what the token brings to channel 0 of the output.
    """)
  let shown =
    words.count <= 12
    ? Array(words.indices)
    : words.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }.prefix(10).sorted()
  let divided = attention.isScaled ? "÷ √\(keyWidth)" : "÷ 1"
  let rows: [[any TableValue]] = shown.map { key in
    [
      words[key], scores[place, key], scores[place, key] / root, exponentials[key], weights[key],
      bar(weights[key]), parts[key],
    ]
  }
  let rest = words.count - shown.count
  let total: [any TableValue] = [
    rest == 0 ? "sum" : "sum (+\(rest))", "", "",
    attention.isOverQueries ? TableEntry.text("") : .number(sums[place]), weights.reduce(0, +), "", result,
  ]
  notebook.guess(
    "Which key gets the most of «\(word)», and about how much? An even share would be 1/\(words.count).")
  notebook.table(
    "«\(word)» asks", columns: ["key of", "q·k", divided, "e^", "weight", "", "· v₀"], rows: rows + [total])

  let favourite = words.indices.max { weights[$0] < weights[$1] } ?? place
  notebook.prose(
    """
    «\(word)» looks most at \(favourite == place ? "itself" : "«\(words[favourite])»"): \
    \(NumberText.fixed(100 * weights[favourite], decimals: 0)) % of its attention, where an even share would be \
    \(NumberText.fixed(100 / Double(words.count), decimals: 0)) %. Chance, not grammar: under another `--seed` it \
    looks elsewhere.
    """)
  let deviation = weights.indices.reduce(0.0) {
    max($0, (weights[$1] - Double(attention.weights[place, $1])).magnitude)
  }
  let rounding = 1e-6 * (10 + scores.largestMagnitude)
  notebook.check(
    "by hand as in the row «\(word)» of the weights", measured: deviation, atMost: rounding)
  notebook.check(
    "and in channel 0 of its output", measured: result, near: Double(attention.output[place, 0]),
    within: rounding)
}

/// A weight as a bar of up to 24 characters.
private func bar(_ weight: Double) -> String {
  let eighths = Int((weight * 192).rounded())
  let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
}
