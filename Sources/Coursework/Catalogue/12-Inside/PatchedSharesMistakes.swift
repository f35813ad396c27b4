import Autodiff

extension PatchedSharesExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "not-computed-on",
      diagnosis: "the row put in, and the later layers taken from the corrupted run as they were",
      remedy:
        "A state matters by what the later layers make of it. Begin with the patched state, and compute them.",
      frequency: 3
    ) { clean, corrupted, layers, layer, difference in
      let shares = try shares(clean, corrupted, layers, layer, difference)
      return shares.indices.map { $0 == layers ? shares[$0] : shares[$0].map { _ in 0 } }
    },
    Misconception(
      "corrupted-into-clean",
      diagnosis: "a corrupted row put into the clean run: the share that is still there",
      remedy: "That asks what is needed; what comes back is asked. Which run is patched, and with which row?",
      frequency: 3
    ) { clean, corrupted, layers, layer, difference in
      try shares(clean, corrupted, layers, layer, difference, patch: corruptedIntoClean)
    },
    Misconception(
      "lost",
      diagnosis: "the share that a corrupted row takes away from the clean run",
      remedy: "In a network that is not linear this is not what a clean row brings to the corrupted run.",
      frequency: 2
    ) { clean, corrupted, layers, layer, difference in
      try shares(
        clean, corrupted, layers, layer, difference, patch: corruptedIntoClean,
        made: { patched, clean, corrupted in (clean - patched) / (clean - corrupted) })
    },
    Misconception(
      "whole-layer",
      diagnosis: "all rows of a layer put in at once: from there on it is the clean run, and 1",
      remedy: "One token at a time says where it is known.", frequency: 2
    ) { clean, corrupted, layers, layer, difference in
      try shares(clean, corrupted, layers, layer, difference, patch: { cleans, _, depth, _ in cleans[depth] })
    },
    patchesStay,
    patchesStay.variant("in-every-layer") { clean, corrupted, layers, layer, difference in
      let first = try shares(clean, corrupted, layers, layer, difference, patch: upToRow)[0]
      return [first] + Array(repeating: first.map { _ in 1 }, count: layers)
    },
    Misconception(
      "layer-skipped", diagnosis: "the layer after the patched state skipped: it goes on one too late",
      remedy: "State ℓ is what layer ℓ reads. Which layer is the first to see the patch?", frequency: 2
    ) { clean, corrupted, layers, layer, difference in
      try shares(
        clean, corrupted, layers, layer, difference, firstLayer: { min($0 + 1, layers) })
    },
    Misconception(
      "embedding-alone", diagnosis: "the embedding patched in every row of the result: the layer not heeded",
      remedy:
        "Row ℓ is of the state before layer ℓ. What is patched there has been computed by layers 0 … ℓ − 1.",
      frequency: 1
    ) { clean, corrupted, layers, layer, difference in
      try shares(
        clean, corrupted, layers, layer, difference,
        patch: { cleans, corrupteds, _, row in replaced(row, of: corrupteds[0], with: cleans[0]) },
        firstLayer: { _ in 0 })
    },
    Misconception(
      "clean-embedding", diagnosis: "the row of the clean embedding put into every state",
      remedy: "State ℓ has been through ℓ layers; the row that replaces it must have been, too.", frequency: 2
    ) { clean, corrupted, layers, layer, difference in
      try shares(
        clean, corrupted, layers, layer, difference,
        patch: { replaced($3, of: $1[$2], with: $0[0]) })
    },
    Misconception(
      "added", diagnosis: "the clean row added to the corrupted one, which stays",
      remedy: "Put in means in the place of: what the corrupted run has there is gone.", frequency: 2
    ) { clean, corrupted, layers, layer, difference in
      try shares(
        clean, corrupted, layers, layer, difference,
        patch: { replaced($3, of: $1[$2], with: $1[$2] + $0[$2]) })
    },
    made(
      "of-clean", diagnosis: "the patched difference divided by the clean one",
      remedy: "The corrupted run has a difference of its own: what is nothing brought back must be 0.",
      frequency: 3
    ) { patched, clean, _ in patched / clean },
    made(
      "not-divided", diagnosis: "patched − corrupted, not divided",
      remedy: "A share is 1 where all comes back. How much is all?", frequency: 2
    ) { patched, _, corrupted in patched - corrupted },
    made(
      "missing", diagnosis: "the share that is still missing: (clean − patched)/(clean − corrupted)",
      remedy: "A patch that does nothing has the share 0, and one that brings all back has 1.", frequency: 2
    ) { patched, clean, corrupted in (clean - patched) / (clean - corrupted) },
    made(
      "by-corrupted", diagnosis: "patched − corrupted divided by the corrupted difference",
      remedy: "Growth is measured so. Here it is the way from corrupted to clean that is 1.", frequency: 2
    ) { patched, _, corrupted in (patched - corrupted) / corrupted },
    made(
      "absolute", diagnosis: "shares without their signs",
      remedy: "A patch may make it worse than it was: below 0.", frequency: 2
    ) { patched, clean, corrupted in ((patched - corrupted) / (clean - corrupted)).magnitude },
    made(
      "clipped", diagnosis: "shares cut off at 0 and 1",
      remedy: "One token may bring back more than all, if another takes it away. Show it as it is.",
      frequency: 2
    ) { patched, clean, corrupted in min(max((patched - corrupted) / (clean - corrupted), 0), 1) },
    Misconception(
      "transposed", diagnosis: "a row for every token, and in it the layers",
      remedy: "share[ℓ][t]: layers first.", frequency: 2
    ) { clean, corrupted, layers, layer, difference in
      let shares = try shares(clean, corrupted, layers, layer, difference)
      return shares[0].indices.map { token in shares.map { $0[token] } }
    },
    Misconception(
      "last-state-left-out", diagnosis: "a row for every layer: the state after the last one left out",
      remedy: "As many layers as there are, there is one state more.", frequency: 3
    ) { clean, corrupted, layers, layer, difference in
      Array(try shares(clean, corrupted, layers, layer, difference).dropLast())
    },
  ]

  private static let patchesStay = Misconception<Function>(
    "patches-stay", diagnosis: "rows that were put in before still in their places: all tokens up to t",
    remedy: "A hook that is not removed stays. Begin every place with the corrupted state as it was.",
    frequency: 3
  ) { clean, corrupted, layers, layer, difference in
    try shares(clean, corrupted, layers, layer, difference, patch: upToRow)
  }

  /// The corrupted state with all rows up to one from the clean run.
  @Sendable private static func upToRow(
    _ cleans: [Tensor], _ corrupteds: [Tensor], _ depth: Int, _ row: Int
  ) -> Tensor {
    let (clean, corrupted) = (cleans[depth], corrupteds[depth])
    return Tensor(clean.rows.indices.map { $0 <= row ? clean.rows[$0] : corrupted.rows[$0] })
  }

  /// The clean state with a row from the corrupted run.
  @Sendable private static func corruptedIntoClean(
    _ cleans: [Tensor], _ corrupteds: [Tensor], _ depth: Int, _ row: Int
  ) -> Tensor { replaced(row, of: cleans[depth], with: corrupteds[depth]) }

  /// A mistake in what is made of the three differences.
  private static func made(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ share: @escaping @Sendable (_ patched: Float, _ clean: Float, _ corrupted: Float) -> Float
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      clean, corrupted, layers, layer, difference in
      try shares(clean, corrupted, layers, layer, difference, made: share)
    }
  }
}
