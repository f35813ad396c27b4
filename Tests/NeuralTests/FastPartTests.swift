import Autodiff
import Neural
import Randomness
import Testing

@Suite("What the parts of the fast model keep and bound")
struct FastPartTests {
  @Test("the second position of width 4 at base 10,000, by hand: turned by 1 and by 0.01")
  func rotationByHand() {
    let turned = RotaryPositions(size: 4)(Tensor([[1, 0, 1, 0], [1, 0, 1, 0], [0, 1, 0, 1]]), from: 0)
    let expected = Tensor([
      [1, 0, 1, 0], [0.5403023059, 0.8414709848, 0.9999500004, 0.0099998333],
      [-0.9092974268, -0.4161468365, -0.0199986667, 0.9998000067],
    ])
    #expect(agree(turned, expected, within: 1e-7))
    // 2 radians and 2·4^(−2/4) = 1 radian.
    let other = RotaryPositions(size: 4, base: 4)(Tensor([[1, 0, 1, 0]]), from: 2)
    #expect(agree(other, Tensor([[-0.4161468365, 0.9092974268, 0.5403023059, 0.8414709848]]), within: 1e-7))
  }

  @Test("a score depends on the distance alone, and a turn keeps lengths")
  func distanceAlone() {
    let rotary = RotaryPositions(size: 16)
    let (query, key) = (normal([1, 16], seed: 1), normal([1, 16], seed: 2))
    func score(_ m: Int, _ n: Int) -> Float { (rotary(query, from: m) * rotary(key, from: n)).sum().scalar }
    for (m, n) in [(0, 0), (5, 2), (3, 9), (40, 1)] {
      for shift in [1, 7, 100] {
        #expect(Swift.abs(score(m + shift, n + shift) - score(m, n)) < 2e-5, "\(m), \(n), \(shift)")
      }
    }
    #expect(Swift.abs(score(5, 2) - score(2, 5)) > 1e-2)
    let rows = normal([2, 3, 50, 16], seed: 3)
    let lengths = square(rotary(rows, from: 9)).sum(alongAxis: -1)
    #expect(agree(lengths, square(rows).sum(alongAxis: -1), within: 1e-5))
  }

  @Test("positions count from the past, and kept angles are those worked out when asked for, to the bit")
  func pastAndKept() {
    let rows = normal([2, 6, 8], seed: 4)
    let whole = RotaryPositions(size: 8)(rows)
    for rotary in [
      RotaryPositions(size: 8), RotaryPositions(size: 8, length: 6), RotaryPositions(size: 8, length: 5),
    ] {
      #expect(bits(rotary(rows)) == bits(whole))
      let parts = [rotary(rows.sliced(axis: 1, 0..<4)), rotary(rows.sliced(axis: 1, 4..<6), from: 4)]
      #expect(bits(concatenate(parts, axis: 1)) == bits(whole))
    }
  }

  @Test("root-mean-square norm: rows of mean square 1, whatever their scale; their mean stays")
  func scaleInvariance() {
    let norm = RMSNorm(channels: 32)
    let rows = normal([5, 32], seed: 5) + 3
    let normalized = norm(rows)
    #expect(agree(square(normalized).mean(alongAxis: -1), .ones([5]), within: 1e-5))
    for scale in [0.5, 100] as [Float] { #expect(agree(norm(scale * rows), normalized, within: 1e-5)) }
    #expect(normalized.mean(alongAxis: -1).scalars.allSatisfy { $0 > 0.8 })
    #expect(norm(.zeros([2, 32])) == .zeros([2, 32]))
    let gain = normal([32], seed: 6)
    #expect(agree(RMSNorm(gain: gain)(rows), normalized * gain, within: 1e-6))
    #expect(bits(rmsNorm(rows)) == bits(normalized))
  }

  @Test("a soft cap bounds, keeps the order and the sign, and leaves small numbers nearly as they are")
  func softCap() {
    let x = Tensor((-400...400).map { 0.1 * Float($0) })
    let capped = softCapped(x, at: 5).scalars
    #expect(
      capped.allSatisfy { $0.magnitude <= 5 } && zip(capped, capped.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(capped[400] == 0 && capped[0] == -capped[800] && capped[800] > 4.999)
    #expect(Swift.abs(softCapped(Tensor([0.1]), at: 5).scalar - 0.1) < 2e-5)
  }

  @Test("squared ReLU, by hand")
  func squares() { #expect(squaredReLU(Tensor([-2, 0, 0.5, 3])) == Tensor([0, 0, 0.25, 9])) }

  @Test("a gate of zero lets nothing through, and an open one all; a layer of it has no biases")
  func gates() {
    #expect(gatedSiLU(gate: Tensor([0, 20, -20]), Tensor([7, 1, 1])).scalars[0] == 0)
    #expect(agree(gatedSiLU(gate: Tensor([20, -20]), Tensor([3, 3])), Tensor([60, 0]), within: 1e-5))
    var generator = SeededGenerator(seed: 1)
    let layer = GatedFeedForward(channels: 6, hiddenChannels: 24, using: &generator)
    #expect(layer.parameters.map(\.name) == ["gate.weight", "expand.weight", "contract.weight"])
    #expect(layer.contract.weight.shape == [16, 6] && layer(.zeros([2, 6])) == .zeros([2, 6]))
  }
}
