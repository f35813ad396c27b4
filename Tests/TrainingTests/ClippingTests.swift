import Autodiff
import ModelSupport
import Testing
import Training

@Suite("Gradient clipping")
struct ClippingTests {
  @Test("a gradient too long is shortened as a whole: its direction stays, its norm is the maximum")
  func directionStays() {
    // 3, 4 and 12 in two parameters: the norm of all together is 13.
    var gradient = TwoParameters(weight: Tensor([[3, 4]]), bias: Tensor([-12]))
    #expect(clip(&gradient, toNorm: 6.5) == 13)
    #expect(gradient.weight == Tensor([[1.5, 2]]))
    #expect(gradient.bias == Tensor([-6]))
    #expect(norm(of: gradient) == 6.5)
  }

  @Test("a gradient short enough is left as it is")
  func shortStays() {
    let short = TwoParameters(weight: Tensor([[3, 4]]), bias: Tensor([-12]))
    var gradient = short
    #expect(clip(&gradient, toNorm: 13) == 13)
    #expect(gradient == short)
    var zero = TwoParameters(weight: .zeros([2, 2]), bias: .zeros([1]))
    #expect(clip(&zero, toNorm: 1) == 0)
    #expect(zero.weight == .zeros([2, 2]))
  }

  @Test("the squares are summed in Double: they may be outside what Float can hold")
  func largeNumbers() {
    var gradient = Tensor([3e30, 4e30])
    #expect(clip(&gradient, toNorm: 1) == 5e30)
    #expect(abs(gradient[0] - 0.6) < 1e-6 && abs(gradient[1] - 0.8) < 1e-6)
  }

  @Test("a norm that is no number is reported, and the gradient not touched")
  func notANumber() {
    var gradient = Tensor([.nan, 4])
    #expect(clip(&gradient, toNorm: 1).isNaN)
    #expect(gradient[1] == 4)
    var infinite = Tensor([.infinity, 4])
    #expect(clip(&infinite, toNorm: 1) == .infinity)
    #expect(infinite[1] == 4)
  }
}
