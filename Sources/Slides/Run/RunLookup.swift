import Cells
import Terminal

/// Why a run has no such thing, in words that complete "the address …".
package struct NotInRun: Error, Hashable, CustomStringConvertible {
  package let description: String
}

/// What an address leads to, when it is no figure.
package enum RunValue: Hashable, Sendable {
  case number(Double)
  case words(String)
  /// How far a tensor reaches along each axis.
  case shape([Int])
}

extension RecordedRun {
  /// The cell of an address.
  package func cell(at address: RunAddress) throws(NotInRun) -> Cell {
    let kind: RunAddress.Kind = [.count, .shape].contains(address.kind) ? .tensor : address.kind
    let named = cells.compactMap { cell in cell.addressed.flatMap { $0.kind == kind ? ($0.name, cell) : nil }
    }
    let found = named.filter { $0.0 == address.name }
    guard !found.isEmpty else {
      let nearest =
        NearestName.of(address.name, among: named.map(\.0)).map { "; the nearest is «\($0)»" } ?? ""
      throw NotInRun(description: "«\(command)» has no \(kind.rawValue) «\(address.name)»\(nearest)")
    }
    guard let ordinal = address.ordinal else {
      guard found.count == 1 else {
        throw NotInRun(
          description:
            "«\(command)» has \(found.count) of \(kind.rawValue) «\(address.name)»: write «\(address.name)#1», «\(address.name)#2» …"
        )
      }
      return found[0].1
    }
    guard ordinal <= found.count else {
      throw NotInRun(
        description: "«\(command)» has only \(found.count) of \(kind.rawValue) «\(address.name)»")
    }
    return found[ordinal - 1].1
  }

  /// The number, word or shape of an address.
  package func value(at address: RunAddress) throws(NotInRun) -> RunValue {
    if address.kind == .option {
      guard let value = options[address.name] else {
        throw NotInRun(description: "«\(command)» has no option «\(address.name)» that is a number or a word")
      }
      return value
    }
    switch (try cell(at: address), address.kind) {
    case (.tensor(let tensor), _) where tensor.display == .momentary:
      throw NotInRun(description: "«\(tensor.name)» is another in every run")
    case (.tensor(let tensor), .count): return .number(Double(tensor.values.count))
    case (.tensor(let tensor), .shape): return .shape(tensor.shape)
    case (.tensor(let tensor), _):
      if address.indices.isEmpty, tensor.values.count == 1 { return .number(tensor.values[0]) }
      try require(address, within: tensor.shape)
      return .number(tensor.values[zip(tensor.shape, address.indices).reduce(0) { $0 * $1.0 + $1.1 }])
    case (.check(let check), _): return .number(check.measured)
    case (.plot(let plot), _):
      try require(
        address,
        within: [
          plot.series.count,
          address.indices.first.flatMap { $0 < plot.series.count ? plot.series[$0].y.count : nil } ?? 1,
        ])
      return .number(plot.series[address.indices[0]].y[address.indices[1]])
    case (.table(let table), _):
      try require(address, within: [table.rows.count, table.columns.count])
      return switch table.rows[address.indices[0]][address.indices[1]] {
      case .text(let text): .words(text)
      case .number(let number): .number(number)
      case .integer(let integer): .number(Double(integer))
      }
    default: throw NotInRun(description: "a \(address.kind.rawValue) has no numbers that a slide can link")
    }
  }

  private func require(_ address: RunAddress, within shape: [Int]) throws(NotInRun) {
    guard address.indices.count == shape.count, zip(address.indices, shape).allSatisfy(<) else {
      throw NotInRun(
        description:
          "«\(address.name)» is \(shape.map(\.grouped).joined(separator: " × ")) in «\(command)», and has no place \(address.indices)"
      )
    }
  }
}

extension Cell {
  /// What a slide finds the cell by; nil for prose, code and what is only to be tried.
  fileprivate var addressed: (kind: RunAddress.Kind, name: String)? {
    switch self {
    case .tensor(let tensor): (.tensor, tensor.name)
    case .plot(let plot): (.plot, plot.name)
    case .table(let table): (.table, table.name)
    case .tree(let tree): (.tree, tree.name)
    case .formula(let formula): (.formula, formula.id)
    case .check(let check): (.check, check.name)
    case .prose, .guess, .code, .explore, .tryNext: nil
    }
  }
}
