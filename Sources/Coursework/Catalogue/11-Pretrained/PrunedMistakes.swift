import Autodiff

extension PrunedExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "signed", diagnosis: "the smallest weights with their signs: the most negative went first",
      remedy: "−4 does more than 0.25. Compare magnitudes.", frequency: 3
    ) { weights, share in
      without(ranked(weights) { $0 }.prefix(count(weights, share)), of: weights)
    },
    Misconception(
      "largest-removed", diagnosis: "the largest set to 0, and the smallest kept",
      remedy: "Which of them will be missed least?", frequency: 2
    ) { weights, share in
      without(ranked(weights) { -$0.magnitude }.prefix(count(weights, share)), of: weights)
    },
    thresholdIncluded,
    thresholdIncluded.variant("looked-at") { weights, share in
      let count = count(weights, share)
      guard count > 0 else { return weights }
      let threshold = magnitudes(weights)[count - 1]
      return zeroed(weights) { $0.magnitude <= threshold }
    },
    thresholdExcluded,
    thresholdExcluded.variant("looked-at") { weights, share in
      let (count, magnitudes) = (count(weights, share), magnitudes(weights))
      let threshold = count < magnitudes.count ? magnitudes[count] : .infinity
      return zeroed(weights) { $0.magnitude < threshold }
    },
    quantile,
    quantile.variant("included") { weights, share in
      let threshold = quantile(of: weights, share)
      return zeroed(weights) { $0.magnitude <= threshold }
    },
    Misconception(
      "last-equals-first", diagnosis: "weights of which, among equals, the last in row-major order are gone",
      remedy: "Of equals the first go. In which direction do you walk?", frequency: 1
    ) { weights, share in
      let magnitudes = weights.scalars.map(\.magnitude)
      let places = magnitudes.indices.sorted { (magnitudes[$0], -$0) < (magnitudes[$1], -$1) }
      return without(places.prefix(count(weights, share)), of: weights)
    },
    Misconception(
      "row-by-row", diagnosis: "a share of every row, not of the whole tensor",
      remedy: "A row of large weights then loses what is larger than all of another row.", frequency: 2
    ) { weights, share in
      let columns = weights.shape[weights.rank - 1]
      let rows = weights.reshaped([-1, columns])
      return stack(
        try (0..<rows.shape[0]).map { try reference(rows.selected(axis: 0, $0), share) }
      ).reshaped(weights.shape)
    },
    Misconception(
      "share-kept", diagnosis: "`share` taken for what is kept",
      remedy: "Share 0 changes nothing, share 1 leaves nothing.", frequency: 2
    ) { weights, share in
      without(ranked(weights).prefix(weights.count - count(weights, share)), of: weights)
    },
    counted(
      "count-cut", .down, diagnosis: "share·n cut off to a whole number, not rounded",
      remedy: "Int(x) drops what stands behind the point. What is nearest to 3.75?", frequency: 3),
    counted(
      "count-to-even", .toNearestOrEven, diagnosis: "share·n rounded, and 2.5 to the even 2",
      remedy: "Python's round does that, and so does PyTorch's pruning. Here a half goes up.", frequency: 1),
    Misconception(
      "share-of-the-largest", diagnosis: "every weight set to 0 that is below share times the largest",
      remedy: "`share` says how many go, not how large they may be. Count what you removed.", frequency: 2
    ) { weights, share in
      let threshold = share * (magnitudes(weights).last ?? 0)
      return zeroed(weights) { $0.magnitude < threshold }
    },
    Misconception(
      "zeros-left-out", diagnosis: "a share of the weights that were not 0 before",
      remedy: "n counts all of them: what is 0 already is the smallest there is.", frequency: 2
    ) { weights, share in
      let living = ranked(weights).filter { weights.scalars[$0] != 0 }
      return without(living.prefix(Int((share * Float(living.count)).rounded())), of: weights)
    },
    Misconception(
      "sorted", diagnosis: "the weights in the order of their magnitudes, the first of them 0",
      remedy: "A weight in another place is another weight. Sort places, not weights.", frequency: 2
    ) { weights, share in
      let (places, count) = (ranked(weights), count(weights, share))
      let scalars = places.enumerated().map { $0 < count ? 0 : weights.scalars[$1] }
      return Tensor(shape: weights.shape, scalars: scalars)
    },
    Misconception(
      "taken-out", diagnosis: "the weights that are left alone, in a row: the others are gone, not 0",
      remedy: "A matrix with holes is no matrix. The shape stays, with 0 where something went.", frequency: 2
    ) { weights, share in
      let gone = Set(ranked(weights).prefix(count(weights, share)))
      return Tensor(weights.scalars.indices.filter { !gone.contains($0) }.map { weights.scalars[$0] })
    },
    Misconception(
      "mask-returned", diagnosis: "1 for what stays and 0 for what goes: the mask, not the weights",
      remedy: "Multiply the weights by it.", frequency: 2
    ) { weights, share in
      without(ranked(weights).prefix(count(weights, share)), of: .ones(weights.shape))
    },
    scaledUp,
    scaledUp.variant("looked-at") { weights, share in
      let pruned = try reference(weights, share)
      return share < 1 ? pruned / (1 - share) : pruned
    },
    Misconception(
      "squared", diagnosis: "squares compared in the place of magnitudes: those of small weights are all 0",
      remedy: "Below 10⁻²³ a Float's square is 0, and everything is equal. `magnitude` costs less, too.",
      frequency: 1
    ) { weights, share in
      without(ranked(weights) { $0 * $0 }.prefix(count(weights, share)), of: weights)
    },
  ]

  private static let thresholdIncluded = Misconception<Function>(
    "threshold-included",
    diagnosis: "everything up to the count-th magnitude: too many where others equal it",
    remedy: "Of five equals three have to go. A threshold takes all of them or none.", frequency: 3
  ) { weights, share in
    let count = count(weights, share)
    guard count > 0 else { throw Stops("Index out of range") }
    let threshold = magnitudes(weights)[count - 1]
    return zeroed(weights) { $0.magnitude <= threshold }
  }

  private static let thresholdExcluded = Misconception<Function>(
    "threshold-excluded",
    diagnosis: "everything below the first magnitude that stays: too few where others equal it",
    remedy: "With < none of the equals goes, with <= all of them do. Choose places, not magnitudes.",
    frequency: 3
  ) { weights, share in
    let (count, magnitudes) = (count(weights, share), magnitudes(weights))
    guard count < magnitudes.count else { throw Stops("Index out of range") }
    return zeroed(weights) { $0.magnitude < magnitudes[count] }
  }

  private static let quantile = Misconception<Function>(
    "quantile", diagnosis: "everything below a quantile of the magnitudes that lies between two of them",
    remedy: "quantile(share) looks at place share·(n − 1). Count what goes: is it share·n?", frequency: 2
  ) { weights, share in
    let threshold = quantile(of: weights, share)
    return zeroed(weights) { $0.magnitude < threshold }
  }

  private static let scaledUp = Misconception<Function>(
    "scaled-up", diagnosis: "what stays divided by 1 − share",
    remedy: "Dropout does that, for it takes at random. What stays here stays as it is.", frequency: 1
  ) { weights, share in try reference(weights, share) / (1 - share) }

  /// The smallest removed, as many as another rounding of share·n says.
  private static func counted(
    _ name: String, _ rule: FloatingPointRoundingRule, diagnosis: String, remedy: String, frequency: Int
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) { weights, share in
      let count = Int((share * Float(weights.count)).rounded(rule))
      return without(ranked(weights).prefix(count), of: weights)
    }
  }

  private static func magnitudes(_ weights: Tensor) -> [Float] { weights.scalars.map(\.magnitude).sorted() }

  /// A tensor with 0 for every number of a kind.
  private static func zeroed(_ weights: Tensor, where goes: (Float) -> Bool) -> Tensor {
    Tensor(shape: weights.shape, scalars: weights.scalars.map { goes($0) ? 0 : $0 })
  }

  /// NumPy's and PyTorch's quantile: linear between the two magnitudes beside it.
  private static func quantile(of weights: Tensor, _ share: Float) -> Float {
    let magnitudes = magnitudes(weights)
    let place = share * Float(magnitudes.count - 1)
    let below = Int(place)
    let above = min(below + 1, magnitudes.count - 1)
    return magnitudes[below] + (place - Float(below)) * (magnitudes[above] - magnitudes[below])
  }
}
