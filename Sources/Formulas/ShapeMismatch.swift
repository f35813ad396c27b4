/// Two shapes that an operation cannot take together.
///
/// Some printed formulas do not conform (A·Vᵀ when n ≠ d); their exhibits throw this, so that a chapter can show
/// the refusal.
public struct ShapeMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was to be computed, such as `A·Vᵀ`.
  public let operation: String

  /// The shape of the left operand.
  public let left: [Int]

  /// The shape of the right operand.
  public let right: [Int]

  /// A refusal of `operation`, with both shapes.
  public init(operation: String, left: [Int], right: [Int]) {
    self.operation = operation
    self.left = left
    self.right = right
  }

  /// One line with the operation and both shapes: `A·Vᵀ: shapes [3, 3] and [2, 3] do not conform`.
  public var description: String { "\(operation): shapes \(left) and \(right) do not conform" }
}
