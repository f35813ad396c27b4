import Kernels

/// Every pair of neighbours (2i, 2i+1) of the last axis turned by its angle: (a, b) → (a·cos − b·sin, a·sin + b·cos).
///
/// `x` is `[…, time, size]`, the angles' cosines and sines `[time, size/2]`, for which no gradient is taken. The gradient is
/// turned back by the same angles: a rotation's transpose is its inverse. Traps with all shapes when they do not conform.
public func turningPairs(of x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor {
  let (rows, columns) = x.rowsAndColumns(in: "turningPairs")
  guard columns.isMultiple(of: 2), x.rank >= 2, cosines.shape == [x.shape[x.rank - 2], columns / 2],
    sines.shape == cosines.shape
  else {
    fatalError("turningPairs: \(x.shape) by cosines of \(cosines.shape) and sines of \(sines.shape)")
  }
  let (cosines, sines) = (cosines.buffer, sines.buffer)
  return differentiable("rotation", x) { x in
    (
      Tensor(
        shape: x.shape,
        buffer: turnPairs(x.buffer, cosines: cosines, sines: sines, rows: rows, columns: columns)),
      { upstream in
        Tensor(
          shape: x.shape,
          buffer: turnPairs(
            upstream.buffer, cosines: cosines, sines: sines, backwards: true, rows: rows, columns: columns))
      }
    )
  }
}
