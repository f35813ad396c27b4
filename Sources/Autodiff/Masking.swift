import Kernels

/// Which places of a tensor count: `true` keeps, `false` hides.
///
/// Hiding is done by −∞ *before* a softmax, so that what is left still sums to 1; hiding after it would leave
/// rows that sum to less. Shapes broadcast, so that one `[query, key]` mask serves every head and batch.
public struct Mask: Sendable, Hashable {
  /// The sizes of the mask's axes.
  public let shape: Shape
  /// What counts, in row-major order.
  public let keep: [Bool]
  /// 0 where a place counts and −∞ where it does not.
  let additive: Buffer

  /// A mask from its places in row-major order; stops when their count is not the shape's.
  public init(shape: Shape, keep: [Bool]) {
    guard shape.elementCount == keep.count else {
      fatalError("Mask: shape \(shape) needs \(shape.elementCount) places, not \(keep.count)")
    }
    self.shape = shape
    self.keep = keep
    additive = Buffer(keep.map { $0 ? 0 : -Float.infinity })
  }

  /// The causal mask `[queries, keys]`: a query sees the keys up to its own position, and none after.
  ///
  /// With more keys than queries the queries are the last positions, as when earlier keys come from a cache.
  public static func causal(queries: Int, keys: Int) -> Mask {
    let past = keys - queries
    return Mask(
      shape: [queries, keys],
      keep: (0..<queries).flatMap { query in (0..<keys).map { $0 <= query + past } })
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
    let left = Tensor(shape: shape, buffer: additive).broadcast(to: common)
    let right = Tensor(shape: other.shape, buffer: other.additive).broadcast(to: common)
    return Mask(shape: common, keep: zip(left.scalars, right.scalars).map { $0 == 0 && $1 == 0 })
  }
}

extension Tensor {
  /// This tensor with −∞ wherever the mask hides. What is hidden has no influence and receives no change.
  public func masked(_ mask: Mask) -> Tensor {
    guard shape.broadcast(with: mask.shape, in: "masked") == shape else {
      fatalError("masked: a mask of shape \(mask.shape) does not fit a tensor of shape \(shape)")
    }
    return differentiable("mask", self) { x in
      (
        x.combined(.add, with: Tensor(shape: mask.shape, buffer: mask.additive)),
        { upstream in upstream * Tensor(shape: mask.shape, scalars: mask.keep.map { $0 ? 1 : 0 }) }
      )
    }
  }
}
