import Formulas

extension FormulaID {
  /// The ledger's id with its document and section: "S1-3.1.1-A, document S1 §3.1.1".
  var citation: String {
    let sources = Formula.of(self).sources
    guard !sources.isEmpty else { return rawValue }
    return rawValue + ", document " + sources.map { "\($0)" }.joined(separator: " and ")
  }
}
