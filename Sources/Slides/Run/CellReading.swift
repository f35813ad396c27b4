import Cells
import Formulas
import Foundation

extension Cell {
  /// The cell that a line of a notebook's JSON tells of; throws what Foundation's decoder found, or that the kind is none.
  package init(json line: String) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    self = try decoder.decode(ReadCell.self, from: Data(line.utf8)).cell.withNumbers(asWrittenIn: line)
  }

  /// The cell with those numbers of a table measured, not counted, that are written with a point: 1.0 stands there with its
  /// decimals. JSON's decoder takes it for 1.
  private func withNumbers(asWrittenIn line: String) -> Cell {
    guard case .table(let table) = self, let rows = line.firstRange(of: "\"rows\": ") else { return self }
    let entry = /"(?:[^"\\]|\\.)*"|[-+.0-9eE]+/.matchingSemantics(.unicodeScalar)
    var written = line[rows.upperBound...].matches(of: entry).map(\.output).makeIterator()
    let read = table.rows.map { row in
      row.map { entry in
        guard let text = written.next(), case .integer = entry, text.contains("."), let number = Double(text)
        else { return entry }
        return TableEntry.number(number)
      }
    }
    return .table(TableCell(table.name, columns: table.columns, rows: read))
  }
}

/// A cell as it stands in JSON.
private struct ReadCell: Decodable {
  let cell: Cell

  private enum Key: String, CodingKey {
    case kind, name, text, file, line, id, shape, axes, labels, values, display, formula, relation, measured
    case tolerance, lower, expected, style, logarithmic, series, columns, rows, root, commands, explanations
    case how, title, parts, constants
  }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Key.self)
    func read<Value: Decodable>(_ key: Key, as type: Value.Type = Value.self) throws -> Value {
      try members.decode(type, forKey: key)
    }
    func refusal(_ key: Key, _ value: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: members, debugDescription: "no \(key.rawValue) is called \(value)")
    }
    let kind: String = try read(.kind)
    switch kind {
    case "prose": cell = .prose(try read(.text))
    case "guess": cell = .guess(try read(.text))
    case "code": cell = .code(CodeCell(try read(.text), file: try read(.file), line: try read(.line)))
    case "formula":
      let id: String = try read(.id)
      guard let known = FormulaID(rawValue: id) else { throw refusal(.id, id) }
      cell = .formula(FormulaCell(known))
    case "tensor":
      let display: String = try read(.display)
      guard let shown = TensorDisplay(rawValue: display) else { throw refusal(.display, display) }
      let formula = try members.decodeIfPresent(String.self, forKey: .formula)
      cell = .tensor(
        TensorCell(
          try read(.name), try read(.values), shape: try read(.shape), axes: try read(.axes),
          labels: try read(.labels), formula: formula.flatMap(FormulaID.init), display: shown))
    case "check":
      let relation: String = try read(.relation)
      let requirement: CheckCell.Requirement
      switch relation {
      case "atMost": requirement = .atMost(try read(.tolerance))
      case "atLeast": requirement = .atLeast(try read(.tolerance))
      case "between": requirement = .between(try read(.lower), try read(.tolerance))
      case "near": requirement = .near(expected: try read(.expected), tolerance: try read(.tolerance))
      case "count": requirement = .count(try read(.expected))
      case "isTrue": requirement = .isTrue
      default: throw refusal(.relation, relation)
      }
      cell = .check(CheckCell(try read(.name), measured: try read(.measured), requirement: requirement))
    case "plot":
      let style: String = try read(.style)
      guard let drawn = PlotCell.Style(rawValue: style) else { throw refusal(.style, style) }
      let axes: [String] = try read(.axes)
      let series: [ReadSeries] = try read(.series)
      cell = .plot(
        PlotCell(
          try read(.name), style: drawn,
          series: series.map { .init($0.name, x: $0.x, y: $0.y, labels: $0.labels) },
          xAxis: axes.first ?? "", yAxis: axes.dropFirst().first ?? "", isLogarithmic: try read(.logarithmic))
      )
    case "table":
      let rows: [[ReadEntry]] = try read(.rows)
      cell = .table(
        TableCell(try read(.name), columns: try read(.columns), rows: rows.map { $0.map(\.entry) }))
    case "tree": cell = .tree(TreeCell(try read(.name), root: try read(.root, as: ReadNode.self).node))
    case "explore":
      let how: String = try read(.how)
      guard let kind = ExploreCell.Kind(rawValue: how) else { throw refusal(.how, how) }
      cell = .explore(
        ExploreCell(kind, title: try read(.title), parts: try read(.parts), constants: try read(.constants)))
    case "try":
      let explanations: [String] = try read(.explanations)
      let commands: [String] = try read(.commands)
      cell = .tryNext(zip(commands, explanations).map { TryNextCommand($0, explanation: $1) })
    default: throw refusal(.kind, kind)
    }
  }
}

private struct ReadSeries: Decodable {
  let name: String
  let x, y: [Double]
  let labels: [String]
}

/// A word or a number of a table. Numbers that are not finite are words in JSON, and are read as numbers again.
private struct ReadEntry: Decodable {
  let entry: TableEntry

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Double.self) {
      entry = (try? value.decode(Int.self)).map(TableEntry.integer) ?? .number(number)
    } else {
      entry = .text(try value.decode(String.self))
    }
  }
}

private struct ReadNode: Decodable {
  let label: String
  let value, gradient: Double?
  let children: [ReadNode]

  var node: TreeNode {
    TreeNode(label, value: value, gradient: gradient, children: children.map(\.node))
  }
}
