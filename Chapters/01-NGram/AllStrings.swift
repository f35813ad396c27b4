import Formulas
import Language
import Notebook

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Section 3: over all strings that there are, the probabilities sum to 1, because sentences end for certain.
func addUpAllStrings(_ notebook: ChapterNotebook, _ toy: Toy, hasEnd: Bool) throws {
  let longest = 5
  let endless = try Toy.endlessModels(toy)
  let estimates = [ToyEstimate.maximumLikelihood, .addK, .mixed]
  let names = estimates.map { $0.name(toy) } + (hasEnd ? ["one cut off"] : [])
  let models = hasEnd ? estimates.map { $0.model(toy) } + [try Toy.modelOfCutText(toy)] : endless
  let wordCount = toy.words.count - 1
  let end = hasEnd ? wordCount : nil
  let masses = models.map { StringMasses(model: $0, wordCount: wordCount, end: end, longest: longest) }
  let stringCount = masses[0].stringCount

  notebook.heading("All strings sum to 1")
  notebook.prose(
    """
    A probability of texts must be shared out among **all** texts, of every length. Here all \(stringCount.grouped) strings of \
    up to \(longest) words are tried, one by one.
    """)
  var rows: [[any TableValue]] = (0...longest).map { length in
    ["\(length)"] + masses.map { $0.ended[length] }
  }
  if hasEnd {
    rows.append(["\(longest + 1) to \(StringMasses.farthest)"] + masses.map(\.longer))
    rows.append(["all"] + masses.map(\.total))
  }
  notebook.table("probability of all strings of so many words", columns: ["words"] + names, rows: rows)
  if hasEnd {
    notebook.prose(
      """
      Longer strings are summed by their last word, since a bigram remembers no more. That every row of a model sums \
      to 1 is not enough: its strings must also **end**, with probability 1. In the last column “the dog sat” is \
      “the dog dog”, cut off before `</s>`. After dog comes dog and nothing else, and what turned there, a third, \
      belongs to no string.
      """)
    let deviation = masses.dropLast().map { ($0.total - 1).magnitude }.max() ?? .nan
    notebook.check("every model's strings sum to 1", measured: deviation, atMost: 1e-12)
    notebook.check(
      "with a sentence cut off they sum to 2/3, though every row sums to 1",
      measured: masses[estimates.count].total, near: 2.0 / 3, within: 1e-12)
    notebook.check(
      "counted, the three-word sentences are all there are", measured: masses[0].ended[3], near: 1,
      within: 1e-12)
    let world = TinyWorld(size: .miniature)
    var (stories, sum) = (0, 0.0)
    world.forEachStory { _, probability in
      stories += 1
      sum += probability
    }
    notebook.check(
      "so do all \(stories.grouped) stories of the source's miniature", measured: sum, near: 1, within: 1e-9)
    boundLosses(notebook, toy)
  } else {
    notebook.prose(
      """
      Without `</s>` a model says what comes next, but never that nothing does: the strings of **each** length sum to \
      1, so those of all lengths sum to infinity. No text has a probability; only a text among those of its length has.
      """)
    let deviation = masses.flatMap { $0.ended.map { ($0 - 1).magnitude } }.max() ?? .nan
    notebook.check("broken: every single length sums to 1", measured: deviation, atMost: 1e-12)
  }
}

/// Gibbs' inequality on a source of the toy's sentences, each as probable as the others.
private func boundLosses(_ notebook: ChapterNotebook, _ toy: Toy) {
  let entropy = log(Double(toy.sentences.count))
  let losses = ToyEstimate.allCases.map { estimate in
    -toy.sentences.reduce(0) { $0 + estimate.model(toy).logProbability(of: $1) } / Double(toy.sentences.count)
  }
  notebook.prose(
    """
    Who must share out 1 cannot be generous to every string: this is why no model beats its source. Suppose the source \
    says these \(toy.sentences.count) sentences and no other, each as often. Its **entropy**, its own mean surprise \
    −Σ p·ln p, is ln \(toy.sentences.count), and by Gibbs' inequality the mean surprise −Σ p·ln q of a model q is no \
    smaller.
    """)
  notebook.table(
    "mean surprise a sentence, ln \(toy.sentences.count) for the source itself",
    columns: ["source"] + ToyEstimate.allCases.map { $0.name(toy) },
    rows: [[entropy as any TableValue] + losses.map { $0 as any TableValue }])
  notebook.check(
    "no model's mean surprise is below the source's, by more than rounding",
    measured: (losses.min() ?? .nan) - entropy, atLeast: -1e-12)
}

extension Toy {
  /// Counted from the toy's sentences, one of them with “dog” repeated where it was cut off.
  fileprivate static func modelOfCutText(_ toy: Toy) throws -> NGramModel {
    let cut = try toy.words.ids(of: ["the", "dog", "dog"])
    let sentences = try [toy.ids("the cat sat"), cut, toy.ids("the cat ran")]
    let counts = NGramCounts(order: 2, vocabularySize: toy.words.count, sequences: sentences)
    return NGramModel(counts: counts, smoothing: .maximumLikelihood)
  }

  /// Models of the toy's sentences cut before `</s>`.
  fileprivate static func endlessModels(_ toy: Toy) throws -> [NGramModel] {
    let counts = NGramCounts(
      order: 2, vocabularySize: toy.words.count - 1, sequences: toy.sentences.map { Array($0.dropLast()) })
    return [
      NGramModel(counts: counts, smoothing: .maximumLikelihood),
      NGramModel(counts: counts, smoothing: .addConstant(toy.k)),
      NGramModel(counts: counts, smoothing: .interpolation(weights: [1, 0.5])),
    ]
  }
}

/// The probability of all strings of each length, by trying every one; of long ones, by their last words.
private struct StringMasses {
  /// Of the strings of so many words and then `</s>`; without an end, of the strings alone.
  var ended: [Double]
  /// Of the strings of more words than were tried, and then `</s>`.
  var longer = 0.0
  var stringCount = 0
  /// The number of words up to which strings are summed; what is not ended by then ends in no string that counts.
  static let farthest = 1000
  /// By its last word, what has as many words as were tried and one more.
  private var goingOn: [Double]

  init(model: NGramModel, wordCount: Int, end: Int?, longest: Int) {
    ended = Array(repeating: 0, count: longest + 1)
    goingOn = Array(repeating: 0, count: wordCount)
    visit(model, context: model.beginning, probability: 1, length: 0, wordCount: wordCount, end: end)
    guard let end else { return }
    let rows = (0..<wordCount).map { model.distribution(after: [$0]) }
    for _ in longest..<Self.farthest {
      longer += zip(goingOn, rows).reduce(0) { $0 + $1.0 * $1.1[end] }
      goingOn = (0..<wordCount).map { word in zip(goingOn, rows).reduce(0) { $0 + $1.0 * $1.1[word] } }
    }
  }

  var total: Double { ended.reduce(0, +) + longer }

  private mutating func visit(
    _ model: NGramModel, context: Int, probability: Double, length: Int, wordCount: Int, end: Int?
  ) {
    guard length < ended.count else {
      goingOn[context] += probability
      return
    }
    stringCount += 1
    let next = model.distribution(after: [context])
    ended[length] += probability * (end.map { next[$0] } ?? 1)
    for word in 0..<wordCount {
      visit(
        model, context: word, probability: probability * next[word], length: length + 1, wordCount: wordCount,
        end: end)
    }
  }
}
