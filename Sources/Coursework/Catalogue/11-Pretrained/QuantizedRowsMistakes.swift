extension QuantizedRowsExercise {
  package static let misconceptions: [Misconception<Function>] = all.flatMap(\.self)

  private static let all: [[Misconception<Function>]] = [
    mistakes(
      "truncated", diagnosis: "w/s cut off towards zero, not rounded",
      remedy:
        "Int(x) drops what stands behind the point: up to a whole step is lost, and every weight shrinks.",
      frequency: 3
    ) { try quantized($0, isLookedAt: $1, rule: .towardZero) { greatest($0) / 127 } },
    mistakes(
      "halves-away", diagnosis: "halves rounded away from zero: 0.5 became 1",
      remedy:
        "rounded() does that; torch.round, numpy.round and .rounded(.toNearestOrEven) choose the even one.",
      frequency: 3
    ) { try quantized($0, isLookedAt: $1, rule: .toNearestOrAwayFromZero) { greatest($0) / 127 } },
    mistakes(
      "by-128", diagnosis: "the greatest magnitude divided by 128: it becomes 128, which no byte holds",
      remedy: "A byte goes from −128 to 127, and only −127…127 lies evenly about 0.", frequency: 3
    ) { try quantized($0, isLookedAt: $1) { greatest($0) / 128 } },
    mistakes(
      "by-255", diagnosis: "the greatest magnitude divided by 255: the numbers reach from −255 to 255",
      remedy: "One of the eight bits is the sign: on each side of 0 there are 127 steps.", frequency: 2
    ) { try quantized($0, isLookedAt: $1) { greatest($0) / 255 } },
    mistakes(
      "greatest-signed", diagnosis: "the greatest w in the place of the greatest |w|",
      remedy: "What becomes of −2 beside 0.9? The scale has to hold the largest on either side.", frequency: 3
    ) { try quantized($0, isLookedAt: $1) { ($0.max() ?? 0) / 127 } },
    mistakes(
      "least-to-greatest",
      diagnosis:
        "the range from the least to the greatest w cut into 255 steps: asymmetric, with a zero point",
      remedy: "That has a second number a row. Here 0 stays 0, and the range is as wide on both sides.",
      frequency: 2
    ) {
      try asymmetric($0, isLookedAt: $1) { w, least, scale in
        (w / scale).rounded() - (least / scale).rounded() - 128
      }
    },
    mistakes(
      "bytes-without-sign",
      diagnosis: "the range from the least to the greatest w as numbers from 0 to 255",
      remedy: "s·q has to be w again, so 0 must be 0. Which numbers lie evenly about it?", frequency: 1
    ) {
      try asymmetric($0, isLookedAt: $1) { w, least, scale in ((w - least) / scale).rounded(.toNearestOrEven)
      }
    },
    mistakes(
      "one-scale", diagnosis: "one scale for the whole matrix, that of its greatest magnitude",
      remedy: "A row of small numbers then has few steps, or none. Each row has a greatest of its own.",
      frequency: 3
    ) { matrix, isLookedAt in
      let scale = greatest(matrix.flatMap(\.self)) / 127
      return try quantized(matrix, isLookedAt: isLookedAt) { _ in scale }
    },
    mistakes(
      "column-scales", diagnosis: "a scale for every column, not for every row",
      remedy: "There are as many scales as rows. axis=0 goes down a column.", frequency: 2
    ) { matrix, isLookedAt in
      let columns = matrix[0].indices.map { column in matrix.map { $0[column] } }
      let (scales, numbers) = try quantized(columns, isLookedAt: isLookedAt) { greatest($0) / 127 }
      return (scales, matrix.indices.map { row in numbers.map { $0[row] } })
    },
    mistakes(
      "scales-inverted", diagnosis: "the right numbers with 127/max |w| as scale: what one multiplies w by",
      remedy: "w is read again as s·q. Is it, with your s?", frequency: 3
    ) { matrix, isLookedAt in
      let (scales, numbers) = try quantized(matrix, isLookedAt: isLookedAt) { greatest($0) / 127 }
      return (scales.map { isLookedAt && $0 == 0 ? 0 : 1 / $0 }, numbers)
    },
    [
      Misconception(
        "zeros-divided", diagnosis: "0/0 in a row of zeros: not a number, and Int traps on it",
        remedy: "Dead units exist, and their rows are zeros. Look at the scale before you divide by it.",
        frequency: 3
      ) { try quantized($0, isLookedAt: false) { greatest($0) / 127 } },
      Misconception(
        "zeros-with-scale-one", diagnosis: "the scale 1 for a row of zeros",
        remedy: "Nothing is wrong with 1·0, but asked for is the greatest magnitude over 127: 0.",
        frequency: 2
      ) { try quantized($0) { greatest($0) == 0 ? 1 : greatest($0) / 127 } },
      epsilon,
      epsilon.variant("added") { try quantized($0, isLookedAt: false) { greatest($0) / 127 + 1e-8 } },
      Misconception(
        "multiplied-first", diagnosis: "w·127 before the division: beyond 2.7·10³⁶ that is infinite",
        remedy: "Divide first: no quotient here exceeds 127.", frequency: 1
      ) { matrix in
        let scales = matrix.map { greatest($0) / 127 }
        return (
          scales,
          try matrix.map { row in
            try row.map { w in
              greatest(row) == 0 ? 0 : try whole((w * 127 / greatest(row)).rounded(.toNearestOrEven))
            }
          }
        )
      },
    ],
  ]

  private static let epsilon = Misconception<Function>(
    "epsilon", diagnosis: "a scale kept away from 0 by an ε: a row of small numbers loses all of them",
    remedy: "Weights of 10⁻¹⁰ are numbers like others: only a scale of exactly 0 needs care.", frequency: 2
  ) { try quantized($0) { max(greatest($0), 1e-5) / 127 } }

  /// A mistake, and the same where a row of zeros is divided by its scale as well.
  private static func mistakes(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ made: @escaping @Sendable (_ matrix: [[Float]], _ isLookedAt: Bool) throws -> Quantized
  ) -> [Misconception<Function>] {
    let mistake = Misconception<Function>(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      try made($0, true)
    }
    return [mistake, mistake.variant("zeros-divided") { try made($0, false) }]
  }

  /// Rows whose range is cut into 255 steps, from the least number to the greatest.
  private static func asymmetric(
    _ matrix: [[Float]], isLookedAt: Bool, _ number: (_ w: Float, _ least: Float, _ scale: Float) -> Float
  ) throws -> Quantized {
    let ranges = matrix.map { (least: $0.min() ?? 0, scale: (($0.max() ?? 0) - ($0.min() ?? 0)) / 255) }
    let numbers = try zip(matrix, ranges).map { row, range in
      try row.map { isLookedAt && range.scale == 0 ? 0 : try whole(number($0, range.least, range.scale)) }
    }
    return (ranges.map(\.scale), numbers)
  }
}
