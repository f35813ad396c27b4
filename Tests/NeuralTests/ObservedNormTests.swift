import Autodiff
import Neural
import Testing

/// A layer norm that is looked at is computed step by step, another in one kernel: both are the same function.
@Suite("Layer norm under observation")
struct ObservedNormTests {
  @Test("gain and bias are used, looked at or not")
  func gainAndBias() {
    var norm = LayerNorm(channels: 3)
    norm.gain = Tensor([2, -1, 0.5])
    norm.bias = Tensor([10, 20, 30])
    // Ledger S1-3.3-LNNORM: [1, 2, 6] becomes [−0.925819, −0.462910, 1.388729].
    let expected = Tensor([[8.148361784, 20.462909554, 30.694364331]])
    #expect(agree(norm(Tensor([[1, 2, 6]])), expected, within: 4e-6))
    #expect(agree(observing { norm(Tensor([[1, 2, 6]])) }.result, expected, within: 4e-6))
  }

  @Test("ε is added under the root, looked at or not")
  func epsilon() {
    let norm = LayerNorm(channels: 3)
    let rows = Tensor([[0, 0.001, 0.002]])
    let expected = Tensor([[-0.3061862, 0, 0.3061862]])  // the ledger's, for ε = 10⁻⁵
    #expect(agree(norm(rows), expected))
    #expect(agree(observing { norm(rows) }.result, expected))
  }
}
