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

  /// A head of attention: the tensors «NAME.query» `[query, channel]`, «NAME.key» and «NAME.value» `[key, channel]`, and
  /// «NAME.weights» `[query, key]`, of which a page can take every weight apart.
  ///
  /// - Parameters:
  ///   - title: what the head is called, for a reader: "head 0".
  ///   - scale: what its scores were multiplied by.
  ///   - queries, keys: the tokens; empty where the rows are none.
  ///   - projections: how the terminal shows query, key and value; `display` is for the weights.
  public func head(
    _ name: String, title: String, query: Tensor, key: Tensor, value: Tensor, weights: Tensor, scale: Float,
    queries: [String], keys: [String], projections: TensorDisplay, display: TensorDisplay
  ) {
    for (part, tensor, tokens) in [("query", query, queries), ("key", key, keys), ("value", value, keys)] {
      self.tensor(
        "\(name).\(part)", tensor, axes: ["token", "channel"], labels: [tokens, []], formula: .s1_3_1_1_QKV,
        display: projections)
    }
    tensor(
      "\(name).weights", weights, axes: ["query", "key"], labels: [queries, keys], formula: .g_HEAD,
      display: display)
    explore(
      .attention(
        title, weights: "\(name).weights", query: "\(name).query", key: "\(name).key", value: "\(name).value",
        scale: Double(scale)))
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
