import Language
import Notebook

/// Section 2: merges learned from the text.
func mergeBytes(_ notebook: ChapterNotebook, _ corpus: WordText, merges: Int) throws {
  let text = corpus.text
  notebook.heading("Merges learned from a text")
  notebook.prose(
    """
    Which pairs to merge is learned from a text: always the most frequent one within the words, until none stands twice.
    """)
  notebook.code()
  let sample = String(text.unicodeScalars.prefix(100_000))
  let tokenizer = try BytePairTokenizer.train(on: sample, mergeCount: merges)
  let learned = tokenizer.merges.count

  let first = tokenizer.merges.prefix(10).map { "\($0.left)+\($0.right)" }.joined(separator: "  ")
  let longest = tokenizer.merges.map { $0.left + $0.right }.enumerated()
    .sorted { ($0.element.count, $1.offset) > ($1.element.count, $0.offset) }
    .prefix(6).map { "`\($0.element)`" }.joined(separator: ", ")
  notebook.prose(
    learned == 0
      ? "Here nothing is merged."
      : """
      From \(corpus.name), \(sample.unicodeScalars.count.grouped) characters of it, the first merges are (Ġ is the space \
      before a word):

          \(first)

      The longest tokens after \(learned): \(longest).
      """)
  notebook.code()
  let sizes = Set([0, learned / 4, learned]).sorted()
  let counts = try sizes.map { size in
    let part = try BytePairTokenizer(
      merges: Array(tokenizer.merges.prefix(size)))
    return part.encode(sample).count
  }

  notebook.table(
    "what the merges save", columns: ["merges", "ids", "tokens", "bytes a token"],
    rows: zip(sizes, counts).map { [$0, 256 + $0, $1, Double(sample.utf8.count) / Double($1)] })
  notebook.check("without merges a token is a byte", count: counts[0], equals: sample.utf8.count)
  notebook.check(
    "no token reaches over a cut: the pieces one by one have the ids of the whole",
    isTrue: BytePairTokenizer.pieces(of: sample).flatMap(tokenizer.encode) == tokenizer.encode(sample))
  notebook.check(
    "with them the text still comes back",
    isTrue: try tokenizer.decode(tokenizer.encode(sample)).utf8.elementsEqual(sample.utf8))
}
