import Autodiff
import Neural
import Testing
import Training

@Suite("The fingerprint of a model's parameters")
struct ParameterFingerprintTests {
  private let model = RMSNorm(gain: Tensor([1, 0, -2] as [Float]))

  @Test("it is that of the same numbers in the same order")
  func same() {
    #expect(fingerprint(of: model) == fingerprint(of: RMSNorm(gain: Tensor([1, 0, -2] as [Float]))))
    #expect(fingerprint(of: model) != fingerprint(of: RMSNorm(gain: Tensor([0, 1, -2] as [Float]))))
  }

  @Test("one bit is enough to tell two models apart, also the sign of a zero")
  func bits() {
    for other in [[1, -0.0, -2], [Float(1).nextUp, 0, -2], [1, 0, Float(-2).nextDown]] as [[Float]] {
      #expect(fingerprint(of: model) != fingerprint(of: RMSNorm(gain: Tensor(other))))
    }
  }
}
