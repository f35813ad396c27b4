import Cells
import Terminal

/// Some of a tensor's numbers in rows and columns; a place that is nil stands for those left out.
struct NumberGrid {
  var title = ""
  var rows: [Int?]
  var columns: [Int?]
  /// What the rows are called; nil without a column of headers.
  var rowLabels: [String]?
  /// What the columns are called; nil without a row of headers.
  var columnLabels: [String]?
  /// What rows and columns count.
  var axes: (row: String, column: String)?
  /// The place of the first number among the tensor's, and the places between rows.
  private var start = 0
  private var rowStride: Int
  private let count: Int

  /// Where a number stands among the tensor's; nil behind the end of the last row.
  func place(_ row: Int, _ column: Int) -> Int? {
    let place = start + row * rowStride + column
    return place < count ? place : nil
  }

  /// Whether its middle is left out on paper: rows or columns that all stand on the page are many.
  var isTall: Bool { rows.count > TensorMarkup.mostRows && !rows.contains(nil) }
  var isWide: Bool { columns.count > TensorMarkup.mostColumns && !columns.contains(nil) }

  /// The places of all its numbers.
  var places: [Int] {
    rows.compactMap { $0 }.flatMap { row in columns.compactMap { $0 }.compactMap { place(row, $0) } }
  }

  /// A vector in one row.
  static func row(_ tensor: TensorCell) -> NumberGrid {
    let columns = tensor.shape[0]
    return NumberGrid(
      rows: [0], columns: Array(0..<columns),
      columnLabels: (0..<columns).map { tensor.label($0, axis: 0) }, rowStride: columns, count: columns)
  }

  /// A vector whose places have names, downwards: so many to a column, or of a larger one the ends in one.
  static func columns(_ tensor: TensorCell, _ isElided: Bool) -> [NumberGrid] {
    let most = TensorMarkup.mostRows
    let places = shown(tensor.shape[0], isElided ? most : nil)
    return stride(from: 0, to: places.count, by: isElided ? places.count : most).map { start in
      let rows = Array(places[start..<min(places.count, start + (isElided ? places.count : most))])
      return NumberGrid(
        rows: rows, columns: [0], rowLabels: rows.map { $0.map { tensor.label($0, axis: 0) } ?? "⋮" },
        rowStride: 1, count: tensor.values.count)
    }
  }

  /// A long vector in rows of ten.
  static func tens(_ tensor: TensorCell, _ isElided: Bool) -> NumberGrid {
    let rows = shown((tensor.shape[0] + 9) / 10, isElided ? TensorMarkup.mostRows : nil)
    return NumberGrid(
      rows: rows, columns: Array(0..<10), rowLabels: rows.map { $0.map { ($0 * 10).grouped } ?? "⋮" },
      columnLabels: (0..<10).map { "+\($0)" }, rowStride: 10, count: tensor.values.count)
  }

  /// One of the matrices along the last two axes.
  static func matrix(_ tensor: TensorCell, _ block: Int, _ isElided: Bool) -> NumberGrid {
    let rank = tensor.shape.count
    let (row, column) = (rank - 2, rank - 1)
    let rows = shown(tensor.shape[row], isElided ? TensorMarkup.mostRows : nil)
    let columns = shown(tensor.shape[column], isElided ? TensorMarkup.mostColumns : nil)
    func labels(_ places: [Int?], _ axis: Int, _ rest: String) -> [String] {
      places.map { $0.map { tensor.label($0, axis: axis) } ?? rest }
    }
    return NumberGrid(
      title: rank > 2 ? tensor.title(ofBlock: block) : "", rows: rows, columns: columns,
      rowLabels: labels(rows, row, "⋮"), columnLabels: labels(columns, column, "…"),
      axes: tensor.axes.isEmpty ? nil : (tensor.axes[row], tensor.axes[column]),
      start: block * tensor.shape[row] * tensor.shape[column], rowStride: tensor.shape[column],
      count: tensor.values.count)
  }

  private static func shown(_ count: Int, _ capacity: Int?) -> [Int?] {
    TensorCell.shown(count, capacity: capacity ?? count)
  }
}
