/// The places of the `count` greatest values, the greatest first; of equals that with the lowest index first. A value of
/// −∞ or NaN has no place.
func greatest(_ count: Int, of values: [Float]) -> [Int] {
  let possible = values.indices.filter { values[$0] > -.infinity }
  func precedes(_ left: Int, _ right: Int) -> Bool {
    values[left] > values[right] || (values[left] == values[right] && left < right)
  }
  if count == 1 { return possible.min(by: precedes).map { [$0] } ?? [] }
  guard count <= 256 else { return Array(possible.sorted(by: precedes).prefix(count)) }
  // A few are picked out faster than all are put in order.
  var best: [Int] = []
  guard count > 0 else { return best }
  for index in possible where best.count < count || precedes(index, best[count - 1]) {
    if best.count == count { best.removeLast() }
    let place = best.lastIndex { precedes($0, index) }.map { $0 + 1 } ?? 0
    best.insert(index, at: place)
  }
  return best
}

extension Sequence {
  /// The elements by their score, the greatest first; equals stay in their order.
  func ranked(by score: (Element) -> Double) -> [Element] {
    enumerated().map { (offset: $0, score: score($1), element: $1) }.sorted {
      ($1.score, $0.offset) < ($0.score, $1.offset)
    }.map(\.element)
  }
}
