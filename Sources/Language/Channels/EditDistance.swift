/// The fewest edits that make `right` of `left`: an element left out, put in or changed, or two neighbours exchanged
/// (Levenshtein 1966, Damerau 1964).
///
/// ```swift
/// editDistance("kite", "ktie")  // 1: i and t are exchanged
/// editDistance("ca", "abc")     // 2: ca → ac → abc
/// ```
///
/// This is the *unrestricted* distance: a place may be edited more than once. The simpler "optimal string alignment"
/// cannot put a b between the two letters that it has exchanged and counts 3 in the second example, more than by way
/// of `ac`: it breaks the triangle inequality d(x, z) ≤ d(x, y) + d(y, z). The unrestricted distance is a metric.
///
/// Lowrance and Wagner's table (1975): left.count · right.count steps.
public func editDistance<Element: Hashable>(_ left: [Element], _ right: [Element]) -> Int {
  let width = right.count + 1
  // cost[i · width + j]: from the first i elements of `left` to the first j of `right`.
  var cost = Array(0...right.count) + [Int](repeating: 0, count: left.count * width)
  var lastRow: [Element: Int] = [:]
  for (i, element) in left.enumerated() {
    let (above, row) = (i * width, (i + 1) * width)
    cost[row] = i + 1
    var lastColumn: Int?
    for (j, other) in right.enumerated() {
      var least = cost[above + j] + (element == other ? 0 : 1)
      least = min(least, cost[above + j + 1] + 1, cost[row + j] + 1)
      // left[k], left[i] are right[j], right[m]: the two are exchanged; what stood between them in `left` goes, and
      // what stands between them in `right` comes.
      if let k = lastRow[other], let m = lastColumn {
        least = min(least, cost[k * width + m] + (i - k - 1) + 1 + (j - m - 1))
      }
      cost[row + j + 1] = least
      if element == other { lastColumn = j }
    }
    lastRow[element] = i
  }
  return cost[left.count * width + right.count]
}

/// The edit distance between two words, by their Unicode scalars.
public func editDistance(_ left: String, _ right: String) -> Int {
  editDistance(Array(left.unicodeScalars), Array(right.unicodeScalars))
}
