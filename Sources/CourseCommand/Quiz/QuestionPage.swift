import Coursework
import Pages
import Questions
import Terminal

extension Session {
  /// What is asked, indented: its paragraphs wrapped, its lines of numbers as they are, and below them what may be chosen.
  func lines(of question: Question) -> [StyledLine] {
    var lines: [StyledLine] = []
    for block in MarkdownLines(question.text).blocks {
      if !lines.isEmpty { lines.append(StyledLine()) }
      switch block {
      case .paragraph(let text): lines += prose(text.replacing("\n", with: " "), indent: 2)
      case .code(_, let text): lines += verbatim(text, indent: 4)
      default: fatalError("a question has paragraphs and lines of numbers alone: \(question.text)")
      }
    }
    if !question.choices.isEmpty { lines.append(StyledLine()) }
    for (place, choice) in question.choices.enumerated() {
      let letter = StyledLine("  ") + StyledLine(Answer.letter(of: place), .name) + StyledLine(")  ")
      lines += hanging(letter, prose(choice, width: width - letter.width))
    }
    return lines
  }
}

extension Question {
  /// The right answer, a choice with its words.
  var solution: String {
    guard case .choice(let place) = answer else { return answer.written }
    return "\(answer.written)) \(choices[place])"
  }
}
