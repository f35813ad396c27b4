import Language

/// A few words in a row, and others, for a vocabulary so small that it can be shown.
struct Example {
  let words: [String]
  let others: [String]

  /// The first sentence of at most seven tokens in which a word comes twice, and two words that it does not use.
  init(of corpus: WordText) {
    let (tokens, tokenizer) = (corpus.tokens, corpus.tokenizer)
    let length = min(7, tokens.count)
    func label(_ token: Int) -> String { tokenizer.label(of: token) }
    func startsSentence(_ place: Int) -> Bool {
      place == 0 || [".", "!", "⏎"].contains(label(tokens[place - 1]))
    }
    func repeatsWord(_ place: Int) -> Bool {
      let words = tokens[place..<place + length].filter(corpus.isWord)
      return Set(words).count < words.count
    }
    let places = 0..<(tokens.count - length + 1)
    let start =
      places.first { startsSentence($0) && repeatsWord($0) && label(tokens[$0 + length - 1]) == "." }
      ?? places.first { startsSentence($0) && repeatsWord($0) } ?? places.first(where: repeatsWord) ?? 0
    let shown = tokens[start..<start + length]
    var unused: [Int] = []
    for token in tokens[(start + length)...] + tokens[..<start] where unused.count < 2 {
      if !shown.contains(token), !unused.contains(token) { unused.append(token) }
    }
    words = shown.compactMap { tokenizer.vocabulary.string(of: $0) }
    others = unused.compactMap { tokenizer.vocabulary.string(of: $0) }
  }
}
