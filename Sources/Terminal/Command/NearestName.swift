/// The known name that a mistyped one most likely meant.
package enum NearestName {
  /// The nearest candidate within a third of the letters of `name` (at least 1), else the first that `name` abbreviates or,
  /// from four letters on, that `name` begins with.
  package static func of(_ name: String, among candidates: [String]) -> String? {
    guard !name.isEmpty else { return nil }
    let ranked = candidates.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
    if let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= max(1, name.count / 3) {
      return best.name
    }
    return candidates.first { $0.hasPrefix(name) || (name.count > 3 && name.hasPrefix($0)) }
  }

  /// The fewest insertions, deletions and substitutions between two words (Levenshtein 1966).
  package static func distance(_ left: String, _ right: String) -> Int {
    let columns = Array(right.prefix(200))
    var row = Array(0...columns.count)
    for (i, character) in left.prefix(200).enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in columns.indices {
        let substitution = diagonal + (columns[j] == character ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
      }
    }
    return row[columns.count]
  }
}
