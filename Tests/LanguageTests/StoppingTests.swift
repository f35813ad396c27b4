import Language
import Randomness
import Testing

/// What only a mistake in a program can ask for stops it, in debug and release, with a message that says what it was.
@Suite("Mistakes of a program stop it with a message") struct StoppingTests {
  struct Mistake: Sendable {
    let message: String
    let make: @Sendable () -> Void

    init(_ message: String, _ make: @escaping @Sendable () -> Void) {
      self.message = message
      self.make = make
    }
  }

  static let counts = NGramCounts(order: 2, vocabularySize: 3, sequences: [[0, 1, 2, 0, 1]])

  private static func model(_ smoothing: NGramSmoothing) {
    _ = NGramModel(counts: counts, smoothing: smoothing)
  }

  private static func sample(_ temperature: Double) {
    var generator = SeededGenerator(seed: 1)
    let model = NGramModel(counts: counts, smoothing: .addConstant(1))
    _ = model.sample(count: 1, temperature: temperature, using: &generator)
  }

  private static func windows(_ use: (TokenWindows) -> Void) {
    if let windows = try? TokenWindows(tokens: [1, 2, 3, 4, 5], context: 3) { use(windows) }
  }

  private static func world(_ size: TinyWorld.Size) { _ = TinyWorld(size: size) }

  static let mistakes: [Mistake] = [
    Mistake("Batch: shape [2, 3] with 5 inputs, 6 targets and 5 flags") {
      _ = Batch(batchSize: 2, time: 3, inputs: [1, 2, 3, 4, 5], targets: [1, 2, 3, 4, 5, 6])
    },
    Mistake("Batch: shape [1, 2] with 2 inputs, 1 targets and 2 flags") {
      _ = Batch(batchSize: 1, time: 2, inputs: [1, 2], targets: [1])
    },
    Mistake("Batch: shape [1, 2] with 2 inputs, 2 targets and 1 flags") {
      _ = Batch(batchSize: 1, time: 2, inputs: [1, 2], targets: [1, 2], keeps: [true])
    },
    Mistake("Batch: a sequence of 3 tokens in 2 places") {
      _ = Batch(sequences: [[1, 2, 3]], start: 0, time: 2)
    },
    Mistake("split(heldOut: 0.0): not between 0 and 1") {
      _ = try? Corpus(name: "a", text: "abc").split(heldOut: 0)
    },
    Mistake("split(heldOut: 1.0): not between 0 and 1") {
      _ = try? Corpus(name: "a", text: "abc").split(heldOut: 1)
    },
    Mistake("NGramCounts: order 0 (1 to 64) over 3 tokens") {
      _ = NGramCounts(order: 0, vocabularySize: 3, sequences: [])
    },
    Mistake("NGramCounts: order 65 (1 to 64) over 3 tokens") {
      _ = NGramCounts(order: 65, vocabularySize: 3, sequences: [])
    },
    Mistake("NGramCounts: order 1 (1 to 64) over 0 tokens") {
      _ = NGramCounts(order: 1, vocabularySize: 0, sequences: [])
    },
    Mistake("token 3 in a vocabulary of 3") {
      _ = NGramCounts(order: 1, vocabularySize: 3, sequences: [[3]])
    },
    Mistake("token -1 in a vocabulary of 3") { _ = counts.unseenShare(in: [[-1]], order: 1) },
    Mistake("symbol 4 in a vocabulary of 3 and <s>") { _ = counts.count(of: 0, after: [4]) },
    Mistake("unseenShare: order 3 of 2 counted") { _ = counts.unseenShare(in: [], order: 3) },
    Mistake("order 3 of 2 counted") { _ = counts.interpolationWeights(order: 3, fittedOn: []) },
    Mistake("NGramModel: order 3 from counts of order 2") {
      _ = NGramModel(counts: counts, order: 3, smoothing: .maximumLikelihood)
    },
    Mistake("NGramModel: order 0 from counts of order 2") {
      _ = NGramModel(counts: counts, order: 0, smoothing: .maximumLikelihood)
    },
    Mistake("addConstant(0.0): not positive") { model(.addConstant(0)) },
    Mistake("addConstant(inf): not positive") { model(.addConstant(.infinity)) },
    Mistake("interpolation(weights: [0.5]): not 2 numbers from 0 to 1") {
      model(.interpolation(weights: [0.5]))
    },
    Mistake("interpolation(weights: [0.5, 1.5]): not 2 numbers from 0 to 1") {
      model(.interpolation(weights: [0.5, 1.5]))
    },
    Mistake("discount -0.1: not from 0 to 1") { model(.absoluteDiscounting(.fixed(-0.1))) },
    Mistake("discount 1.1: not from 0 to 1") { model(.kneserNey(.fixed(1.1))) },
    Mistake("sample(temperature: -1.0): not a number from 0 up") { sample(-1) },
    Mistake("sample(temperature: inf): not a number from 0 up") { sample(.infinity) },
    Mistake("TokenWindows: a context of 0 tokens") { _ = try? TokenWindows(tokens: [1], context: 0) },
    Mistake("window 2 of 2") { windows { _ = $0.batch(startingAt: [2]) } },
    Mistake("batches of 0 windows") { windows { _ = $0.everyTokenOnce(batchSize: 0) } },
    Mistake("batches of 0 sequences") { _ = TokenSequences([[1]], start: 0).batches(size: 0) },
    Mistake("TinyWorld: castSizes [4] are not 2, 3 or both") { world(.init(castSizes: [4])) },
    Mistake("TinyWorld: castSizes [] are not 2, 3 or both") { world(.init(castSizes: [])) },
    Mistake("TinyWorld: castSizes [2, 2] are not 2, 3 or both") { world(.init(castSizes: [2, 2])) },
    Mistake("TinyWorld: 2 names, outside 3...24") { world(.init(names: 2)) },
    Mistake("TinyWorld: 15 colours, outside 3...14") { world(.init(colours: 15)) },
    Mistake("TinyWorld: 1 things, outside 2...28") { world(.init(things: 1, castSizes: [2])) },
    Mistake("TinyWorld: 0 places, outside 1...12") { world(.init(places: 0)) },
    Mistake("TinyWorld: 9 spots, outside 1...8") { world(.init(spots: 9)) },
    Mistake("TinyWorld: 3 verbs, outside 1...2") { world(.init(verbs: 3)) },
    Mistake("TinyWorld: 9 greetings, outside 1...8") { world(.init(greetings: 9)) },
    Mistake("TinyWorld: 5 weathers, outside 1...4") { world(.init(weathers: 5)) },
    Mistake("BLEU: 2 candidates and [1] references") {
      _ = BLEU(candidates: ["a", "b"], references: [["a"]], tokenizer: .mteval13a)
    },
    Mistake("BLEU: 1 candidates and [0] references") {
      _ = BLEU(candidates: ["a"], references: [[]], tokenizer: .mteval13a)
    },
    Mistake("WordMasking: 1.5 of the words, of them 0.8 hidden and 0.1 misleading, out of 3 different ones") {
      _ = WordMasking(maskToken: 3, words: 0..<3, share: 1.5)
    },
    Mistake("WordMasking: -0.1 of the words, of them 0.8 hidden and 0.1 misleading, out of 3 different ones")
    {
      _ = WordMasking(maskToken: 3, words: 0..<3, share: -0.1)
    },
    Mistake("WordMasking: 0.15 of the words, of them 0.8 hidden and 0.3 misleading, out of 3 different ones")
    {
      _ = WordMasking(maskToken: 3, words: 0..<3, misleadingShare: 0.3)
    },
    Mistake("WordMasking: 0.15 of the words, of them -0.1 hidden and 0.1 misleading, out of 3 different ones")
    {
      _ = WordMasking(maskToken: 3, words: 0..<3, hiddenShare: -0.1)
    },
    Mistake("WordMasking: 0.15 of the words, of them 0.8 hidden and -0.1 misleading, out of 3 different ones")
    {
      _ = WordMasking(maskToken: 3, words: 0..<3, misleadingShare: -0.1)
    },
    Mistake("WordMasking: 0.15 of the words, of them 0.8 hidden and 0.1 misleading, out of 0 different ones")
    {
      _ = WordMasking(maskToken: 3, words: 0..<0)
    },
    Mistake("HiddenMarkovModel: 2 states with transitions [2] and emissions [1, 1]") {
      _ = HiddenMarkovModel(initial: [1, 0], transitions: [[1, 0]], emissions: [[1], [1]])
    },
    Mistake("HiddenMarkovModel: 1 states with transitions [1] and emissions [1, 1]") {
      _ = HiddenMarkovModel(initial: [1], transitions: [[1]], emissions: [[1], [1]])
    },
    Mistake("HiddenMarkovModel: 2 states with transitions [2, 2] and emissions [1, 2]") {
      _ = HiddenMarkovModel(initial: [1, 0], transitions: [[1, 0], [1, 0]], emissions: [[1], [1, 0]])
    },
    Mistake("HiddenMarkovModel: 2 states with transitions [2, 1] and emissions [1, 1]") {
      _ = HiddenMarkovModel(initial: [1, 0], transitions: [[1, 0], [1]], emissions: [[1], [1]])
    },
    Mistake("HiddenMarkovModel: [0.7, 0.4] is no distribution") {
      _ = HiddenMarkovModel(initial: [0.7, 0.4], transitions: [[1, 0], [1, 0]], emissions: [[1], [1]])
    },
    Mistake("HiddenMarkovModel: [0.7, 0.4] is no distribution") {
      _ = HiddenMarkovModel(initial: [1, 0], transitions: [[1, 0], [0.7, 0.4]], emissions: [[1], [1]])
    },
    Mistake("HiddenMarkovModel: [] is no distribution") {
      _ = HiddenMarkovModel(initial: [], transitions: [], emissions: [])
    },
    Mistake("HiddenMarkovModel: [0.5, 0.4] is no distribution") {
      _ = HiddenMarkovModel(initial: [1], transitions: [[1]], emissions: [[0.5, 0.4]])
    },
    Mistake("HiddenMarkovModel: [1.5, -0.5] is no distribution") {
      _ = HiddenMarkovModel(initial: [1], transitions: [[1]], emissions: [[1.5, -0.5]])
    },
    Mistake("HiddenMarkovModel: symbol 2 is not one of 2") {
      _ = HiddenMarkovModel(stateCount: 1, symbolCount: 2, seed: 1).logLikelihood(of: [2])
    },
    Mistake("states [0, 1] and symbols [0] in a model of 2 states and 2 symbols") {
      _ = HiddenMarkovModel(stateCount: 2, symbolCount: 2, tagged: [([0, 1], [0])])
    },
    Mistake("states [0] and symbols [0, 1] in a model of 2 states and 2 symbols") {
      _ = HiddenMarkovModel(stateCount: 2, symbolCount: 2, tagged: [([0], [0, 1])])
    },
    Mistake("states [2] and symbols [0] in a model of 2 states and 2 symbols") {
      _ = HiddenMarkovModel(stateCount: 2, symbolCount: 2, tagged: [([2], [0])])
    },
    Mistake("states [0] and symbols [2] in a model of 2 states and 2 symbols") {
      _ = HiddenMarkovModel(stateCount: 2, symbolCount: 2, tagged: [([0], [2])])
    },
    Mistake("ConditionalRandomField: there are 0 tags to choose from") {
      _ = ConditionalRandomField(tagCount: 0, featureCount: 1)
    },
    Mistake("ConditionalRandomField: 1 weights, not 8") {
      var field = ConditionalRandomField(tagCount: 2, featureCount: 2)
      field.weights = [1]
    },
    Mistake("ConditionalRandomField: feature 2 is not one of 2") {
      _ = ConditionalRandomField(tagCount: 2, featureCount: 2).logNormalizer(of: [[2]])
    },
    Mistake("ConditionalRandomField: tags [0] of 2 for 2 places with features") {
      _ = ConditionalRandomField(tagCount: 2, featureCount: 2).logProbability(of: [0], given: [[0], [1]])
    },
    Mistake("ConditionalRandomField: tags [2] of 2 for 1 places with features") {
      _ = ConditionalRandomField(tagCount: 2, featureCount: 2).logProbability(of: [2], given: [[0]])
    },
  ]

  @Test(arguments: mistakes.indices) func stops(_ number: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [number] in
      StoppingTests.mistakes[number].make()
    }
    let shown = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(shown.contains(Self.mistakes[number].message), "\(shown)")
  }
}
