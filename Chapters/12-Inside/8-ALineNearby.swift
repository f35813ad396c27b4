import Notebook
import Training

/// LIME beside the Shapley values, and what makes the two differ.
func lineNearby(_ notebook: ChapterNotebook, _ lesson: Lesson, _ explained: Explained) {
  notebook.heading("A line nearby")
  let (game, labels) = (explained.game, explained.labels)
  let count = game.playerCount
  notebook.prose(
    """
    LIME asks something else: which sum over the words is most like the model *near the whole text* (Ribeiro et al. 2016)? It is fitted to
    texts with words left out, and those with few left out weigh most:
    """)
  notebook.formula(.g_LIME)
  notebook.prose(
    """
    LIME draws how many words go, each number as often, and then which. Here all sets are known, so each takes the weight that it would have
    in many draws:
    """)
  notebook.code()
  let lime = game.line { size in
    LocalLinearModel.nearness(of: size, among: count)
      / CoalitionGame.coalitions(of: size, from: count)
  }
  let bySize = game.line { size in
    LocalLinearModel.shapleyWeight(of: size, among: count)
  }
  let values = game.shapleyValues

  notebook.table(
    "by word", columns: ["word", "Shapley", "LIME", "Shapley's weights", "Banzhaf"],
    rows: labels.indices.map {
      [labels[$0], values[$0], lime.coefficients[$0], bySize.coefficients[$0], game.banzhafValues[$0]]
    }
      + [
        [
          "together", values.reduce(0, +), lime.coefficients.reduce(0, +), bySize.coefficients.reduce(0, +),
          game.banzhafValues.reduce(0, +),
        ]
      ])
  notebook.tensor(
    "lime", lime.coefficients, shape: [count], axes: ["word"], labels: [labels], display: .summary)
  notebook.prose(
    """
    Both are lines through the same points; only the weights differ. With those of the fourth column, infinite at nobody and at everybody, LIME's
    line has the Shapley values (Lundberg and Lee 2017). LIME's own weights say nearly nothing of texts in which most words are gone: what a
    word does there, alone or instead of others, Shapley counts and LIME does not. And nothing makes LIME's add up.
    """)
  let apart = zip(bySize.coefficients, values).map { abs($0 - $1) }
  notebook.check(
    "with Shapley's weights the line has the Shapley values", measured: apart.max() ?? 0, atMost: 1e-3)
  let additive = CoalitionGame(
    playerCount: count,
    values: game.values.indices.map { set in
      CoalitionGame.members(set, of: count).enumerated().reduce(0) {
        $1.element ? $0 + values[$1.offset] : $0
      }
    })
  let line = additive.line { LocalLinearModel.nearness(of: $0, among: count) }
  let same = zip(line.coefficients, additive.shapleyValues).map { abs($0 - $1) }
  notebook.check("of a sum over words both say the same", measured: same.max() ?? 0, atMost: 1e-3)
  if lesson.isOwn {
    let differ = zip(lime.coefficients, values).map { abs($0 - $1) }
    notebook.check("of this model they do not", measured: differ.max() ?? 0, atLeast: 0.05)
  }
}
