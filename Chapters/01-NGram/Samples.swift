import Formulas
import Language
import Notebook
import Randomness

/// Section 7: what the models write, and what they forget.
func drawSamples(
  _ notebook: ChapterNotebook, _ material: Material, _ counts: NGramCounts, by choice: SmoothingChoice,
  k: Double
) {
  notebook.heading("Samples by order")
  notebook.prose(
    """
    Drawing one \(material.token) after another from P(w | h) writes text (\(choice.label(k: k))). From order to \
    order it can copy longer pieces of the original.
    """)
  notebook.code("model.sample(count: \(limit(material)), last: end, using: &generator)")
  let orders = ([1, 2, 3, 5].filter { $0 < counts.order }) + [counts.order]
  let storyCount = 100
  var shares: [Double] = []
  var deviation = 0.0
  var stories: [[Int]] = []
  var model = NGramModel(counts: counts, smoothing: .maximumLikelihood)
  for order in orders {
    let smoothing = choice.smoothing(counts, order: order, k: k, tuning: material.tuning)
    model = NGramModel(counts: counts, order: order, smoothing: smoothing)
    var generator = material.seed.derived(10 + order).generator()
    stories = (0..<(material.world == nil ? 1 : storyCount)).map { _ in
      model.sample(count: limit(material), last: material.end, using: &generator)
    }
    let texts = stories.map { (try? material.tokenizer.decode($0)) ?? "" }
    for story in stories {
      deviation = max(deviation, (model.distribution(after: story).reduce(0, +) - 1).magnitude)
    }
    notebook.prose("**Order \(order):** " + excerpt(of: texts[0]))
    if let world = material.world {
      shares.append(Double(texts.count { world.logProbability(of: $0) > -.infinity }) / Double(storyCount))
    }
  }
  notebook.check(
    "after each sample the next \(material.token)'s probabilities sum to 1", measured: deviation, atMost: 1e-9
  )
  guard let world = material.world else { return }

  notebook.heading("What it forgets")
  notebook.prose(
    """
    Which of \(storyCount) samples an order could the source have told? It knows who has what: \
    `world.logProbability(of: story)` is −∞ for a story that contradicts itself.
    """)
  notebook.tensor(
    "possibleShare", shares, shape: [shares.count], axes: ["order"], labels: [orders.map { "\($0)" }])
  notebook.check(
    "hardly a story of any order could have been told", measured: shares.max() ?? .nan, atMost: 0.1)
  showContradiction(notebook, material, world, counts, stories, order: model.order)
  showMemory(notebook, material, world, model)
}

/// The longest that a sample goes on before it says what cannot be.
private func showContradiction(
  _ notebook: ChapterNotebook, _ material: Material, _ world: TinyWorld, _ counts: NGramCounts,
  _ stories: [[Int]], order: Int
) {
  let found = stories.compactMap { Contradiction($0, material, world) }
    .filter { $0.isSeen(in: counts, order: order) }
  guard let longest = found.max(by: { $0.length < $1.length }),
    let before = try? material.tokenizer.decode(Array(longest.tokens[..<longest.length])),
    let through = try? material.tokenizer.decode(Array(longest.tokens[...longest.length])),
    let whole = try? material.tokenizer.decode(longest.tokens)
  else { return }
  // The whole word in which it happens: a space belongs to the word after it.
  let story = Array(whole.utf8)
  let (cut, least) = (before.utf8.count, through.utf8.count)
  let start = story[cut] == 0x20 ? cut : story[..<cut].lastIndex(of: 0x20) ?? 0
  let end = story[least...].firstIndex { $0 == 0x20 || $0 == 0x0A } ?? story.count
  let beginning = String(decoding: story[..<start], as: UTF8.self)
  let word = String(decoding: story[start..<max(least, end)], as: UTF8.self)
  let shown = word.last == "\n" ? "\(word.dropFirst().dropLast())⏎" : String(word.dropFirst())
  notebook.prose(
    """
    The sample of order \(order) that went well for longest: “\(beginning) **\(shown)**”. Without its last word \
    this begins a story of the source; with it, none. Yet the \
    \(order == 1 ? material.token : "last \(order) \(material.unit.rawValue)") up to where it goes wrong \
    \(order == 1 ? "stands" : "stand in a row") in the counted text: what forbids it stands further back than \
    the model can see.
    """)
  notebook.check(
    "the beginning is possible, one word more is not",
    isTrue: world.logProbability(ofBeginning: beginning) > -.infinity
      && world.logProbability(ofBeginning: beginning + word) == -.infinity)
}

/// What the source knows for certain and the model has forgotten.
private func showMemory(
  _ notebook: ChapterNotebook, _ material: Material, _ world: TinyWorld, _ model: NGramModel
) {
  guard !material.measuresTraining, let test = MemoryTest(material, model, world) else { return }
  notebook.prose(
    """
    And a story that it did not write: “\(test.beginning)▁”. What comes next? Whoever remembers the beginning is \
    sure: “\(test.next)”. That is what attention (chapter 4) will be for.
    """)
  notebook.table(
    "P(“\(test.next)” | the story so far)", columns: ["by", "probability"],
    rows: [["the source", test.bySource], ["order \(model.order)", test.byModel]])
  notebook.check("the source is sure", measured: test.bySource, atLeast: 0.99)
  notebook.check("the n-gram is not", measured: test.byModel, atMost: 0.5)
}

private func limit(_ material: Material) -> Int {
  let characters = material.world == nil ? 160 : 400
  return material.unit == .characters ? characters : characters / 4
}

/// So much of a sample as fits a few lines, without marks that the page would read as its own.
private func excerpt(of text: String) -> String {
  let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  let plain = String(line.map { "`*_".contains($0) ? "·" : $0 })
  return plain.count > 170 ? plain.prefix(170) + " …" : plain
}
