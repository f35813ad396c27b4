import Autodiff
import Formulas
import Language
import Neural
import Randomness
import Testing

/// The counting models of `Language`, and their bridge to learning, held to the specification.
@Suite struct LanguageConformanceTests {
  /// A random corpus of a few words: as lines for the specification, as numbers for `Language`.
  private struct Material {
    let lines: [String]
    let vocabulary: Vocabulary
    let sentences: [[Int]]

    init(seed: UInt64) throws {
      var generator = SeededGenerator(seed: seed)
      let words = ["the", "cat", "dog", "sat", "ran"]
      // Every word occurs, since the specification's vocabulary is what occurs.
      let texts =
        [words] + (0..<5).map { _ in (0..<3).map { _ in words[generator.index(below: words.count)] } }
      lines = texts.map { (["<s>"] + $0 + ["</s>"]).joined(separator: " ") }
      let vocabulary = try Vocabulary(words + ["</s>"])
      self.vocabulary = vocabulary
      sentences = try texts.map { try vocabulary.ids(of: $0 + ["</s>"]) }
    }

    /// The model's probability of every token after every word, and the specification's.
    func compare(_ id: FormulaID, _ name: String, _ constants: Formula.Values, _ model: NGramModel) throws {
      for history in vocabulary.strings.dropLast() {
        for word in vocabulary.strings {
          let (before, next) = try (vocabulary.ids(of: [history])[0], vocabulary.ids(of: [word])[0])
          let inputs = constants.with([
            "corpus": .texts(lines), "history": .text(history), "word": .text(word),
          ])
          let expected = try reading(id, name, inputs)["P(word | history)"]
          hold([Float(model.probability(of: next, after: [before]))], to: expected, within: 1e-7)
        }
      }
      let loss = try reading(id, name, constants.with(["corpus": .texts(lines)]))
      hold([Float(model.crossEntropy(on: sentences))], to: loss["nll"], within: 1e-6)
      hold([Float(model.perplexity(on: sentences))], to: loss["perplexity"], within: 1e-6)
    }
  }

  @Test(arguments: seeds) func nGramsAreG_NGRAMAndS2_NGRAM(_ seed: UInt64) throws {
    let material = try Material(seed: seed)
    func model(_ order: Int, _ smoothing: NGramSmoothing) -> NGramModel {
      NGramModel(order: order, vocabularySize: 6, smoothing: smoothing, sequences: material.sentences)
    }
    try material.compare(.g_NGRAM, "maximum likelihood", [:], model(2, .maximumLikelihood))
    try material.compare(.g_NGRAM, "add-k", ["k": 0.5], model(2, .addConstant(0.5)))
    try material.compare(
      .s2_1_1_P_NGRAM, "interpolated", ["lambda": 0.7], model(2, .interpolation(weights: [1, 0.7])))
    try material.compare(.s2_1_1_P_NGRAM, "unigram", [:], model(1, .maximumLikelihood))
  }

  @Test(arguments: seeds) func sentencesAreS0_LM(_ seed: UInt64) throws {
    let material = try Material(seed: seed)
    let bigram = NGramModel(
      order: 2, vocabularySize: 6, smoothing: .maximumLikelihood, sequences: material.sentences)
    for (line, sentence) in zip(material.lines, material.sentences) {
      let inputs: Formula.Values = ["corpus": .texts(material.lines), "sentence": .text(line)]
      let logProbability = Tensor([Float(bigram.logProbability(of: sentence))])
      hold(exp(logProbability), to: try published(.s0_2_1_P_LM, inputs)["P"])
    }
  }

  @Test(arguments: [1, 25]) func maximumEntropyIsG_MAXENT(_ steps: Int) throws {
    let corpus = try Formula.Examples.toyN.texts("corpus")
    let words = try Vocabulary(["<s>", "the", "cat", "sat", "</s>", "dog", "ran"])
    let sentences = try corpus.map { try words.ids(of: $0.split(separator: " ").map(String.init)) }
    let (previous, next) = (sentences.flatMap { $0.dropLast() }, sentences.flatMap { $0.dropFirst() })
    var model = MaximumEntropyModel(contexts: 7, classes: 7)
    for _ in 0..<steps {
      let slope = gradient(at: model) { crossEntropy(logits: $0(previous), targets: next) }
      model.weight = model.weight - 5 * slope.weight
    }
    let expected = try published(
      .g_MAXENT,
      [
        "corpus": .texts(corpus), "steps": .number(Double(steps)), "rate": 5, "history": "the", "word": "cat",
      ])
    hold(crossEntropy(logits: model(previous), targets: next), to: expected["loss"])
    hold([softmax(model([1]))[0, 2]], to: expected["P(word | history)"])
  }
}
