import Randomness
import Training
import Workbench

/// Among how many equally likely tokens a model is in doubt.
package enum PerplexityExercise: Exercise {
  /// ln P of every token to the perplexity.
  package typealias Function = @Sendable (_ logProbabilities: [Double]) throws -> Double

  /// What is measured.
  package struct Inputs: Codable, Sendable {
    let logProbabilities: [Double]
  }

  package static let about = About(
    name: "perplexity", title: "perplexity, the model's doubt a token",
    goal:
      "Give the perplexity of a text from ln P of each of its tokens (natural logarithms; at least one). A model that "
      + "chooses evenly among V tokens has perplexity V; one impossible token makes it infinite.",
    formula: "PPL = e^L,   L = −(1/N)·Σ ln P(wᵢ | …)", formulas: [.g_PPL], minutes: 5, difficulty: .easy,
    tolerance: 1e-9)

  package static let hints = Hints(
    idea: "For an even choice among V tokens every ln P is −ln V. What must be done to −ln V to get V?",
    shapes: "N numbers to one. It does not grow with N: a text twice over has the same perplexity.",
    pseudocode: """
      loss ← − (sum of the logarithms) / N
      return e to the loss
      """,
    line: "return exp(-logProbabilities.reduce(0, +) / Double(logProbabilities.count))")

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func probabilities(_ values: [Double]) -> Inputs { Inputs(logProbabilities: values.map { log($0) }) }
    let drawn = (0..<400).map { _ in 0.01 + 0.2 * random.uniform() }
    return [
      probabilities([0.5, 0.25, 0.5]),
      probabilities([Double](repeating: 1.0 / 27, count: 4)),
      Inputs(logProbabilities: [0]),
      probabilities(Array(drawn.prefix(6))),
      Inputs(logProbabilities: [-0.5, -.infinity, -0.25]),
      // Long enough for the product of the probabilities to become 0 in a Double.
      probabilities(drawn),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.logProbabilities), named: "perplexity")
  }

  package static let reference: Function = { logProbabilities in
    perplexity(ofMeanLoss: -logProbabilities.reduce(0, +) / Double(logProbabilities.count))
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "sign-lost", diagnosis: "e to the mean of ln P, without the minus: one over the perplexity",
      remedy: "A perplexity is at least 1: nobody is in doubt among less than one token.", frequency: 3
    ) { exp(mean($0)) },
    Misconception(
      "sum", diagnosis: "e to the sum of the surprises, not to their mean: it grows with every token",
      remedy: "Doubt *a token*: a text twice over must have the same perplexity.", frequency: 2
    ) { exp(-$0.reduce(0, +)) },
    Misconception(
      "cross-entropy", diagnosis: "the mean surprise L itself, without e to the power of it",
      remedy: "L is in nats. An even choice among 27 tokens has L = 3.30; its perplexity is 27.", frequency: 2
    ) { -mean($0) },
    Misconception(
      "two-to-the-nats", diagnosis: "2 to the power of a mean in nats: two bases mixed",
      remedy: "Base 2 belongs to logarithms to base 2. These are natural: which number is it that ln undoes?",
      frequency: 3
    ) { power(2, -mean($0)) },
    Misconception(
      "e-to-the-bits", diagnosis: "e to the power of a mean in bits: two bases mixed",
      remedy: "Divided by ln 2 the mean is in bits, and only 2 to the power of it is the perplexity.",
      frequency: 1
    ) { exp(-mean($0) / log(2)) },
    Misconception(
      "mean-of-inverses", diagnosis: "the mean of 1/P over the tokens instead of e to the mean of −ln P",
      remedy:
        "A perplexity is the *geometric* mean of 1/P: average the logarithms first, then take e to that.",
      frequency: 2
    ) { mean($0.map { exp(-$0) }) },
    Misconception(
      "inverse-of-mean",
      diagnosis: "one over the mean of P: the probabilities averaged instead of their logarithms",
      remedy:
        "One impossible token must make the perplexity infinite; a mean of probabilities hardly notices it.",
      frequency: 2
    ) { 1 / mean($0.map { exp($0) }) },
    Misconception(
      "root-of-product",
      diagnosis:
        "the N-th root of one over the product of P: right, until in a long text the product becomes 0",
      remedy: "A Double ends near 10⁻³⁰⁸. Stay with the logarithms until their mean is taken.", frequency: 2
    ) { power(exp($0.reduce(0, +)), -1 / Double($0.count)) },
    Misconception(
      "impossible-skipped", diagnosis: "the perplexity of the possible tokens alone, −∞ left out",
      remedy:
        "A model that holds what happened for impossible is infinitely wrong, and this number must say so.",
      frequency: 1
    ) { try reference($0.filter { $0 > -.infinity }) },
    Misconception(
      "one-too-many", diagnosis: "the sum of the surprises divided by one more than their number",
      remedy: "Every one of the N numbers is a prediction, `</s>` among them; N is how many there are.",
      frequency: 1
    ) { exp(-$0.reduce(0, +) / Double($0.count + 1)) },
    Misconception(
      "one-too-few", diagnosis: "the sum of the surprises divided by one less than their number",
      remedy: "The list holds the predictions, `</s>` among them and `<s>` not. How many are they?",
      frequency: 2
    ) { exp(-$0.reduce(0, +) / Double($0.count - 1)) },
    Misconception(
      "entropy", diagnosis: "e to the sum of −P·ln P: each surprise weighted by its own probability",
      remedy:
        "An entropy weighs what could happen. Here it has happened: every token of the text counts once.",
      frequency: 2
    ) { numbers in exp(-numbers.reduce(0) { sum, number in sum + exp(number) * number }) },
    Misconception(
      "not-exponentiated-inverse", diagnosis: "the inverse of the mean surprise, 1/L",
      remedy: "An even choice among 27 tokens has L = 3.30. What must be done to 3.30 to get 27?",
      frequency: 1
    ) { -1 / mean($0) },
    Misconception(
      "median", diagnosis: "e to the middle one of the surprises, where their mean belongs",
      remedy: "One impossible token must make it infinite; it may stand anywhere in the order.", frequency: 1
    ) { exp(-$0.sorted()[$0.count / 2]) },
    Misconception(
      "single-precision",
      diagnosis: "a sum of Floats, of whose seven digits the last ones are lost in a text of some length",
      remedy: "The numbers come as Doubles, with sixteen digits. Which of your types is narrower?",
      frequency: 1
    ) { numbers in
      let sum = numbers.reduce(Float(0)) { sum, number in sum + Float(number) }
      return exp(-Double(sum / Float(numbers.count)))
    },
    Misconception(
      "impossible-bounded", diagnosis: "a perplexity in which no ln P may be less than −100: −∞ became −100",
      remedy: "One impossible token makes it infinite: that is no accident to be mended, it is the answer.",
      frequency: 2
    ) { exp(-mean($0.map { max($0, -100) })) },
  ]

  private static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}
