import Formulas
import Language
import Notebook

/// Section 1: text becomes numbers, and must be able to come back.
func tokenize(_ notebook: ChapterNotebook) throws {
  let hello = "Hello, my dog is cute"
  let texts = [hello, "Let's eat, Grandma!", "two  spaces\n", "她说：你好！", "naïve 🙂👍🏽"]
  let normalizer = Normalizer()
  let everything = texts.joined(separator: "\n")
  let merges = try Formula.Examples.merges.texts("merges").map { line -> BytePairTokenizer.Merge in
    let parts = line.split(separator: " ", maxSplits: 1)
    return try BytePairTokenizer.Merge(line: parts[1], rank: Int(parts[0]) ?? 0)
  }
  let gpt2 = try BytePairTokenizer(merges: merges)
  let tokenizers: [(name: String, tokenizer: any Tokenizer)] = [
    ("characters", CharacterTokenizer(corpus: everything)), ("words", WordTokenizer(corpus: everything)),
    ("byte pairs", gpt2),
  ]
  notebook.heading("From text to numbers, and back")
  notebook.prose(
    """
    A network takes numbers, so a text is cut into tokens and each token gets an id. S0 first removes punctuation \
    and capitals. GPT-2 does not (GPT-1 still made letters lower-case): its tokens spell every text, to the last space, \
    so that the text can come back.
    """)
  notebook.formula(.s0_3_2_P_PREP)
  notebook.code("try tokenizer.decode(tokenizer.encode(text)) == text")
  func isSame(_ first: String, _ second: String) -> Bool { first.utf8.elementsEqual(second.utf8) }
  var returned = 0
  let rows: [[any TableValue]] = try texts.map { text in
    let comesBack = try tokenizers.map { isSame(try $0.tokenizer.decode($0.tokenizer.encode(text)), text) }
    returned += comesBack.count { $0 }
    return [text.replacing("\n", with: "⏎").replacing("  ", with: "␣␣"), isSame(normalizer(text), text)]
      + comesBack
  }
  notebook.table(
    "does it come back?", columns: ["text", "normalised"] + tokenizers.map(\.name), rows: rows)
  notebook.check(
    "every tokenizer gives every text back", count: returned, equals: texts.count * tokenizers.count)
  notebook.check(
    "normalised, none of those with a mark or a capital comes back",
    count: texts.count { text in
      let loss = normalizer.loss(in: text)
      return loss.punctuationRemoved + loss.capitalsLowered > 0 && isSame(normalizer(text), text)
    }, equals: 0)

  let plain = normalizer(hello)
  let (ids, normalized) = (gpt2.encode(hello), gpt2.encode(plain))
  notebook.prose(
    """
    Byte pairs are what GPT-2 uses. First the text is cut into words with the space before them, numbers and marks, \
    here \(BytePairTokenizer.pieces(of: hello).map { "`\($0.replacing(" ", with: "␣"))`" }.joined(separator: " ")). \
    Then, within each piece, every byte is a token, and the pair of the lowest rank is merged, again and again; no \
    merge reaches over a cut. \(merges.count) merges with their ranks in GPT-2's list give GPT-2's own ids:
    """)
  notebook.formula(.g_BPE)
  notebook.tensor(
    "gpt2", ids.map(Double.init), shape: [ids.count], axes: ["token"], labels: [ids.map(gpt2.label)],
    formula: .g_BPE, display: .plainTable)
  notebook.tensor(
    "gpt2Normalized", normalized.map(Double.init), shape: [normalized.count], axes: ["token"],
    labels: [normalized.map(gpt2.label)], display: .plainTable)
  let values = try Formula.of(.g_BPE).published.compute(Formula.Examples.merges)
  notebook.check(
    "the ids are those of the formula's own function", isTrue: try values.integers("tokens") == ids)
  notebook.check(
    "only the ids of the text itself spell it",
    isTrue: try isSame(gpt2.decode(ids), hello) && !isSame(gpt2.decode(normalized), hello))
}

/// Section 2: merges learned from the text.
func mergeBytes(_ notebook: ChapterNotebook, _ text: WordText, mergeCount: Int) throws {
  let sample = String(text.text.unicodeScalars.prefix(100_000))
  let tokenizer = try BytePairTokenizer.train(on: sample, mergeCount: mergeCount)
  let learned = tokenizer.merges.count
  notebook.heading("Merges learned from a text")
  notebook.prose(
    """
    Which pairs to merge is learned from a text: always the most frequent one within the words, until none stands twice. \
    \(learned == 0 ? "Here nothing is merged." : "From \(text.name), \(sample.unicodeScalars.count.grouped) characters of it, " +
      "the first merges are (Ġ is the space before a word):")
    """)
  notebook.code("let tokenizer = try BytePairTokenizer.train(on: text, mergeCount: \(mergeCount))")
  let shown = tokenizer.merges.prefix(10).map { "\($0.left)+\($0.right)" }
  let longest = tokenizer.merges.map { $0.left + $0.right }.enumerated()
    .sorted {
      $0.element.count != $1.element.count ? $0.element.count > $1.element.count : $0.offset < $1.offset
    }
    .prefix(6).map(\.element)
  if learned > 0 {
    notebook.prose(
      """
          \(shown.joined(separator: "  "))

      The longest tokens after \(learned): \(longest.map { "`\($0)`" }.joined(separator: ", ")).
      """)
  }
  let sizes = [0, learned / 4, learned].reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
  var counts: [Int] = []
  for size in sizes {
    let part = try BytePairTokenizer(merges: Array(tokenizer.merges.prefix(size)))
    counts.append(part.encode(sample).count)
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
