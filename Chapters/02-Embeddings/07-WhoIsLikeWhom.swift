import Autodiff
import Language
import Notebook

/// Section 7: cosines before and after training.
func compareWords(
  _ notebook: ChapterNotebook, _ corpus: WordText, _ chosen: [Int], _ training: NeighbourTraining,
  _ breakage: Breakage
) {
  notebook.heading("Who is like whom")
  notebook.prose(
    """
    The cosine between two rows says how alike their directions are: 1 the same, 0 nothing in common, −1 opposite. \
    Before training it is chance; \(breakage.afterwards)
    """)
  notebook.code()
  let cosineBefore = cosines(training.start.table.weight, chosen)
  let cosine = cosines(training.end.table.weight, chosen)

  let labels = chosen.map(corpus.name)
  notebook.tensor("cosineBefore", cosineBefore, axes: ["word", "word"], labels: [labels, labels])
  notebook.tensor("cosine", cosine, axes: ["word", "word"], labels: [labels, labels])
  let diagonal = chosen.indices.map { (cosine[$0, $0] - 1).magnitude }.max() ?? .nan
  notebook.check("every word is like itself", measured: diagonal, atMost: 1e-5)
  notebook.check("likeness is mutual", isTrue: cosine == cosine.transposed())
  guard corpus.isTinyWorld else { return }

  // The mean cosines within and between kinds, of which the training was told nothing.
  let kinds = Kind.allCases
  notebook.prose(
    "The means over \(kinds.flatMap(\.many).count) words, by kind. The training was never told the kinds:")
  notebook.declaration("meanCosines", in: "07-WhoIsLikeWhom.swift")
  notebook.code()
  let words = kinds.map { $0.many.compactMap { corpus.id(of: $0) } }
  let kindsBefore = meanCosines(training.start.table.weight, words)
  let kindCosine = meanCosines(training.end.table.weight, words)

  let names = kinds.map(\.rawValue)
  notebook.tensor(
    "kindCosine", Array(kindCosine.joined()), shape: [kinds.count, kinds.count], axes: ["kind", "kind"],
    labels: [names, names])
  notebook.check(
    "before training, the same kind is no closer than another, but for", measured: gap(kindsBefore).magnitude,
    atMost: 0.2)
  switch breakage {
  case .none:
    guard training.isLong else { return }
    notebook.check(
      "after it, words of the same kind are closer, by", measured: gap(kindCosine), atLeast: 0.4)
  case .shuffled:
    notebook.check(
      "broken: shuffled words have no company, and the same kind is closer by only",
      measured: gap(kindCosine),
      atMost: 0.4)
  case .noTraining, .frozen:
    notebook.check(
      "broken: nor is it closer now, but for", measured: gap(kindCosine).magnitude, atMost: 0.2)
  }
}

/// The mean cosine of two different words, by the kinds of both.
func meanCosines(_ table: Tensor, _ kinds: [[Int]]) -> [[Double]] {
  let cosine = cosines(table, kinds.flatMap { $0 }).rows
  let kindOf = kinds.enumerated().flatMap { kind, words in
    words.map { _ in kind }
  }
  func places(_ kind: Int) -> [Int] {
    kindOf.indices.filter { kindOf[$0] == kind }
  }
  return kinds.indices.map { first in
    kinds.indices.map { second in
      let pairs = places(first).flatMap { row in
        places(second).filter { $0 != row }.map { Double(cosine[row][$0]) }
      }
      return pairs.reduce(0, +) / Double(pairs.count)
    }
  }
}

/// The mean within kinds less the mean between kinds.
private func gap(_ means: [[Double]]) -> Double {
  let same = means.indices.map { means[$0][$0] }
  let different = means.indices.flatMap { row in means.indices.filter { $0 != row }.map { means[row][$0] } }
  return same.reduce(0, +) / Double(same.count) - different.reduce(0, +) / Double(different.count)
}

extension Breakage {
  /// What a cosine says after training.
  fileprivate var afterwards: String {
    switch self {
    case .noTraining: "here nothing is trained, and chance it stays."
    case .frozen: "here the table is left as it was, and chance it stays."
    case .shuffled: "here the words keep no company, and all that is left is how often each one comes."
    case .none: "afterwards it is the company that the words keep."
    }
  }
}
