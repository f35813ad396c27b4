/// The notebook for machines: everything that the terminal shows, at full precision, one cell a line.
package enum NotebookJSON {
  /// What stands before the cells: whose notebook it is, and what the run was given.
  package static func head(chapter: String, seed: UInt64, options: [(String, JSONValue)]) -> [UInt8] {
    Array("{\"chapter\": ".utf8) + JSONValue.string(chapter).encoded
      + Array(", \"seed\": \(seed), \"options\": ".utf8) + JSONValue.object(options).encoded
      + Array(", \"cells\": [".utf8)
  }

  /// The line of a cell, which ends the line before it.
  package static func line(_ cell: Cell, isFirst: Bool) -> [UInt8] {
    Array((isFirst ? "\n" : ",\n").utf8) + value(cell).encoded
  }

  /// What stands after the cells.
  package static let end = Array("\n]}\n".utf8)

  private static func value(_ cell: Cell) -> JSONValue {
    switch cell {
    case .prose(let text): .object([("kind", .string("prose")), ("text", .string(text))])
    case .guess(let text): .object([("kind", .string("guess")), ("text", .string(text))])
    case .code(let code):
      .object([
        ("kind", .string("code")), ("text", .string(code.text)), ("file", .string(code.file)),
        ("line", .integer(code.line)),
      ])
    case .formula(let formula): value(formula)
    case .tensor(let tensor): value(tensor)
    case .check(let check): value(check)
    case .plot(let plot): value(plot)
    case .table(let table): value(table)
    case .tree(let tree):
      .object([("kind", .string("tree")), ("name", .string(tree.name)), ("root", value(tree.root))])
    case .explore(let explore):
      .object([
        ("kind", .string("explore")), ("how", .string(explore.kind.rawValue)),
        ("title", .string(explore.title)),
        (
          "parts",
          .array(explore.parts.map { .object([("role", .string($0.role)), ("name", .string($0.name))]) })
        ),
        (
          "constants",
          .array(
            explore.constants.map { .object([("name", .string($0.name)), ("value", .number($0.value))]) })
        ),
      ])
    case .tryNext(let commands):
      .object([
        ("kind", .string("try")), ("commands", .strings(commands.map(\.command))),
        ("explanations", .strings(commands.map(\.explanation))),
      ])
    }
  }

  private static func value(_ formula: FormulaCell) -> JSONValue {
    .object([
      ("kind", .string("formula")), ("id", .string(formula.id)), ("title", .string(formula.title)),
      ("latex", .string(formula.latex)),
      ("latexPrinted", formula.latexPrinted.map(JSONValue.string) ?? .null),
      ("unicode", .string(formula.unicode)),
      ("unicodePrinted", formula.unicodePrinted.map(JSONValue.string) ?? .null),
      ("documents", .strings(formula.documents)), ("verdict", .string(formula.verdict)),
    ])
  }

  private static func value(_ tensor: TensorCell) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("kind", .string("tensor")), ("name", .string(tensor.name)),
      ("shape", .array(tensor.shape.map(JSONValue.integer))), ("axes", .strings(tensor.axes)),
      ("labels", .array(tensor.labels.map(JSONValue.strings))), ("values", .numbers(tensor.values)),
      ("display", .string(tensor.display.rawValue)),
    ]
    if let formula = tensor.formula { members.append(("formula", .string(formula.rawValue))) }
    return .object(members)
  }

  private static func value(_ check: CheckCell) -> JSONValue {
    let relation: String
    let bounds: [(String, JSONValue)]
    switch check.requirement {
    case .atMost(let bound): (relation, bounds) = ("atMost", [("tolerance", .number(bound))])
    case .atLeast(let bound): (relation, bounds) = ("atLeast", [("tolerance", .number(bound))])
    case .between(let lower, let upper):
      (relation, bounds) = ("between", [("tolerance", .number(upper)), ("lower", .number(lower))])
    case .near(let expected, let tolerance):
      (relation, bounds) = ("near", [("tolerance", .number(tolerance)), ("expected", .number(expected))])
    case .count(let expected):
      (relation, bounds) = ("count", [("tolerance", .number(0)), ("expected", .integer(expected))])
    case .isTrue: (relation, bounds) = ("isTrue", [("tolerance", .number(0)), ("expected", .integer(1))])
    }
    return .object(
      [
        ("kind", .string("check")), ("name", .string(check.name)), ("passed", .boolean(check.passed)),
        ("measured", .number(check.measured)),
      ] + bounds + [("relation", .string(relation))])
  }

  private static func value(_ plot: PlotCell) -> JSONValue {
    .object([
      ("kind", .string("plot")), ("name", .string(plot.name)), ("style", .string(plot.style.rawValue)),
      ("axes", .strings([plot.xAxis, plot.yAxis])), ("logarithmic", .boolean(plot.isLogarithmic)),
      (
        "series",
        .array(
          plot.series.map { series in
            .object([
              ("name", .string(series.name)), ("x", .numbers(series.x)), ("y", .numbers(series.y)),
              ("labels", .strings(series.labels)),
            ])
          })
      ),
    ])
  }

  private static func value(_ table: TableCell) -> JSONValue {
    let rows = table.rows.map { row in
      JSONValue.array(
        row.map { entry in
          switch entry {
          case .text(let text): .string(text)
          case .number(let number): .number(number)
          case .integer(let integer): .integer(integer)
          }
        })
    }
    return .object([
      ("kind", .string("table")), ("name", .string(table.name)), ("columns", .strings(table.columns)),
      ("rows", .array(rows)),
    ])
  }

  private static func value(_ node: TreeNode) -> JSONValue {
    .object([
      ("label", .string(node.label)), ("value", node.value.map(JSONValue.number) ?? .null),
      ("gradient", node.gradient.map(JSONValue.number) ?? .null),
      ("children", .array(node.children.map { value($0) })),
    ])
  }
}
