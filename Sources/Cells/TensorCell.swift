import Formulas
import Terminal

/// How a tensor appears to people; for machines its numbers stand there in every case.
public enum TensorDisplay: String, Sendable, Hashable, CaseIterable {
  /// Numbers with labels, on a heat-map where there is colour.
  case table
  /// Numbers without a heat-map and without groups of digits: token ids, and others that are not intensities.
  case plainTable
  /// A picture without numbers, for a table of many rows and columns.
  case heatMap
  /// Only shape, smallest, mean and largest value.
  case summary
  /// Nowhere but in the JSON: a number that is another in every run, such as a time.
  case momentary
}

/// Named numbers with a shape, row-major, and names for the axes and for the places along them.
public struct TensorCell: Sendable {
  /// The name, unique within a notebook.
  public let name: String
  /// The extent of each axis; empty for a scalar.
  public let shape: [Int]
  /// The elements, the last axis fastest.
  public let values: [Double]
  /// What each axis counts ("query", "key"); empty when not named.
  public let axes: [String]
  /// The names of the places along each axis; an empty list leaves an axis numbered.
  public let labels: [[String]]
  /// The formula that gave the values.
  public let formula: FormulaID?
  /// How the terminal shows it.
  public let display: TensorDisplay

  /// A tensor; traps when the number of values, axes or labels does not fit the shape.
  public init(
    _ name: String, _ values: [Double], shape: [Int], axes: [String] = [], labels: [[String]] = [],
    formula: FormulaID? = nil, display: TensorDisplay = .table
  ) {
    guard shape.allSatisfy({ $0 >= 0 }), values.count == shape.reduce(1, *) else {
      fatalError("tensor \(name): \(values.count) values do not fill the shape \(shape)")
    }
    guard axes.isEmpty || axes.count == shape.count else {
      fatalError("tensor \(name): \(axes.count) axis names \(axes) for the shape \(shape)")
    }
    guard labels.isEmpty || labels.count == shape.count,
      zip(labels, shape).allSatisfy({ $0.isEmpty || $0.count == $1 })
    else {
      fatalError("tensor \(name): labels \(labels.map(\.count)) for the shape \(shape)")
    }
    self.name = name
    self.values = values
    self.shape = shape
    self.axes = axes
    self.labels = labels
    self.formula = formula
    self.display = display
  }

  /// The labels of an axis, or its numbers.
  package func label(_ index: Int, axis: Int) -> String {
    guard axis < labels.count, index < labels[axis].count else { return "\(index)" }
    return labels[axis][index]
  }

  /// Whether the axis has labels of its own.
  package func isLabelled(axis: Int) -> Bool { axis < labels.count && !labels[axis].isEmpty }

  /// "query 6 × key 6", or "6 × 6" without names.
  package var extents: String {
    shape.indices.map { axes.isEmpty ? shape[$0].grouped : "\(axes[$0]) \(shape[$0].grouped)" }.joined(
      separator: " × ")
  }

  /// What tells a matrix along the last two axes from the others: "head 2", "batch 0, head 2".
  package func title(ofBlock block: Int) -> String {
    var rest = block
    var parts: [String] = []
    for axis in shape.indices.dropLast(2).reversed() {
      let index = rest % shape[axis]
      rest /= shape[axis]
      let isNumbered = !isLabelled(axis: axis) && !axes.isEmpty
      parts.insert((isNumbered ? "\(axes[axis]) " : "") + label(index, axis: axis), at: 0)
    }
    return parts.joined(separator: ", ")
  }

  /// All of so many places, or about two thirds from the start and the rest from the end around a nil.
  package static func shown(_ count: Int, capacity: Int) -> [Int?] {
    guard count > capacity else { return Array(0..<count) }
    let head = (capacity * 2 + 2) / 3
    return Array(0..<head) + [nil] + Array(count - (capacity - head)..<count)
  }
}
