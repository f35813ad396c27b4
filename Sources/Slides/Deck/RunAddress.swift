import Foundation

/// Where something stands in a chapter's runs, as a slide writes it: `tensor:weights`, `value:--no-scale/weights[2,1]`.
///
/// What is behind the scheme is the switches of the run, joined by commas, and a stroke; then a name; then, for a number, its
/// place in brackets, from 0. Of several cells with one name, and of those without any, `#2` is the second. Spaces may be
/// written as `%20`.
package struct RunAddress: Hashable, Sendable {
  /// What an address leads to.
  package enum Kind: String, Sendable, CaseIterable {
    case tensor, plot, table, tree, formula
    /// The number that was measured for a claim.
    case check
    /// How many numbers a tensor has.
    case count
    /// How far a tensor reaches along each axis.
    case shape
    /// What an option of the run was.
    case option
  }

  /// What the run is given besides its defaults: `["--no-scale", "--key-width=256"]`.
  package let arguments: [String]
  package let kind: Kind
  /// The cell's name, which may be empty.
  package let name: String
  /// Which one of those with that name, from 1, if that is said.
  package let ordinal: Int?
  /// Which number of the cell.
  package let indices: [Int]

  /// Reads the address of a figure, `tensor:NAME`; nil for one with another scheme.
  package init?(ofFigure address: String) {
    guard let colon = address.firstIndex(of: ":"), let kind = Kind(rawValue: String(address[..<colon])),
      [.tensor, .plot, .table, .tree, .formula].contains(kind)
    else { return nil }
    let (arguments, rest) = Self.run(of: Self.decoded(address[address.index(after: colon)...]))
    self.init(arguments, kind, Self.ordinal(of: rest), [])
  }

  /// Reads the address of a number, `value:NAME[…]`, `value:check:NAME`, …; nil for one with another scheme.
  package init?(ofValue address: String) {
    guard address.hasPrefix("value:") else { return nil }
    var (arguments, rest) = Self.run(of: Self.decoded(address.dropFirst("value:".count)))
    var kind = Kind.tensor
    for other in [Kind.check, .plot, .table, .count, .shape, .option]
    where rest.hasPrefix(other.rawValue + ":") {
      kind = other
      rest = String(rest.dropFirst(other.rawValue.count + 1))
      break
    }
    var indices: [Int] = []
    if [.tensor, .plot, .table].contains(kind),
      let match = rest.firstMatch(of: /\[([0-9]{1,9}(?:,\s*[0-9]{1,9})*)\]$/)
    {
      indices = match.1.split(separator: ",").compactMap { Int($0.trimmed) }
      rest = String(rest[..<match.range.lowerBound])
    }
    self.init(arguments, kind, Self.ordinal(of: rest), indices)
  }

  private init(_ arguments: [String], _ kind: Kind, _ name: (String, Int?), _ indices: [Int]) {
    self.arguments = arguments
    self.kind = kind
    (self.name, ordinal) = name
    self.indices = indices
  }

  private static func decoded(_ text: Substring) -> String { text.removingPercentEncoding ?? String(text) }

  /// The switches before the first stroke, and the rest.
  private static func run(of text: String) -> (arguments: [String], rest: String) {
    guard text.hasPrefix("--"), let stroke = text.firstIndex(of: "/") else { return ([], text) }
    let arguments = text[..<stroke].replacing(",--", with: "\u{1F}--").split(separator: "\u{1F}").map(
      String.init)
    return (arguments, String(text[text.index(after: stroke)...]))
  }

  /// The name without the number of those that have it.
  private static func ordinal(of text: String) -> (String, Int?) {
    guard let match = text.firstMatch(of: /#([1-9][0-9]{0,2})$/) else { return (text, nil) }
    return (String(text[..<match.range.lowerBound]), Int(match.1))
  }
}
