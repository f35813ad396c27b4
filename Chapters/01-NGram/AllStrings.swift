import Formulas
import Language
import Notebook

/// Section 3: over all strings that there are, the probabilities sum to 1, because sentences end.
func addUpAllStrings(_ notebook: ChapterNotebook, _ toy: Toy, hasEnd: Bool) throws {
  let longest = 5
  let endless = try Toy.endlessModels(toy)
  let names = [ToyEstimate.maximumLikelihood, .addK, .mixed].map { $0.name(toy) }
  let models = hasEnd ? [ToyEstimate.maximumLikelihood, .addK, .mixed].map { $0.model(toy) } : endless
  let wordCount = toy.words.count - 1
  let end = hasEnd ? wordCount : nil
  let masses = models.map { StringMasses(model: $0, wordCount: wordCount, end: end, longest: longest) }
  let stringCount = masses[0].stringCount

  notebook.heading("All strings sum to 1")
  notebook.prose(
    """
    A probability of texts must be shared out among **all** texts, of every length. Here all \(stringCount) strings of \
    up to \(longest) words are tried, one by one.
    """)
  var rows: [[any TableValue]] = (0...longest).map { length in
    ["\(length)"] + masses.map { $0.ended[length] }
  }
  if hasEnd {
    rows.append(["more"] + masses.map(\.unended))
    rows.append(["all"] + masses.map(\.total))
  }
  notebook.table("probability of all strings of so many words", columns: ["words"] + names, rows: rows)
  if hasEnd {
    let deviation = masses.map { ($0.total - 1).magnitude }.max() ?? .nan
    notebook.check("every model's strings sum to 1", measured: deviation, atMost: 1e-12)
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
      "so do all \(stories) stories of the source's miniature", measured: sum, near: 1, within: 1e-9)
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

extension Toy {
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

/// The probability of all strings of each length, by trying every one.
private struct StringMasses {
  /// Of the strings of so many words and then `</s>`; without an end, of the strings alone.
  var ended: [Double]
  /// Of what has more words than were tried.
  var unended = 0.0
  var stringCount = 0

  init(model: NGramModel, wordCount: Int, end: Int?, longest: Int) {
    ended = Array(repeating: 0, count: longest + 1)
    visit(model, context: model.beginning, probability: 1, length: 0, wordCount: wordCount, end: end)
  }

  var total: Double { ended.reduce(0, +) + unended }

  private mutating func visit(
    _ model: NGramModel, context: Int, probability: Double, length: Int, wordCount: Int, end: Int?
  ) {
    guard length < ended.count else {
      unended += probability
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
