import Autodiff
import Language
import Notebook

/// Section 8: the nearest neighbours of each chosen word.
func showNearest(
  _ notebook: ChapterNotebook, _ corpus: WordText, _ chosen: [Int], _ training: NeighbourTraining,
  _ breakage: Breakage
) {
  notebook.heading("Nearest neighbours")
  notebook.prose("Of all words the four whose rows point most nearly the same way:")
  notebook.code()
  let table = training.end.table.weight
  let others = corpus.isTinyWorld ? corpus.used : corpus.frequent(300)
  let nearest = chosen.map { word in
    let candidates = [word] + others.filter { $0 != word }
    let cosine = cosines(table, candidates).rows[0]
    let ranked = candidates.indices.dropFirst().sorted {
      (cosine[$0], $1) > (cosine[$1], $0)
    }
    return ranked.prefix(4).map { (candidates[$0], cosine[$0]) }
  }

  notebook.table(
    "", columns: ["word", "nearest, with their cosines"],
    rows: zip(chosen, nearest).map { word, nearest in
      let named = nearest.map { "\(corpus.name(of: $0)) \(NumberText.fixed(Double($1), decimals: 2))" }
      return [corpus.name(of: word), named.joined(separator: "  ")]
    })
  guard corpus.isTinyWorld, breakage == .none, training.losses.count >= 600, table.shape[1] >= 8 else {
    return
  }
  notebook.prose(
    """
    Among the colours, orange and amber keep to themselves. The stories say **an** orange kite but **a** red one: \
    company, again.
    """)
  notebook.code()
  let colours = ["orange", "amber", "red"].compactMap { corpus.id(of: $0) }
  let cosine = cosines(table, colours)

  notebook.check(
    "orange is closer to amber than to red, by", measured: cosine[0, 1] - cosine[0, 2], atLeast: 0)
}
