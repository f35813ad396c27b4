import Foundation

/// What a learner has done so far: a small text file, one line an exercise, sorted.
///
/// ```
/// attentionScores hints 2 text 0c5f9a17 tried 2026-11-22
/// softmax hints 1 passed 2026-11-21 text 5be2d340
/// ```
/// Two files laid end to end, as `git merge` with `merge=union` leaves them, read as the best of both: the first day of a
/// pass, the most hints, the text that passed. Lines and words that mean nothing to this version are kept.
public struct ProgressFile: Sendable, Hashable {
  /// What is known of one exercise.
  public struct Record: Sendable, Hashable {
    /// The day on which it passed first, as `2026-11-21`, if its last check passed.
    public var passed: String?
    /// The day of its last check, if that failed.
    public var tried: String?
    /// How many hints were shown.
    public var hints = 0
    /// Whether the solution was shown before the exercise passed.
    public var hasSeenSolution = false
    /// The fingerprint of what was checked last.
    public var text: String?
    /// Words of another version.
    fileprivate var others: [String] = []

    /// Nothing done yet.
    public init() {}
  }

  private var records: [String: Record] = [:]
  private var unknownLines: [String] = []

  /// Nothing done yet.
  public init() {}

  /// Reads the lines of a progress file; several lines of a name are merged.
  public init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline).map(String.init) {
      // What git writes around two versions of a line.
      if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains(where: line.hasPrefix) { continue }
      guard let (name, record) = Record.named(line) else {
        if !unknownLines.contains(line) { unknownLines.append(line) }
        continue
      }
      records[name] = records[name]?.merged(with: record) ?? record
    }
  }

  /// What is known of an exercise.
  public subscript(name: String) -> Record {
    get { records[name] ?? Record() }
    set { records[name] = newValue == Record() ? nil : newValue }
  }

  /// The file's lines.
  public var text: String {
    let lines = unknownLines + records.sorted { $0.key < $1.key }.map { $0.value.line(for: $0.key) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Today, as the file writes a day.
  public static var today: String {
    Date.now.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
  }
}

extension ProgressFile.Record {
  /// Takes down the result of a check of a section; a file that does not compile, or is missing, says nothing
  /// of this exercise.
  public mutating func note(
    _ verdict: Verdict, of section: ExerciseFile.Section?, on day: String = ProgressFile.today
  ) {
    switch verdict.judgement {
    case .notStarted, .doesNotCompile, .missing: break
    default: text = section?.fingerprint
    }
    switch verdict.judgement {
    case .passed:
      passed = passed ?? day
      tried = nil
    case .notStarted: (passed, tried, text) = (nil, nil, nil)
    case .doesNotCompile, .missing: break
    default: (passed, tried) = (nil, day)
    }
  }

  /// The name and the record of a line, if it reads as one.
  fileprivate static func named(_ line: String) -> (String, Self)? {
    var words = line.split(separator: " ").map(String.init)[...]
    guard let name = words.popFirst(), name.allSatisfy({ $0.isLetter || $0.isNumber }), !words.isEmpty else {
      return nil
    }
    var record = Self()
    while let word = words.popFirst() {
      switch word {
      case "passed" where isDay(words.first): record.passed = words.removeFirst()
      case "tried" where isDay(words.first): record.tried = words.removeFirst()
      case "hints" where words.first.flatMap { Int($0) } != nil:
        record.hints = max(0, Int(words.removeFirst()) ?? 0)
      case "text" where !words.isEmpty: record.text = words.removeFirst()
      case "solution": record.hasSeenSolution = true
      default: record.others.append(word)
      }
    }
    guard record.others.count < line.split(separator: " ").count - 1 else { return nil }
    if record.passed != nil { record.tried = nil }
    return (name, record)
  }

  private static func isDay(_ word: String?) -> Bool {
    word?.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
  }

  /// The best of two.
  fileprivate func merged(with other: Self) -> Self {
    var result = Self()
    result.passed = [passed, other.passed].compactMap(\.self).min()
    result.tried = result.passed == nil ? [tried, other.tried].compactMap(\.self).max() : nil
    result.hints = max(hints, other.hints)
    result.text = isFresher(than: other) ? text : other.text
    result.hasSeenSolution = hasSeenSolution || other.hasSeenSolution
    result.others = others + other.others.filter { !others.contains($0) }
    return result
  }

  /// Whether the fingerprint of the merged record is this one's: of the text that passed, or was tried last. What has
  /// passed never stands beside the fingerprint of a text that has not.
  private func isFresher(than other: Self) -> Bool {
    if (passed == nil) != (other.passed == nil) { return passed != nil }
    if (text == nil) != (other.text == nil) { return text != nil }
    return passed != nil || (tried ?? "") >= (other.tried ?? "")
  }

  fileprivate func line(for name: String) -> String {
    var words = [name]
    if hints > 0 { words += ["hints", "\(hints)"] }
    if let passed { words += ["passed", passed] }
    if hasSeenSolution { words.append("solution") }
    if let text { words += ["text", text] }
    if let tried { words += ["tried", tried] }
    return (words + others).joined(separator: " ")
  }
}
