import Formulas
import Testing

/// The formulas that a test is about: `@Test(.formula(.s0_3_3_ATT)) func …`.
struct FormulaTrait: TestTrait, SuiteTrait {
  let ids: [FormulaID]
  var isRecursive: Bool { true }
  var comments: [Comment] { ids.map { Comment(rawValue: "\($0.rawValue): \(Formula.of($0).unicode)") } }
}

extension Trait where Self == FormulaTrait {
  /// Marks a test as one about the given formulas.
  static func formula(_ ids: FormulaID...) -> Self { FormulaTrait(ids: ids) }
}
