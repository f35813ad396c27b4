import Autodiff
import Randomness

/// The whole of a GPT after its embedding: blocks, a last norm, and the table once more as the head.
package enum LanguageModelLogitsExercise: Exercise {
  /// Embedded tokens, blocks, the last norm and the embedding table, to the logits of the next token.
  package typealias Function =
    @Sendable (
      _ embedded: Tensor, _ blocks: [(Tensor) throws -> Tensor], _ finalNorm: (Tensor) throws -> Tensor,
      _ table: Tensor
    ) throws -> Tensor

  /// What the model is tried on; a block is x + tanh(x·W), the norm a layer norm with a gain.
  package struct Inputs: Codable, Sendable {
    let embedded: Tensor
    let blockWeights: [Tensor]
    let finalNormGain: Tensor
    let table: Tensor
  }

  package static let about = About(
    name: "languageModelLogits", title: "from embedded tokens to logits",
    goal:
      "Send the tokens through the blocks one after the other, normalise the result once more, and compare every "
      + "token with every row of the embedding table: these products are the logits of the next token. In the check "
      + "a block is x + tanh(x·W), with a W of its own.",
    formula:
      "h₀ = X;  hᵢ = blockᵢ(hᵢ₋₁);  logits = LN(h_L)·Eᵀ      […, time, channels] → […, time, vocabulary]",
    formulas: [.g_HEADLM], uses: ["preNormBlock", "layerNorm"], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "A chain, and a comparison at its end: each block reads what the one before it wrote. The logit of a word is the "
      + "scalar product of the hidden row and that word's row in the table.",
    shapes:
      "Every block and the norm keep [time, channels]. table is [vocabulary, channels], so its transpose is "
      + "[channels, vocabulary], and the product [time, vocabulary].",
    pseudocode: """
      hidden ← embedded
      for each block in order: hidden ← block of hidden
      hidden ← finalNorm of hidden
      logits ← hidden · tableᵀ
      """,
    line: """
      let hidden = try blocks.reduce(embedded) { hidden, block in try block(hidden) }
      return try matmul(finalNorm(hidden), table, rightTransposed: true)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int], blocks: Int, vocabulary: Int) -> Inputs {
      let channels = shape[shape.count - 1]
      return Inputs(
        embedded: .normal(shape, deviation: 1.5, using: &random),
        blockWeights: (0..<blocks).map { _ in .normal([channels, channels], using: &random) },
        finalNormGain: .uniform([channels], in: 0.5..<2, using: &random),
        table: .normal([vocabulary, channels], using: &random))
    }
    return [
      Inputs(
        embedded: Tensor([[1, 0, 2], [0, 1, 1]]),
        blockWeights: [
          Tensor([[0, 1, 0], [0, 0, 1], [1, 0, 0]]), Tensor([[0, 0, 1], [1, 1, 0], [0, -1, 0]]),
        ],
        finalNormGain: Tensor([1, 2, 1]), table: Tensor([[1, 0, 2], [0, 1, 1], [3, 1, 0]])),
      drawn([3, 4], blocks: 3, vocabulary: 4), drawn([2, 2, 3], blocks: 2, vocabulary: 7),
      drawn([1, 1, 4], blocks: 1, vocabulary: 2),
      // A model without a block is a model.
      drawn([2, 3], blocks: 0, vocabulary: 5),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let weights = inputs.blockWeights.enumerated().map { (name: "blockWeights[\($0)]", tensor: $1) }
    return try .withGradients(
      of: [("embedded", inputs.embedded), ("finalNormGain", inputs.finalNormGain), ("table", inputs.table)]
        + weights
    ) { tensors in
      let blocks = tensors[3...].map { weight -> (Tensor) throws -> Tensor in
        { x in x + tanh(matmul(x, weight)) }
      }
      return try function(
        tensors[0], blocks, { layerNorm($0, gain: tensors[1], bias: .zeros(tensors[1].shape)) }, tensors[2])
    }
  }

  package static let reference: Function = { embedded, blocks, finalNorm, table in
    try matmul(finalNorm(chained(embedded, blocks)), table, rightTransposed: true)
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "no-final-norm", diagnosis: "the logits of the blocks' sum as it is, without the last norm",
      remedy: "With pre-norm nothing has normalised the sums themselves. What is finalNorm for?",
      frequency: 3,
      evidence: unused("finalNormGain")
    ) { embedded, blocks, _, table in matmul(try chained(embedded, blocks), table, rightTransposed: true) },
    oneMissing,
    oneMissing.variant("guarded") { embedded, blocks, finalNorm, table in
      try matmul(finalNorm(chained(embedded, blocks.dropLast())), table, rightTransposed: true)
    },
    oneMissing.variant("first") { embedded, blocks, finalNorm, table in
      guard !blocks.isEmpty else { throw Stops("Range requires lowerBound <= upperBound") }
      return try matmul(finalNorm(chained(embedded, Array(blocks.dropFirst()))), table, rightTransposed: true)
    },
    oneMissing.variant("first-guarded") { embedded, blocks, finalNorm, table in
      try matmul(finalNorm(chained(embedded, Array(blocks.dropFirst()))), table, rightTransposed: true)
    },
    Misconception(
      "first-block-alone", diagnosis: "the first block alone: the others are never called",
      remedy: "blocks is a list of any length: call each, in order.", frequency: 1
    ) { embedded, blocks, finalNorm, table in
      guard let first = blocks.first else { throw Stops("Index out of range") }
      return try matmul(finalNorm(first(embedded)), table, rightTransposed: true)
    },
    Misconception(
      "first-block-outside", diagnosis: "blocks[0] called before the loop, also where there is no block",
      remedy: "Begin with the embedded tokens, and let the loop do the rest: it may have nothing to do.",
      frequency: 2
    ) { embedded, blocks, finalNorm, table in
      guard !blocks.isEmpty else { throw Stops("Index out of range") }
      return try matmul(finalNorm(chained(embedded, blocks)), table, rightTransposed: true)
    },
    Misconception(
      "norm-of-logits",
      diagnosis: "the last norm taken of the logits, which have the width of the vocabulary",
      remedy: "What is normalised is the token, before it is compared: LN(h_L)·Eᵀ.", frequency: 2
    ) { embedded, blocks, finalNorm, table in
      guard table.shape[0] == table.shape[1] else {
        throw Stops("layerNorm: gain \([table.shape[1]]) for rows of \(table.shape[0])")
      }
      return try finalNorm(matmul(chained(embedded, blocks), table, rightTransposed: true))
    },
    Misconception(
      "divided-by-root", diagnosis: "logits divided by √d, as attention scores are",
      remedy: "Only attention divides. The last norm and the table see to the size of the logits.",
      frequency: 2
    ) { embedded, blocks, finalNorm, table in
      let hidden = try finalNorm(chained(embedded, blocks))
      return matmul(hidden, table, rightTransposed: true) / Float(table.shape[1]).squareRoot()
    },
    Misconception(
      "logits-transposed", diagnosis: "E·hᵀ, the logits transposed: […, vocabulary, time]",
      remedy: "A row of logits belongs to a token of the text: h·Eᵀ.", frequency: 1
    ) { embedded, blocks, finalNorm, table in
      try matmul(finalNorm(chained(embedded, blocks)), table, rightTransposed: true).transposed()
    },
    Misconception(
      "log-probabilities", diagnosis: "logarithms of the probabilities, with log-softmax taken already",
      remedy: "The loss takes the logarithm of the softmax by itself: return the products as they are.",
      frequency: 1
    ) { embedded, blocks, finalNorm, table in
      logSoftmax(try matmul(finalNorm(chained(embedded, blocks)), table, rightTransposed: true))
    },
    Misconception(
      "norm-before-each", diagnosis: "the last norm before every block, and after the last",
      remedy: "The blocks have norms of their own inside. This one is called once, at the end.", frequency: 1
    ) { embedded, blocks, finalNorm, table in
      let hidden = try blocks.reduce(embedded) { try $1(finalNorm($0)) }
      return try matmul(finalNorm(hidden), table, rightTransposed: true)
    },
    Misconception(
      "embedding-scaled", diagnosis: "embedded tokens multiplied by √d before the blocks",
      remedy: "That belongs to the embedding of the first Transformer. Here the tokens come embedded.",
      frequency: 1
    ) { embedded, blocks, finalNorm, table in
      let scaled = embedded * Float(table.shape[1]).squareRoot()
      return try matmul(finalNorm(chained(scaled, blocks)), table, rightTransposed: true)
    },
    Misconception(
      "norm-first", diagnosis: "the norm before the blocks instead of after them",
      remedy:
        "Each block has a norm of its own for what it reads. This one is for what the last block leaves.",
      frequency: 1
    ) { embedded, blocks, finalNorm, table in
      matmul(try chained(finalNorm(embedded), blocks), table, rightTransposed: true)
    },
    Misconception(
      "norm-after-each", diagnosis: "the last norm after every block",
      remedy: "It is called once, after the last block: look which line is inside the loop.", frequency: 1
    ) { embedded, blocks, finalNorm, table in
      let hidden = try blocks.reduce(embedded) { try finalNorm($1($0)) }
      return matmul(hidden, table, rightTransposed: true)
    },
    Misconception(
      "reversed", diagnosis: "the blocks in reverse order, the last one first",
      remedy: "The first block of the list is the first to see the tokens.", frequency: 1
    ) { embedded, blocks, finalNorm, table in
      try matmul(finalNorm(chained(embedded, blocks.reversed())), table, rightTransposed: true)
    },
    Misconception(
      "last-block-alone", diagnosis: "the last block alone: each block is given the embedded tokens anew",
      remedy: "In the loop, what is handed to the block: embedded, or what the block before it returned?",
      frequency: 2, evidence: unused("blockWeights[0]")
    ) { embedded, blocks, finalNorm, table in
      try matmul(finalNorm(blocks.reduce(embedded) { try $1(embedded) }), table, rightTransposed: true)
    },
    Misconception(
      "blocks-without-effect",
      diagnosis: "the embedded tokens themselves, normalised and compared: no block shows",
      remedy: "A block changes nothing in place: it returns the new tokens. Where is its result kept?",
      frequency: 1, evidence: unused("blockWeights[0]")
    ) { embedded, _, finalNorm, table in
      try matmul(finalNorm(embedded), table, rightTransposed: true)
    },
    Misconception(
      "parallel", diagnosis: "the blocks side by side, each on the embedded tokens, and their results added",
      remedy: "Blocks follow one another: each reads what the one before it wrote.", frequency: 1
    ) { embedded, blocks, finalNorm, table in
      let sum = try blocks.reduce(Tensor.zeros(embedded.shape)) { try $0 + $1(embedded) }
      return try matmul(finalNorm(sum), table, rightTransposed: true)
    },
    Misconception(
      "sum-around-blocks", diagnosis: "another residual sum around each block: h + block(h)",
      remedy: "The sums are inside the block already. Its result replaces hidden.", frequency: 2
    ) { embedded, blocks, finalNorm, table in
      let hidden = try blocks.reduce(embedded) { try $0 + $1($0) }
      return try matmul(finalNorm(hidden), table, rightTransposed: true)
    },
    Misconception(
      "table-not-transposed", diagnosis: "hidden·E with the table as it stands, not transposed",
      remedy:
        "A word's row of the table is compared with a token's row: the sizes that meet must both be the channels.",
      frequency: 3
    ) { embedded, blocks, finalNorm, table in
      guard table.shape[0] == table.shape[1] else {
        throw Stops("matmul: \(embedded.shape) · \(table.shape): the inner sizes differ")
      }
      return try matmul(finalNorm(chained(embedded, blocks)), table)
    },
    Misconception(
      "probabilities", diagnosis: "the probabilities, with softmax taken of the logits already",
      remedy: "The loss takes the softmax itself, stably. A model returns logits, which may be any numbers.",
      frequency: 2
    ) { embedded, blocks, finalNorm, table in
      softmax(try matmul(finalNorm(chained(embedded, blocks)), table, rightTransposed: true))
    },
    Misconception(
      "last-token-alone", diagnosis: "the logits of the last token alone",
      remedy: "In training every position predicts the token after it: keep all rows.", frequency: 1
    ) { embedded, blocks, finalNorm, table in
      let logits = try matmul(finalNorm(chained(embedded, blocks)), table, rightTransposed: true)
      return logits.selected(axis: logits.rank - 2, logits.shape[logits.rank - 2] - 1)
    },
  ]

  private static let oneMissing = Misconception<Function>(
    "one-block-missing",
    diagnosis: "all blocks but the last, or but the first: the loop ends too early or begins too late",
    remedy: "1..<blocks.count and 0..<blocks.count − 1 leave one out. for block in blocks leaves out none.",
    frequency: 2
  ) { embedded, blocks, finalNorm, table in
    guard !blocks.isEmpty else { throw Stops("Range requires lowerBound <= upperBound") }
    return try matmul(finalNorm(chained(embedded, blocks.dropLast())), table, rightTransposed: true)
  }

  private static func chained(_ x: Tensor, _ blocks: [(Tensor) throws -> Tensor]) throws -> Tensor {
    try blocks.reduce(x) { try $1($0) }
  }
}
