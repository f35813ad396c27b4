import Notebook

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Section 3: k steps further is a rotation by k·ω, wherever one starts.
func showRotation(_ notebook: ChapterNotebook, _ encoding: Encoding) {
  guard encoding.pairCount > 0, !encoding.isAbsent else { return }
  let rows = encoding.table.rows.map { $0.map(Double.init) }
  let pair = min(1, encoding.pairCount - 1)
  let step = min(3, encoding.length - 1)
  let start = min(2, encoding.length - 1 - step)
  notebook.heading("k steps further is a rotation")
  notebook.prose(
    """
    To look k tokens back, a **head** (one such comparison, with matrices of its own) must turn a position's vector \
    into that of the position k before. One matrix R(k) does this for **all** positions, since each pair turns like \
    a clock's hand by k·ω. A single sine could not: its cosine has to be there too.

        (sin (p+k)ω, cos (p+k)ω) = R(k)·(sin pω, cos pω)
        R(k) = (cos kω, sin kω; −sin kω, cos kω)
    """)
  let angle = Double(step) * encoding.frequency(pair: pair) * (encoding.isSwapped ? -1 : 1)
  let rotation = Rotation(angle: angle)
  let before = Array(rows[start][2 * pair..<2 * pair + 2])
  let after = Array(rows[start + step][2 * pair..<2 * pair + 2])
  let from = start + encoding.first
  notebook.table(
    "pair \(pair) from position \(from), k = \(step)",
    columns: ["", "channel \(2 * pair)", "channel \(2 * pair + 1)"],
    rows: [
      ["PE(\(from))", before[0], before[1]],
      ["R(\(step))·PE(\(from))", rotation.applied(to: before)[0], rotation.applied(to: before)[1]],
      ["PE(\(from + step))", after[0], after[1]],
    ])
  let offsets = [1, 3, 7, encoding.length - 1].filter { $0 < encoding.length }
  notebook.check(
    "R(k)·PE(p) = PE(p + k) for all positions and pairs, k = \(offsets.map(String.init).joined(separator: ", "))",
    measured: offsets.map { rotationError(rows, encoding, offset: $0, isReversed: encoding.isSwapped) }.max()
      ?? 0,
    atMost: 1e-6)
  if encoding.isSwapped {
    notebook.check(
      "cosine first turns the other way: with the published R(1) pair 0 is off by 2·sin 1",
      measured: rotationError(rows, encoding, offset: 1, isReversed: false, pairs: 0..<1),
      near: 1.682_941_969_6, within: 1e-5)
  }
  lookBack(notebook, encoding, offset: step)
}

/// How much of a softmax over all positions goes to the place k back, when the queries are turned by R(−k).
private func lookBack(_ notebook: ChapterNotebook, _ encoding: Encoding, offset: Int) {
  let rows = encoding.rows
  let queries = Array(stride(from: offset, to: rows.count, by: max(1, rows.count / 16)))
  let direction: Double = encoding.isSwapped ? 1 : -1
  let turns = (0..<encoding.pairCount).map {
    Rotation(angle: direction * Double(offset) * encoding.frequency(pair: $0))
  }
  let scores = queries.map { query -> [Double] in
    let turned = turns.indices.flatMap { turns[$0].applied(to: Array(rows[query][2 * $0..<2 * $0 + 2])) }
    return rows.map { key in zip(turned, key).reduce(0) { $0 + $1.0 * $1.1 } }
  }
  let found = zip(queries, scores).count { query, row in
    row.indices.max { row[$0] < row[$1] } == query - offset
  }
  let scales = [1.0, 10, 100]
  let shares = scales.map { scale in
    zip(queries, scores).reduce(0) { sum, next in
      let (query, row) = next
      let powers = row.map {
        exp(scale * ($0 - row[query - offset]) / Double(encoding.channels).squareRoot())
      }
      return sum + 1 / powers.reduce(0, +)
    } / Double(queries.count)
  }
  notebook.prose(
    """
    So let the queries be positions turned by R(−k), k = \(offset), and the keys positions as they are. Wherever there \
    is a place k back, it has the largest product. How much of the attention it gets depends on the **scale**: here is \
    the softmax of the products over √d, of all times 10, of all times 100. (A head can learn such a factor. And the \
    tokens, which are added to the positions, interfere: in the last section the model with sines has to cope with both.)
    """)
  notebook.table(
    "attention on the place \(offset) back, on average", columns: ["products times", "attention"],
    rows: zip(scales, shares).map { [NumberText.compact($0), $1] })
  notebook.check(
    "from each of these \(queries.count) positions the largest product is \(offset) back", count: found,
    equals: queries.count)
  notebook.check(
    "… and the larger the scale, the more attention is there",
    measured: zip(shares, shares.dropFirst()).map { $1 - $0 }.min() ?? 0, atLeast: 0)
}

/// A turn of a pair (sin, cos).
private struct Rotation {
  let cosine: Double
  let sine: Double

  init(angle: Double) {
    (cosine, sine) = (cos(angle), sin(angle))
  }

  func applied(to pair: [Double]) -> [Double] {
    [cosine * pair[0] + sine * pair[1], cosine * pair[1] - sine * pair[0]]
  }
}

/// The largest distance between R(k)·PE(p) and PE(p + k), over positions and pairs.
private func rotationError(
  _ rows: [[Double]], _ encoding: Encoding, offset: Int, isReversed: Bool, pairs: Range<Int>? = nil
) -> Double {
  var worst = 0.0
  for pair in pairs ?? 0..<encoding.pairCount {
    let angle = Double(offset) * encoding.frequency(pair: pair)
    let rotation = Rotation(angle: isReversed ? -angle : angle)
    let (first, second) = (2 * pair, 2 * pair + 1)
    for position in 0..<rows.count - offset {
      let (row, later) = (rows[position], rows[position + offset])
      let across = rotation.cosine * row[first] + rotation.sine * row[second] - later[first]
      let up = rotation.cosine * row[second] - rotation.sine * row[first] - later[second]
      worst = max(worst, (across * across + up * up).squareRoot())
    }
  }
  return worst
}
