import Kernels

/// y = γ ⊙ (x − μ)/√(σ² + ε) + β, with the mean μ and the population variance σ² of each row (Ba et al. 2016).
///
/// A row is the last axis: `[…, channels]` with gain γ and bias β of `[channels]`. With n = (x − μ)/√(σ² + ε) and
/// g = upstream ⊙ γ, the gradient of x is (g − mean g − n·mean(g ⊙ n))/√(σ² + ε): two directions, all elements up
/// and all elements further apart, leave y as it is and are taken out. The gradients of γ and β are the sums over
/// all rows of upstream ⊙ n and of upstream. Traps with all shapes when they do not conform.
public func layerNorm(_ x: Tensor, gain: Tensor, bias: Tensor, epsilon: Float = 1e-5) -> Tensor {
  let (rows, columns) = x.rowsAndColumns(in: "layerNorm")
  guard gain.shape == [columns], bias.shape == [columns] else {
    fatalError(
      "layerNorm: gain \(gain.shape) and bias \(bias.shape) for rows of \(columns) (input \(x.shape))")
  }
  return differentiable("layer norm", [x, gain, bias]) { parts in
    let (x, gain, bias) = (parts[0], parts[1], parts[2])
    let (output, mean, inverseDeviation) = Kernels.layerNorm(
      x.buffer, gain: gain.buffer, bias: bias.buffer, epsilon: epsilon, rows: rows, columns: columns)
    return (
      Tensor(shape: x.shape, buffer: output),
      { upstream, _ in
        let gradients = layerNormPullback(
          x.buffer, gain: gain.buffer, mean: mean, inverseDeviation: inverseDeviation,
          upstream: upstream.buffer, rows: rows, columns: columns)
        return [
          Tensor(shape: x.shape, buffer: gradients.input),
          Tensor(shape: [columns], buffer: gradients.gain),
          Tensor(shape: [columns], buffer: gradients.bias),
        ]
      }
    )
  }
}
