import Randomness
import Workbench

/// ln P of a whole sentence: the chain rule, from `<s>` to `</s>`.
package enum SentenceLogProbabilityExercise: Exercise {
  /// A sentence, n, the ids of `<s>` and `</s>`, and P(token | context), to ln P(sentence).
  package typealias Function =
    @Sendable (
      _ sentence: [Int], _ order: Int, _ begin: Int, _ end: Int,
      _ probability: (_ token: Int, _ context: [Int]) throws -> Double
    ) throws -> Double

  /// A sentence, and those that the model it is asked of has counted, without `<s>` and `</s>`.
  package struct Inputs: Codable, Sendable {
    let sentence: [Int]
    let order: Int
    let begin: Int
    let end: Int
    let k: Double
    let countedSentences: [[Int]]
  }

  package static let about = About(
    name: "sentenceLogProbability", title: "the chain rule for a sentence",
    goal:
      "Give ln P(sentence) under a model of order n, which tells P(token | the n − 1 tokens before it). Before the first "
      + "token stand n − 1 times `begin`, which are context only; after the last stands `end`, which is predicted too.",
    formula: "ln P(w₁ … w_T) = Σ_t ln P(w_t | w_{t−n+1} … w_{t−1}),  t = 1 … T + 1,  w_{T+1} = </s>",
    formulas: [.s0_2_1_P_LM, .g_NGRAM], uses: ["addKProbability"], minutes: 15, difficulty: .medium,
    tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "A sentence is a chain of predictions, and its last one is that it ends. The probabilities multiply; why is it "
      + "better to add their logarithms?",
    shapes:
      "T tokens, padded: (n − 1) + T + 1 symbols. T + 1 of them are predicted, each from the n − 1 before it; with n = 1 "
      + "nothing is padded and every context is [].",
    pseudocode: """
      symbols ← begin, n − 1 times; the sentence; end
      sum     ← 0
      for place from n − 1 to the last:
        context ← the n − 1 symbols before place
        add ln P(symbols[place] | context) to sum
      """,
    line: """
      let symbols = Array(repeating: begin, count: order - 1) + sentence + [end]
      for place in (order - 1)..<symbols.count {
        let context = Array(symbols[place - order + 1..<place])
        sum += log(try probability(symbols[place], context))
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func toy(_ sentence: [Int], order: Int, k: Double) -> Inputs {
      Inputs(
        sentence: sentence, order: order, begin: 6, end: 5, k: k,
        countedSentences: [[0, 1, 3], [0, 2, 3], [0, 1, 4]])
    }
    return [
      toy([0, 1, 3], order: 2, k: 0),
      toy([0, 2, 4], order: 2, k: 1),
      toy([0, 2, 4], order: 2, k: 0),
      toy([0, 1, 4], order: 3, k: 1),
      toy([0, 2, 3], order: 1, k: 1),
      Inputs(
        sentence: (0..<5).map { _ in random.index(below: 4) }, order: 3, begin: 5, end: 4, k: 0.5,
        countedSentences: CountedSentences.random(&random, size: 4, lengths: 3..<8)),
      // Long enough for the product of the probabilities to become 0 in a Double.
      toy((0..<700).map { _ in random.index(below: 5) }, order: 2, k: 1),
      toy([], order: 2, k: 1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let order = inputs.order
    let padding = [Int](repeating: inputs.begin, count: order - 1)
    let counted = try CountedSentences(
      inputs.countedSentences.map { padding + $0 + [inputs.end] }, order: order)
    let model = { (token: Int, context: [Int]) throws -> Double in
      guard context.count == order - 1 else { throw WrongContext(context: context, order: order) }
      let vocabularySize = 1 + max(inputs.end, inputs.begin - 1)
      return try AddKProbabilityExercise.reference(token, context, counted.counts, inputs.k, vocabularySize)
    }
    return Answer(
      try function(inputs.sentence, order, inputs.begin, inputs.end, model), named: "ln P(sentence)")
  }

  private struct WrongContext: Error, CustomStringConvertible {
    let context: [Int]
    let order: Int
    var description: String {
      "a model of order \(order) looks back at \(order - 1) tokens, but was asked with the context \(context)"
    }
  }

  package static let reference: Function = { sentence, order, begin, end, probability in
    try events(sentence, order, begin, end).reduce(0) { $0 + log(try probability($1.token, $1.context)) }
  }
}
