import Autodiff
import Randomness

/// The backward pass through a lookup: what each row of the table receives.
package enum LookUpPullbackExercise: Exercise {
  /// n tokens and the gradient of their rows `[n, channels]` to the gradient of the table `[vocabulary, channels]`.
  package typealias Function =
    @Sendable (_ tokens: [Int], _ upstream: Tensor, _ vocabularySize: Int) throws -> Tensor

  /// What the pullback is tried on.
  package struct Inputs: Codable, Sendable {
    let tokens: [Int]
    let upstream: Tensor
    let vocabularySize: Int
  }

  package static let about = About(
    name: "lookUpPullback", title: "the gradient of the table",
    goal:
      "Row t of upstream says how the loss changes with the vector of the t-th token. Say how it changes with "
      + "every row of the table: a row that was used twice receives both, a row that was not used receives 0.",
    formula: "∂L/∂E[j] = Σₜ [idₜ = j] · upstream[t]      n tokens, [n, channels] → [vocabulary, channels]",
    formulas: [.g_EMB], minutes: 12, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "When a row of the table moves a little, every place that uses it moves with it, and the loss changes by "
      + "the sum of what happens at these places.",
    shapes:
      "Every token sends its row [channels] of upstream [n, channels] to one row of the table's gradient "
      + "[vocabulary, channels], which has the table's shape, not upstream's.",
    pseudocode: """
      gradient ← zeros, one row for each token of the vocabulary
      for every place t of the text:
        add row t of upstream to the row of the token that stands at t
      """,
    line: """
      for (place, token) in tokens.enumerated() {
        for channel in 0..<channels { gradient[token * channels + channel] += upstream[place, channel] }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let tokens = [4, 1] + (0..<6).map { _ in Int.random(in: 0..<5, using: &random) }
    return [
      Inputs(tokens: [1, 2, 1], upstream: Tensor([[1, 2], [3, 4], [50, 60]]), vocabularySize: 3),
      Inputs(
        tokens: [3, 0, 3, 3], upstream: Tensor([[1, 2], [4, 8], [16, 32], [64, 128]]), vocabularySize: 5),
      Inputs(tokens: tokens, upstream: .normal([8, 3], using: &random), vocabularySize: 6),
      Inputs(tokens: [2], upstream: .normal([1, 4], using: &random), vocabularySize: 4),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(
      try function(inputs.tokens, inputs.upstream, inputs.vocabularySize), named: "gradient of the table")
  }

  package static let reference: Function = { tokens, upstream, vocabularySize in
    let table = Tensor.zeros([vocabularySize, upstream.shape[1]])
    return valueWithGradient(at: table) { (lookUp($0, at: tokens) * upstream).sum() }.gradient
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "overwritten",
      diagnosis: "a gradient in which the last use of a token has overwritten the ones before",
      remedy:
        "Where does the upstream row of the first use go when the token comes again? Add, do not assign.",
      frequency: 3, evidence: total
    ) { tokens, upstream, vocabularySize in
      let isLast = tokens.indices.map { !tokens[($0 + 1)...].contains(tokens[$0]) }
      return try reference(tokens, upstream * column(isLast.map { $0 ? 1 : 0 }), vocabularySize)
    },
    Misconception(
      "averaged", diagnosis: "the mean over the uses of a token instead of their sum",
      remedy:
        "If a row moves by a little and two places use it, both move by all of it: the loss changes by the sum.",
      frequency: 1, evidence: total
    ) { tokens, upstream, vocabularySize in
      let shares = tokens.map { token in 1 / Float(tokens.count { $0 == token }) }
      return try reference(tokens, upstream * column(shares), vocabularySize)
    },
    Misconception(
      "divided-by-n", diagnosis: "the right sums divided by the number of tokens",
      remedy:
        "If the loss is a mean, its own gradient has put 1/n into upstream already. The lookup adds no factor.",
      frequency: 1, evidence: total
    ) { tokens, upstream, vocabularySize in
      try reference(tokens, upstream / Float(tokens.count), vocabularySize)
    },
    Misconception(
      "uses-counted",
      diagnosis: "how often each token was used, in every channel; upstream has not entered",
      remedy:
        "Counts are the gradient of the plain sum of the rows, where every upstream is 1. Here each use brings "
        + "its own row of upstream.", frequency: 1
    ) { tokens, upstream, vocabularySize in try reference(tokens, .ones(upstream.shape), vocabularySize) },
    Misconception(
      "by-place", diagnosis: "row t of upstream put into row t of the table, whatever the token at t is",
      remedy:
        "Row t of upstream belongs to the token that stands at t: ask tokens[t] which row of the table it used.",
      frequency: 2
    ) { tokens, upstream, vocabularySize in
      guard tokens.count <= vocabularySize else { throw Stops("Index out of range") }
      return try reference(Array(tokens.indices), upstream, vocabularySize)
    },
    Misconception(
      "one-hot-not-transposed",
      diagnosis:
        "onehot · upstream, the product of the forward pass; where n is not the vocabulary it does not fit",
      remedy:
        "The forward pass is X = onehot · E. In the gradient of a product's right factor the left one stands "
        + "transposed; check it with the shapes [n, vocabulary] and [n, channels].", frequency: 2
    ) { tokens, upstream, vocabularySize in
      guard tokens.count == vocabularySize else {
        throw Stops("matmul: [\(tokens.count), \(vocabularySize)] and \(upstream.shape)")
      }
      return matmul(oneHot(tokens, size: vocabularySize), upstream)
    },
    Misconception(
      "only-used-rows",
      diagnosis: "the right sums for the tokens that were used, without the rows of the others",
      remedy:
        "The gradient has the table's shape: the rows that nobody looked up are there too, and they are 0.",
      frequency: 2
    ) { tokens, upstream, vocabularySize in
      lookUp(try reference(tokens, upstream, vocabularySize), at: Set(tokens).sorted())
    },
    Misconception(
      "rows-to-the-largest",
      diagnosis: "the right sums in a table that ends with the largest token that was used",
      remedy:
        "The gradient has the table's shape: vocabularySize rows, whether or not the last ones were used.",
      frequency: 2
    ) { tokens, upstream, _ in try reference(tokens, upstream, (tokens.max() ?? 0) + 1) },
    Misconception(
      "first-use", diagnosis: "a gradient in which only the first use of a token has sent something back",
      remedy:
        "Every use moves with the row, and brings something back: a row that was used twice receives both.",
      frequency: 2, evidence: total
    ) { tokens, upstream, vocabularySize in
      let isFirst = tokens.indices.map { !tokens[..<$0].contains(tokens[$0]) }
      return try reference(tokens, upstream * column(isFirst.map { $0 ? 1 : 0 }), vocabularySize)
    },
    Misconception(
      "transposed", diagnosis: "the right sums laid down as columns: [channels, vocabulary]",
      remedy: "The gradient has the table's shape, in which every token has a row.", frequency: 1
    ) { tokens, upstream, vocabularySize in
      try reference(tokens, upstream, vocabularySize).transposed()
    },
    Misconception(
      "channels-added",
      diagnosis: "one number for each token, the same in every channel: the channels were added up",
      remedy: "Each channel of a row has a gradient of its own: the sum goes over the uses alone.",
      frequency: 1
    ) { tokens, upstream, vocabularySize in
      let sums = upstream.sum(alongAxis: 1, keepingAxis: true)
      return try reference(tokens, sums + Tensor.zeros(upstream.shape), vocabularySize)
    },
    Misconception(
      "counted-from-one", diagnosis: "the right sums one row too early, as if tokens were counted from 1",
      remedy: "Token 0 has the first row. What does your index subtract?", frequency: 1
    ) { tokens, upstream, vocabularySize in
      guard !tokens.contains(0) else { throw Stops("Index out of range") }
      return try reference(tokens.map { $0 - 1 }, upstream, vocabularySize)
    },
    Misconception(
      "upstream-as-it-came", diagnosis: "upstream handed back as it came",
      remedy: "Its rows belong to the places of the text. The table's rows belong to tokens.", frequency: 1
    ) { _, upstream, _ in upstream },
  ]

  private static func column(_ factors: [Float]) -> Tensor {
    Tensor(shape: [factors.count, 1], scalars: factors)
  }

  private static let total: @Sendable (Answer) -> String? = { answer in
    let sum = answer.parts.first?.numbers.reduce(0, +) ?? 0
    return "all numbers of the gradient sum to \(Float(sum)); they should sum to what upstream sums to"
  }
}
