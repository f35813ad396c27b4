import Coursework
import Questions
import Terminal

extension Session {
  /// What is asked, indented: its paragraphs wrapped, its lines of numbers as they are, and below them what may be chosen.
  func lines(of question: Question) -> [StyledLine] {
    var lines: [StyledLine] = []
    for paragraph in question.paragraphs {
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines +=
        paragraph.isNumbers
        ? verbatim(paragraph.text, indent: 4) : prose(paragraph.text, indent: 2)
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
  /// A paragraph of a question.
  struct Paragraph: Equatable {
    /// Whether it is lines of numbers, which keep their spaces.
    let isNumbers: Bool
    var text: String
  }

  /// The text in paragraphs, each of words in one line.
  var paragraphs: [Paragraph] {
    var result: [Paragraph] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isNumbers = line.hasPrefix("    ")
      let words = isNumbers ? String(line.dropFirst(4)) : String(line)
      if words.isEmpty {
        isOpen = false
      } else if isOpen, result.last?.isNumbers == isNumbers {
        result[result.count - 1].text += (isNumbers ? "\n" : " ") + words
      } else {
        result.append(Paragraph(isNumbers: isNumbers, text: words))
        isOpen = true
      }
    }
    return result
  }

  /// The right answer, a choice with its words.
  var solution: String {
    guard case .choice(let place) = answer else { return answer.written }
    return "\(answer.written)) \(choices[place])"
  }
}
