/// The sizes of one matrix product, written 768x128x512: rows, what is summed over, and columns.
struct ProductShape: Hashable, CustomStringConvertible {
  let rows: Int
  let inner: Int
  let columns: Int

  /// The first projection of the small model's feed-forward layers, whose matrices fit the caches, and a square whose
  /// matrices take 4 MiB each.
  static let usual = [
    ProductShape(rows: 768, inner: 128, columns: 512),
    ProductShape(rows: 1_024, inner: 1_024, columns: 1_024),
  ]

  /// What a shape is, for whoever wrote something else.
  static let accepted = "ROWSxINNERxCOLUMNS, each a whole number from 1 to 4096"

  /// 768×128×512
  var description: String { "\(rows)×\(inner)×\(columns)" }
}

extension ProductShape {
  /// The shape that a word names, or nil when it names none.
  init?(_ word: String) {
    let parts = word.split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "×" }
    let sizes = parts.compactMap { Int($0) }.filter((1...4_096).contains)
    guard parts.count == 3, sizes.count == 3 else { return nil }
    self.init(rows: sizes[0], inner: sizes[1], columns: sizes[2])
  }
}
