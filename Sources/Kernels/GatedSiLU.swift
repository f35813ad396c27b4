/// silu(gate)·x with silu(g) = g·σ(g), and both its slopes: x·silu′(gate) and silu(gate).
///
/// The sigmoid that they share is computed once, and each pullback is a product.
///
/// Oracle: `Plain.gatedSiLU`.
public func gatedSiLU(
  gate: Buffer, _ x: Buffer
) -> (value: Buffer, gateSlope: Buffer, slope: Buffer) {
  requireCount(x.count, gate.count, "gatedSiLU", "what is gated")
  var value = Buffer(count: x.count) { _ in }
  var gateSlope = Buffer(count: x.count) { _ in }
  var slope = Buffer(count: x.count) { _ in }
  nonisolated(unsafe) let (gates, from) = (gate.address, x.address)
  nonisolated(unsafe) let (values, gateSlopes, slopes) = (
    value.uniqueAddress(), gateSlope.uniqueAddress(), slope.uniqueAddress()
  )
  withExtendedLifetime((gate, x, value, gateSlope, slope)) {
    parallel(over: x.count, nanoseconds: 1.2, multiple: 1024) { part in
      // Stretches that stay in the fastest cache between the two loops.
      for start in stride(from: part.lowerBound, to: part.upperBound, by: 1024) {
        let end = min(part.upperBound, start + 1024)
        mapSpan(.sigmoid, gates + start, slopes + start, end - start)
        for i in start..<end {
          let (g, sigmoid) = (gates[i], slopes[i])
          let silu = g * sigmoid
          values[i] = silu * from[i]
          gateSlopes[i] = from[i] * (sigmoid * (1 + g * (1 - sigmoid)))
          slopes[i] = silu
        }
      }
    }
  }
  return (value, gateSlope, slope)
}
