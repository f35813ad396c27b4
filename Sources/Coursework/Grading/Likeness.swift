/// How alike two submissions are in what they have of their own.
///
/// A file is cut into its exercises and each of these into *fragments*, the runs of 16 tokens in it. Comments,
/// white space and the text of strings do not count, and one name is as good as another, but for those after a dot. What
/// the exercise files and the course's solutions hold is nobody's own. A fragment that n submissions share weighs 1/n, so
/// that what everybody writes says little. The likeness is the weight of the shared fragments over the weight of all that
/// the smaller of the two has of its own.
public struct Likeness: Codable, Sendable, Hashable {
  /// The name of one submission.
  public let first: String
  /// The name of the other.
  public let second: String
  /// The share of what the smaller has of its own that both have, 0 to 1.
  public let likeness: Double
  /// The exercises in which they are alike, in the order of the course.
  public let exercises: [String]

  /// Both must have at least this share …
  static let threshold = 0.5
  /// … and share as much as so many fragments that nobody else has.
  static let evidence = 24.0
  /// The tokens of a fragment.
  static let length = 16

  /// What the number means, for whoever reads a report.
  static let explanation =
    "How much of what the smaller of two submissions has of its own the other has too: runs of \(length) tokens, without "
    + "comments, white space and names, and without what the exercise files and the solutions give; what many have "
    + "counts little. Two who have learned together are alike as well: read both before you speak of it."

  /// The pairs among some submissions that are suspiciously alike, the most alike first.
  ///
  /// - Parameter given: the files that everybody has: the exercises as they were at first, and the solutions.
  public static func pairs(among submissions: [Submission], given: [String]) -> [Likeness] {
    let known = given.reduce(into: Set<Fragment>()) { $0.formUnion(fragments(of: $1)) }
    let own = submissions.map { submission in
      submission.files.values.reduce(into: Set<Fragment>()) { found, file in
        found.formUnion(fragments(of: String(decoding: file, as: UTF8.self)))
      }.subtracting(known)
    }
    var holders: [Fragment: [Int]] = [:]
    for (index, fragments) in own.enumerated() {
      for fragment in fragments { holders[fragment, default: []].append(index) }
    }
    let weights = own.map { fragments in Weight(fragments.map { holders[$0]?.count ?? 1 }).total }
    var shared: [Pair: (weight: Weight, exercises: Set<String>)] = [:]
    for (fragment, indices) in holders where indices.count > 1 {
      for (place, first) in indices.enumerated() {
        for second in indices[(place + 1)...] {
          let pair = Pair(first: first, second: second)
          shared[pair, default: (Weight([]), [])].weight.add(indices.count)
          shared[pair]?.exercises.insert(fragment.exercise)
        }
      }
    }
    let order = Syllabus.exercises.map(\.name)
    return shared.compactMap { pair, common -> Likeness? in
      let weight = common.weight.total
      let likeness = weight / min(weights[pair.first], weights[pair.second])
      // A fragment that only these two have weighs ½.
      guard likeness >= threshold, 2 * weight >= evidence else { return nil }
      return Likeness(
        first: submissions[pair.first].name, second: submissions[pair.second].name, likeness: likeness,
        exercises: order.filter(common.exercises.contains))
    }.sorted { ($1.likeness, $0.first, $0.second) < ($0.likeness, $1.first, $1.second) }
  }

  /// Fragments, counted by how many submissions have them: their sum is the same in whatever order they come.
  private struct Weight {
    private var counts: [Int: Int] = [:]

    init(_ holders: [Int]) { for count in holders { add(count) } }

    mutating func add(_ holders: Int) { counts[holders, default: 0] += 1 }

    /// Each fragment weighs one over how many have it.
    var total: Double {
      counts.sorted { $0.key < $1.key }.reduce(0) { $0 + Double($1.value) / Double($1.key) }
    }
  }

  private struct Pair: Hashable {
    let first: Int
    let second: Int
  }

  /// A run of tokens, where it stands.
  private struct Fragment: Hashable {
    let exercise: String
    let tokens: Int
  }

  private static func fragments(of file: String) -> Set<Fragment> {
    ExerciseFile(file).sections.reduce(into: []) { found, section in
      let tokens = normalised(section.text)
      guard tokens.count >= length else { return }
      for start in 0...(tokens.count - length) {
        found.insert(
          Fragment(exercise: section.name, tokens: Array(tokens[start..<start + length]).hashValue))
      }
    }
  }

  /// The tokens of a text, with one name for all names.
  static func normalised(_ text: String) -> [String] {
    let tokens = SwiftScanner(text).tokens
    return tokens.indices.map { index in
      let token = tokens[index]
      guard token.kind == .word || token.kind == .quotedWord, !SwiftScanner.keywords.contains(token.text),
        index == 0 || tokens[index - 1].text != "."
      else { return token.text }
      return "name"
    }
  }
}
