import Formulas
import Testing

/// What the comparisons of this room let pass.
@Suite struct ExpectationTests {
  @Test func distanceThatIsNoNumberIsNeitherSmallNorLarge() {
    let (some, none): (Matrix, Matrix) = ([[1, 2]], Matrix([[.nan, 7]]))
    for (left, right) in [(some, none), (none, some), (none, none), (some, some.transposed)] {
      #expect(distance(left, right).isNaN, "\(left) and \(right)")
    }
    #expect(distance(some, [[1, -2]]) == 4 && distance(some, some) == 0)
    #expect(distance(Matrix([[.infinity]]), Matrix([[.infinity]])) == 0)
    #expect(distance(Matrix([[.infinity]]), Matrix([[-.infinity]])) == .infinity)
  }
}
