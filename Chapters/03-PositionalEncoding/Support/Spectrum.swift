import Formulas

/// The singular values of a matrix, the largest first: how many directions it really has.
///
/// Hestenes 1958: columns are turned against each other, pair by pair, until all are orthogonal; their lengths
/// are then the singular values. Small ones come out with full relative precision.
func singularValues(_ matrix: Matrix) -> [Double] {
  var columns = matrix.columns
  func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
  for _ in 0..<30 {
    var isDone = true
    for first in columns.indices {
      for second in columns.indices.dropFirst(first + 1) {
        let (x, y) = (columns[first], columns[second])
        let (xx, yy, xy) = (product(x, x), product(y, y), product(x, y))
        guard xy.magnitude > 1e-15 * (xx * yy).squareRoot(), xy != 0 else { continue }
        isDone = false
        let ratio = (yy - xx) / (2 * xy)
        let tangent = (ratio < 0 ? -1 : 1) / (ratio.magnitude + (1 + ratio * ratio).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = cosine * tangent
        columns[first] = zip(x, y).map { cosine * $0 - sine * $1 }
        columns[second] = zip(x, y).map { sine * $0 + cosine * $1 }
      }
    }
    if isDone { break }
  }
  return columns.map { product($0, $0).squareRoot() }.sorted(by: >)
}
