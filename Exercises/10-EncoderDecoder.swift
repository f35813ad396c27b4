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
  throw Unsolved()
}

// MARK: - smoothedCrossEntropy

/// The mean of −Σ q ln p over the rows that count, with labels q = (1 − ε)·onehot(target) + ε/V: a scalar tensor.
///
/// `logProbabilities` are ln p, `[rows, V]`; `targets` has one token, `0 ..< V`, and `counts` one flag for every row, of
/// which at least one is true. Compose tensor operations, so that a gradient can be taken through the loss.
public func smoothedCrossEntropy(
  _ logProbabilities: Tensor, targets: [Int], counts: [Bool], smoothing: Float
) throws -> Tensor {
  throw Unsolved()
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
  throw Unsolved()
}

// MARK: - bleu

/// BLEU-2 of a corpus, from 0 to 1: min(1, e^(1 − r/c)) · √(p₁·p₂).
///
/// pₙ is the share of the candidates' runs of n tokens that their references have too, each at most as often as in the
/// reference; all counts are summed over the corpus before they are divided. c and r are the tokens of all candidates and
/// of all references. Every candidate has at least two tokens.
public func bleu(candidates: [[Int]], references: [[Int]]) throws -> Double {
  throw Unsolved()
}
