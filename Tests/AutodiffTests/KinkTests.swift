import Autodiff
import Testing

@Suite("Where a function has no derivative")
struct KinkTests {
  @Test("the change of a maximum is shared where both are equal")
  func maximumOfEquals() {
    let slopes = gradient(at: [Tensor([3, 1, 2]), Tensor([3, 2, 1])]) {
      (maximum($0[0], $0[1]) * Tensor([8, 4, 2])).sum()
    }
    #expect(slopes == [Tensor([4, 0, 2]), Tensor([4, 4, 0])])
  }

  @Test("the slope of ReLU at 0 is 0")
  func reluAtZero() {
    #expect(gradient(at: Tensor([-1, 0, 2])) { relu($0).sum() } == Tensor([0, 0, 1]))
  }

  @Test("the slope of |x| at 0 is 0")
  func absoluteAtZero() {
    #expect(gradient(at: Tensor([-1, 0, 2])) { abs($0).sum() } == Tensor([-1, 0, 1]))
  }
}
