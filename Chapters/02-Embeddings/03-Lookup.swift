import Autodiff
import Formulas
import Language
import Neural
import Notebook
import Randomness

/// Section 3: an id picks a row of a table; as a product, a one-hot row does the same.
func lookUpWords(
  _ notebook: ChapterNotebook, _ corpus: WordText, channels: Int, seed: Seed
) throws -> (vocabulary: Vocabulary, ids: [Int]) {
  let example = Example(of: corpus)
  let (words, others) = (example.words, example.others)
  notebook.heading("An id picks a row")
  notebook.prose(
    """
    Id 5 is not more than id 2; the number only names the word. Honest numbers for a name are **one-hot**: as many \
    as there are words, a 1 at its own place. A learned table E then gives each word d numbers that mean something. \
    The product of a one-hot row with E is a row of E, so nobody multiplies: one looks it up. Here are \
    \(words.count.counted("token")) in a row; they and \(others.count.counted("other")) are all the words that there are.
    """)
  notebook.formula(.g_EMB)
  notebook.code()
  let vocabulary = Vocabulary(sortedFrom: words + others)
  let ids = try vocabulary.ids(of: words)
  let hot = oneHot(ids, size: vocabulary.count)  // [token, word]

  let (tokenLabels, wordLabels) = (corpus.labels(of: words), corpus.labels(of: vocabulary.strings))
  notebook.tensor(
    "ids", ids.map(Double.init), shape: [ids.count], axes: ["token"], labels: [tokenLabels],
    display: .plainTable)
  notebook.tensor("oneHot", hot, axes: ["token", "word"], labels: [tokenLabels, wordLabels])

  notebook.code()
  var generator = seed.derived(1).generator()
  let embedding = Embedding(
    vocabularySize: vocabulary.count, channels: channels,
    deviation: 1 / Float(channels).squareRoot(), using: &generator)
  let table = embedding.weight  // [word, channel]
  let embedded = embedding(ids)  // [token, channel]: the rows
  let product = matmul(hot, table)  // the same

  notebook.tensor("table", table, axes: ["word", "channel"], labels: [wordLabels, []])
  notebook.tensor(
    "embedded", embedded, axes: ["token", "channel"], labels: [tokenLabels, []], formula: .g_EMB)
  notebook.check("oneHot · table equals embedded, to the last bit", isTrue: product == embedded)
  let specified = try Formula.Embedding.byProduct(table: table.matrix, tokens: ids)
  notebook.check(
    "and the formula's own function agrees", measured: specified.distance(to: embedded.matrix), atMost: 0)

  // Vaswani et al. multiply by √d before positions are added: else wide vectors would be drowned by them.
  notebook.prose(
    """
    Rows drawn with deviation 1/√d are about 1 long, whatever d. The positions that chapter 3 adds are √(d/2) \
    long. Vaswani et al. multiply the rows by √d first; they do not say why, but the lengths do.
    """)
  notebook.code()
  let widths = [8, 64, 512]
  let lengths = widths.map { width in
    let rows = Tensor.normal(
      [100, width], deviation: 1 / Float(width).squareRoot(),
      using: &generator)
    let positions = sinusoidalPositions(length: 10, channels: width)
    return [rows, positions].map { vectors in
      let squares = square(vectors).sum(alongAxis: 1)
      return Double(squares.mean().scalar).squareRoot()
    }
  }

  notebook.table(
    "typical lengths", columns: ["d", "row of E", "position", "√d · row of E"],
    rows: zip(widths, lengths).map { [$0, $1[0], $1[1], Double($0).squareRoot() * $1[0]] })
  let deviations = zip(widths, lengths).map { ($1[1] / (Double($0) / 2).squareRoot() - 1).magnitude }
  notebook.check("a position is √(d/2) long", measured: deviations.max() ?? .nan, atMost: 1e-5)
  notebook.check(
    "unscaled at d = 512, a word's length in positions", measured: lengths[2][0] / lengths[2][1], atMost: 0.1)
  return (vocabulary, ids)
}
