import Kernels

/// The matrix product over the last two axes: `[…, rows, inner] · […, inner, columns] → […, rows, columns]`.
///
/// The axes before the last two are batch axes and broadcast. `leftTransposed` and `rightTransposed` read a
/// factor's last two axes the other way round, without moving anything. With Y = A·B, the gradient of A is
/// that of Y times Bᵀ and the gradient of B is Aᵀ times that of Y (Giles 2008). Traps with both shapes
/// when the inner sizes differ or a factor has fewer than two axes.
///
/// ```swift
/// let scores = matmul(query, key, rightTransposed: true)  // [time, time]
/// ```
public func matmul(
  _ left: Tensor, _ right: Tensor, leftTransposed: Bool = false, rightTransposed: Bool = false
) -> Tensor {
  guard left.rank >= 2, right.rank >= 2 else {
    fatalError("matmul: \(left.shape) and \(right.shape) must both have at least two axes")
  }
  if right.rank == 2, left.rank > 2, !leftTransposed {
    // One matrix for every batch: the batches are more rows of one product.
    let rows = left.shape.dropLast().reduce(1, *)
    let flat = matmul(
      left.reshaped([rows, left.shape[left.rank - 1]]), right, rightTransposed: rightTransposed)
    return flat.reshaped(left.shape.dropLast() + [flat.shape[1]])
  }
  let batch = Shape(left.shape.dropLast(2)).broadcast(with: Shape(right.shape.dropLast(2)), in: "matmul")
  return product(
    left.broadcast(to: batch + left.shape.suffix(2)), right.broadcast(to: batch + right.shape.suffix(2)),
    batch: batch, leftTransposed: leftTransposed, rightTransposed: rightTransposed)
}

/// The product of two tensors with equal batch axes.
private func product(
  _ left: Tensor, _ right: Tensor, batch: Shape, leftTransposed: Bool, rightTransposed: Bool
) -> Tensor {
  let (a, b) = (left.shape.suffix(2), right.shape.suffix(2))
  let (rows, inner) =
    leftTransposed ? (a[a.endIndex - 1], a[a.startIndex]) : (a[a.startIndex], a[a.endIndex - 1])
  let (other, columns) =
    rightTransposed ? (b[b.endIndex - 1], b[b.startIndex]) : (b[b.startIndex], b[b.endIndex - 1])
  guard inner == other else {
    fatalError(
      "matmul: \(left.shape)\(leftTransposed ? "ᵀ" : "") · \(right.shape)\(rightTransposed ? "ᵀ" : ""): "
        + "the inner sizes \(inner) and \(other) differ")
  }
  return differentiable("matmul", left, right) { left, right in
    (
      Tensor(
        shape: batch + [rows, columns],
        buffer: matrixProduct(
          left.buffer, right.buffer, batches: batch.elementCount, rows: rows, inner: inner, columns: columns,
          leftTransposed: leftTransposed, rightTransposed: rightTransposed)),
      { upstream in
        leftTransposed
          ? matmul(right, upstream, leftTransposed: rightTransposed, rightTransposed: true)
          : matmul(upstream, right, rightTransposed: !rightTransposed)
      },
      { upstream in
        rightTransposed
          ? matmul(upstream, left, leftTransposed: true, rightTransposed: leftTransposed)
          : matmul(left, upstream, leftTransposed: !leftTransposed)
      }
    )
  }
}

/// x·W + b: every row of `x` projected by one matrix: `[…, inputs] · [inputs, outputs] + [outputs]`.
///
/// The gradient of x is that of the result times Wᵀ; the gradient of W is xᵀ times it; the gradient of b is its
/// sum over all rows. Traps with both shapes when they do not conform.
public func affine(_ x: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
  guard weight.rank == 2, let inputs = x.shape.last, inputs == weight.shape[0] else {
    fatalError(
      "affine: \(x.shape) · \(weight.shape): the last axis of the first is not the first of the second")
  }
  guard let bias else {
    return x.rank == 1
      ? matmul(x.reshaped([1, inputs]), weight).reshaped([weight.shape[1]]) : matmul(x, weight)
  }
  guard bias.shape == [weight.shape[1]] else {
    fatalError("affine: a bias of shape \(bias.shape) for \(weight.shape[1]) outputs")
  }
  let outputs = weight.shape[1]
  let rows = x.shape.dropLast().reduce(1, *)
  return differentiable("affine", [x.reshaped([rows, inputs]), weight, bias]) { parts in
    let (x, weight, bias) = (parts[0], parts[1], parts[2])
    let y = matrixProduct(
      x.buffer, weight.buffer, rows: rows, inner: inputs, columns: outputs, bias: bias.buffer)
    return (
      Tensor(shape: [rows, outputs], buffer: y),
      { upstream, needed in
        [
          needed[0] ? matmul(upstream, weight, rightTransposed: true) : nil,
          needed[1] ? matmul(x, upstream, leftTransposed: true) : nil,
          needed[2] ? upstream.summed(to: [outputs]) : nil,
        ]
      }
    )
  }.reshaped(x.shape.dropLast() + [outputs])
}
