import Formulas
import Language
import Notebook
import Platform

extension SmoothingChoice {
  /// The smoothing with its constants, fitted where it has some.
  func fitted(
    to counts: NGramCounts, order: Int, k: Double, tuning: [[Int]]
  ) -> NGramSmoothing {
    switch self {
    case .maximumLikelihood: .maximumLikelihood
    case .addK: .addConstant(k)
    case .interpolation:
      // A short text may call for a weight of 1;
      // what neither it nor the counts have must stay possible.
      .interpolation(
        weights: counts.interpolationWeights(order: order, fittedOn: tuning)
          .map { min($0, 0.9999) })
    case .absolute: .absoluteDiscounting(.estimated)
    case .kneserNey: .kneserNey(.estimated)
    }
  }
}

/// Section 6: every smoothing at every order, on one text, beside the best that there can be.
func compareSmoothings(
  _ notebook: ChapterNotebook, _ material: Material, _ counts: NGramCounts, k: Double, noSmoothing: Bool
) {
  let (tuning, heldOut, heldOutText) = (material.tuning, material.heldOut, material.heldOutText)
  let (orders, unit) = (Array(1...counts.order), material.unit)
  notebook.heading("Smoothing, and perplexity")
  notebook.prose(
    """
    Perplexity is exp of the mean surprise: a model of perplexity 5 is as unsure as if it chose evenly among 5 \
    \(unit.rawValue) each time. One \(unit.token) of probability 0 makes it infinite. The smoothings \
    give up some probability of what was seen: `\(SmoothingChoice.addK.label(k: k))` the same to everything, \
    interpolation mixes all orders, absolute discounting takes a fixed part off every count, and Kneser–Ney gives \
    it to \(unit.rawValue) that stand in many **contexts**.
    """)
  notebook.declaration("fitted", in: "6-Smoothing.swift")
  notebook.formula(.g_PPL)
  let total = (noSmoothing ? 1 : SmoothingChoice.allCases.count) * orders.count
  let progress = notebook.progress("measuring", total: total)
  notebook.code()
  var losses: [[Double]] = []  // [smoothing][order], nats a token
  let choices = noSmoothing ? [.maximumLikelihood] : SmoothingChoice.allCases
  for choice in choices {
    var row: [Double] = []
    for order in orders {
      let smoothing = choice.fitted(
        to: counts, order: order, k: k, tuning: tuning)
      let model = NGramModel(
        counts: counts, order: order, smoothing: smoothing)
      row.append(model.crossEntropy(on: heldOut))
      progress.report(step: losses.count * orders.count + order)
    }
    losses.append(row)
  }
  let perplexity = losses.map { row in row.map { exp($0) } }

  progress.finish()
  let labels = [choices.map { $0.label(k: k) }, orders.map { "\($0)" }]
  let shape = [choices.count, orders.count]
  notebook.tensor(
    "perplexity", Array(perplexity.joined()), shape: shape, axes: ["smoothing", "order"],
    labels: labels, formula: .g_PPL)
  notebook.prose(
    """
    In **nats** (units of the natural logarithm; ln 2 of them are a bit) a character, so that characters and words can \
    be compared; \(noSmoothing ? "nothing is smoothed" : "at each order the best smoothing").
    """)
  notebook.code()
  let characters = Double(heldOutText.unicodeScalars.count)
  let tokensPerCharacter = Double(heldOut.joined().count) / characters
  let natsPerCharacter = losses.map { row in
    row.map { $0 * tokensPerCharacter }
  }
  let best = orders.indices.map { order in
    let nats = natsPerCharacter.map { $0[order] }
    return choices.indices.min { nats[$0] < nats[$1] } ?? 0
  }

  notebook.guess(
    "Does a longer context always help? Under which smoothing does it, and from which order on under add-one?"
  )
  notebook.tensor(
    "natsPerCharacter", Array(natsPerCharacter.joined()), shape: shape, axes: ["smoothing", "order"],
    labels: labels, display: .summary)
  let bestNats = zip(best, orders.indices).map { natsPerCharacter[$0][$1] }
  var source: Double?
  if let world = material.world {
    let bound = " On new text no model does better on average (Gibbs)."
    notebook.prose(
      """
      Last, the source itself: −ln p of this very text by the grammar that wrote it.\
      \(material.measuresTraining ? "" : bound)
      """)
    notebook.code()
    source = -world.logProbability(of: heldOutText) / characters
  }
  notebook.barChart(
    "the staircase",
    labels: zip(orders, best).map { "order \($0), \(choices[$1].label(k: k))" }
      + (source == nil ? [] : ["the source"]),
    values: bestNats + (source.map { [$0] } ?? []), yAxis: "nats a character")

  let infinite = orders.filter { losses[0][$0 - 1] == .infinity }
  let unseen = orders.filter { counts.unseenShare(in: heldOut, order: $0) > 0 }
  notebook.check(
    "counted alone, perplexity is ∞ at the orders with something unseen", isTrue: infinite == unseen)
  if material.measuresTraining {
    judgeTraining(notebook, natsPerCharacter, source)
  } else if !noSmoothing {
    notebook.check(
      "every smoothed perplexity is finite", isTrue: losses.dropFirst().joined().allSatisfy(\.isFinite))
    guard let world = material.world, let source else { return }
    judgeStaircase(notebook, unit, bestNats, world, source)
  }
}

/// What must hold of stories whose source is known; of a reader's text nothing is promised.
private func judgeStaircase(
  _ notebook: ChapterNotebook, _ unit: TokenUnit, _ best: [Double], _ world: TinyWorld, _ source: Double
) {
  let stairs = (unit == .characters ? [1, 2, 3, 5] : [1, 2, 3]).filter { $0 <= best.count }
  let drops = zip(stairs, stairs.dropFirst()).map { best[$0 - 1] - best[$1 - 1] }
  if let smallest = drops.min() {
    notebook.check(
      "each of the orders \(stairs.map { "\($0)" }.joined(separator: ", ")) is better than the one before",
      measured: smallest, atLeast: 0.01)
  }
  notebook.check(
    "the best of all orders stays above the source by", measured: (best.min() ?? .nan) - source, atLeast: 0.15
  )
  notebook.check(
    "the source's own −ln p is about its exact entropy", measured: source, near: world.entropyPerCharacter,
    within: 0.03)
}

/// On its own training text counting alone cannot be beaten, and more memory always looks better.
private func judgeTraining(_ notebook: ChapterNotebook, _ nats: [[Double]], _ source: Double?) {
  notebook.prose(
    """
    Broken on purpose: this is the text that was counted. No smoothing looks better than counting alone, since the \
    counts **are** what maximises the probability of this text, and no order looks worse than the one before. The \
    number measures memory, not knowledge.
    """)
  let drops = zip(nats[0], nats[0].dropFirst()).map { $0 - $1 }
  notebook.check("broken: a higher order never looks worse", measured: drops.min() ?? 0, atLeast: -1e-12)
  if let source, let best = nats[0].min(), best < source {
    notebook.prose(
      """
      At the highest order it even looks better than the source itself. That is no contradiction: the source's entropy \
      bounds the mean loss on new text, and this text is not new.
      """)
    notebook.check("broken: below the source's own −ln p, by", measured: source - best, atLeast: 0)
  }
  guard nats.count > 1 else { return }
  let margins = nats.dropFirst().flatMap { row in zip(row, nats[0]).map { $0 - $1 } }
  notebook.check(
    "broken: no smoothing looks better than none", measured: margins.min() ?? .nan, atLeast: -1e-12)
}
