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
  let isEven = !encoding.hasLoneChannel && !encoding.isAbsent
  notebook.prose(
    """
    Attention compares by dot products (of a token's **query** with the others' **keys**, chapter 4), and \
    sin a·sin b + cos a·cos b = cos(a − b): the product of two rows is Σ cos(k·ω), k apart, wherever they \
    stand.\(isEven ? " So every row has the length √(d/2), and every diagonal of this picture one value." : "") \
    \(encoding.isAbsent ? "In a table of zeros there is nothing to compare." : "")
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
