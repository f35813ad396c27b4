import Kernels

/// (1 − λ)·x + λ·y, with one number λ for all elements: x itself at λ = 0, y at λ = 1.
///
/// The gradient of x is (1 − λ) times that of the result, the gradient of y λ times, and that of λ the sum of upstream ⊙ (y − x).
/// Traps with all shapes when those of x and y differ or λ is not one number.
public func interpolated(_ x: Tensor, _ y: Tensor, share: Tensor) -> Tensor {
  guard x.shape == y.shape, share.count == 1 else {
    fatalError("interpolated: \(x.shape) and \(y.shape) by a share of shape \(share.shape)")
  }
  return differentiable("interpolation", [x, y, share]) { parts in
    let (x, y, share) = (parts[0], parts[1], parts[2])
    let part = share.scalar
    return (
      Tensor(shape: x.shape, buffer: interpolate(x.buffer, y.buffer, share: part)),
      { upstream, needed in
        [
          needed[0] ? upstream * (1 - part) : nil,
          needed[1] ? upstream * part : nil,
          needed[2]
            ? Tensor(
              repeating: interpolationSlope(x.buffer, y.buffer, upstream: upstream.buffer), shape: share.shape
            )
            : nil,
        ]
      }
    )
  }
}
