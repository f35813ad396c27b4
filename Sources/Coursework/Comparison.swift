extension Answer {
  /// How another answer differs from this one, if it does beyond rounding.
  ///
  /// Numbers may differ by `tolerance` times the largest finite number that the part should have; infinities and
  /// NaN must stand at the same places.
  func difference(from other: Answer, tolerance: Double) -> Finding.Difference? {
    guard parts.map(\.name) == other.parts.map(\.name) else {
      return .parts(expected: parts.map(\.name), got: other.parts.map(\.name))
    }
    for (expected, got) in zip(parts, other.parts) {
      if let difference = expected.difference(from: got, tolerance: tolerance) { return difference }
    }
    return nil
  }
}

extension Answer.Part {
  fileprivate func difference(from other: Self, tolerance: Double) -> Finding.Difference? {
    // As nearly all are, and lists as wholes are compared fast.
    if shape == other.shape, numbers == other.numbers, words == other.words { return nil }
    if words != nil || other.words != nil { return wordDifference(from: other) }
    guard shape == other.shape, numbers.count == other.numbers.count else {
      return .shape(part: name, expected: shape, got: other.shape)
    }
    let scale = numbers.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    let margin = tolerance * (scale > 0 ? scale : 1)
    var wrong = 0
    var largest = 0.0
    var first: Int?
    for (index, (expected, got)) in zip(numbers, other.numbers).enumerated() {
      let isEqual = expected == got || (expected.isNaN && got.isNaN) || (expected - got).magnitude <= margin
      guard !isEqual else { continue }
      wrong += 1
      first = first ?? index
      let distance = (expected - got).magnitude
      largest = distance.isNaN ? .infinity : max(largest, distance)
    }
    guard let first else { return nil }
    return .elements(
      part: name, shape: shape, first: Self.indices(of: first, in: shape), expected: numbers[first],
      got: other.numbers[first], wrong: wrong, total: numbers.count, largest: largest)
  }

  private func wordDifference(from other: Self) -> Finding.Difference? {
    let (expected, got) = (words ?? [], other.words ?? [])
    guard expected != got else { return nil }
    let index =
      zip(expected, got).enumerated().first { $1.0 != $1.1 }?.offset ?? min(expected.count, got.count)
    return .words(
      part: name, index: index, expected: index < expected.count ? expected[index] : nil,
      got: index < got.count ? got[index] : nil)
  }

  /// The indices of an element from its place in row-major order.
  private static func indices(of offset: Int, in shape: [Int]) -> [Int] {
    var rest = offset
    return shape.reversed().map { size in
      defer { rest /= size }
      return rest % size
    }.reversed()
  }
}
