import Workbench

// MARK: - teacherForcing

/// What a decoder reads in training, what it is to write at each place, and which places count.
///
/// Every text of `targets` ends with its end token. A row of `inputs` is the beginning token and then all tokens of the
/// text but the last; a row of `labels` is the text itself. All rows have as many places as the longest text; what is
/// missing behind is filled with `padding` and does not count.
public func teacherForcing(
  _ targets: [[Int]], beginning: Int, padding: Int
) throws -> (inputs: [[Int]], labels: [[Int]], counts: [[Bool]]) {
  let longest = targets.map { $0.count }.max() ?? 0
  var inputs: [[Int]] = []
  var labels: [[Int]] = []
  var counts: [[Bool]] = []
  for target in targets {
    let fill = Array(repeating: padding, count: longest - target.count)
    // One place late: before wₜ is written, w₁ … wₜ₋₁ have been read, and before w₁ the beginning alone. The end token
    // is written and never read: nothing follows it.
    inputs.append([beginning] + target.dropLast() + fill)
    labels.append(target + fill)
    // From the length and not from the tokens: a padding token may be a word as well.
    counts.append((0..<longest).map { $0 < target.count })
  }
  return (inputs, labels, counts)
}

// MARK: - smoothedCrossEntropy

/// The mean of −Σ q ln p over the rows that count, with labels q = (1 − ε)·onehot(target) + ε/V: a scalar tensor.
///
/// `logProbabilities` are ln p, `[rows, V]`; `targets` has one token, `0 ..< V`, and `counts` one flag for every row, of
/// which at least one is true. Compose tensor operations, so that a gradient can be taken through the loss.
public func smoothedCrossEntropy(
  _ logProbabilities: Tensor, targets: [Int], counts: [Bool], smoothing: Float
) throws -> Tensor {
  let size = logProbabilities.shape[1]
  let labels = zip(targets, counts).map { target, counts in
    (0..<size).map { token -> Float in
      // A row of padding has no label at all: neither its target nor what is spread.
      guard counts else { return 0 }
      // What is spread is taken from the target first, which then gets its part of it: the label sums to 1.
      return smoothing / Float(size) + (token == target ? 1 - smoothing : 0)
    }
  }
  let number = counts.filter { $0 }.count
  return -(logProbabilities * Tensor(labels)).sum() / Float(number)
}

// MARK: - greedyTranslation

/// A translation, written token by token, each the likeliest after all before it (of equals the lowest).
///
/// `logits` gives one number for each token of the vocabulary, from everything written so far, the beginning token
/// first. Writing ends with the end token, or when `limit` tokens are written; neither the beginning nor the end token is
/// part of the result.
public func greedyTranslation(
  beginning: Int, end: Int, limit: Int, logits: ([Int]) throws -> [Float]
) throws -> [Int] {
  var written = [beginning]
  for _ in 0..<limit {
    // Everything again at every step: that is what a cache of keys and values spares.
    let row = try logits(written)
    var next = 0
    for token in row.indices where row[token] > row[next] { next = token }
    if next == end { break }
    written.append(next)
  }
  return Array(written.dropFirst())
}

// MARK: - bleu

/// BLEU-2 of a corpus, from 0 to 1: min(1, e^(1 − r/c)) · √(p₁·p₂).
///
/// pₙ is the share of the candidates' runs of n tokens that their references have too, each at most as often as in the
/// reference; all counts are summed over the corpus before they are divided. c and r are the tokens of all candidates and
/// of all references. Every candidate has at least two tokens.
public func bleu(candidates: [[Int]], references: [[Int]]) throws -> Double {
  func counts(_ text: [Int], _ size: Int) -> [[Int]: Int] {
    var counts: [[Int]: Int] = [:]
    for start in 0..<max(0, text.count - size + 1) {
      counts[Array(text[start..<start + size]), default: 0] += 1
    }
    return counts
  }
  var shares: [Double] = []
  for size in 1...2 {
    var (right, all) = (0, 0)
    for (candidate, reference) in zip(candidates, references) {
      let known = counts(reference, size)
      for (gram, count) in counts(candidate, size) {
        // Clipped: a word of the reference may be used once.
        right += min(count, known[gram] ?? 0)
        all += count
      }
    }
    shares.append(Double(right) / Double(all))
  }
  let (c, r) = (candidates.joined().count, references.joined().count)
  // What is too long is punished by its shares already.
  let penalty = c >= r ? 1 : exp(1 - Double(r) / Double(c))
  return penalty * (shares[0] * shares[1]).squareRoot()
}
