/// How counts become probabilities. Every way gives P(w|h) as a direct part from the counts after h, plus what is
/// left over times a lower distribution:
///
///     P(w|h) = direct(h, w) + leftover(h) · P_lower(w)
///
/// and Σ_w P(w|h) = 1 because leftover(h) = 1 − Σ_w direct(h, w). After a context that was never seen, direct is 0
/// and the leftover 1.
public enum NGramSmoothing: Sendable, Hashable, Codable {
  /// P(w|h) = C(h,w) / C(h): nothing is left over, and what was not seen is impossible.
  ///
  /// C(h) = 0 leaves 0/0; there the distribution is uniform, which changes no sentence's probability, because
  /// a sentence that leads to an unseen context contains an unseen n-gram before it.
  case maximumLikelihood
  /// P(w|h) = (C(h,w) + k) / (C(h) + kV), k > 0: Laplace's rule with k = 1. The lower distribution is 1/V.
  case addConstant(Double)
  /// Pₙ(w|h) = λₙ·C(h,w)/C(h) + (1 − λₙ)·Pₙ₋₁(w|h'), down to P₀ = 1/V (Jelinek and Mercer 1980).
  ///
  /// h' is h without its first symbol; `weights[n − 1]` is λₙ, so `[1, 0.5]` mixes bigram and unigram half and
  /// half. ``NGramCounts/interpolationWeights(order:fittedOn:iterations:)`` finds the best.
  case interpolation(weights: [Double])
  /// Pₙ(w|h) = max(C(h,w) − D, 0)/C(h) + γ(h)·Pₙ₋₁(w|h'), γ(h) = D·N₁₊(h•)/C(h) (Ney, Essen and Kneser 1994).
  case absoluteDiscounting(NGramDiscount)
  /// Absolute discounting where a lower order counts in how many *contexts* a run was met, N₁₊(•h'w), not how
  /// often: "Francisco" is frequent, but only after "San" (Kneser and Ney 1995; interpolated, Chen and Goodman 1998).
  ///
  /// Runs that begin with `<s>` keep their plain counts: nothing can stand before them.
  case kneserNey(NGramDiscount)

  /// Whether the lower distribution is that of the next shorter context, and not the uniform one.
  var backsOff: Bool {
    switch self {
    case .maximumLikelihood, .addConstant: false
    case .interpolation, .absoluteDiscounting, .kneserNey: true
    }
  }

  /// Whether something is taken off every count.
  var discounts: Bool {
    switch self {
    case .maximumLikelihood, .addConstant, .interpolation: false
    case .absoluteDiscounting, .kneserNey: true
    }
  }

  /// A short name for the heading of a table.
  public var name: String {
    switch self {
    case .maximumLikelihood: "maximum likelihood"
    case .addConstant(let k): Int(exactly: k).map { "add-\($0)" } ?? "add-\(k)"
    case .interpolation: "interpolation"
    case .absoluteDiscounting: "absolute discounting"
    case .kneserNey(.modified): "modified Kneser–Ney"
    case .kneserNey: "Kneser–Ney"
    }
  }
}

/// What is taken off every count, to be given to what was not seen.
public enum NGramDiscount: Sendable, Hashable, Codable {
  /// The same D, 0 to 1, for every order.
  case fixed(Double)
  /// For each order D = t₁/(t₁ + 2t₂), where t_c n-grams have the count c (Ney, Essen and Kneser 1994).
  case estimated
  /// For each order three, for the counts 1, 2 and 3 or more (Chen and Goodman 1998): with Y as `estimated`'s D,
  /// D₁ = 1 − 2Y·t₂/t₁, D₂ = 2 − 3Y·t₃/t₂, D₃₊ = 3 − 4Y·t₄/t₃; `estimated` where one of these t is 0 or a D is not
  /// positive.
  case modified

  /// The discounts of the counts 1, 2 and 3 or more, given how many n-grams have the counts 1, 2, 3 and 4.
  ///
  /// Where there is no n-gram of count 1, or none of count 2, the estimate is 0 or 1: then it is ½.
  func values(countsOfCounts t: [Double]) -> [Double] {
    if case .fixed(let discount) = self { return [discount, discount, discount] }
    guard t[0] > 0, t[1] > 0 else { return [0.5, 0.5, 0.5] }
    let single = t[0] / (t[0] + 2 * t[1])
    guard self == .modified, t[2] > 0, t[3] > 0 else { return [single, single, single] }
    let estimates = (1...3).map { count in
      Double(count) - Double(count + 1) * single * t[count] / t[count - 1]
    }
    // A discount of nothing would leave nothing for what was not seen.
    return estimates.allSatisfy { $0 > 0 } ? estimates : [single, single, single]
  }
}
