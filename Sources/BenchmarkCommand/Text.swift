import Foundation

/// A figure with four digits at most.
func shown(_ number: Double) -> String { String(format: number >= 1_000 ? "%.0f" : "%.4g", number) }

/// A number with so many digits after the point.
func fixed(_ number: Double, digits: Int) -> String { String(format: "%.\(digits)f", number) }

extension String {
  /// The text at the left of a column; a text that is too long keeps its length.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// The text at the right of a column; a text that is too long keeps its length, after a space.
  func aligned(to width: Int) -> String { String(repeating: " ", count: max(1, width - count)) + self }
}
