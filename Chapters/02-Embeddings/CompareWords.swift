import Autodiff
import Language
import Notebook

/// Section 7: cosines before and after training.
func compareWords(
  _ notebook: ChapterNotebook, _ text: WordText, _ chosen: [Int], _ training: NeighbourTraining,
  _ breakage: Breakage
) {
  notebook.heading("Who is like whom")
  notebook.prose(
    """
    The cosine between two rows says how alike their directions are: 1 the same, 0 nothing in common, −1 opposite. \
    Before training it is chance; \(breakage.afterwards)
    """)
  notebook.code("matmul(directions, directions, rightTransposed: true)  // rows of length 1")
  let labels = chosen.map(text.name)
  let before = cosines(training.start.table.weight, chosen)
  let after = cosines(training.end.table.weight, chosen)
  notebook.tensor("cosineBefore", before, axes: ["word", "word"], labels: [labels, labels])
  notebook.tensor("cosine", after, axes: ["word", "word"], labels: [labels, labels])
  let diagonal = chosen.indices.map { (after[$0, $0] - 1).magnitude }.max() ?? .nan
  notebook.check("every word is like itself", measured: diagonal, atMost: 1e-5)
  notebook.check("likeness is mutual", isTrue: after == after.transposed())
  guard text.isTinyWorld else { return }
  compareKinds(notebook, text, training, breakage)
}

extension Breakage {
  /// What a cosine says after training.
  fileprivate var afterwards: String {
    if hasNoTraining { return "here nothing is trained, and chance it stays." }
    if isFrozen { return "here the table is left as it was, and chance it stays." }
    if isShuffled {
      return "here the words keep no company, and all that is left is how often each one comes."
    }
    return "afterwards it is the company that the words keep."
  }
}

/// The mean cosines within and between kinds, of which the training was told nothing.
private func compareKinds(
  _ notebook: ChapterNotebook, _ text: WordText, _ training: NeighbourTraining, _ breakage: Breakage
) {
  let kinds = Kind.allCases
  let words = kinds.map { $0.many.compactMap { text.id(of: $0) } }
  let all = words.flatMap { $0 }
  let kindOf = words.indices.flatMap { kind in words[kind].map { _ in kind } }
  func means(_ table: Tensor) -> [[Double]] {
    let cosine = cosines(table, all).rows
    return kinds.indices.map { first in
      kinds.indices.map { second in
        let pairs = all.indices.filter { kindOf[$0] == first }.flatMap { row in
          all.indices.filter { kindOf[$0] == second && $0 != row }.map { Double(cosine[row][$0]) }
        }
        return pairs.reduce(0, +) / Double(pairs.count)
      }
    }
  }
  func gap(_ means: [[Double]]) -> Double {
    let same = kinds.indices.map { means[$0][$0] }
    let different = kinds.indices.flatMap { row in kinds.indices.filter { $0 != row }.map { means[row][$0] } }
    return same.reduce(0, +) / Double(same.count) - different.reduce(0, +) / Double(different.count)
  }
  let (before, after) = (means(training.start.table.weight), means(training.end.table.weight))
  notebook.prose("The means over \(all.count) words, by kind. The training was never told the kinds:")
  let names = kinds.map(\.rawValue)
  notebook.tensor(
    "kindCosine", after.flatMap { $0 }, shape: [kinds.count, kinds.count], axes: ["kind", "kind"],
    labels: [names, names])
  notebook.check(
    "before training, the same kind is no closer than another, but for", measured: gap(before).magnitude,
    atMost: 0.2)
  if breakage.isNone {
    guard training.isLong else { return }
    notebook.check(
      "after it, words of the same kind are closer, by", measured: gap(after), atLeast: 0.4)
  } else if breakage.isShuffled {
    notebook.check(
      "broken: shuffled words have no company, and the same kind is closer by only", measured: gap(after),
      atMost: 0.4)
  } else {
    notebook.check(
      "broken: nor is it closer now, but for", measured: gap(after).magnitude, atMost: 0.2)
  }
}

/// Section 8: the nearest neighbours of each chosen word.
func showNearest(
  _ notebook: ChapterNotebook, _ text: WordText, _ chosen: [Int], _ training: NeighbourTraining,
  _ breakage: Breakage
) {
  notebook.heading("Nearest neighbours")
  let others = text.isTinyWorld ? text.counts.indices.filter { text.counts[$0] > 0 } : text.frequent(300)
  let table = training.end.table.weight
  let rows: [[any TableValue]] = chosen.map { word in
    let candidates = [word] + others.filter { $0 != word }
    let cosine = cosines(table, candidates).rows[0]
    let nearest = candidates.indices.dropFirst()
      .sorted { cosine[$0] != cosine[$1] ? cosine[$0] > cosine[$1] : $0 < $1 }.prefix(4)
    return [
      text.name(of: word),
      nearest.map { "\(text.name(of: candidates[$0])) \(NumberText.fixed(Double(cosine[$0]), decimals: 2))" }
        .joined(separator: "  "),
    ]
  }
  notebook.table("", columns: ["word", "nearest, with their cosines"], rows: rows)
  compareArticles(notebook, text, training, breakage)
}

/// Colours that begin with a vowel follow “an”, the others “a”: the table noticed.
private func compareArticles(
  _ notebook: ChapterNotebook, _ text: WordText, _ training: NeighbourTraining, _ breakage: Breakage
) {
  guard text.isTinyWorld, breakage.isNone, training.losses.count >= 600,
    training.end.next.weight.shape[0] >= 8
  else { return }
  let words = ["orange", "amber", "red"].compactMap(text.id)
  guard words.count == 3 else { return }
  let cosine = cosines(training.end.table.weight, words)
  notebook.prose(
    """
    Among the colours, orange and amber keep to themselves. The stories say **an** orange kite but **a** red one: \
    company, again.
    """)
  notebook.check(
    "orange is closer to amber than to red, by", measured: cosine[0, 1] - cosine[0, 2], atLeast: 0)
}
