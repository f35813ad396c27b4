import Autodiff
import Formulas
import Language
import Neural
import Notebook
import Randomness

/// A few words in a row, over a vocabulary so small that it can be shown.
struct Example {
  let vocabulary: Vocabulary
  let ids: [Int]
  let tokenLabels: [String]
  let vocabularyLabels: [String]

  var used: Set<Int> { Set(ids) }
}

extension WordText {
  /// The first sentence of at most seven tokens in which a word comes twice, and two words that it does not use.
  func example() -> Example {
    let length = min(7, tokens.count)
    func label(_ token: Int) -> String { tokenizer.label(of: token) }
    func startsSentence(_ place: Int) -> Bool {
      place == 0 || [".", "!", "⏎"].contains(label(tokens[place - 1]))
    }
    func repeatsWord(_ place: Int) -> Bool {
      let words = tokens[place..<place + length].filter(isSpelled)
      return Set(words).count < words.count
    }
    let places = 0..<(tokens.count - length + 1)
    let start =
      places.first { startsSentence($0) && repeatsWord($0) && label(tokens[$0 + length - 1]) == "." }
      ?? places.first { startsSentence($0) && repeatsWord($0) } ?? places.first(where: repeatsWord) ?? 0
    let shown = Array(tokens[start..<start + length])
    var strings = Set(shown)
    for token in tokens[(start + length)...] + tokens[..<start] where strings.count < Set(shown).count + 2 {
      strings.insert(token)
    }
    let vocabulary = Vocabulary(sortedFrom: strings.compactMap { tokenizer.vocabulary.string(of: $0) })
    let ids = shown.compactMap { tokenizer.vocabulary.string(of: $0) }.compactMap { vocabulary.id(of: $0) }
    return Example(
      vocabulary: vocabulary, ids: ids, tokenLabels: shown.map(label),
      vocabularyLabels: vocabulary.strings.compactMap { tokenizer.vocabulary.id(of: $0) }.map(label))
  }

  private func isSpelled(_ token: Int) -> Bool {
    (tokenizer.vocabulary.string(of: token) ?? "").unicodeScalars.contains { $0.properties.isAlphabetic }
  }
}

/// Section 3: an id picks a row of a table; as a product, a one-hot row does the same.
func lookUpWords(_ notebook: ChapterNotebook, _ example: Example, channels: Int, seed: Seed) {
  var generator = seed.generator()
  let size = example.vocabulary.count
  let embedding = Embedding(
    vocabularySize: size, channels: channels, deviation: 1 / Float(channels).squareRoot(), using: &generator)
  let table = embedding.weight
  let rows = oneHot(example.ids, size: size)
  let embedded = embedding(example.ids)
  notebook.heading("An id picks a row")
  notebook.prose(
    """
    Id 5 is not more than id 2; the number only names the word. Honest numbers for a name are **one-hot**: as many \
    as there are words, a 1 at its own place. A learned table E then gives each word d numbers that mean something. \
    The product of a one-hot row with E is a row of E, so nobody multiplies: one looks it up.
    """)
  notebook.formula(.g_EMB)
  notebook.code(
    """
    let embedding = Embedding(vocabularySize: V, channels: d, using: &generator)
    let embedded = embedding(ids)                        // the rows
    oneHot(ids, size: V) · embedding.weight == embedded  // the same, by matmul
    """)
  let tokens = example.tokenLabels
  notebook.tensor(
    "ids", example.ids.map(Double.init), shape: [tokens.count], axes: ["token"], labels: [tokens],
    display: .plainTable)
  notebook.tensor(
    "oneHot", rows, axes: ["token", "word"], labels: [tokens, example.vocabularyLabels])
  notebook.tensor("table", table, axes: ["word", "channel"], labels: [example.vocabularyLabels, []])
  notebook.tensor("embedded", embedded, axes: ["token", "channel"], labels: [tokens, []], formula: .g_EMB)
  notebook.check("oneHot · table equals embedded, to the last bit", isTrue: matmul(rows, table) == embedded)
  if let specified = try? Formula.Embedding.byProduct(
    table: Matrix(table.rows.map { $0.map(Double.init) }), tokens: example.ids)
  {
    let difference = zip(specified.rows.joined(), embedded.scalars).map { ($0 - Double($1)).magnitude }.max()
    notebook.check("and the formula's own function agrees", measured: difference ?? .nan, atMost: 0)
  }
  scaleByRoot(notebook, using: &generator)
}

/// Vaswani et al. multiply by √d before positions are added: else wide vectors would be drowned by them.
private func scaleByRoot(_ notebook: ChapterNotebook, using generator: inout SeededGenerator) {
  notebook.prose(
    """
    Rows drawn with deviation 1/√d are about 1 long, whatever d. The positions that chapter 3 adds are √(d/2) \
    long. Vaswani et al. multiply the rows by √d first; they do not say why, but the lengths do.
    """)
  var rows: [[any TableValue]] = []
  var ratios: [Double] = []
  var worst = 0.0
  for width in [8, 64, 512] {
    let table = Tensor.normal([100, width], deviation: 1 / Float(width).squareRoot(), using: &generator)
    let position = sinusoidalPositions(length: 10, channels: width)
    func length(_ tensor: Tensor) -> Double {
      Double(square(tensor).sum(alongAxis: 1).mean().scalar).squareRoot()
    }
    let root = Double(width).squareRoot()
    worst = max(worst, (length(position) / (Double(width) / 2).squareRoot() - 1).magnitude)
    ratios.append(length(table) / length(position))
    rows.append([width, length(table), length(position), root * length(table)])
  }
  notebook.table(
    "typical lengths", columns: ["d", "row of E", "position", "√d · row of E"], rows: rows)
  notebook.check("a position is √(d/2) long", measured: worst, atMost: 1e-5)
  notebook.check("unscaled at d = 512, a word's length in positions", measured: ratios[2], atMost: 0.1)
}

/// Section 4: only the rows that were used learn.
func followGradient(_ notebook: ChapterNotebook, _ example: Example) {
  let size = example.vocabulary.count
  let table = Tensor.zeros([size, 3])
  let change = gradient(at: table) { lookUp($0, at: example.ids).sum() }
  let uses = (0..<size).map { id in example.ids.count { $0 == id } }
  let repeated = uses.max() ?? 0
  notebook.heading("Only the rows in use learn")
  notebook.prose(
    """
    The gradient goes back the way the numbers came. Let every number that was looked up have the gradient 1 (the \
    loss is their sum): then a row of E collects 1 for every time that its word stands there, \
    \(repeated > 1 ? "twice or more for a word that repeats" : "once for each word"), and 0 if it does not.
    """)
  notebook.code("let change = gradient(at: table) { lookUp($0, at: ids).sum() }")
  notebook.tensor("gradient", change, axes: ["word", "channel"], labels: [example.vocabularyLabels, []])
  let expected = uses.flatMap { [Float](repeating: Float($0), count: 3) }
  notebook.check("each row is how often its word was used", isTrue: change.scalars == expected)
  notebook.check(
    "rows without a gradient", count: change.rows.count { $0.allSatisfy { $0 == 0 } },
    equals: size - example.used.count)
  tieHead(notebook, example)
}

/// A table that also makes the logits is compared with at every place: then every row learns.
private func tieHead(_ notebook: ChapterNotebook, _ example: Example) {
  notebook.prose(
    """
    So it is where the table is only looked up in. GPT-2 uses the same table at its end too (a **tied head**): every \
    row is multiplied with what comes out at every place, to say how likely its word is next, and every row learns.
    """)
  notebook.code(
    """
    let change = gradient(at: table) { table in
      let logits = matmul(lookUp(table, at: ids), table, rightTransposed: true)
      return crossEntropy(logits: logits, targets: next)
    }
    """)
  let size = example.vocabulary.count
  let (ids, next) = (Array(example.ids.dropLast()), Array(example.ids.dropFirst()))
  let change = gradient(at: Tensor.identity(size)) { table in
    let logits = matmul(lookUp(table, at: ids), table, rightTransposed: true)
    return crossEntropy(logits: logits, targets: next)
  }
  notebook.check(
    "with a tied head, rows without a gradient", count: change.rows.count { $0.allSatisfy { $0 == 0 } },
    equals: 0)
}
