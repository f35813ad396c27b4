import Foundation

/// The terms that a lecture explains: the sentences in which it sets words in bold.
enum LectureWords {
  /// The sentences of a lecture's text in Markdown, before it comes to what the program shows, that have words in bold; each once,
  /// in order. Words in bold that are a sentence by themselves head the one behind them.
  static func sentences(of lecture: String) -> [String] {
    let theory = lecture.components(separatedBy: "\n## What to look at").first ?? lecture
    return paragraphs(of: theory).flatMap(sentences(ofParagraph:)).filter { $0.contains("**") }
  }

  /// The paragraphs and items without code, formulas by themselves, tables and headings.
  private static func paragraphs(of text: String) -> [String] {
    var paragraphs = [""]
    var isFence = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.drop { $0 == " " }
      if words.hasPrefix("```") {
        isFence.toggle()
        paragraphs.append("")
      } else if !isFence {
        let item = words.prefixMatch(of: #/(?:-|[0-9]+\.) /#)
        if words.isEmpty || item != nil || words.hasPrefix("#") || words.hasPrefix("|") {
          paragraphs.append("")
        }
        if words.hasPrefix("#") || words.hasPrefix("|") || words.hasPrefix("<") { continue }
        paragraphs[paragraphs.count - 1] += words[(item?.range.upperBound ?? words.startIndex)...] + " "
      }
    }
    return paragraphs
  }

  private static func sentences(ofParagraph text: String) -> [String] {
    var sentences: [String] = []
    var rest = text[...]
    while let end = rest.firstMatch(of: /[.!?](?:\*\*)? +(?=[A-Z*$`«“\[])/) {
      sentences.append(String(rest[..<end.range.upperBound]).trimmingCharacters(in: .whitespaces))
      rest = rest[end.range.upperBound...]
    }
    let last = rest.trimmingCharacters(in: .whitespaces)
    // A colon leads to a formula that stands below, by itself.
    if !last.isEmpty { sentences.append(last.hasSuffix(":") ? String(last.dropLast()) + " …" : last) }
    var whole: [String] = []
    for sentence in sentences {
      if let head = whole.last, head.wholeMatch(of: /\*\*[^*]+\*\*/) != nil {
        whole[whole.count - 1] += " " + sentence
      } else {
        whole.append(sentence)
      }
    }
    return whole
  }
}
