import Autodiff
import Formulas
import Notebook

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Section 2: dot products of positions depend on their distance alone.
func showDistance(_ notebook: ChapterNotebook, _ encoding: Encoding) throws {
  let table = encoding.table
  let products = matmul(table, table, rightTransposed: true)
  let length = encoding.length
  notebook.heading("The dot product measures distance")
  notebook.prose(
    """
    Attention compares by dot products, and sin a·sin b + cos a·cos b = cos(a − b): the product of two rows is \
    Σ cos(k·ω), k apart, wherever they stand. So every row has the length √(d/2), and every diagonal of this \
    picture one value.
    """)
  notebook.code("let dotProducts = matmul(positions, positions, rightTransposed: true)")
  notebook.tensor(
    "dotProducts", products, axes: ["position", "position"],
    labels: [encoding.positions.map { "\($0)" }, []], display: .heatMap)
  let values = products.doubles
  let byOffset = (0..<length).map { values[$0] }
  notebook.lineChart(
    "the first row of it", [.init("", byOffset)], xAxis: "distance k from the first position",
    yAxis: "dot product")

  var (spread, fromFormula) = (0.0, 0.0)
  let expected = (0..<length).map { encoding.expectedProduct(offset: $0) }
  for row in 0..<length {
    for column in 0..<length {
      let value = values[row * length + column]
      spread = max(spread, (value - byOffset[abs(row - column)]).magnitude)
      let lone = encoding.loneProduct(row, column)
      fromFormula = max(
        fromFormula, (value - expected[abs(row - column)] - lone).magnitude)
    }
  }
  let size = Double(encoding.channels) / 2
  let tolerance = 1e-6 * (1 + size)
  if encoding.isAbsent {
    notebook.check(
      "without positions every product is 0", measured: spread + byOffset[0].magnitude, atMost: 0)
    return
  }
  if encoding.hasLoneChannel {
    notebook.prose(
      """
      With an odd number of channels the last sine has no cosine beside it. Its product \
      \(encoding.isSwapped ? "cos a·cos b" : "sin a·sin b") depends on the places and not only on the distance.
      """)
    notebook.check(
      "products are Σ cos(k·ω) and the lone channel's own", measured: fromFormula, atMost: tolerance)
  } else {
    notebook.check("on every diagonal the product is the same", measured: spread, atMost: tolerance)
    notebook.check("products are Σ cos(k·ω)", measured: fromFormula, atMost: tolerance)
    notebook.check("every row's squared length is d/2", measured: byOffset[0], near: size, within: tolerance)
  }
  describeShape(notebook, byOffset)
  try checkKnownValues(notebook)
}

/// Where the product first grows again: it is no ruler, only nearly one.
private func describeShape(_ notebook: ChapterNotebook, _ byOffset: [Double]) {
  if let turn = (1..<max(1, byOffset.count - 1)).first(where: { byOffset[$0 + 1] > byOffset[$0] }) {
    notebook.prose(
      """
      It is no ruler: the product falls up to k = \(turn) and then rises again. Nor does it tell before from \
      after (k and −k give the same): for that a layer needs the rotation below.
      """)
  }
}

/// The numbers of the literature's table at d = 8, whatever the options.
private func checkKnownValues(_ notebook: ChapterNotebook) throws {
  let rows = try Exhibits.table(.s0_3_3_PE, positions: Array(0..<16), width: 8, asPublished: true).rows
  let product = zip(rows[5], rows[8]).reduce(0) { $0 + $1.0 * $1.1 }
  notebook.check(
    "at d = 8 rows 3 apart have the product 1.9648895", measured: product, near: 1.964_889_526_3, within: 1e-9
  )
  notebook.check(
    "… and neighbours the distance 0.9640996", measured: distance(rows[7], rows[8]), near: 0.964_099_6,
    within: 1e-7)
}

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
    To look k tokens back, a head must turn a position's vector into that of the position k before. One matrix \
    R(k) does this for **all** positions, since each pair turns like a clock's hand by k·ω. A single sine \
    could not: its cosine has to be there too.

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
