import Autodiff
import Randomness

/// −∞ in the place of every score of a later key.
package enum CausalMaskExercise: Exercise {
  /// Scores to scores of which the later keys' are −∞, both `[…, queries, keys]`.
  package typealias Function = @Sendable (_ scores: Tensor) throws -> Tensor

  /// What is masked.
  package struct Inputs: Codable, Sendable {
    let scores: Tensor
  }

  package static let about = About(
    name: "causalMask", title: "no token sees a later one",
    goal:
      "Put −∞ in the place of every score of a key that comes after its query, and leave the others as they "
      + "are. Where there are fewer queries than keys, the queries are the last tokens: the last query sees "
      + "every key.",
    formula: "Sᵢⱼ ← −∞ for j > i + (keys − queries)      […, queries, keys] → […, queries, keys]",
    formulas: [.g_MASK], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Adding −∞ to a score makes it −∞, adding 0 leaves it: the mask is one matrix that is added. Never "
      + "multiply by infinity on the way: 0 · ∞ is not a number.",
    shapes:
      "The mask is [queries, keys], the sizes of the last two axes, and broadcasts over whatever comes before. "
      + "Query i of the tensor is token i + (keys − queries) of the text.",
    pseudocode: """
      past  ← keys − queries
      mask  ← for each query i, for each key j: 0 if j ≤ i + past, else −∞
      answer ← scores + mask
      """,
    line: """
      let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
      let mask: [Float] = (0..<queries * keys).map { place in
        place % keys <= place / keys + keys - queries ? 0 : -.infinity
      }
      return scores + Tensor(shape: [queries, keys], scalars: mask)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(scores: Tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])),
      Inputs(scores: Tensor([[1, 2, 3, 4], [5, 6, 7, 8]])),
      Inputs(scores: Tensor([[3, 1, 2]])),
      Inputs(scores: .normal([2, 4, 4], using: &random)),
      Inputs(scores: .normal([2, 1, 2, 5], using: &random)),
      Inputs(scores: .normal([1, 1], using: &random)),
    ]
  }

  /// The masked scores, and what passes through them from the softmax that always follows: what flows back into a
  /// hidden place itself depends on how the −∞ came there and means nothing.
  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let output = try Answer(function(inputs.scores))
    let weights = try Answer.withGradients(of: [("scores", inputs.scores)]) {
      softmax(try function($0[0]))
    }
    return Answer(output.parts + weights.parts.dropFirst())
  }

  package static let reference: Function = { scores in
    let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
    return scores.masked(.causal(queries: queries, keys: keys))
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "not-masked", diagnosis: "the scores as they came: every token sees the whole text",
      remedy: "The decoder differs from the encoder here. May token 0 see token 1 when it is to predict it?",
      source: .s0_3_3_DEC, frequency: 1, evidence: hidden
    ) { $0 },
    Misconception(
      "diagonal-too", diagnosis: "a mask of the diagonal as well: a token does not even see itself",
      remedy: "Row i may use token i, it predicts token i + 1. Is the comparison < where it should be ≤?",
      frequency: 3, evidence: hidden
    ) { masked($0) { query, key, past in key < query + past } },
    Misconception(
      "one-ahead", diagnosis: "a mask that starts one key too late: every token sees the next one",
      remedy:
        "The next token is what has to be predicted. Check row 0: it may keep one key of the first input.",
      frequency: 2, evidence: hidden
    ) { masked($0) { query, key, past in key <= query + past + 1 } },
    Misconception(
      "past-hidden", diagnosis: "the mask turned over: it hides the earlier keys and shows the later ones",
      remedy: "Rows are queries and columns are keys. What is above the diagonal comes later.", frequency: 2,
      evidence: hidden
    ) { masked($0) { query, key, past in key >= query + past } },
    Misconception(
      "aligned-to-first",
      diagnosis: "a mask that takes the queries for the first tokens of the text, where they are the last",
      remedy: "With 2 queries and 4 keys, query 0 is token 2: two tokens lie before it. Shift the diagonal.",
      frequency: 3, evidence: hidden
    ) { masked($0) { query, key, _ in key <= query } },
    Misconception(
      "shifted-backwards",
      diagnosis: "a diagonal shifted the wrong way: the more earlier keys there are, the fewer are seen",
      remedy:
        "keys − queries tokens lie before query 0, and it may see them all. Check the sign of the shift.",
      frequency: 2, evidence: hidden
    ) { masked($0) { query, key, past in key <= query - past } },
    Misconception(
      "zeros",
      diagnosis: "scores with 0 in the hidden places instead of −∞: softmax takes e⁰ = 1 for it, not 0",
      remedy: "A hidden key must weigh nothing after the softmax. For which score is e^s zero?", frequency: 3
    ) { masked($0, with: 0) { query, key, past in key <= query + past } },
    largeNumber,
    largeNumber.variant("ten-times") { masked($0, with: -1e10) { query, key, past in key <= query + past } },
    largeNumber.variant("of-20-zeros") {
      masked($0, with: -1e20) { query, key, past in key <= query + past }
    },
    Misconception(
      "smallest-float",
      diagnosis: "scores with −3.4·10³⁸, the smallest Float, in the hidden places instead of −∞",
      remedy:
        "finfo.min is one more number: a sum of two of them is −∞, and a row of nothing else has equal weights. "
        + "-Float.infinity means “hidden”.",
      frequency: 2
    ) { masked($0, with: -.greatestFiniteMagnitude) { query, key, past in key <= query + past } },
    tenThousand,
    tenThousand.variant("filled-in") {
      masked($0, with: -10_000) { query, key, past in key <= query + past }
    },
    Misconception(
      "plus-infinity", diagnosis: "scores with +∞ in the hidden places: e^∞ is infinite, not 0",
      remedy: "For which score is e^s zero? Check the sign of the infinity.", frequency: 1
    ) { masked(-$0) { query, key, past in key <= query + past } * -1 },
    Misconception(
      "inverted",
      diagnosis:
        "a mask that hides what should be seen and shows what should be hidden, the diagonal included",
      remedy: "In PyTorch true hides in one place and shows in another. Which keys does row 0 need?",
      frequency: 3, evidence: hidden
    ) { masked($0) { query, key, past in key > query + past } },
    Misconception(
      "first-axes",
      diagnosis: "a mask of shape[0] × shape[1], which are queries and keys only without batch axes",
      remedy: "Count from the end: shape[rank − 2] queries, shape[rank − 1] keys.", frequency: 2
    ) { scores in
      guard scores.rank == 2 else { throw Stops("shapes \(scores.shape) and \(scores.shape.prefix(2))") }
      return masked(scores) { query, key, past in key <= query + past }
    },
    Misconception(
      "zero-times-infinity",
      diagnosis: "a mask made by multiplying zeros and ones by −∞: 0 · −∞ is not a number (NaN)",
      remedy: "Write 0 and −∞ into the mask themselves, and add it: no multiplication by infinity.",
      frequency: 3
    ) { $0 + triangle(of: $0) * -Float.infinity },
    Misconception(
      "mask-alone", diagnosis: "the mask by itself, zeros and −∞: the scores are gone",
      remedy: "What is kept keeps its score: add the mask to the scores.", frequency: 1
    ) { masked($0 * 0) { query, key, past in key <= query + past } },
    Misconception(
      "softmax-already", diagnosis: "the softmax of the masked scores: the weights, not the scores",
      remedy: "Stop before the softmax; that is the next step's.", frequency: 1
    ) { softmax(masked($0) { query, key, past in key <= query + past }) },
  ]

  private static let tenThousand = Misconception<Function>(
    "ten-thousand-less", diagnosis: "scores lowered by, or set to, −10,000 in the hidden places",
    remedy: "That is for numbers of 16 bits, which end at 65,504. A Float has -Float.infinity.",
    frequency: 1
  ) { $0 + triangle(of: $0) * -10_000 }

  private static let largeNumber = Misconception<Function>(
    "large-number",
    diagnosis: "scores with a large negative number, such as −10⁹, in the hidden places instead of −∞",
    remedy:
      "It nearly works, until a row is hidden altogether or scores are large. -Float.infinity is exact.",
    frequency: 2
  ) { masked($0, with: -1e9) { query, key, past in key <= query + past } }

  /// Scores of which the keys that are not kept have another value; past is the number of keys before query 0.
  private static func masked(
    _ scores: Tensor, with hidden: Float = -.infinity, keep: (_ query: Int, _ key: Int, _ past: Int) -> Bool
  ) -> Tensor {
    let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
    let kept = (0..<queries * keys).map { keep($0 / keys, $0 % keys, keys - queries) }
    if hidden.isFinite {
      let ones = Tensor(shape: [queries, keys], scalars: kept.map { $0 ? 1 : 0 })
      return scores * ones + (1 - ones) * hidden
    }
    return scores.masked(Mask(shape: [queries, keys], keep: kept))
  }

  /// 1 where a key comes after its query.
  private static func triangle(of scores: Tensor) -> Tensor {
    1 - masked(.ones(scores.shape), with: 0) { query, key, past in key <= query + past }
  }

  private static let hidden: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, let keys = part.shape.last, keys > 0 else { return nil }
    let count = part.numbers.prefix(keys).count { $0 == -.infinity }
    let later = part.shape[part.shape.count - 2] - 1
    return "row 0 hides \(count) of its \(keys) keys, where \(later) should be hidden"
  }
}
