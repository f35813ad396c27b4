import Kernels

// Operations that move numbers and compute nothing. The pullback of each is the opposite movement; where a
// number is left out, its gradient is zero.

extension Tensor {
  /// The same numbers in the same order under another shape; one size may be −1 and is worked out.
  ///
  /// Traps with both shapes when the number of scalars differs.
  public func reshaped(_ newShape: Shape) -> Tensor {
    let own = shape
    var target = newShape
    if let open = newShape.firstIndex(of: -1) {
      let known = newShape.enumerated().reduce(1) { $1.offset == open ? $0 : $0 * $1.element }
      target[open] = known > 0 ? count / known : 0
    }
    guard target.allSatisfy({ $0 >= 0 }), target.elementCount == count else {
      fatalError("reshaped: \(own) has \(count) scalars, which do not fill \(newShape)")
    }
    guard target != own else { return self }
    return differentiable("reshape", self) { x in
      (Tensor(shape: target, buffer: x.buffer), { Tensor(shape: own, buffer: $0.buffer) })
    }
  }

  /// The axes in another order: axis `i` of the result is axis `axes[i]` of this tensor.
  ///
  /// `[batch, time, head, size]` permuted by `[0, 2, 1, 3]` is `[batch, head, time, size]`.
  public func permuted(_ axes: [Int]) -> Tensor {
    let own = shape
    guard axes.sorted() == Array(own.indices) else {
      fatalError("permuted: \(axes) does not name every axis of shape \(own) once")
    }
    guard axes != Array(own.indices) else { return self }
    var inverse = axes
    for (target, source) in axes.enumerated() { inverse[source] = target }
    let back = inverse
    return differentiable("permute", self) { x in
      (
        Tensor(shape: axes.map { own[$0] }, buffer: permute(x.buffer, shape: own, axes: axes)),
        { $0.permuted(back) }
      )
    }
  }

  /// The last two axes swapped: `[…, rows, columns] → […, columns, rows]`.
  public func transposed() -> Tensor {
    guard rank >= 2 else { fatalError("transposed: a tensor of shape \(shape) has fewer than two axes") }
    return permuted(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }

  /// The part of this tensor inside a range of one axis.
  public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
    let own = shape
    let axis = own.axis(axis, in: "sliced")
    guard range.lowerBound >= 0, range.upperBound <= own[axis] else {
      fatalError("sliced: \(range) is outside axis \(axis) of shape \(own)")
    }
    let (outer, size, inner) = own.split(at: axis)
    return differentiable("slice", self) { x in
      (
        Tensor(
          shape: own.replacing(axis: axis, with: range.count),
          buffer: slice(x.buffer, outer: outer, axis: size, inner: inner, range: range)),
        { upstream in
          var gradient = Buffer(repeating: 0, count: own.elementCount)
          accumulateSlice(
            into: &gradient, outer: outer, axis: size, inner: inner, range: range, upstream.buffer)
          return Tensor(shape: own, buffer: gradient)
        }
      )
    }
  }

  /// The part at one index of an axis, which the result no longer has.
  public func selected(axis: Int, _ index: Int) -> Tensor {
    let axis = shape.axis(axis, in: "selected")
    var reduced = shape
    reduced.remove(at: axis)
    return sliced(axis: axis, index..<index + 1).reshaped(reduced)
  }

  /// Consecutive parts along an axis, of the given sizes, which must add up to the axis.
  public func split(sizes: [Int], axis: Int) -> [Tensor] {
    let axis = shape.axis(axis, in: "split")
    guard sizes.reduce(0, +) == shape[axis] else {
      fatalError("split: sizes \(sizes) do not add up to axis \(axis) of shape \(shape)")
    }
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return sliced(axis: axis, start..<start + size)
    }
  }

  /// A number of equal consecutive parts along an axis.
  public func split(count: Int, axis: Int) -> [Tensor] {
    let axis = shape.axis(axis, in: "split")
    guard count > 0, shape[axis] % count == 0 else {
      fatalError("split: axis \(axis) of shape \(shape) is not divisible into \(count) equal parts")
    }
    return split(sizes: Array(repeating: shape[axis] / count, count: count), axis: axis)
  }
}

/// Tensors joined along an axis; all other sizes must agree. The gradient of each is its part of the whole's.
public func concatenate(_ parts: [Tensor], axis: Int) -> Tensor {
  guard let first = parts.first else { fatalError("concatenate: there is nothing to concatenate") }
  let axis = first.shape.axis(axis, in: "concatenate")
  for part in parts
  where part.rank != first.rank
    || part.shape.replacing(axis: axis, with: 0) != first.shape.replacing(axis: axis, with: 0)
  {
    fatalError("concatenate: shapes \(first.shape) and \(part.shape) differ outside axis \(axis)")
  }
  let sizes = parts.map { $0.shape[axis] }
  let shape = first.shape.replacing(axis: axis, with: sizes.reduce(0, +))
  let (outer, _, inner) = shape.split(at: axis)
  return differentiable("concatenate", parts) { parts in
    (
      Tensor(
        shape: shape,
        buffer: Kernels.concatenate(parts.map(\.buffer), outer: outer, axes: sizes, inner: inner)),
      { upstream, _ in upstream.split(sizes: sizes, axis: axis) }
    )
  }
}

/// Tensors of one shape laid one after another along a new axis.
public func stack(_ parts: [Tensor], axis: Int = 0) -> Tensor {
  guard let first = parts.first else { fatalError("stack: there is nothing to stack") }
  guard axis >= 0, axis <= first.rank else {
    fatalError("stack: axis \(axis) does not exist in a stack of tensors of shape \(first.shape)")
  }
  for part in parts where part.shape != first.shape {
    fatalError("stack: shapes \(first.shape) and \(part.shape) differ")
  }
  var expanded = first.shape
  expanded.insert(1, at: axis)
  return concatenate(parts.map { $0.reshaped(expanded) }, axis: axis)
}
