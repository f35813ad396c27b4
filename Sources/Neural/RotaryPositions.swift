import Autodiff
import Platform

/// Positions as rotations of queries and keys: the pair (2i, 2i+1) of the vector at position p is turned by p·base^(−2i/size)
/// (Su et al. 2021 §3.2).
///
/// `[…, head, time, size] → […, head, time, size]`. A turn keeps the length of a vector, and the product of a query at m and
/// a key at n depends on the distance m − n alone: both turned further by the same angle, it stays. There are no parameters.
public struct RotaryPositions: Sendable {
  /// The width of a head.
  public let size: Int
  /// The slowest pair takes nearly 2π·base positions for a turn, the first one 2π.
  public let base: Float
  /// The cosines and sines of the first positions, `[length, size/2]`.
  private let known: (cosines: Tensor, sines: Tensor)

  /// Rotations of vectors of an even size; the angles of the first `length` positions are kept. Traps when the size is odd.
  public init(size: Int, base: Float = 10_000, length: Int = 0) {
    guard size.isMultiple(of: 2) else { fatalError("RotaryPositions: a size of \(size) is not even") }
    self.size = size
    self.base = base
    known = Self.angles(0..<length, size: size, base: base)
  }

  /// The vectors turned by their positions, of which the first is `past`. Traps with the shape when they are not of this size.
  public func callAsFunction(_ x: Tensor, from past: Int = 0) -> Tensor {
    guard x.rank >= 2, x.shape[x.rank - 1] == size else {
      fatalError("RotaryPositions: \(x.shape) is not of vectors of size \(size)")
    }
    let positions = past..<past + x.shape[x.rank - 2]
    let (cosines, sines) = angles(positions)
    return turningPairs(of: x, cosines: cosines, sines: sines)
  }

  private func angles(_ positions: Range<Int>) -> (cosines: Tensor, sines: Tensor) {
    guard positions.upperBound <= known.cosines.shape[0] else {
      return Self.angles(positions, size: size, base: base)
    }
    return (known.cosines.sliced(axis: 0, positions), known.sines.sliced(axis: 0, positions))
  }

  /// Computed in `Double`.
  private static func angles(
    _ positions: Range<Int>, size: Int, base: Float
  ) -> (cosines: Tensor, sines: Tensor) {
    let speeds = (0..<size / 2).map { pow(Double(base), -2 * Double($0) / Double(size)) }
    let angles = positions.flatMap { position in speeds.map { Double(position) * $0 } }
    let shape = [positions.count, size / 2]
    return (
      Tensor(shape: shape, scalars: angles.map { Float(cos($0)) }),
      Tensor(shape: shape, scalars: angles.map { Float(sin($0)) })
    )
  }
}
