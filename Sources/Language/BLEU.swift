import Platform

/// Corpus BLEU-4 of translations (Papineni et al. 2002): how many of their words, pairs, triples and quadruples stand in
/// the references, as a percentage that punishes brevity.
///
/// BLEU = 100 · BP · (p₁·p₂·p₃·p₄)^¼. Counts are summed over the whole corpus before they are divided: pₙ is the share of
/// the n-grams of all candidates that occur in a reference of theirs, each at most as often as in one reference
/// (*clipping*); BP = min(1, e^(1 − r/c)), with c tokens in all candidates and r in the references closest to them in
/// length, of two the shorter.
///
/// ```swift
/// let bleu = BLEU(
///   candidates: ["The cat sat."], references: [["The cat sat down."]], tokenizer: .mteval13a)
/// bleu.matches  // [4, 2, 1, 0]: the point is a word, too, and follows another word there
/// ```
public struct BLEU: Sendable, Hashable {
  /// What is done where a corpus has no n-gram of a length right.
  public enum Smoothing: String, Sendable, Hashable, CaseIterable {
    /// The score is 0.
    case none
    /// Half of an n-gram counts as right for the first such length, a quarter for the next, and so on (NIST's way;
    /// *exp* in sacrebleu, where it is the default). A corpus without one right token stays at 0.
    case exponential
  }

  /// BLEU in per cent.
  public let score: Double
  /// p₁ … p₄ in per cent, smoothed.
  public let precisions: [Double]
  /// BP.
  public let brevityPenalty: Double
  /// The n-grams of each length in all candidates that the references have too, after clipping.
  public let matches: [Int]
  /// The n-grams of each length in all candidates.
  public let totals: [Int]
  /// c: the tokens of all candidates.
  public let candidateLength: Int
  /// r: the tokens of the references closest in length.
  public let referenceLength: Int

  /// Measures one candidate a sentence against one or more references each. Traps when the counts differ, or when a
  /// candidate has no reference.
  public init(
    candidates: [String], references: [[String]], tokenizer: BLEUTokenizer,
    smoothing: Smoothing = .exponential
  ) {
    guard candidates.count == references.count, !references.contains(where: \.isEmpty) else {
      fatalError("BLEU: \(candidates.count) candidates and \(references.map(\.count)) references")
    }
    var matches = [0, 0, 0, 0]
    var totals = [0, 0, 0, 0]
    var (candidateLength, referenceLength) = (0, 0)
    for (candidate, references) in zip(candidates, references) {
      let words = tokenizer(candidate)
      let others = references.map { tokenizer($0) }
      candidateLength += words.count
      let lengths = others.map(\.count)
      referenceLength +=
        lengths.min { (abs($0 - words.count), $0) < (abs($1 - words.count), $1) } ?? 0
      for order in 1...4 {
        let found = BLEU.counts(words, order)
        let known = others.map { BLEU.counts($0, order) }
        totals[order - 1] += max(0, words.count - order + 1)
        matches[order - 1] += found.reduce(0) { sum, gram in
          sum + min(gram.value, known.map { $0[gram.key] ?? 0 }.max() ?? 0)
        }
      }
    }
    self.matches = matches
    self.totals = totals
    self.candidateLength = candidateLength
    self.referenceLength = referenceLength
    brevityPenalty =
      candidateLength == 0 ? 0 : min(1, exp(1 - Double(referenceLength) / Double(candidateLength)))
    var missing = 0
    precisions = zip(matches, totals).map { right, total in
      guard matches[0] > 0, total > 0 else { return 0 }
      if right > 0 { return 100 * Double(right) / Double(total) }
      if smoothing == .none { return 0 }
      missing += 1
      return 100 / (pow(2, Double(missing)) * Double(total))
    }
    score = precisions.contains(0) ? 0 : brevityPenalty * exp(precisions.reduce(0) { $0 + log($1) / 4 })
  }

  private static func counts(_ words: [String], _ order: Int) -> [ArraySlice<String>: Int] {
    var counts: [ArraySlice<String>: Int] = [:]
    for start in 0..<max(0, words.count - order + 1) { counts[words[start..<start + order], default: 0] += 1 }
    return counts
  }
}
