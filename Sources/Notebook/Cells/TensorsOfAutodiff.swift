import Autodiff
import Formulas

extension ChapterNotebook {
  /// A tensor as a cell of its own name, with the names of its axes and the labels along them.
  public func tensor(
    _ name: String, _ tensor: Tensor, axes: [String] = [], labels: [[String]] = [], formula: FormulaID? = nil,
    display: TensorDisplay = .table
  ) {
    self.tensor(
      name, tensor.scalars, shape: tensor.shape, axes: axes, labels: labels, formula: formula,
      display: display)
  }

  /// Shows every observed intermediate that `--observe` asked for, under its dotted name.
  ///
  /// The axes are named as in attention: the last two `row` and `column`, before them `head` and `batch`.
  public func observed(_ observations: Observations, labels: (Observed) -> [[String]] = { _ in [] }) {
    for intermediate in observations where observes(intermediate.name) {
      let axes = ["batch", "head", "row", "column"].suffix(intermediate.value.rank)
      let cell = TensorCell(
        "observed.\(intermediate.name)", intermediate.value.scalars.map(Double.init),
        shape: intermediate.value.shape, axes: Array(axes), labels: labels(intermediate))
      add(.tensor(cell), isAskedFor: true)
    }
  }
}
