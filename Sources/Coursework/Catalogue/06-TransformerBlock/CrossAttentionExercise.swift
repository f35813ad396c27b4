import Autodiff
import Neural
import Randomness

/// Cross-attention: one text asks, another answers.
package enum CrossAttentionExercise: Exercise {
  /// Targets, memory and three projections, to targets that have read the memory.
  package typealias Function =
    @Sendable (
      _ x: Tensor, _ memory: Tensor, _ queryWeight: Tensor, _ keyWeight: Tensor, _ valueWeight: Tensor,
      _ attention: (Tensor, Tensor, Tensor) throws -> Tensor
    ) throws -> Tensor

  /// What cross-attention is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let memory: Tensor
    let queryWeight: Tensor
    let keyWeight: Tensor
    let valueWeight: Tensor
  }

  package static let about = About(
    name: "crossAttention", title: "attention from one text to another",
    goal:
      "Let the tokens of x ask and those of memory answer. The closure attention(query, key, value) is "
      + "softmax(Q·Kᵀ/√d_k)·V; you choose what it is given. x and memory may have different numbers of tokens.",
    formula:
      "Attention(X·W_q, M·W_k, M·W_v)      X […, time, channels], M […, keys, channels] → […, time, channels]",
    formulas: [.s0_3_3_DEC, .s3_3_5_P_DEC, .g_CROSS], uses: ["attention"], minutes: 10, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "A translator writes the next word and looks at the source. Who asks, and who is asked? Attention gives one row "
      + "for each query, and it is a mixture of values.",
    shapes:
      "query = x · queryWeight: [time, channels]. key and value have as many rows as memory: [keys, channels]. "
      + "The result has as many rows as x.",
    pseudocode: """
      query  ← x · queryWeight
      key    ← memory · keyWeight
      value  ← memory · valueWeight
      result ← attention of query, key and value, in that order
      """,
    line: """
      return try attention(
        matmul(x, queryWeight), matmul(memory, keyWeight), matmul(memory, valueWeight))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let x = Tensor([[1, 0, 2], [0, 1, 1]])
    let weights = [
      Tensor([[0, 1, 0], [0, 0, 1], [1, 0, 0]]), Tensor([[1, 0, 0], [1, 1, 0], [0, 0, 1]]),
      Tensor([[1, 0, 0], [0, 0, 1], [0, 2, 0]]),
    ]
    func fixed(memory: Tensor) -> Inputs {
      Inputs(x: x, memory: memory, queryWeight: weights[0], keyWeight: weights[1], valueWeight: weights[2])
    }
    func drawn(batch: [Int], time: Int, keys: Int, channels: Int) -> Inputs {
      Inputs(
        x: .normal(batch + [time, channels], using: &random),
        memory: .normal(batch + [keys, channels], using: &random),
        queryWeight: .normal([channels, channels], using: &random),
        keyWeight: .normal([channels, channels], using: &random),
        valueWeight: .normal([channels, channels], using: &random))
    }
    return [
      fixed(memory: Tensor([[1, 1, 0], [0, 2, 1]])),
      fixed(memory: Tensor([[1, 1, 0], [0, 2, 1], [3, 0, 0]])),
      drawn(batch: [2], time: 3, keys: 3, channels: 4), drawn(batch: [2], time: 4, keys: 2, channels: 3),
      drawn(batch: [], time: 1, keys: 5, channels: 2),
      // One token to look at: it gets all the weight, whatever is asked.
      drawn(batch: [], time: 3, keys: 1, channels: 2),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(
      of: [
        ("x", inputs.x), ("memory", inputs.memory), ("queryWeight", inputs.queryWeight),
        ("keyWeight", inputs.keyWeight), ("valueWeight", inputs.valueWeight),
      ]
    ) { tensors in
      try function(tensors[0], tensors[1], tensors[2], tensors[3], tensors[4]) {
        scaledDotProductAttention(query: $0, key: $1, value: $2)
      }
    }
  }

  package static let reference: Function = { x, memory, queryWeight, keyWeight, valueWeight, attention in
    try attention(matmul(x, queryWeight), matmul(memory, keyWeight), matmul(memory, valueWeight))
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "as-printed",
      diagnosis: "MultiHead(W_k·x, W_q·x, W_v·x): self-attention, with the key in the place of the query",
      remedy:
        "Two things to put right: the memory is read nowhere, and the first argument of attention is the query.",
      source: .s0_3_3_DEC, frequency: 1, evidence: unused("memory")
    ) { x, _, queryWeight, keyWeight, valueWeight, attention in
      try attention(matmul(x, keyWeight), matmul(x, queryWeight), matmul(x, valueWeight))
    },
    Misconception(
      "self-attention", diagnosis: "self-attention: query, key and value all from x",
      remedy: "x asks, but what it wants to know stands in the memory. Which argument of yours is not used?",
      source: .s0_3_3_DEC, frequency: 3, evidence: unused("memory")
    ) { x, _, queryWeight, keyWeight, valueWeight, attention in
      try attention(matmul(x, queryWeight), matmul(x, keyWeight), matmul(x, valueWeight))
    },
    Misconception(
      "memory-alone", diagnosis: "query, key and value all from the memory: the targets are read nowhere",
      remedy: "The decoder's input is the text written so far, x; the memory is what it looks things up in.",
      source: .s3_3_5_P_DEC, frequency: 1, evidence: unused("x")
    ) { _, memory, queryWeight, keyWeight, valueWeight, attention in
      try attention(matmul(memory, queryWeight), matmul(memory, keyWeight), matmul(memory, valueWeight))
    },
    Misconception(
      "memory-asks",
      diagnosis: "the query from the memory, key and value from x: the source reads the targets",
      remedy: "The result must have a row for each token of x: one for each query.", frequency: 3
    ) { x, memory, queryWeight, keyWeight, valueWeight, attention in
      try attention(matmul(memory, queryWeight), matmul(x, keyWeight), matmul(x, valueWeight))
    },
    Misconception(
      "keys-from-x", diagnosis: "the keys from x, and only the values from the memory",
      remedy: "A key says where its value is to be found: both belong to the same token, of the memory.",
      frequency: 2
    ) { x, memory, queryWeight, keyWeight, valueWeight, attention in
      try fitting(x, memory)
      return try attention(matmul(x, queryWeight), matmul(x, keyWeight), matmul(memory, valueWeight))
    },
    Misconception(
      "values-from-x", diagnosis: "the values from x, and only the keys from the memory",
      remedy: "What is brought home are the values: whose words does the decoder want to read?", frequency: 2
    ) { x, memory, queryWeight, keyWeight, valueWeight, attention in
      try fitting(memory, x)
      return try attention(matmul(x, queryWeight), matmul(memory, keyWeight), matmul(x, valueWeight))
    },
    Misconception(
      "key-and-value-exchanged",
      diagnosis: "the key in the place of the value, and the value in that of the key",
      remedy: "attention takes query, key and value, in that order.", frequency: 2
    ) { x, memory, queryWeight, keyWeight, valueWeight, attention in
      try attention(matmul(x, queryWeight), matmul(memory, valueWeight), matmul(memory, keyWeight))
    },
    Misconception(
      "query-and-key-weights-exchanged",
      diagnosis: "the query projected by W_k and the keys by W_q: each takes the other's matrix",
      remedy: "W_q makes queries of x, W_k keys of the memory: look at the two names in each product.",
      source: .s0_3_3_DEC, frequency: 2
    ) { x, memory, queryWeight, keyWeight, valueWeight, attention in
      try attention(matmul(x, keyWeight), matmul(memory, queryWeight), matmul(memory, valueWeight))
    },
    Misconception(
      "values-by-key-weight", diagnosis: "keys and values both projected by W_k: W_v is not used",
      remedy: "How a token is found and what it says are two things, with a matrix for each.", frequency: 2,
      evidence: unused("valueWeight")
    ) { x, memory, queryWeight, keyWeight, _, attention in
      let key = matmul(memory, keyWeight)
      return try attention(matmul(x, queryWeight), key, key)
    },
    Misconception(
      "value-not-projected", diagnosis: "the memory itself for the values, without W_v",
      remedy: "What a token hands over is projected too: M·W_v.", frequency: 1,
      evidence: unused("valueWeight")
    ) { x, memory, queryWeight, keyWeight, _, attention in
      try attention(matmul(x, queryWeight), matmul(memory, keyWeight), memory)
    },
    Misconception(
      "keys-by-query-weight", diagnosis: "queries and keys both projected by W_q: W_k is not used",
      remedy: "The memory's keys have a matrix of their own.", frequency: 1, evidence: unused("keyWeight")
    ) { x, memory, queryWeight, _, valueWeight, attention in
      try attention(matmul(x, queryWeight), matmul(memory, queryWeight), matmul(memory, valueWeight))
    },
    Misconception(
      "with-residual", diagnosis: "x + the attention: the residual connection added here already",
      remedy: "The block adds x, once. Here the output is the attention alone.", frequency: 2
    ) { x, memory, queryWeight, keyWeight, valueWeight, attention in
      try x
        + attention(matmul(x, queryWeight), matmul(memory, keyWeight), matmul(memory, valueWeight))
    },
    Misconception(
      "both-texts-answer",
      diagnosis: "keys and values from x and the memory together, one text after the other",
      remedy: "That is how a decoder without an encoder reads its prompt. Here the memory alone answers.",
      frequency: 1
    ) { x, memory, queryWeight, keyWeight, valueWeight, attention in
      let all = concatenate([x, memory], axis: -2)
      return try attention(matmul(x, queryWeight), matmul(all, keyWeight), matmul(all, valueWeight))
    },
    Misconception(
      "not-projected", diagnosis: "x and the memory themselves, without the three projections",
      remedy: "Query, key and value are three views of tokens, each through a matrix of its own.",
      frequency: 1,
      evidence: unused("queryWeight")
    ) { x, memory, _, _, _, attention in try attention(x, memory, memory) },
    Misconception(
      "weights-transposed", diagnosis: "x·Wᵀ in the place of x·W, for all three projections",
      remedy: "A token is a row here, so the matrix stands on its right as it is: X·W.", frequency: 2
    ) { x, memory, queryWeight, keyWeight, valueWeight, attention in
      try attention(
        matmul(x, queryWeight, rightTransposed: true), matmul(memory, keyWeight, rightTransposed: true),
        matmul(memory, valueWeight, rightTransposed: true))
    },
  ]

  /// Stops where keys and values of different numbers of tokens do not fit.
  private static func fitting(_ keys: Tensor, _ values: Tensor) throws {
    guard keys.shape == values.shape else {
      throw Stops(
        "attention: keys of shape \(keys.shape) and values of shape \(values.shape) differ in number")
    }
  }
}
