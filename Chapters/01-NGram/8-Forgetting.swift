import Formulas
import Language
import Notebook
import Platform

/// Section 8: what an n-gram forgets, by the source that knows better; without a known source there is none to ask.
func showForgetting(
  _ notebook: ChapterNotebook, _ material: Material, _ counts: NGramCounts, _ samples: [Samples],
  _ smoothing: SmoothingChoice, k: Double
) throws {
  guard let world = material.world, let last = samples.last else { return }
  let (tokenizer, unit, order) = (material.tokenizer, material.unit, last.order)
  let (tuning, heldOut) = (material.tuning, material.heldOut)
  notebook.heading("What it forgets")
  notebook.prose(
    """
    Which of \(last.tokens.count) samples an order could the source have told? It knows who has what: \
    `world.logProbability(of: story)` is −∞ for a story that contradicts itself.
    """)
  notebook.code()
  let possibleShare = try samples.map { sample in
    let possible = try sample.tokens.count { tokens in
      try world.logProbability(of: tokenizer.decode(tokens)) > -.infinity
    }
    return Double(possible) / Double(sample.tokens.count)
  }

  notebook.tensor(
    "possibleShare", possibleShare, shape: [samples.count], axes: ["order"],
    labels: [samples.map { "\($0.order)" }])
  notebook.check(
    "hardly a story of any order could have been told", measured: possibleShare.max() ?? .nan, atMost: 0.1)

  // The longest that a sample goes on before it says what cannot be.
  let found = try last.tokens.compactMap { try Contradiction($0, tokenizer, world) }
    .filter { $0.isSeen(in: counts, order: order) }
  if let longest = found.max(by: { $0.length < $1.length }) {
    let (beginning, word) = try longest.words(tokenizer)
    let shown = word.last == "\n" ? "\(word.dropFirst().dropLast())⏎" : String(word.dropFirst())
    notebook.prose(
      """
      The sample of order \(order) that went well for longest: “\(beginning) **\(shown)**”. Without its last word \
      this begins a story of the source; with it, none. Yet the \
      \(order == 1 ? unit.token : "last \(order) \(unit.rawValue)") up to where it goes wrong \
      \(order == 1 ? "stands" : "stand in a row") in the counted text: what forbids it stands further back than \
      the model can see.
      """)
    notebook.code()
    let without = world.logProbability(ofBeginning: beginning)
    let with = world.logProbability(ofBeginning: beginning + word)

    notebook.check(
      "the beginning is possible, one word more is not", isTrue: without > -.infinity && with == -.infinity)
  }

  // What the source knows for certain and the model has forgotten.
  guard !material.measuresTraining else { return }
  notebook.prose(
    """
    And stories that it did not write? Of the first four that are measured, here is the place where the source is \
    sure of what comes next and the model is most surprised.
    """)
  notebook.code()
  let highest = smoothing.fitted(
    to: counts, order: counts.order, k: k, tuning: tuning)
  let model = NGramModel(counts: counts, smoothing: highest)
  let place = try ForgottenPlace(
    in: Array(heldOut.prefix(4)), by: model, tokenizer, world)

  guard let place else {
    notebook.prose("There is none.")
    return
  }
  let (beginning, next) = (try tokenizer.decode(place.before), try tokenizer.decode([place.token]))
  notebook.prose(
    """
    “\(beginning)▁”. What comes next? Whoever remembers the beginning is sure: “\(next)”. That is what attention \
    (chapter 4) will be for.
    """)
  notebook.code()
  let bySource = exp(
    world.logProbability(ofBeginning: beginning + next)
      - world.logProbability(ofBeginning: beginning))
  let byModel = model.probability(
    of: place.token, after: [model.beginning] + place.before)

  notebook.table(
    "P(“\(next)” | the story so far)", columns: ["by", "probability"],
    rows: [["the source", bySource], ["order \(model.order)", byModel]])
  notebook.check("the source is sure", measured: bySource, atLeast: 0.99)
  notebook.check("the n-gram is not", measured: byModel, atMost: 0.5)
}
