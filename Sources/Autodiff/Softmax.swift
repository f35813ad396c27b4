import Kernels

/// softmax(x)ᵢ = e^(xᵢ − max x) / Σⱼ e^(xⱼ − max x), along the last axis: positive numbers that sum to 1.
///
/// Subtracting the maximum changes nothing in the quotient and keeps e^x from overflowing. A row of nothing but
/// −∞, in which everything is masked, gives zeros. With y = softmax(x), ∂yᵢ/∂xⱼ = yᵢ(δᵢⱼ − yⱼ), so the gradient
/// of x is y ⊙ (upstream − Σⱼ upstreamⱼ·yⱼ).
public func softmax(_ x: Tensor) -> Tensor {
  let (rows, columns) = x.rowsAndColumns(in: "softmax")
  return differentiable("softmax", x) { x in
    let y = Tensor(shape: x.shape, buffer: Kernels.softmax(x.buffer, rows: rows, columns: columns))
    return (
      y,
      { upstream in
        Tensor(
          shape: y.shape,
          buffer: softmaxPullback(y: y.buffer, upstream: upstream.buffer, rows: rows, columns: columns))
      }
    )
  }
}

/// softmax along any axis.
public func softmax(_ x: Tensor, alongAxis axis: Int) -> Tensor {
  let axis = x.shape.axis(axis, in: "softmax")
  guard axis != x.rank - 1 else { return softmax(x) }
  var swapped = Array(x.shape.indices)
  swapped.swapAt(axis, x.rank - 1)
  return softmax(x.permuted(swapped)).permuted(swapped)
}

/// ln softmax(x) = x − max x − ln Σⱼ e^(xⱼ − max x), along the last axis, without ever forming a quotient.
///
/// With y = ln softmax(x), the gradient of x is upstream − softmax(x)·Σⱼ upstreamⱼ.
public func logSoftmax(_ x: Tensor) -> Tensor {
  let (rows, columns) = x.rowsAndColumns(in: "logSoftmax")
  return differentiable("log softmax", x) { x in
    let y = Tensor(shape: x.shape, buffer: Kernels.logSoftmax(x.buffer, rows: rows, columns: columns))
    return (
      y,
      { upstream in
        Tensor(
          shape: y.shape,
          buffer: logSoftmaxPullback(y: y.buffer, upstream: upstream.buffer, rows: rows, columns: columns))
      }
    )
  }
}

extension Tensor {
  /// This tensor seen as rows along its last axis; traps for a scalar.
  func rowsAndColumns(in operation: String) -> (rows: Int, columns: Int) {
    guard let columns = shape.last else { fatalError("\(operation): a scalar has no last axis") }
    return (shape.dropLast().reduce(1, *), columns)
  }
}
