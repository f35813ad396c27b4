import Language

/// How the answers to many questions were judged, by the kind of question.
struct AnswerTable {
  private var counts: [String: [TinyWorld.Verdict: Int]] = [:]

  mutating func note(_ verdict: TinyWorld.Verdict, of kind: String) {
    counts[kind, default: [:]][verdict, default: 0] += 1
  }

  /// How many answers to questions of a kind, or to all, were judged so.
  func count(_ verdict: TinyWorld.Verdict, of kind: String? = nil) -> Int {
    counts.filter { kind == nil || $0.key == kind }.reduce(0) { $0 + ($1.value[verdict] ?? 0) }
  }

  /// How many questions of a kind were asked.
  func total(of kind: String) -> Int {
    TinyWorld.Verdict.allCases.reduce(0) { $0 + count($1, of: kind) }
  }

  /// The share of right answers to questions of a kind, or to all.
  func rightShare(of kind: String? = nil) -> Double {
    let total = TinyWorld.Verdict.allCases.reduce(0) { $0 + count($1, of: kind) }
    return Double(count(.right, of: kind)) / Double(max(1, total))
  }

  var kinds: [String] { counts.keys.sorted() }
}
