import Kernels

/// The rows of a table at the given indices: `[rows, width]` and n indices give `[n, width]`.
///
/// The same numbers as one-hot rows times the table, without the product. The gradient of a row of the
/// table is the sum over every place that looked it up, and zero for rows that nobody looked up. Traps with
/// the index and the number of rows when an index is outside the table.
public func lookUp(_ table: Tensor, at indices: [Int]) -> Tensor {
  guard table.rank == 2 else { fatalError("lookUp: a table of shape \(table.shape) is not a matrix") }
  let (rows, width) = (table.shape[0], table.shape[1])
  if let outside = indices.first(where: { !(0..<rows).contains($0) }) {
    fatalError("lookUp: index \(outside) is outside a table of \(rows) rows (shape \(table.shape))")
  }
  return recorded("look up", [table]) { inputs in
    (
      Tensor(
        shape: [indices.count, width], buffer: gatherRows(inputs[0].buffer, indices: indices, width: width)),
      { upstream, _ in
        // Only the rows that were looked up, each summed over its uses: of a large table they are few.
        let places = Set(indices).sorted()
        let slots = Dictionary(uniqueKeysWithValues: zip(places, 0...))
        var sums = Tensor.zeros([places.count, width])
        scatterAddRows(
          into: &sums.buffer, indices: indices.compactMap { slots[$0] }, upstream.buffer, width: width)
        return [Contribution(numbers: sums, shape: [rows, width], places: places)]
      }
    )
  }
}

/// Rows that are 1 at an index and 0 elsewhere: n indices below `size` give `[n, size]`.
public func oneHot(_ indices: [Int], size: Int) -> Tensor {
  var scalars = [Float](repeating: 0, count: indices.count * size)
  for (row, index) in indices.enumerated() {
    guard (0..<size).contains(index) else { fatalError("oneHot: index \(index) is outside 0..<\(size)") }
    scalars[row * size + index] = 1
  }
  return Tensor(shape: [indices.count, size], scalars: scalars)
}
