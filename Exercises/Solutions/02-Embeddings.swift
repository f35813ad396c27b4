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
  // The token is the index: its place in the text only decides in which row of the result the copy goes.
  stack(tokens.map { token in table.selected(axis: 0, token) })  // [n, channels]
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
  let channels = upstream.shape[1]
  var gradient = [Float](repeating: 0, count: vocabularySize * channels)
  for (place, token) in tokens.enumerated() {
    for channel in 0..<channels {
      // += and not =: a token that comes again must not wipe out what its first use brought.
      gradient[token * channels + channel] += upstream[place, channel]
    }
  }
  return Tensor(shape: [vocabularySize, channels], scalars: gradient)
}

// MARK: - cosineSimilarity

/// The cosine of every row of `x` with every row of `y`: `[m, channels]` and `[n, channels]` give `[m, n]`.
///
/// Element (i, j) is xᵢ · yⱼ / (‖xᵢ‖ ‖yⱼ‖): 1 for the same direction, 0 at right angles, −1 for opposite ones, and
/// independent of how long the rows are. No row is 0.
public func cosineSimilarity(_ x: Tensor, _ y: Tensor) throws -> Tensor {
  // Each row has its own length: the squares are summed over the channels, and the axis that is kept makes every
  // row be divided by its own.
  let xUnit = x / sqrt((x * x).sum(alongAxis: -1, keepingAxis: true))  // [m, channels] / [m, 1]
  let yUnit = y / sqrt((y * y).sum(alongAxis: -1, keepingAxis: true))  // [n, channels] / [n, 1]
  // Rows meet rows, so the right factor is read transposed.
  return matmul(xUnit, yUnit, rightTransposed: true)  // [m, n]
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
  // A tuple cannot be the key of a dictionary; an array of two symbols can.
  var counts: [[String]: Int] = [:]
  for (symbols, count) in words {
    // A word against itself moved by one: its pairs, one fewer than its symbols, and none across its end.
    for (left, right) in zip(symbols, symbols.dropFirst()) {
      // The word stands `count` times in the text, so the pair does too.
      counts[[left, right], default: 0] += count
    }
  }
  // A dictionary has no order of its own: the rule for ties is what makes one text give one tokenizer. The count is
  // compared backwards, since the largest shall come first and the symbols from the smallest.
  let best = counts.min { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
  return best.map { (left: $0.key[0], right: $0.key[1], count: $0.value) }
}

// MARK: - mergePair

/// The symbols of a word after one merge: wherever `left` stands directly before `right`, the one symbol
/// `left + right` takes their place.
///
/// The word is read from left to right, and a symbol is used up by its merge: with the pair a, a the word a a a
/// becomes aa a. Symbols are compared as wholes: ne s does not have the pair e, s.
public func mergePair(_ symbols: [String], left: String, right: String) throws -> [String] {
  var merged: [String] = []
  var place = 0
  while place < symbols.count {
    // The question whether there is a next symbol comes first: the rest is not looked at when there is none. The last
    // symbol then is written like any other that no merge has used.
    if place + 1 < symbols.count, symbols[place] == left, symbols[place + 1] == right {
      merged.append(left + right)
      place += 2  // Both are used up: the right one cannot begin another merge.
    } else {
      merged.append(symbols[place])
      place += 1
    }
  }
  return merged
}
