import Testing
import Training

/// Expected values: by hand, and the ledger.
@Suite("Confusion table and what is made of it") struct ConfusionTableTests {
  private func table(_ counts: [[Int]]) -> ConfusionTable {
    var table = ConfusionTable(classCount: counts.count)
    for (label, row) in counts.enumerated() {
      for (answer, count) in row.enumerated() { for _ in 0..<count { table.note(answer, for: label) } }
    }
    return table
  }

  /// The ledger's example: TP 3, FP 1, FN 2, TN 4.
  @Test func ledgersExample() {
    let table = table([[4, 1], [2, 3]])
    #expect(table.counts == [[4, 1], [2, 3]] && table.total == 10)
    #expect(table.accuracy == 0.7 && table.recall(of: 1) == 0.6 && table.precision(of: 1) == 0.75)
    #expect(abs(table.f1(of: 1) - 2.0 / 3) < 1e-15)
    // The other class as the one that is looked for: 4 of 6 answers are right, 4 of 5 are found.
    #expect(table.precision(of: 0) == 4.0 / 6 && table.recall(of: 0) == 0.8)
    #expect(abs(table.f1(of: 0) - 8.0 / 11) < 1e-15)
    #expect(abs(table.macroF1 - (2.0 / 3 + 8.0 / 11) / 2) < 1e-15)
  }

  /// Precision looks down a column, recall along a row: in a table that is not symmetric they differ.
  @Test func threeClasses() {
    let table = table([[5, 2, 0], [1, 3, 1], [4, 0, 2]])
    #expect(table.accuracy == 10.0 / 18)
    #expect(table.precision(of: 0) == 0.5 && table.recall(of: 0) == 5.0 / 7)
    #expect(table.precision(of: 1) == 0.6 && table.recall(of: 1) == 0.6)
    #expect(table.precision(of: 2) == 2.0 / 3 && table.recall(of: 2) == 2.0 / 6)
  }

  @Test func quotientsOfNothingAreZero() {
    let table = table([[3, 0], [2, 0]])
    #expect(table.precision(of: 1) == 0 && table.recall(of: 1) == 0 && table.f1(of: 1) == 0)
    #expect(table.precision(of: 0) == 0.6 && table.recall(of: 0) == 1)
    let absent = self.table([[0, 0], [1, 2]])
    #expect(absent.recall(of: 0) == 0 && absent.precision(of: 0) == 0)
    #expect(ConfusionTable(classCount: 2).accuracy.isNaN)
  }
}
