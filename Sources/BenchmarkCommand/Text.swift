import Foundation
import Randomness

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

/// Letters from a to z by chance, always the same, in one word or in lines; Peers/peer.py makes the same.
func randomLetters(_ count: Int, inLinesOf width: Int = .max) -> String {
  var random = SeededGenerator(seed: 1)
  var bits: UInt64 = 0
  var bytes: [UInt8] = []
  for place in 0..<count {
    bits = place.isMultiple(of: 8) ? random.next() : bits >> 8
    bytes.append(97 + UInt8(truncatingIfNeeded: bits) % 26)
    if (place + 1).isMultiple(of: width) { bytes.append(10) }
  }
  return String(decoding: bytes, as: UTF8.self)
}
