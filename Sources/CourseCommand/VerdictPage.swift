import Coursework
import Terminal

extension Session {
  /// A verdict, and before it what a grading would refuse in the file.
  ///
  /// Of a file that does not compile the compiler's word is enough: what the inspection cannot read there is usually
  /// what the compiler cannot read either.
  func page(_ verdict: Verdict, on item: Item, in workshop: Workshop) -> [StyledLine] {
    let refusal = verdict.isCompiled ? refusal(of: item.chapter, in: workshop) : []
    return (refusal.isEmpty ? [] : refusal + [StyledLine()]) + lines(verdict, on: item)
  }

  /// A verdict in colour: what differs, then why, then how to see it again.
  func lines(_ verdict: Verdict, on item: Item) -> [StyledLine] {
    let text = VerdictText(verdict)
    var lines = [headline(verdict, text, item)]
    var previous: VerdictText.Part?
    for part in text.parts {
      if isParted(part, from: previous) { lines.append(StyledLine()) }
      lines += self.lines(part, item)
      previous = part
    }
    return lines
  }

  private func headline(_ verdict: Verdict, _ text: VerdictText, _ item: Item) -> StyledLine {
    let (mark, style): (String, Style) =
      verdict.hasPassed ? ("✓", .passed) : verdict.isNotStarted ? ("·", .quiet) : ("✗", .failed)
    return StyledLine("\(mark) ", style) + StyledLine("\(item.number) \(item.name)", .bold)
      + StyledLine(" · ", .quiet) + StyledLine(text.headline, style)
  }

  private func isParted(_ part: VerdictText.Part, from previous: VerdictText.Part?) -> Bool {
    switch (previous, part) {
    case (.fact, .fact), (.diagnosis, .sentence), (.diagnosis, .remedy), (.sentence, .remedy),
      (.sentence, .sentence):
      false
    default: true
    }
  }

  private func lines(_ part: VerdictText.Part, _ item: Item) -> [StyledLine] {
    switch part {
    case .fact(let name, let text):
      row(name, text, column: 12, style: name == "got" ? Style(foreground: .failed) : .plain)
    case .sentence(let text): prose(text, indent: 2)
    case .diagnosis(let text, let source):
      hanging(StyledLine("  "), Wrapping.plainLines(text, width: width - 2, style: .bold))
        + hanging(
          StyledLine("  "),
          source.map { Wrapping.plainLines("(\($0))", width: width - 2, style: .quiet) } ?? [])
    case .remedy(let text): hanging(StyledLine("  → ", .passed), prose(text, width: width - 4))
    case .input(let lines):
      [StyledLine("  the input", .quiet)]
        + lines.flatMap { hanging(StyledLine("    "), Wrapping.plainLines($0, width: width - 4, hanging: 2)) }
    case .compilerError(let lines):
      lines.flatMap { $0.hasPrefix(" ") ? verbatim($0, indent: 2) : prose($0, indent: 2) }
    case .printed(let lines):
      [StyledLine("  your code printed", .quiet)]
        + lines.flatMap { verbatim($0, indent: 4, style: .plain) }
    case .seed(let seed): row("again", "swift run course check \(item.name) --seed \(seed)", column: 12)
    }
  }
}
