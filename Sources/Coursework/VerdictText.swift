import Foundation

/// A verdict in words, part by part, for whoever prints it: plainly here, in colour in a terminal.
public struct VerdictText: Sendable, Hashable {
  /// One thing that is said.
  public enum Part: Sendable, Hashable {
    /// A sentence of its own.
    case sentence(String)
    /// Something seen, with a short name for what it is.
    case fact(String, String)
    /// What somebody who gets this has misunderstood, and where the mistake is printed.
    case diagnosis(String, source: String?)
    /// Where to look.
    case remedy(String)
    /// What the function was called with, as lines that can be typed in.
    case input([String])
    /// What the compiler says, and the line that it says it of.
    case compilerError([String])
    /// The first and the last lines that the learner's code printed.
    case printed([String])
    /// What the random inputs were drawn from.
    case seed(UInt64)
  }

  /// What became of it, in a few words.
  public let headline: String
  /// The rest.
  public let parts: [Part]

  /// What a verdict says.
  public init(_ verdict: Verdict) {
    var parts: [Part] = []
    switch verdict.judgement {
    case .passed(let inputs):
      headline = "passed: right on \(inputs == 1 ? "1 input" : "all \(inputs) inputs")"
      if let seconds = verdict.overtime {
        parts.append(
          .sentence(
            "It took \(Int(seconds.rounded())) s, which is long. Does it search a list again for each of its elements?"
          ))
      }
    case .notStarted: headline = "not started"
    case .wrong(let finding):
      headline = "wrong on \(finding.place)"
      parts += Self.facts(finding.difference)
      if let input = finding.input {
        parts.append(.input(input.split(separator: "\n").map(String.init)))
      }
      parts += Self.diagnosis(verdict.mistake, "These are the values of ")
      parts += finding.notes.map(Part.sentence)
    case .trapped(let message, let place):
      headline = "trapped on \(place)"
      parts.append(.fact("why", message))
      parts += Self.diagnosis(verdict.mistake, "The same happens to ")
    case .ranOutOfTime(let seconds, let place):
      headline = "no answer on \(place)"
      parts.append(
        .sentence(
          "It had not returned after \(Int(seconds.rounded())) s, and was ended. Either a loop never ends, because its "
            + "condition never becomes false, or it is too slow."))
      parts += Self.diagnosis(verdict.mistake, "The same happens to ")
    case .threw(let error, let place):
      headline = "threw on \(place)"
      parts.append(.fact("error", error))
      parts += Self.diagnosis(verdict.mistake, "The same happens to ")
      if error == "Unsolved()" {
        parts.append(
          .sentence("Other inputs were answered: one way through the function is still unwritten."))
      }
    case .endedEarly(let status):
      headline = "ended the program"
      parts.append(
        .sentence("It left with status \(status) instead of returning: an exercise calls no `exit`."))
    case .doesNotCompile(let error):
      headline = "does not compile"
      parts.append(.compilerError(error.split(separator: "\n").map(String.init)))
    case .missing(let remedy):
      headline = "its file is missing"
      parts.append(.sentence(remedy))
    case .refused(let reasons):
      headline = "refused"
      parts += reasons.map(Part.sentence)
    }
    if case .passed = verdict.judgement {
    } else if let mistake = verdict.mistake {
      parts.append(.remedy(mistake.remedy))
    }
    if verdict.printed.contains(where: { !$0.isWhitespace }) {
      parts.append(.printed(Self.shortened(verdict.printed)))
    }
    if let seed = verdict.seed, verdict.isRepeatable { parts.append(.seed(seed)) }
    self.parts = parts
  }

  private static func diagnosis(_ mistake: AnyExercise.Mistake?, _ opening: String) -> [Part] {
    mistake.map { [.diagnosis("\(opening)\($0.diagnosis).", source: $0.source)] } ?? []
  }

  private static func facts(_ difference: Finding.Difference) -> [Part] {
    switch difference {
    case .shape(let part, let expected, let got):
      return [.fact("shape of", part), .fact("expected", "\(expected)"), .fact("got", "\(got)")]
    case .elements(let part, let shape, let first, let expected, let got, let wrong, let total, let largest):
      let place = first.isEmpty ? part : "\(part)[\(first.map(String.init).joined(separator: ", "))]"
      let (expectedText, gotText) = texts(expected, got)
      var parts = [Part.fact("first", place), .fact("expected", expectedText), .fact("got", gotText)]
      if total > 1 {
        let distance = largest.isFinite ? ", by \(largest.shortText) at most" : ""
        parts.append(.fact("wrong", "\(wrong) of \(total) elements of \(part) \(shape)\(distance)"))
      }
      return parts
    case .words(let part, let index, let expected, let got):
      return [
        .fact("first", "\(part)[\(index)]"),
        .fact("expected", expected.map { "\"\($0)\"" } ?? "nothing: the list ends here"),
        .fact("got", got.map { "\"\($0)\"" } ?? "nothing: the list ends here"),
      ]
    case .parts(let expected, let got):
      return [
        .fact("expected", expected.joined(separator: ", ")), .fact("got", got.joined(separator: ", ")),
      ]
    }
  }

  /// Two numbers with as many digits as it takes to see that they differ.
  private static func texts(_ expected: Double, _ got: Double) -> (String, String) {
    let short = (expected.shortText, got.shortText)
    if short.0 != short.1 { return short }
    let exact = ("\(Float(expected))", "\(Float(got))")
    return exact.0 != exact.1 ? exact : ("\(expected)", "\(got)")
  }

  /// The first and the last lines of what was printed.
  private static func shortened(_ printed: String) -> [String] {
    let lines = printed.trimmedEnd.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.count > 200 ? line.prefix(200) + "…" : String(line)
    }
    guard lines.count > 20 else { return lines }
    return lines.prefix(10) + ["…"] + lines.suffix(5)
  }
}

extension Verdict: CustomStringConvertible {
  /// Whether the random inputs may matter to whoever wants to see the verdict again.
  var isRepeatable: Bool {
    switch judgement {
    case .wrong, .trapped, .ranOutOfTime, .threw, .endedEarly: true
    case .passed, .notStarted, .doesNotCompile, .missing, .refused: false
    }
  }

  /// The verdict in plain words.
  public var description: String {
    let text = VerdictText(self)
    return ([text.headline] + text.parts.flatMap(Self.lines)).joined(separator: "\n  ")
  }

  private static func lines(_ part: VerdictText.Part) -> [String] {
    switch part {
    case .sentence(let text), .remedy(let text): [text]
    case .fact(let name, let text):
      [name + String(repeating: " ", count: max(1, 10 - name.count)) + text]
    case .diagnosis(let text, let source): [text] + (source.map { ["(\($0))"] } ?? [])
    case .input(let lines): ["the input:"] + lines.map { "  " + $0 }
    case .compilerError(let lines): lines
    case .printed(let lines): ["your code printed:"] + lines.map { "  " + $0 }
    case .seed(let seed): ["again: swift run course check --seed \(seed)"]
    }
  }
}

extension Double {
  /// The number in six significant digits.
  fileprivate var shortText: String { isFinite ? String(format: "%.6g", self) : "\(self)" }
}
