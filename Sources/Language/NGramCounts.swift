/// How often each run of up to `order` tokens stands in a text: all that an n-gram model knows (S2 §1.1).
///
/// The tokens that are counted and predicted are `0 ..< vocabularySize`. What precedes the first token of a
/// sequence is one more symbol, ``beginning`` (`<s>`): it is only ever context, never predicted, and has no count.
/// A sentence's end, if there is one (`</s>`), is an ordinary token of the vocabulary.
///
/// ```swift
/// let words = try Vocabulary(["the", "cat", "dog", "sat", "ran", "</s>"])
/// let counts = NGramCounts(
///   order: 2, vocabularySize: words.count, sequences: [try words.ids(of: ["the", "cat", "sat", "</s>"])])
/// counts.count(of: 1, after: [0])  // C(the, cat) = 1
/// ```
///
/// The runs are kept in a tree that is read with one look-up a token whatever the order, and no key is ever a string.
public struct NGramCounts: Sendable {
  let tree: NGramTree

  /// The length of the longest runs counted.
  public var order: Int { tree.order }
  /// The number of different tokens.
  public var vocabularySize: Int { tree.vocabularySize }
  /// The number of tokens counted, over all sequences.
  public let tokenCount: Int

  /// The symbol before the first token of a sequence: `vocabularySize`, one past the last token.
  public var beginning: Int { vocabularySize }

  /// The counts of `sequences`, each from its beginning; `progress` is told now and then how many tokens are read.
  ///
  /// A text adds at most `order` runs a token, and a run takes about 40 bytes, twice that while tables grow: ten million
  /// characters that never repeat need some gigabytes at order 8. Traps when `order` is not 1 to 64, the vocabulary
  /// is empty, or a token is not in the vocabulary.
  public init(
    order: Int, vocabularySize: Int, sequences: some Sequence<[Int]>,
    progress: (_ tokensRead: Int) -> Void = { _ in }
  ) {
    guard (1...64).contains(order), vocabularySize > 0 else {
      fatalError("NGramCounts: order \(order) (1 to 64) over \(vocabularySize) tokens")
    }
    tree = NGramTree(
      order: order, vocabularySize: vocabularySize, sequences: sequences, progress: progress)
    // Every token was counted as a run of length 1.
    tokenCount = zip(tree.runs, tree.lengths).reduce(0) { $0 + ($1.1 == 1 ? Int($1.0.count) : 0) }
  }

  /// C(h, w): how often `token` stands directly after `context`.
  public func count(of token: Int, after context: [Int]) -> Int {
    run(of: context + [token]).map { Int(tree.runs[$0].count) } ?? 0
  }

  /// C(h) = Σ_w C(h, w): how often any token stands directly after `context`.
  public func total(after context: [Int]) -> Int {
    followers(of: context).reduce(0) { $0 + $1.count }
  }

  /// The tokens seen directly after `context` with their counts C(h, w), in the order of their ids.
  public func followers(of context: [Int]) -> [(token: Int, count: Int)] {
    guard let context = run(of: context) else { return [] }
    var result: [(token: Int, count: Int)] = []
    tree.forEachChild(of: context) { run in
      result.append((Int(tree.runs[run].token), Int(tree.runs[run].count)))
    }
    return result.sorted { $0.token < $1.token }
  }

  /// N₁₊(•g): after how many different symbols (`<s>` among them) the run `tokens` stands; Kneser and Ney's count.
  ///
  /// Known for runs shorter than ``order``. Takes a step for every run that was counted.
  public func precederKinds(of tokens: [Int]) -> Int {
    run(of: tokens).map { Int(tree.precederKinds()[$0]) } ?? 0
  }

  /// The table C(h, w) of bigrams, one row a context h: the tokens in order, then ``beginning``; a column a token w.
  ///
  /// Shape [vocabularySize + 1, vocabularySize]; for small vocabularies, and an order of at least 2.
  public func bigramTable() -> [[Int]] {
    (0...vocabularySize).map { context in
      var row = [Int](repeating: 0, count: vocabularySize)
      for (token, count) in followers(of: [context]) { row[token] = count }
      return row
    }
  }

  /// The number of different runs of `length` symbols that end in a token.
  ///
  /// At the start of a sequence a run is as long as what there is, `<s>` included.
  public func distinctCount(length: Int) -> Int {
    zip(tree.runs, tree.lengths).reduce(0) {
      $0 + (Int($1.1) == length && Int($1.0.token) != beginning ? 1 : 0)
    }
  }

  /// The share of the n-grams in `sequences` that have the count 0 here: how sparse the data is (S2 §1.1).
  ///
  /// Each token makes one n-gram, with the n − 1 symbols before it or as many as there are from `<s>` on.
  public func unseenShare(in sequences: some Sequence<[Int]>, order length: Int) -> Double {
    guard (1...order).contains(length) else { fatalError("unseenShare: order \(length) of \(order) counted") }
    var unseen = 0
    var total = 0
    for sequence in sequences {
      let readings = tree.readings(of: sequence, at: sequence.indices, order: length)
      for (place, reading) in readings.enumerated()
      where tree.lengths[Int(reading.run)] < min(place + 2, length) {
        unseen += 1
      }
      total += sequence.count
    }
    return total == 0 ? 0 : Double(unseen) / Double(total)
  }

  /// The number of a run of symbols, or nil when it is not in the text.
  func run(of symbols: some Sequence<Int>) -> Int? {
    var run = NGramTree.root
    for symbol in symbols {
      guard symbol >= 0, symbol <= vocabularySize else {
        fatalError("symbol \(symbol) in a vocabulary of \(vocabularySize) and <s>")
      }
      run = tree.child(of: run, symbol)
      if run < 0 { return nil }
    }
    return run
  }
}
