import Autodiff
import Testing

@Suite("Where a function has no derivative")
struct KinkTests {
  @Test("the gradient of a maximum is shared where both are equal")
  func maximumOfEquals() {
    let slopes = gradient(at: [Tensor([3, 1, 2]), Tensor([3, 2, 1])]) {
      (maximum($0[0], $0[1]) * Tensor([8, 4, 2])).sum()
    }
    #expect(slopes == [Tensor([4, 0, 2]), Tensor([4, 4, 0])])
  }

  @Test("equal infinities share it too, and so do equals that broadcasting pairs")
  func maximumOfEqualInfinities() {
    let (one, other) = (Tensor([.infinity, -.infinity, .infinity]), Tensor([.infinity, -.infinity, 1]))
    let slopes = gradient(at: [one, other]) { (maximum($0[0], $0[1]) * Tensor([8, 4, 2])).sum() }
    #expect(slopes == [Tensor([4, 2, 2]), Tensor([4, 2, 0])])
    let stretched = gradient(at: [Tensor([1, 2]), Tensor(1)]) { maximum($0[0], $0[1]).sum() }
    #expect(stretched == [Tensor([0.5, 1]), Tensor(0.5)])
  }

  @Test("of equals along an axis the first receives the whole gradient", arguments: [0, 1, -1])
  func firstOfEquals(axis: Int) {
    let ties = Tensor([[1, 3, 3], [3, 3, 1], [2, 3, 3]])
    let slope = gradient(at: ties) { ($0.max(alongAxis: axis) * Tensor([1, 10, 100])).sum() }
    let ofRows = Tensor([[0, 1, 0], [10, 0, 0], [0, 100, 0]])
    #expect(slope == (axis == 0 ? Tensor([[0, 10, 100], [1, 0, 0], [0, 0, 0]]) : ofRows))
  }

  @Test("the slope of ReLU at 0 is 0")
  func reluAtZero() {
    #expect(gradient(at: Tensor([-1, 0, 2])) { relu($0).sum() } == Tensor([0, 0, 1]))
  }

  @Test("x⁰ is the constant 1, with slope 0 everywhere; x¹ and x² have theirs at 0")
  func powersAtZero() {
    let x = Tensor([0, -0.0, 2, -3, .infinity, .nan])
    let (value, slope) = valueWithGradient(at: x) { power($0, 0).sum() }
    #expect(value == 6 && slope == .zeros([6]))
    #expect(gradient(at: Tensor([0, -0.0])) { power($0, 1).sum() } == .ones([2]))
    #expect(gradient(at: Tensor([0, -0.0])) { power($0, 2).sum() } == .zeros([2]))
  }

  @Test("the slope of |x| at 0 is 0")
  func absoluteAtZero() {
    #expect(gradient(at: Tensor([-1, 0, 2])) { abs($0).sum() } == Tensor([-1, 0, 1]))
  }
}
