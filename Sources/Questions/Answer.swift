/// What may be answered to a question.
public enum Answer: Sendable, Hashable {
  /// Whole numbers, which have to be met exactly: a count, or the sizes of a shape.
  case whole([Int])

  /// Numbers in their order, a matrix row by row, to three significant digits.
  case numbers([Double])

  /// One of the choices, by its place from 0 on.
  case choice(Int)

  /// One whole number.
  static func whole(_ number: Int) -> Answer { .whole([number]) }

  /// One number.
  static func number(_ number: Double) -> Answer { .numbers([number]) }

  /// How far from a number an answer may be: a hundredth of it, and no less than 0.002. So nothing is lost by rounding to three
  /// digits on the way.
  static func tolerance(of number: Double) -> Double { max(0.01 * abs(number), 0.002) }

  /// Whether no answer could be taken for both. What is not finite is apart from nothing.
  func isApart(from other: Answer) -> Bool {
    switch (self, other) {
    case (.numbers(let left), .numbers(let right)):
      guard (left + right).allSatisfy(\.isFinite) else { return false }
      return left.count != right.count
        || zip(left, right).contains { abs($0 - $1) > Self.tolerance(of: $0) + Self.tolerance(of: $1) }
    default: return self != other
    }
  }

  /// The answer as somebody would write it.
  public var written: String {
    switch self {
    case .whole(let numbers): numbers.map { $0 < 0 ? "−\(-$0)" : "\($0)" }.joined(separator: ", ")
    case .numbers(let numbers): numbers.map(Questions.written).joined(separator: ", ")
    case .choice(let place): Self.letter(of: place)
    }
  }

  /// The letter of a choice: a, b, c, …
  public static func letter(of place: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "a") + UInt8(place)))
  }
}
