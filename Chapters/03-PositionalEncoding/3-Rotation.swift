import Notebook
import Platform

extension Encoding {
  /// k steps further is a rotation by k·ω, wherever one starts.
  func rotation(_ notebook: ChapterNotebook) {
    guard pairCount > 0, !isAbsent else { return }
    notebook.heading("k steps further is a rotation")
    notebook.prose(
      """
      To look k tokens back, a **head** (one such comparison, with matrices of its own) must turn a position's vector \
      into that of the position k before. One matrix R(k) does this for **all** positions, since each pair turns like \
      a clock's hand by k·ω. A single sine could not: its cosine has to be there too.

          (sin (p+k)ω, cos (p+k)ω) = R(k)·(sin pω, cos pω)
          R(k) = (cos kω, sin kω; −sin kω, cos kω)
      """)
    notebook.declaration("Rotation", in: "3-Rotation.swift")
    notebook.declaration("direction", in: "3-Rotation.swift")
    notebook.code()
    let pair = min(1, pairCount - 1)
    let k = min(3, length - 1)
    let start = min(2, length - 1 - k)
    let rows = table.matrix.rows
    let before = Array(rows[start][2 * pair...2 * pair + 1])
    let after = Array(rows[start + k][2 * pair...2 * pair + 1])
    let angle = direction * Double(k) * frequency(pair: pair)
    let rotated = Rotation(angle: angle).applied(to: before)

    let from = start + first
    notebook.table(
      "pair \(pair) from position \(from), k = \(k)",
      columns: ["", "channel \(2 * pair)", "channel \(2 * pair + 1)"],
      rows: [
        ["PE(\(from))", before[0], before[1]], ["R(\(k))·PE(\(from))", rotated[0], rotated[1]],
        ["PE(\(from + k))", after[0], after[1]],
      ])
    let steps = [1, 3, 7, length - 1].filter { $0 < length }
    notebook.check(
      "R(k)·PE(p) = PE(p + k) for all positions and pairs, k = \(steps.map(String.init).joined(separator: ", "))",
      measured: steps.map { rotationError(rows, k: $0, direction: direction, pairs: 0..<pairCount) }.max()
        ?? 0,
      atMost: 1e-6)
    if isSwapped {
      notebook.check(
        "cosine first turns the other way: with the published R(1) pair 0 is off by 2·sin 1",
        measured: rotationError(rows, k: 1, direction: 1, pairs: 0..<1), near: 1.682_941_969_6, within: 1e-5)
    }
    lookBack(notebook, k: k)
  }

  /// Where the cosine comes first, the clocks turn the other way.
  var direction: Double { isSwapped ? -1 : 1 }

  /// The largest distance between R(k)·PE(p) and PE(p + k), over positions and some pairs.
  private func rotationError(_ rows: [[Double]], k: Int, direction: Double, pairs: Range<Int>) -> Double {
    var worst = 0.0
    for pair in pairs {
      let rotation = Rotation(angle: direction * Double(k) * frequency(pair: pair))
      for place in 0..<rows.count - k {
        let turned = rotation.applied(to: Array(rows[place][2 * pair...2 * pair + 1]))
        worst = max(worst, distance(turned, Array(rows[place + k][2 * pair...2 * pair + 1])))
      }
    }
    return worst
  }

  /// How much of a softmax over all positions goes to the place k back, when the queries are turned by R(−k).
  private func lookBack(_ notebook: ChapterNotebook, k: Int) {
    notebook.prose(
      """
      So let the queries be positions turned by R(−k), k = \(k), and the keys positions as they are. Wherever there \
      is a place k back, it has the largest product. How much of the attention it gets depends on the **scale**: here is \
      the softmax of the products over √d, of all times 10, of all times 100. (A head can learn such a factor. And the \
      tokens, which are added to the positions, interfere: in the last section the model with sines has to cope with both.)
      """)
    notebook.code()
    let (keys, scales) = (rows, [1.0, 10, 100])
    let queries = Array(stride(from: k, to: length, by: max(1, length / 16)))
    let backwards = (0..<pairCount).map {
      Rotation(angle: -direction * Double(k) * frequency(pair: $0))
    }
    let products = queries.map { query -> [Double] in
      let turned = backwards.indices.flatMap { pair in
        backwards[pair].applied(to: Array(keys[query][2 * pair...2 * pair + 1]))
      }
      return keys.map { key in zip(turned, key).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    // The weight of the place k back in the softmax, averaged over queries.
    let shares = scales.map { scale in
      zip(queries, products).reduce(0) { sum, next in
        let (query, row) = next
        let powers = row.map {
          exp(scale * ($0 - row[query - k]) / Double(channels).squareRoot())
        }
        return sum + 1 / powers.reduce(0, +)
      } / Double(queries.count)
    }

    notebook.table(
      "attention on the place \(k) back, on average", columns: ["products times", "attention"],
      rows: zip(scales, shares).map { [NumberText.compact($0), $1] })
    let found = zip(queries, products).count { query, row in
      row.indices.max { row[$0] < row[$1] } == query - k
    }
    notebook.check(
      "from each of these \(queries.count) positions the largest product is \(k) back", count: found,
      equals: queries.count)
    notebook.check(
      "… and the larger the scale, the more attention is there",
      measured: zip(shares, shares.dropFirst()).map { $1 - $0 }.min() ?? 0, atLeast: 0)
  }
}

/// A turn of a pair (sin, cos).
struct Rotation {
  let cosine: Double
  let sine: Double

  init(angle: Double) {
    (cosine, sine) = (cos(angle), sin(angle))
  }

  func applied(to pair: [Double]) -> [Double] {
    [
      cosine * pair[0] + sine * pair[1],
      cosine * pair[1] - sine * pair[0],
    ]
  }
}
