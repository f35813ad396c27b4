import Formulas
import Language
import Notebook

/// Section 1: text becomes numbers, and must be able to come back.
func tokenize(_ notebook: ChapterNotebook) throws {
  notebook.heading("From text to numbers, and back")
  notebook.prose(
    """
    A network takes numbers, so a text is cut into tokens and each token gets an id. S0 first removes punctuation \
    and capitals. GPT-2 does not (GPT-1 still made letters lower-case): its tokens spell every text, to the last space, \
    so that the text can come back.
    """)
  notebook.formula(.s0_3_2_P_PREP)
  notebook.code()
  let hello = "Hello, my dog is cute"
  let texts = [
    hello, "Let's eat, Grandma!", "two  spaces\n", "她说：你好！",
    "naïve 🙂👍🏽",
  ]
  let everything = texts.joined(separator: "\n")
  let merges = try Formula.Examples.merges.texts("merges").map { line in
    let parts = line.split(separator: " ", maxSplits: 1)  // rank, pair
    return try BytePairTokenizer.Merge(
      line: parts[1], rank: Int(parts[0]) ?? 0)
  }
  let gpt2 = try BytePairTokenizer(merges: merges)
  let tokenizers: [any Tokenizer] = [
    CharacterTokenizer(corpus: everything), WordTokenizer(corpus: everything),
    gpt2,
  ]
  let normalizer = Normalizer()
  let back = try texts.map { text in
    try [normalizer(text)] + tokenizers.map { try $0.decode($0.encode(text)) }
  }

  func isSame(_ first: String, _ second: String) -> Bool { first.utf8.elementsEqual(second.utf8) }
  let comesBack = zip(texts, back).map { text, back in back.map { isSame($0, text) } }
  notebook.table(
    "does it come back?", columns: ["text", "normalised", "characters", "words", "byte pairs"],
    rows: zip(texts, comesBack).map { text, comesBack in
      [text.replacing("\n", with: "⏎").replacing("  ", with: "␣␣")] + comesBack
    })
  notebook.check(
    "every tokenizer gives every text back", count: comesBack.reduce(0) { $0 + $1.dropFirst().count { $0 } },
    equals: texts.count * tokenizers.count)
  notebook.check(
    "normalised, none of those with a mark or a capital comes back",
    count: zip(texts, comesBack).count { text, comesBack in
      let loss = normalizer.loss(in: text)
      return loss.punctuationRemoved + loss.capitalsLowered > 0 && comesBack[0]
    }, equals: 0)

  notebook.prose(
    """
    Byte pairs are what GPT-2 uses. First the text is cut into words with the space before them, numbers and marks, \
    here \(BytePairTokenizer.pieces(of: hello).map { "`\($0.replacing(" ", with: "␣"))`" }.joined(separator: " ")). \
    Then, within each piece, every byte is a token, and the pair of the lowest rank is merged, again and again; no \
    merge reaches over a cut. \(merges.count) merges with their ranks in GPT-2's list give GPT-2's own ids:
    """)
  notebook.formula(.g_BPE)
  notebook.code()
  let ids = gpt2.encode(hello)
  let normalized = gpt2.encode(normalizer(hello))

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
