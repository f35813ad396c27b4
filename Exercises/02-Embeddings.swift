import Workbench

// MARK: - lookUp

/// The row of every token: `[vocabulary, channels]` and n tokens give `[n, channels]`.
///
/// A token is the number of its row, counted from 0; row t of the result is the row of the t-th token, so a token
/// that stands twice has the same row twice. Every token is in the table.
///
/// - Parameters:
///   - table: one row of numbers for each token of the vocabulary, `[vocabulary, channels]`.
///   - tokens: the text, n tokens.
public func lookUp(_ table: Tensor, _ tokens: [Int]) throws -> Tensor {
  throw Unsolved()
}

// MARK: - lookUpPullback

/// The gradient of the table that `lookUp` looked into: `[vocabulary, channels]`, the shape of the table.
///
/// Row t of `upstream` is the gradient of the loss with respect to the t-th looked-up row. A row of the table that
/// was used at several places receives the sum of what comes back from them; one that was not used receives 0.
///
/// - Parameters:
///   - tokens: the text, n tokens, each below `vocabularySize`.
///   - upstream: `[n, channels]`.
///   - vocabularySize: the number of rows of the table.
public func lookUpPullback(_ tokens: [Int], upstream: Tensor, vocabularySize: Int) throws -> Tensor {
  throw Unsolved()
}

// MARK: - cosineSimilarity

/// The cosine of every row of `x` with every row of `y`: `[m, channels]` and `[n, channels]` give `[m, n]`.
///
/// Element (i, j) is xᵢ · yⱼ / (‖xᵢ‖ ‖yⱼ‖): 1 for the same direction, 0 at right angles, −1 for opposite ones, and
/// independent of how long the rows are. No row is 0.
public func cosineSimilarity(_ x: Tensor, _ y: Tensor) throws -> Tensor {
  throw Unsolved()
}

// MARK: - mostFrequentPair

/// The pair of neighbouring symbols that stands most often in a text, and how often: the next merge of byte-pair
/// encoding. `nil` when there is no pair, because no word has two symbols.
///
/// A pair counts wherever it stands in a word, overlaps included (a a a has the pair a, a twice), but never from one
/// word into the next. Of equally frequent pairs the one with the smaller left symbol is taken (by Swift's `<`), and
/// of those with equal left symbols the one with the smaller right symbol.
///
/// - Parameter words: every different word of the text as symbols, with the number of times it stands there.
public func mostFrequentPair(
  _ words: [(symbols: [String], count: Int)]
) throws -> (left: String, right: String, count: Int)? {
  throw Unsolved()
}

// MARK: - mergePair

/// The symbols of a word after one merge: wherever `left` stands directly before `right`, the one symbol
/// `left + right` takes their place.
///
/// The word is read from left to right, and a symbol is used up by its merge: with the pair a, a the word a a a
/// becomes aa a. Symbols are compared as wholes: ne s does not have the pair e, s.
public func mergePair(_ symbols: [String], left: String, right: String) throws -> [String] {
  throw Unsolved()
}
