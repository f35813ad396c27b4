import Kernels

/// silu(gate) ⊙ x with silu(g) = g·σ(g): the inside of SwiGLU (Shazeer 2020).
///
/// The gradient of the gate is upstream ⊙ x ⊙ silu′(gate) with silu′(g) = σ(g)·(1 + g·(1 − σ(g))), and that of x upstream ⊙
/// silu(gate). Traps with both shapes when they differ.
public func gatedSiLU(gate: Tensor, _ x: Tensor) -> Tensor {
  guard gate.shape == x.shape else { fatalError("gatedSiLU: a gate of \(gate.shape) for \(x.shape)") }
  return differentiable("gated silu", gate, x) { gate, x in
    let parts = Kernels.gatedSiLU(gate: gate.buffer, x.buffer)
    let gateSlope = Tensor(shape: x.shape, buffer: parts.gateSlope)
    let slope = Tensor(shape: x.shape, buffer: parts.slope)
    return (Tensor(shape: x.shape, buffer: parts.value), { $0 * gateSlope }, { $0 * slope })
  }
}
