/// The rows of a table that the indices name, in their order: an embedding.
///
/// Oracle: `Plain.gatherRows`.
/// - Parameters:
///   - table: `[count, width]`.
///   - indices: Each in `0 ..< count`.
/// - Returns: `[indices.count, width]`.
public func gatherRows(_ table: Buffer, indices: [Int], width: Int) -> Buffer {
  check(indices, table, width, "gatherRows")
  return table.withPointer { table in
    Buffer(count: indices.count * width) { result in
      guard let from = table.baseAddress, let to = result.baseAddress, width > 0 else { return }
      nonisolated(unsafe) let (table, rows) = (from, to)
      parallel(over: indices.count, nanoseconds: 3 + 0.2 * Double(width)) { part in
        for i in part { (rows + i * width).update(from: table + indices[i] * width, count: width) }
      }
    }
  }
}

/// The pullback of `gatherRows`: adds row i of `rows` to row `indices[i]` of `table`.
///
/// An index may occur many times. Each thread takes some of the columns and all of the rows in their order, so
/// the sums are formed in one order whatever the number of threads.
///
/// Oracle: `Plain.scatterAddRows`.
/// - Parameters:
///   - table: `[count, width]`.
///   - rows: `[indices.count, width]`.
public func scatterAddRows(into table: inout Buffer, indices: [Int], _ rows: Buffer, width: Int) {
  check(indices, table, width, "scatterAddRows")
  requireCount(rows.count, indices.count * width, "scatterAddRows", "[\(indices.count), \(width)]")
  rows.withPointer { rows in
    table.withMutablePointer { table in
      guard let to = table.baseAddress, let from = rows.baseAddress else { return }
      nonisolated(unsafe) let (table, rows) = (to, from)
      parallel(over: width, nanoseconds: 0.4 * Double(indices.count), multiple: 32) { columns in
        for (i, index) in indices.enumerated() {
          let (sum, row) = (table + index * width, rows + i * width)
          for j in columns { sum[j] += row[j] }
        }
      }
    }
  }
}

private func check(_ indices: [Int], _ table: Buffer, _ width: Int, _ name: String) {
  let count = width == 0 ? 0 : table.count / width
  guard count * width == table.count else {
    fatalError("\(name): a table of \(table.count) elements has no rows of \(width)")
  }
  for index in indices where index < 0 || index >= count {
    fatalError("\(name): index \(index) is outside 0 ..< \(count)")
  }
}
