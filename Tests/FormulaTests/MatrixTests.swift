import Formulas
import Testing

@Suite struct MatrixTests {
  let left: Matrix = [[1, 2, 3], [4, 5, 6]]
  let right: Matrix = [[1, 0], [0, 1], [2, -1]]

  @Test func productSumsOverTheInnerIndex() throws {
    #expect(try left * right == [[7, -1], [16, -1]])
    #expect(try left * .identity(3) == left)
    #expect(try (left * right).transposed == right.transposed * left.transposed)
  }

  @Test func productRefusesOtherInnerSizesWithBothShapes() {
    let error = #expect(throws: ShapeMismatch.self) { try left * left }
    #expect(error == ShapeMismatch(operation: "matrix product", left: [2, 3], right: [2, 3]))
    #expect(error?.description == "matrix product: shapes [2, 3] and [2, 3] do not conform")
  }

  @Test func sumAndDifferenceAreEntryByEntry() throws {
    #expect(try left + left == left * 2)
    #expect(try left - left == [[0, 0, 0], [0, 0, 0]])
    #expect(-left == left * -1 && left * 4 / 4 == left)
    #expect(throws: ShapeMismatch.self) { try left + right }
    #expect(throws: ShapeMismatch.self) { try left - right }
  }

  @Test func rowsColumnsAndTranspose() {
    #expect(left.shape == [2, 3] && left[1, 2] == 6)
    #expect(left.rows == [[1, 2, 3], [4, 5, 6]] && left.columns == [[1, 4], [2, 5], [3, 6]])
    #expect(left.transposed == [[1, 4], [2, 5], [3, 6]])
    #expect(left.columns(1..<3) == [[2, 3], [5, 6]])
    #expect(left.permutingRows([1, 0]) == [[4, 5, 6], [1, 2, 3]])
    #expect(left.description == "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]")
  }

  @Test func concatenation() throws {
    #expect(try Matrix.concatenatingColumns([left, [[7], [8]]]) == [[1, 2, 3, 7], [4, 5, 6, 8]])
    #expect(try Matrix.concatenatingRows([left, [[7, 8, 9]]]) == [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(throws: ShapeMismatch.self) { try Matrix.concatenatingColumns([left, right]) }
    #expect(try left.plusRow([1, 0, -1]) == [[2, 2, 2], [5, 5, 5]])
    #expect(throws: ShapeMismatch.self) { try left.plusRow([1, 0]) }
  }

  @Test func singularValuesAreThoseOfASimpleMatrix() {
    // By hand: AᵀA = [[25, 20], [20, 25]] has eigenvalues 45 and 5.
    let values = singularValues([[3, 0], [4, 5]])
    #expect(abs(values[0] - 45.0.squareRoot()) < 1e-13 && abs(values[1] - 5.0.squareRoot()) < 1e-13)
  }
}
