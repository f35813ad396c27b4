import Autodiff
import Neural
import Notebook
import Training

/// What was found of the words, for the section that compares it.
struct Explained {
  /// The words that were explained.
  let labels: [String]
  /// v of every set of them, with the filler in the place of the others.
  let game: CoalitionGame
}

/// What each word of the text is worth for the answer; gives the game, unless there are too many words for all sets.
func shapleyValues(_ notebook: ChapterNotebook, _ lesson: Lesson) -> Explained? {
  notebook.heading("Shapley values")
  let (tokens, players, answer) = (lesson.tokens, lesson.players, lesson.answer)
  let (filler, count) = (lesson.label(of: lesson.filler), players.count)
  guard count > 0 else {
    notebook.prose("There is no word before the last that could be left out.")
    return nil
  }
  notebook.prose(
    """
    How much does each word contribute to ln p of \(lesson.label(of: answer))? Leaving out one word does not tell: two words may do the same, or
    nothing without each other. So v(S) is ln p when only the words of a set S stand in the text, and a word is worth what it adds
    on its arrival, in the mean of all orders in which the words could come:
    """)
  notebook.formula(.g_SHAP)
  notebook.prose(
    """
    The players are the \(count.counted("word")) before the last; the rest of the text stays. A model has no word for "nothing", so
    something has to stand where a word is left out. Two answers are compared: the word \(filler), or the mean of all words' embeddings,
    each with its position. Both by intervening:
    """)
  notebook.declaration("worth", in: "7-ShapleyValues.swift")
  let model = lesson.model
  let table = model.embedding.weight
  notebook.code()
  let fillers = [
    table.sliced(axis: 0, lesson.filler..<lesson.filler + 1),
    table.mean(alongAxis: 0, keepingAxis: true),
  ]  // [1, channels] each
  func worths(_ filler: Tensor) -> ([[Bool]]) -> [Double] {
    { sets in
      worth(sets, of: players, in: tokens, filler: filler, answer, model)
    }
  }

  let labels = numbered(players.map { lesson.words[$0] })
  let kinds = [filler, "mean"]
  guard count <= 12 else {
    let orders = notebook[Options.orders]
    notebook.prose(
      "All sets of \(count) words are too many. So \(orders) orders are sampled; beside the mean stands its standard error:"
    )
    var generator = lesson.seed.derived(7).generator()
    notebook.code()
    let sampled = fillers.map {
      SampledShapleyValues(
        playerCount: count, orders: orders, using: &generator,
        worth: worths($0))
    }

    notebook.table(
      "sampled", columns: ["word", "by \(filler)", "±", "by the mean", "±"],
      rows: labels.indices.map { word in
        [labels[word]] + sampled.flatMap { [$0.values[word], $0.standardErrors[word]] }
      })
    notebook.tensor(
      "shapley", sampled.flatMap(\.values), shape: [2, count], axes: ["filler", "word"],
      labels: [kinds, labels],
      display: .summary)
    for (kind, (filler, sampled)) in zip(kinds, zip(fillers, sampled)) {
      let ends = worths(filler)([Array(repeating: false, count: count), Array(repeating: true, count: count)])
      notebook.check(
        "by \(kind): they add up", measured: abs(sampled.values.reduce(0, +) - (ends[1] - ends[0])),
        atMost: 1e-3)
    }
    return nil
  }
  notebook.code()
  let games = fillers.map {
    CoalitionGame(playerCount: count, worth: worths($0))  // 2ⁿ sets
  }
  let values = games.map(\.shapleyValues)

  notebook.table(
    "\((1 << count).grouped) sets of \(count.counted("word"))",
    columns: ["word", "by \(filler)", "by the mean", "left out alone"],
    rows: labels.indices.map { [labels[$0], values[0][$0], values[1][$0], games[0].leftOut[$0]] }
      + [
        ["together", values[0].reduce(0, +), values[1].reduce(0, +), games[0].leftOut.reduce(0, +)],
        [
          "v(all) − v(none)", games[0].worthOfAll - games[0].worthOfNone,
          games[1].worthOfAll - games[1].worthOfNone, "",
        ],
      ])
  notebook.tensor(
    "shapley", values.flatMap { $0 }, shape: [2, count], axes: ["filler", "word"], labels: [kinds, labels],
    display: .summary)
  notebook.barChart("by \(filler)", labels: labels, values: values[0], yAxis: "nats")
  notebook.prose(
    """
    Four demands have only this one answer (Shapley 1953). It can be seen that it meets them: the first as it is; a *dummy*, made by giving each
    set the worth that it has without the first word; two *equals*, made by giving it the mean of its worth and of that with the first word and
    the last exchanged; and the *sum* of both games.
    """)
  axioms(notebook, games, values)
  return Explained(labels: labels, game: games[0])
}

/// v(S) = ln p(answer) for sets of words, a flag for each player: where a
/// word is left out, the filler stands for it, with the word's position.
func worth(
  _ coalitions: [[Bool]], of players: [Int], in tokens: [Int],
  filler: Tensor, _ answer: Int, _ model: GPT
) -> [Double] {
  let time = tokens.count
  var places = Tensor.zeros(filler.shape)
  if let positions = model.positions { places = positions(Array(0..<time)) }
  let instead = filler + places  // [time, channels]
  return stride(from: 0, to: coalitions.count, by: 256).flatMap { start in
    let part = coalitions[start..<min(start + 256, coalitions.count)]
    var stays = [Float](repeating: 1, count: part.count * time)
    for (row, coalition) in part.enumerated() {
      for (player, isThere) in zip(players, coalition) where !isThere {
        stays[row * time + player] = 0
      }
    }
    let keep = Tensor(shape: [part.count, time, 1], scalars: stays)
    let logits = intervening([
      "embedded": { $0 * keep + instead * (1 - keep) }
    ]) { model(Array(repeating: tokens, count: part.count)) }
    let last = logSoftmax(logits.selected(axis: 1, time - 1))
    return last.rows.map { Double($0[answer]) }
  }
}

/// Shapley's demands, each as a check.
private func axioms(_ notebook: ChapterNotebook, _ games: [CoalitionGame], _ values: [[Double]]) {
  let (game, count) = (games[0], games[0].playerCount)
  let gaps = zip(games, values).map { abs($1.reduce(0, +) - ($0.worthOfAll - $0.worthOfNone)) }
  notebook.check("they add up to v(all) − v(none)", measured: gaps.max() ?? 0, atMost: 1e-6)
  let dummy = CoalitionGame(playerCount: count, values: game.values.indices.map { game.values[$0 & ~1] })
  notebook.check("a dummy has 0", measured: abs(dummy.shapleyValues[0]), atMost: 0)
  let equals = CoalitionGame(
    playerCount: count,
    values: game.values.indices.map { set in
      let (first, last) = (set & 1, set >> (count - 1) & 1)
      let others = set & ~(1 | 1 << (count - 1))
      return (game.values[set] + game.values[count == 1 ? set : others | last | first << (count - 1)]) / 2
    }
  ).shapleyValues
  notebook.check("equals are worth the same", measured: abs(equals[0] - equals[count - 1]), atMost: 1e-6)
  let sum = CoalitionGame(playerCount: count, values: zip(games[0].values, games[1].values).map(+))
  let apart = zip(sum.shapleyValues, zip(values[0], values[1])).map { abs($0 - ($1.0 + $1.1)) }
  notebook.check("of the sum of two games they are the sums", measured: apart.max() ?? 0, atMost: 1e-6)
}

/// Words that can be told apart: of equal ones the second is ` a·2`.
private func numbered(_ labels: [String]) -> [String] {
  var seen: [String: Int] = [:]
  return labels.map { label in
    seen[label, default: 0] += 1
    let time = seen[label, default: 1]
    return time == 1 ? label : "\(label)·\(time)"
  }
}
