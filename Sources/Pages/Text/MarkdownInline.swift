/// The marks within a paragraph: code, formulas, bold, italics, links, images.
package struct MarkdownInline {
  /// What becomes of a link's address; nothing makes it text.
  var link: (String) -> String?
  private var depth = 0

  /// Bold, italics and links inside of each other beyond this are text.
  private static let greatestDepth = 10

  init(link: @escaping (String) -> String?) { self.link = link }

  /// The words as elements.
  func markup(_ text: String) -> Markup { markup(Array(text)[...]) }

  /// The words alone.
  static func plainText(_ text: String) -> String { MarkdownInline { _ in nil }.words(Array(text)[...]) }

  /// A piece of a paragraph as it is read: words without marks, and what is no word.
  package enum Reading: Hashable, Sendable {
    case words(String)
    case code(String)
    case formula(String)
    case link(String, address: String)
    case image(String, address: String)
  }

  /// Whether a formula can be set; one that cannot is shown as its LaTeX.
  package static func isSet(_ latex: String) -> Bool { (try? MathML.markup(latex, isDisplay: false)) != nil }

  /// What stands in a paragraph, in order; bold and italics are words as others.
  package static func pieces(of text: String) -> [Reading] {
    MarkdownInline { _ in nil }.pieces(Array(text)[...])
  }

  private func pieces(_ characters: ArraySlice<Character>) -> [Reading] {
    var result: [Reading] = []
    read(characters) { piece in
      switch piece {
      case .text(let text): result.append(.words(text))
      case .code(let text): result.append(.code(text))
      case .formula(let latex): result.append(.formula(latex))
      case .marked(_, let inside): result += inner.pieces(inside)
      case .link(let inside, let address): result.append(.link(inner.words(inside), address: address))
      case .image(let inside, let address): result.append(.image(inner.words(inside), address: address))
      }
    }
    return result
  }

  /// A piece of a paragraph.
  private enum Piece {
    case text(String)
    case code(String)
    case formula(String)
    case marked(String, ArraySlice<Character>)
    case link(ArraySlice<Character>, address: String)
    case image(ArraySlice<Character>, address: String)
  }

  /// What reads the inside of marks.
  private var inner: MarkdownInline {
    var inner = self
    inner.depth += 1
    return inner
  }

  private func words(_ characters: ArraySlice<Character>) -> String {
    var result = ""
    read(characters) { piece in
      switch piece {
      case .text(let text), .code(let text), .formula(let text): result += text
      case .marked(_, let inside), .link(let inside, _), .image(let inside, _): result += inner.words(inside)
      }
    }
    return result
  }

  private func markup(_ characters: ArraySlice<Character>) -> Markup {
    var result = Markup()
    var followsFormula = false
    read(characters) { piece in
      switch piece {
      case .text(let text):
        // A comma after a formula does not begin a line: U+2060 joins them.
        let isJoined = followsFormula && text.first?.isPunctuation == true
        result += Markup(isJoined ? "\u{2060}" + text : text)
      case .code(let text): result += .element("code", [:], Markup(text))
      case .formula(let latex): result += MarkdownMarkup.formula(latex, isDisplay: false)
      case .marked(let name, let inside): result += .element(name, [:], inner.markup(inside))
      case .link(let inside, let address), .image(let inside, let address):
        let content = inner.markup(inside)
        let target = link(address).flatMap { Self.isHarmless($0) ? $0 : nil }
        result += target.map { .element("a", ["href": $0], content) } ?? content
      }
      if case .formula = piece { followsFormula = true } else { followsFormula = false }
    }
    return result
  }

  /// Whether an address is a relative one or has the scheme `http`, `https` or `mailto`.
  static func isHarmless(_ address: String) -> Bool {
    let scheme = address.prefix { !":/?#".contains($0) }
    guard address.dropFirst(scheme.count).first == ":" else { return true }
    return ["http", "https", "mailto"].contains(scheme.lowercased())
  }

  private func read(_ characters: ArraySlice<Character>, _ use: (Piece) -> Void) {
    var rest = characters
    var text = ""
    while let next = rest.first {
      let before = text.last ?? (rest.startIndex > characters.startIndex ? " " : nil)
      if next == "\\", let escaped = rest.dropFirst().first, escaped.isASCII,
        escaped.isPunctuation || escaped.isSymbol
      {
        text.append(escaped)
        rest = rest.dropFirst(2)
      } else if let (piece, end) = piece(rest, after: before) {
        if !text.isEmpty { use(.text(text)) }
        text = ""
        use(piece)
        rest = rest[end...]
      } else {
        // A row of marks that begins nothing is passed whole.
        let count = "`*".contains(next) ? rest.prefix { $0 == next }.count : 1
        text += String(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
    }
    if !text.isEmpty { use(.text(text)) }
  }

  /// What begins here other than text, and where it ends.
  private func piece(_ rest: ArraySlice<Character>, after before: Character?) -> (Piece, end: Int)? {
    switch rest.first {
    case "$" where rest.dropFirst().first == "`":
      return Self.end(of: "`$", in: rest.dropFirst(2)).map {
        (.formula(String(rest[(rest.startIndex + 2)..<$0])), $0 + 2)
      }
    case "`": return code(rest)
    case _ where depth >= Self.greatestDepth: return nil
    case "*": return marked(rest, after: before)
    case "[": return linked(rest).map { (.link($0.inside, address: $0.address), $0.end) }
    case "!" where rest.dropFirst().first == "[":
      return linked(rest.dropFirst()).map { (.image($0.inside, address: $0.address), $0.end) }
    default: return nil
    }
  }

  private static func end(of mark: String, in rest: ArraySlice<Character>) -> Int? {
    let mark = Array(mark)
    return rest.indices.first { rest[$0...].starts(with: mark) }
  }

  /// Between two rows of as many strokes; a space at both ends belongs to the strokes.
  private func code(_ rest: ArraySlice<Character>) -> (Piece, end: Int)? {
    let count = rest.prefix { $0 == "`" }.count
    let start = rest.startIndex + count
    var end = start
    while end < rest.endIndex {
      let row = rest[end...].prefix { $0 == "`" }.count
      if row == count {
        var inside = rest[start..<end]
        if inside.count > 2, inside.first == " ", inside.last == " " {
          inside = inside.dropFirst().dropLast()
        }
        return (.code(String(inside.map { $0 == "\n" ? " " : $0 })), end + count)
      }
      end += max(1, row)
    }
    return nil
  }

  /// `**bold**` and `*italics*`: the marks touch the words, and a single one stands at no letter's other side (2*3*4).
  private func marked(_ rest: ArraySlice<Character>, after before: Character?) -> (Piece, end: Int)? {
    let count = rest.prefix { $0 == "*" }.count
    let start = rest.startIndex + count
    guard count <= 2, start < rest.endIndex, !rest[start].isWhitespace, count == 2 || before?.isWord != true
    else {
      return nil
    }
    var end = start
    while end < rest.endIndex {
      if rest[end] == "\\" {
        end += 2
      } else if let inner = rest[end] == "`" ? code(rest[end...]) : nil {
        end = inner.end
      } else if rest[end] == "*" {
        let row = rest[end...].prefix { $0 == "*" }.count
        let after = end + row < rest.endIndex ? rest[end + row] : nil
        let isEnd = row == count && !rest[end - 1].isWhitespace && (count == 2 || after?.isWord != true)
        if isEnd { return (.marked(count == 2 ? "strong" : "em", rest[start..<end]), end + row) }
        end += row
      } else {
        end += 1
      }
    }
    return nil
  }

  /// `[words](address)`, with brackets in pairs on both sides; an address with spaces stands in `<…>`.
  private func linked(
    _ rest: ArraySlice<Character>
  ) -> (inside: ArraySlice<Character>, address: String, end: Int)? {
    guard let end = closing("[", "]", in: rest), end + 1 < rest.endIndex, rest[end + 1] == "(",
      let last = closing("(", ")", in: rest[(end + 1)...])
    else { return nil }
    var address = rest[(end + 2)..<last]
    if address.first == "<", address.last == ">" { address = address.dropFirst().dropLast() }
    return (rest[(rest.startIndex + 1)..<end], String(address), last + 1)
  }

  /// Where the bracket that stands first is closed.
  private func closing(_ open: Character, _ close: Character, in rest: ArraySlice<Character>) -> Int? {
    var level = 0
    var index = rest.startIndex
    while index < rest.endIndex {
      let character = rest[index]
      if character == "\\" {
        index += 2
        continue
      }
      if open == "[", character == "`", let inner = code(rest[index...]) {
        index = inner.end
        continue
      }
      if character == open { level += 1 }
      if character == close { level -= 1 }
      if level == 0 { return index }
      index += 1
    }
    return nil
  }
}

extension Character {
  /// Whether it is part of a word in a script that has spaces between words.
  fileprivate var isWord: Bool { isNumber || (isLetter && isCased) }
}

extension Collection {
  /// The element of a collection that has one.
  var only: Element? { count == 1 ? first : nil }
}
