/// A word or a number in a table.
public enum TableEntry: Sendable, Hashable {
  /// Words, aligned to the left.
  case text(String)
  /// A number; a column of them shares its decimals.
  case number(Double)
  /// A whole number.
  case integer(Int)
}

/// What can stand in a table: `["unigram", 3.12, 26]`.
public protocol TableValue: Sendable {
  /// The value as a table shows it.
  var tableEntry: TableEntry { get }
}

extension TableEntry: TableValue {
  /// The entry itself.
  public var tableEntry: TableEntry { self }
}

extension String: TableValue {
  /// Words.
  public var tableEntry: TableEntry { .text(self) }
}

extension Int: TableValue {
  /// A whole number.
  public var tableEntry: TableEntry { .integer(self) }
}

extension Double: TableValue {
  /// A number.
  public var tableEntry: TableEntry { .number(self) }
}

extension Float: TableValue {
  /// A number.
  public var tableEntry: TableEntry { .number(Double(self)) }
}

extension Bool: TableValue {
  /// "yes" or "no".
  public var tableEntry: TableEntry { .text(self ? "yes" : "no") }
}

/// Rows of words and numbers under headings.
public struct TableCell: Sendable, Hashable {
  /// What the table shows; may be empty.
  public let name: String
  /// The headings.
  public let columns: [String]
  /// The rows, each as long as `columns`.
  public let rows: [[TableEntry]]

  /// A table; traps when a row has more or fewer entries than there are headings.
  public init(_ name: String = "", columns: [String], rows: [[TableEntry]]) {
    for row in rows where row.count != columns.count {
      fatalError("table \(name): a row of \(row.count) entries under \(columns.count) headings")
    }
    self.name = name
    self.columns = columns
    self.rows = rows
  }
}
