import Autodiff
import Notebook

extension Encoding {
  /// Dot products of positions depend on their distance alone.
  func dotProduct(_ notebook: ChapterNotebook) throws {
    notebook.heading("The dot product measures distance")
    let isEven = !hasLoneChannel && !isAbsent
    notebook.prose(
      """
      Attention compares by dot products (of a token's **query** with the others' **keys**, chapter 4), and \
      sin a·sin b + cos a·cos b = cos(a − b): the product of two rows is Σ cos(k·ω), k apart, wherever they \
      stand.\(isEven ? " So every row has the length √(d/2), and every diagonal of this picture one value." : "") \
      \(isAbsent ? "In a table of zeros there is nothing to compare." : "")
      """)
    notebook.code()
    let positions = table
    let dotProducts = matmul(positions, positions, rightTransposed: true)

    notebook.guess(
      "Row p has the products of position p with all others. Where is it greatest, and does it fall evenly to both sides?"
    )
    notebook.tensor(
      "dotProducts", dotProducts, axes: ["position", "position"],
      labels: [places.map { "\($0)" }, []], display: .heatMap)
    notebook.explore(.distance("two positions", encoding: "positions", products: "dotProducts"))
    let products = dotProducts.matrix
    let byDistance = products.row(0)
    notebook.lineChart(
      "the first row of it", [.init("", byDistance)], xAxis: "distance k from the first position",
      yAxis: "dot product")
    if isAbsent {
      notebook.check(
        "without positions every product is 0", measured: dotProducts.largestMagnitude, atMost: 0)
      return
    }
    notebook.declaration("expectedProduct", in: "Encoding.swift")
    notebook.code()
    let expected = (0..<length).map { expectedProduct(distance: $0) }

    var (spread, fromFormula) = (0.0, 0.0)
    for row in 0..<length {
      for column in 0..<length {
        let (value, k) = (products[row, column], abs(row - column))
        spread = max(spread, (value - byDistance[k]).magnitude)
        fromFormula = max(fromFormula, (value - expected[k] - loneProduct(row, column)).magnitude)
      }
    }
    let size = Double(channels) / 2
    let tolerance = 1e-6 * (1 + size)
    if hasLoneChannel {
      notebook.prose(
        """
        With an odd number of channels the last sine has no cosine beside it. Its product \
        \(isSwapped ? "cos a·cos b" : "sin a·sin b") depends on the places and not only on the distance.
        """)
      notebook.check(
        "products are Σ cos(k·ω) and the lone channel's own", measured: fromFormula, atMost: tolerance)
    } else {
      notebook.check("on every diagonal the product is the same", measured: spread, atMost: tolerance)
      notebook.check("products are Σ cos(k·ω)", measured: fromFormula, atMost: tolerance)
      notebook.check(
        "every row's squared length is d/2", measured: byDistance[0], near: size, within: tolerance)
    }
    // Where the product first grows again: it is no ruler, only nearly one.
    if let turn = (1..<max(1, length - 1)).first(where: { byDistance[$0 + 1] > byDistance[$0] }) {
      notebook.prose(
        """
        It is no ruler: the product falls up to k = \(turn) and then rises again. Nor does it tell before from \
        after (k and −k give the same): for that a layer needs the rotation below.
        """)
    }
    // The numbers of the literature's table, whatever the options.
    notebook.declaration("published", in: "Encoding.swift")
    notebook.code()
    let known = try published(at: Array(0..<16), d: 8).rows
    let product = zip(known[5], known[8]).reduce(0) { $0 + $1.0 * $1.1 }
    let step = distance(known[7], known[8])

    notebook.check(
      "at d = 8 rows 3 apart have the product 1.9648895", measured: product, near: 1.964_889_526_3,
      within: 1e-9)
    notebook.check("… and neighbours the distance 0.9640996", measured: step, near: 0.964_099_6, within: 1e-7)
  }
}
