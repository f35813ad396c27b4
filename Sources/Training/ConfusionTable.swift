/// How often each class was taken for each: the table that a classifier's answers on labelled data are counted in.
///
/// ```swift
/// var table = ConfusionTable(classCount: 2)
/// for (label, answer) in answers { table.note(answer, for: label) }
/// table.accuracy  // the share of right answers
/// table.recall(of: 1)  // of those that are of class 1, the share that was found
/// ```
/// Quotients of nothing are 0, as in scikit-learn: the precision of a class that was never answered, the recall of one
/// that never occurs, F₁ where both are 0. A table of no answers at all has the accuracy NaN.
public struct ConfusionTable: Sendable, Hashable {
  /// `counts[label][answer]`: how often the label's class was taken for the answer's.
  public private(set) var counts: [[Int]]

  /// An empty table of so many classes; traps when there are none.
  public init(classCount: Int) {
    guard classCount > 0 else { fatalError("ConfusionTable: \(classCount) classes") }
    counts = Array(repeating: Array(repeating: 0, count: classCount), count: classCount)
  }

  /// Counts one answer; traps when the answer or the label is no class.
  public mutating func note(_ answer: Int, for label: Int) {
    guard counts.indices.contains(answer), counts.indices.contains(label) else {
      fatalError("ConfusionTable: answer \(answer) for label \(label) in a table of \(counts.count) classes")
    }
    counts[label][answer] += 1
  }

  /// How many answers were counted.
  public var total: Int { counts.joined().reduce(0, +) }

  /// The share of right answers: (Σ of the diagonal)/(Σ of all).
  public var accuracy: Double {
    Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(total)
  }

  /// Of the answers of a class, the share that is right: TP/(TP + FP), over the class's column.
  public func precision(of label: Int) -> Double {
    share(counts[label][label], of: counts.reduce(0) { $0 + $1[label] })
  }

  /// Of what is of a class, the share that was found: TP/(TP + FN), over the class's row.
  public func recall(of label: Int) -> Double {
    share(counts[label][label], of: counts[label].reduce(0, +))
  }

  /// The harmonic mean of precision and recall: 2PR/(P + R) = 2·TP/(2·TP + FP + FN).
  public func f1(of label: Int) -> Double {
    let answered = counts.reduce(0) { $0 + $1[label] }
    return share(2 * counts[label][label], of: answered + counts[label].reduce(0, +))
  }

  /// The mean of all classes' F₁, each class counting once, however often it occurs.
  public var macroF1: Double {
    counts.indices.reduce(0) { $0 + f1(of: $1) } / Double(counts.count)
  }

  private func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }
}
