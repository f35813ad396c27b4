import Formulas
import Testing

/// Every number of an output against the ledger's; lengths are compared first, so that none can be missing.
func expect(
  _ actual: Formula.Value?, _ expected: Formula.Value, within tolerance: Double = 6e-10,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let actual else {
    Issue.record("there is no such output", sourceLocation: sourceLocation)
    return
  }
  if case .matrix(let left) = actual, case .matrix(let right) = expected {
    #expect(left.shape == right.shape, sourceLocation: sourceLocation)
  }
  let (found, wanted) = (actual.flattened, expected.flattened)
  #expect(found.count == wanted.count, "count of numbers", sourceLocation: sourceLocation)
  for (index, pair) in zip(found, wanted).enumerated() {
    let distance = abs(pair.0 - pair.1)
    #expect(
      distance <= tolerance, "number \(index): \(pair.0), expected \(pair.1), apart by \(distance)",
      sourceLocation: sourceLocation)
  }
}

/// The outputs of one reading, computed by the registry's own function.
func compute(_ id: FormulaID, _ reading: String, _ inputs: Formula.Values) throws -> Formula.Values {
  try Formula.of(id).reading(reading).compute(inputs)
}

/// A matrix among the outputs of one reading.
func matrix(_ id: FormulaID, _ reading: String, _ inputs: Formula.Values, _ name: String = "output") throws
  -> Matrix
{
  try compute(id, reading, inputs).matrix(name)
}

/// Expects that a reading refuses its inputs, with these two shapes.
func expectRefusal(
  _ id: FormulaID, _ reading: String, _ inputs: Formula.Values, left: [Int], right: [Int],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let error = #expect(throws: ShapeMismatch.self, sourceLocation: sourceLocation) {
    _ = try compute(id, reading, inputs)
  }
  #expect(error?.left == left, sourceLocation: sourceLocation)
  #expect(error?.right == right, sourceLocation: sourceLocation)
  let description = error?.description ?? ""
  #expect(description.contains("\(left)") && description.contains("\(right)"), sourceLocation: sourceLocation)
}

/// The greatest distance between two matrices' entries; equal ones, infinite too, have none.
///
/// Where the shapes differ or a distance is no number (NaN on one side, or on both), it is NaN, which is neither small nor
/// large: a test of either fails.
func distance(_ left: Matrix, _ right: Matrix) -> Double {
  guard left.shape == right.shape else { return .nan }
  let distances = zip(left.elements, right.elements).map { $0 == $1 ? 0 : abs($0 - $1) }
  return distances.contains(where: \.isNaN) ? .nan : distances.max() ?? 0
}

/// √Σ (xᵢ − yᵢ)².
func euclidean(_ left: [Double], _ right: [Double]) -> Double {
  zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}

/// Σ xᵢ·yᵢ.
func dot(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }

/// The singular values of a matrix, greatest first, by one-sided Jacobi rotations of its columns (Hestenes 1958).
func singularValues(_ matrix: Matrix) -> [Double] {
  var columns = matrix.columns
  for _ in 0..<60 {
    var rotated = false
    for first in columns.indices {
      for second in columns.indices.dropFirst(first + 1) {
        let (a, b) = (dot(columns[first], columns[first]), dot(columns[second], columns[second]))
        let overlap = dot(columns[first], columns[second])
        guard abs(overlap) > 1e-17 * (a * b).squareRoot(), overlap != 0 else { continue }
        rotated = true
        let zeta = (b - a) / (2 * overlap)
        let tangent = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        for row in columns[first].indices {
          let (x, y) = (columns[first][row], columns[second][row])
          columns[first][row] = cosine * (x - tangent * y)
          columns[second][row] = cosine * (tangent * x + y)
        }
      }
    }
    if !rotated { break }
  }
  return columns.map { dot($0, $0).squareRoot() }.sorted(by: >)
}
