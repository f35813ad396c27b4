import Autodiff
import Formulas
import Testing

/// What the comparisons of this room let pass.
@Suite struct SupportTests {
  @Test func distanceThatIsNoNumberIsNeitherSmallNorLarge() {
    let (some, none) = (Tensor([1, 2]), Tensor([.nan, 7]))
    for (left, right) in [(some, none), (none, some), (none, none), (some, Tensor([1, 2, 3]))] {
      #expect(distance(left, right).isNaN && !agree(left, right), "\(left) and \(right)")
    }
    #expect(distance(some, Tensor([1, -2])) == 4 && distance(some, some) == 0)
    #expect(distance(Tensor([.infinity]), Tensor([.infinity])) == 0)
    #expect(distance(Tensor([.infinity]), Tensor([-.infinity])) == .infinity)
  }
}
