import Kernels

/// y = γ ⊙ x/√(mean x² + ε), with the mean square of each row (Zhang and Sennrich 2019): a layer norm that takes no mean away.
///
/// A row is the last axis: `[…, channels]` with gain γ of `[channels]`; without one, γ is 1. With n = x/√(mean x² + ε) and
/// g = upstream ⊙ γ, the gradient of x is (g − n·mean(g ⊙ n))/√(mean x² + ε): the one direction that leaves y as it is, that
/// of x, is taken out. The gradient of γ is the sum over all rows of upstream ⊙ n. Traps with both shapes when they do not
/// conform.
public func rmsNorm(_ x: Tensor, gain: Tensor? = nil, epsilon: Float = 1e-5) -> Tensor {
  let (rows, columns) = x.rowsAndColumns(in: "rmsNorm")
  let gain = gain ?? .ones([columns])
  guard gain.shape == [columns] else {
    fatalError("rmsNorm: gain \(gain.shape) for rows of \(columns) (input \(x.shape))")
  }
  return differentiable("rms norm", [x, gain]) { parts in
    let (x, gain) = (parts[0], parts[1])
    let (output, inverse) = Kernels.rmsNorm(
      x.buffer, gain: gain.buffer, epsilon: epsilon, rows: rows, columns: columns)
    return (
      Tensor(shape: x.shape, buffer: output),
      { upstream, needed in
        let gradients = rmsNormPullback(
          x.buffer, gain: gain.buffer, inverse: inverse, upstream: upstream.buffer, rows: rows,
          columns: columns, gainIsNeeded: needed[1])
        return [
          Tensor(shape: x.shape, buffer: gradients.input),
          gradients.gain.map { Tensor(shape: [columns], buffer: $0) },
        ]
      }
    )
  }
}
