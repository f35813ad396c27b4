extension Formula {
  /// One input or output of a reading.
  public enum Value: Sendable, Hashable {
    /// A scalar, a count, or a switch (0 is off).
    case number(Double)
    /// A vector, or a list of token numbers.
    case numbers([Double])
    /// A matrix.
    case matrix(Matrix)
    /// A text.
    case text(String)
    /// A list of texts or of matrices (one a head, say).
    case list([Value])

    /// A list of matrices.
    public static func matrices(_ matrices: [Matrix]) -> Value { .list(matrices.map(Value.matrix)) }

    /// A list of texts.
    public static func texts(_ texts: [String]) -> Value { .list(texts.map(Value.text)) }

    /// A list of whole numbers, such as token numbers.
    public static func integers(_ integers: [Int]) -> Value { .numbers(integers.map(Double.init)) }

    /// All numbers within, in order: the rows of a matrix one after the other; none for a text.
    public var flattened: [Double] {
      switch self {
      case .number(let number): [number]
      case .numbers(let numbers): numbers
      case .matrix(let matrix): matrix.elements
      case .text: []
      case .list(let values): values.flatMap(\.flattened)
      }
    }

    var asNumber: Double? { if case .number(let number) = self { number } else { nil } }

    var asText: String? { if case .text(let text) = self { text } else { nil } }

    var asNumbers: [Double]? {
      switch self {
      case .numbers(let numbers): numbers
      case .list(let values) where values.isEmpty: []
      default: nil
      }
    }

    var asMatrix: Matrix? { if case .matrix(let matrix) = self { matrix } else { nil } }

    var asMatrices: [Matrix]? {
      guard case .list(let values) = self else { return nil }
      let matrices = values.compactMap(\.asMatrix)
      return matrices.count == values.count ? matrices : nil
    }

    var asTexts: [String]? {
      guard case .list(let values) = self else { return nil }
      let texts = values.compactMap(\.asText)
      return texts.count == values.count ? texts : nil
    }

    var kind: String {
      switch self {
      case .number(let number): "the number \(number)"
      case .numbers(let numbers): "a list of \(numbers.count) numbers"
      case .matrix(let matrix): "a matrix of shape \(matrix.shape)"
      case .text: "a text"
      case .list(let values): "a list of \(values.count) values"
      }
    }
  }
}

extension Formula.Value: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// `2`: the number 2.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  /// `0.5`: the number ½.
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension Formula.Value: ExpressibleByStringLiteral {
  /// `"the cat"`: a text.
  public init(stringLiteral value: String) { self = .text(value) }
}

extension Formula.Value: ExpressibleByArrayLiteral {
  /// `[1, 2]`: a vector; `[[1, 2], [3, 4]]`: a matrix, when the rows are equally long; any other list as it is.
  public init(arrayLiteral elements: Formula.Value...) {
    let numbers = elements.compactMap(\.asNumber)
    let rows = elements.compactMap(\.asNumbers)
    if numbers.count == elements.count {
      self = .numbers(numbers)
    } else if rows.count == elements.count, Set(rows.map(\.count)).count == 1 {
      self = .matrix(Matrix(rows))
    } else {
      self = .list(elements)
    }
  }
}
