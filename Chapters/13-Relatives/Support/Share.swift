/// How many of some are right.
struct Share {
  private var right = 0
  private var count = 0

  mutating func note(_ isRight: Bool) {
    right += isRight ? 1 : 0
    count += 1
  }

  /// The share of what was noted; 0 of nothing.
  var value: Double { Double(right) / Double(max(1, count)) }
}
