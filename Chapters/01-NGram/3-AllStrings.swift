import Formulas
import Language
import Notebook
import Platform

/// Section 3: over all strings that there are, the probabilities sum to 1, because sentences end for certain.
func addUpAllStrings(
  _ notebook: ChapterNotebook, _ toy: Toy, _ models: [NGramModel], k: Double, noEnd: Bool
) throws {
  let (words, sentences, bigrams) = (toy.words, toy.sentences, models.dropLast())
  let names = ToyEstimate.allCases.map { $0.name(k: k) }
  notebook.heading("All strings sum to 1")
  notebook.prose(
    """
    A probability of texts must be shared out among **all** texts, of every length. Here all strings of up to \
    \(StringSums.longest) words are tried, one by one.
    """)
  notebook.declaration("StringSums", in: "3-AllStrings.swift")
  guard !noEnd else { return addUpEndless(notebook, toy, bigrams, names) }
  notebook.code()
  let cut = NGramCounts(
    order: 2, vocabularySize: words.count,
    sequences: try ["the cat sat </s>", "the dog dog", "the cat ran </s>"]
      .map { try words.ids(in: $0) })
  let cutOff = NGramModel(counts: cut, smoothing: .maximumLikelihood)
  let end = words.count - 1  // </s>; the words are before it
  let sums = (bigrams + [cutOff]).map { StringSums($0, words: end, end: end) }

  let longer = "\(StringSums.longest + 1) to \(StringSums.farthest)"
  notebook.table(
    sums, names.dropLast() + ["one cut off"],
    and: [[longer] + sums.map(\.longer), ["all"] + sums.map(\.total)])
  notebook.prose(
    """
    These are \(sums[0].stringCount.grouped) strings, and the longer ones, summed by their last word. That every row \
    of a model sums to 1 is not enough: its strings must also **end**, with probability 1. In the last column “the dog \
    sat” is “the dog dog”, cut off before `</s>`. After dog comes dog and nothing else, and what turned there, a third, \
    belongs to no string.
    """)
  let deviation = sums.dropLast().map { ($0.total - 1).magnitude }.max() ?? .nan
  notebook.check("every model's strings sum to 1", measured: deviation, atMost: 1e-12)
  notebook.check(
    "with a sentence cut off they sum to 2/3, though every row sums to 1", measured: sums[3].total,
    near: 2.0 / 3, within: 1e-12)
  notebook.check(
    "counted, the three-word sentences are all there are", measured: sums[0].ended[3], near: 1, within: 1e-12)

  notebook.prose("The source of this course's stories must pass the same test; its miniature is tried whole.")
  notebook.code()
  var (stories, sum) = (0, 0.0)
  TinyWorld(size: .miniature).forEachStory { _, probability in
    stories += 1
    sum += probability
  }

  notebook.check(
    "so do all \(stories.grouped) stories of the source's miniature", measured: sum, near: 1, within: 1e-9)

  // Gibbs' inequality on a source of the toy's sentences, each as probable as the others.
  notebook.prose(
    """
    Who must share out 1 cannot be generous to every string: this is why no model beats its source. Suppose the source \
    says these \(sentences.count) sentences and no other, each as often. Its **entropy**, its own mean surprise \
    −Σ p·ln p, is ln \(sentences.count), and by Gibbs' inequality the mean surprise −Σ p·ln q of a model q is no \
    smaller.
    """)
  notebook.code()
  let entropy = log(Double(sentences.count))
  let surprises = models.map { model in
    let sum = sentences.reduce(0) { $0 + model.logProbability(of: $1) }
    return -sum / Double(sentences.count)
  }

  notebook.table(
    "mean surprise a sentence, ln \(sentences.count) for the source itself", columns: ["source"] + names,
    rows: [([entropy] + surprises).map { $0 as any TableValue }])
  notebook.check(
    "no model's mean surprise is below the source's, by more than rounding",
    measured: (surprises.min() ?? .nan) - entropy, atLeast: -1e-12)
}

/// Without an end the strings of each length have all of the probability.
private func addUpEndless(
  _ notebook: ChapterNotebook, _ toy: Toy, _ bigrams: ArraySlice<NGramModel>, _ names: [String]
) {
  let (words, sentences) = (toy.words, toy.sentences)
  notebook.code()
  let endless = NGramCounts(
    order: 2, vocabularySize: words.count - 1,
    sequences: sentences.map { Array($0.dropLast()) })  // without </s>
  let sums = bigrams.map { bigram in
    let model = NGramModel(counts: endless, smoothing: bigram.smoothing)
    return StringSums(model, words: words.count - 1, end: nil)
  }

  notebook.table(sums, names.dropLast())
  notebook.prose(
    """
    These are \(sums[0].stringCount.grouped) strings. Without `</s>` a model says what comes next, but never that \
    nothing does: the strings of **each** length sum to 1, so those of all lengths sum to infinity. No text has a \
    probability; only a text among those of its length has.
    """)
  let deviation = sums.flatMap { $0.ended.map { ($0 - 1).magnitude } }.max() ?? .nan
  notebook.check("broken: every single length sums to 1", measured: deviation, atMost: 1e-12)
}

/// The probability of all strings of each length, and of those that are longer.
struct StringSums {
  static let longest = 5
  static let farthest = 1000
  var ended: [Double] = []  // by length: of the strings that end there
  var longer = 0.0
  var stringCount = 0
  var total: Double { ended.reduce(0, +) + longer }

  init(_ model: NGramModel, words: Int, end: Int?) {
    let next = (0...model.beginning).map { model.distribution(after: [$0]) }
    var strings = [(last: model.beginning, probability: 1.0)]
    for _ in 0...Self.longest {
      stringCount += strings.count
      ended.append(
        strings.reduce(0) { sum, string in
          let stops = end.map { next[string.last][$0] } ?? 1
          return sum + string.probability * stops
        })
      strings = strings.flatMap { string in
        (0..<words).map { ($0, string.probability * next[string.last][$0]) }
      }
    }
    guard let end else { return }
    // Longer ones by their last word: a bigram remembers no more.
    var open = [Double](repeating: 0, count: words)
    for string in strings { open[string.last] += string.probability }
    for _ in Self.longest..<Self.farthest {
      longer += zip(open, next).reduce(0) { $0 + $1.0 * $1.1[end] }
      open = (0..<words).map { word in
        zip(open, next).reduce(0) { $0 + $1.0 * $1.1[word] }
      }
    }
  }
}

extension ChapterNotebook {
  /// One row for each length that was tried, and what may follow them.
  fileprivate func table(_ sums: [StringSums], _ names: [String], and rows: [[any TableValue]] = []) {
    table(
      "probability of all strings of so many words", columns: ["words"] + names,
      rows: (0...StringSums.longest).map { length in ["\(length)"] + sums.map { $0.ended[length] } } + rows)
  }
}
