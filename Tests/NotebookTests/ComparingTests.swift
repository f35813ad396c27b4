import Autodiff
import Formulas
import Notebook
import Testing

@Suite("Comparing tensors")
struct ComparingTests {
  private let matrix = Tensor([[1, -2], [3, 4]])

  /// The matrix with no number at one of its four places.
  private func matrix(withoutNumberAt place: Int) -> Tensor {
    var scalars = matrix.scalars
    scalars[place] = .nan
    return Tensor(shape: matrix.shape, scalars: scalars)
  }

  @Test("The largest magnitude is that of a number of either sign; of nothing it is 0")
  func largest() {
    #expect(Tensor([1, -3, 2]).largestMagnitude == 3)
    #expect(Tensor.zeros([0, 2]).largestMagnitude == 0)
  }

  @Test("The distance is the largest of the differences, whichever of the two is larger")
  func distances() {
    let other = Tensor([[1, 3], [2.5, 4]])
    for (left, right) in [(matrix, other), (other, matrix)] {
      #expect(left.distance(to: right) == 5)
      #expect(left.matrix.distance(to: right.matrix) == 5)
    }
    #expect(matrix.distance(to: matrix) == 0)
  }

  @Test("Where one number is none nothing is measured, wherever it stands", arguments: 0..<4)
  func noNumber(place: Int) {
    let none = matrix(withoutNumberAt: place)
    #expect(none.largestMagnitude.isNaN)
    #expect(none.distance(to: matrix).isNaN && matrix.distance(to: none).isNaN)
    #expect(none.matrix.distance(to: matrix.matrix).isNaN && matrix.matrix.distance(to: none.matrix).isNaN)
  }

  @Test("A tensor of two axes becomes a matrix, and that a tensor; the last row can be left out")
  func shapes() {
    let tall = Tensor([[1, 2], [3, 4], [5, 6]])
    #expect(tall.matrix == Matrix([[1, 2], [3, 4], [5, 6]]))
    #expect(tall.matrix.tensor == tall)
    #expect(tall.withoutLastRow == Tensor([[1, 2], [3, 4]]))
  }
}
