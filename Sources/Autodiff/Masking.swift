import Kernels

/// Which places of a tensor count: `true` keeps, `false` hides.
///
/// Hiding is done by −∞ *before* a softmax, so that what is left still sums to 1; hiding after it would leave
/// rows that sum to less. Shapes broadcast, so that one `[query, key]` mask serves every head and batch.
public struct Mask: Sendable, Hashable {
  /// The sizes of the mask's axes.
  public let shape: Shape
  private let places: Places

  private enum Places: Hashable {
    /// Of two axes, query i sees the first so many keys.
    case first([Int])
    /// What counts, in row-major order.
    case each([Bool])
  }

  /// A mask from its places in row-major order; traps when their count is not the shape's.
  public init(shape: Shape, keep: [Bool]) {
    guard shape.elementCount == keep.count else {
      fatalError("Mask: shape \(shape) needs \(shape.elementCount) places, not \(keep.count)")
    }
    self.shape = shape
    places = Self.prefixes(keep, shape: shape).map(Places.first) ?? .each(keep)
  }

  /// The causal mask `[queries, keys]`: a query sees the keys up to its own position, and none after.
  ///
  /// With more keys than queries the queries are the last positions, as when earlier keys come from a cache.
  public static func causal(queries: Int, keys: Int) -> Mask {
    let past = keys - queries
    return Mask(shape: [queries, keys], places: .first((0..<queries).map { max(0, $0 + past + 1) }))
  }

  private init(shape: Shape, places: Places) {
    self.shape = shape
    self.places = places
  }

  /// What counts, in row-major order.
  public var keep: [Bool] {
    switch places {
    case .first(let counts): counts.flatMap { count in (0..<shape[1]).map { $0 < count } }
    case .each(let keep): keep
    }
  }

  /// What takes the place of the numbers that are hidden, and NaN where a number stays.
  fileprivate func hiding(with value: Float) -> Tensor {
    Tensor(shape: shape, scalars: keep.map { $0 ? .nan : value })
  }

  /// How many keys each query sees, where the mask is `[queries, keys]` and those are the first ones; else `nil`.
  package func visible(queries: Int, keys: Int) -> [Int]? {
    guard shape == [queries, keys], case .first(let counts) = places else { return nil }
    return counts
  }

  /// How many places of each row count, if the shape has two axes and they are the first ones.
  private static func prefixes(_ keep: [Bool], shape: Shape) -> [Int]? {
    guard shape.count == 2 else { return nil }
    var counts: [Int] = []
    for query in 0..<shape[0] {
      let row = keep[query * shape[1]..<(query + 1) * shape[1]]
      let count = row.prefix { $0 }.count
      if row.dropFirst(count).contains(true) { return nil }
      counts.append(count)
    }
    return counts
  }

  /// A padding mask `[batch, 1, 1, time]` for attention over sequences of the given lengths: only the first
  /// `lengths[b]` keys of sequence b count, for every head and every query.
  public static func padding(lengths: [Int], time: Int) -> Mask {
    Mask(
      shape: [lengths.count, 1, 1, time],
      keep: lengths.flatMap { length in (0..<time).map { $0 < length } })
  }

  /// What both masks keep; shapes broadcast.
  public func and(_ other: Mask) -> Mask {
    let common = shape.broadcast(with: other.shape, in: "Mask.and")
    let (left, right) = (hiding(with: 0).broadcast(to: common), other.hiding(with: 0).broadcast(to: common))
    return Mask(shape: common, keep: zip(left.scalars, right.scalars).map { $0.isNaN && $1.isNaN })
  }
}

extension Tensor {
  /// This tensor with −∞ wherever the mask hides. What is hidden has no influence, even if it is NaN, and its gradient
  /// is 0.
  ///
  /// Traps with both shapes when the mask's does not broadcast to this tensor's.
  public func masked(_ mask: Mask) -> Tensor {
    guard shape.broadcast(with: mask.shape, in: "masked") == shape else {
      fatalError("masked: a mask of shape \(mask.shape) does not fit a tensor of shape \(shape)")
    }
    return differentiable("mask", self) { x in
      (
        x.combined(.replace, with: mask.hiding(with: -.infinity)),
        { $0.combined(.replace, with: mask.hiding(with: 0)) }
      )
    }
  }
}
