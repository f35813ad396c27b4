/// A colour that a story says again.
struct Recall {
  let story: [Int]
  let place: Int
  /// How many words ago it was said last.
  let distance: Int
  /// ln of the probability that each model gives it.
  let found: [Double]

  static let ranges = [1...9, 10...19, 20...29, 30...39, 40...99]
}
