extension Markup {
  /// A piece of Swift in which keywords, types, strings, comments and numbers are elements of that class.
  ///
  /// ```swift
  /// Markup(swift: "let a = 1").html     // <span class="keyword">let</span> a = <span class="number">1</span>
  /// ```
  ///
  /// The text is the one given, sign for sign. What is inside `\(…)` in a string is code again.
  package init(swift code: String) {
    var highlighting = SwiftHighlighting(code)
    self = highlighting.markup()
  }
}

/// Reads Swift from left to right, as far as colours need it: no literal of a regular expression, no operator.
private struct SwiftHighlighting {
  private let characters: [Character]
  private var place = 0
  private var result = Markup()
  private var plain = ""

  /// Strings in strings beyond this are of one colour.
  private static let greatestDepth = 20

  init(_ code: String) { characters = Array(code) }

  mutating func markup() -> Markup {
    code(depth: 0)
    flush()
    return result
  }

  /// Code up to the end, or, inside of a string, up to the parenthesis that closes the interpolation.
  private mutating func code(depth: Int) {
    var level = 0
    while let character = peek() {
      if depth > 0, level == 0, character == ")" { return }
      if character == "(" { level += 1 }
      if character == ")" { level -= 1 }
      if character == "/", starts("//") {
        span("comment", to: characters[place...].firstIndex(where: \.isNewline) ?? characters.count)
      } else if character == "/", starts("/*") {
        span("comment", to: endOfComment())
      } else if character == "\"" || character == "#", let mark = StringMark(characters[place...]) {
        string(mark, depth: depth)
      } else if character.isASCII, character.isNumber {
        span("number", to: endOfNumber())
      } else if character.isLetter || "_@#$`".contains(character) {
        word()
      } else {
        plain.append(character)
        place += 1
      }
    }
  }

  // MARK: Words

  private mutating func word() {
    let start = place
    var end = start + 1
    while end < characters.count,
      characters[end].isLetter || characters[end].isNumber || characters[end] == "_"
    {
      end += 1
    }
    if characters[start] == "`", end < characters.count, characters[end] == "`" { end += 1 }
    let word = String(characters[start..<end])
    let isMember = start > 0 && characters[start - 1] == "."
    // `for:` in a call is a name, `default:` is none.
    let isLabel = end < characters.count && characters[end] == ":" && word != "default"
    if "@#".contains(characters[start])
      ? word.count > 1 : Self.keywords.contains(word) && !isMember && !isLabel
    {
      span("keyword", to: end)
    } else if characters[start].isUppercase {
      span("type", to: end)
    } else {
      plain += word
      place = end
    }
  }

  private static let keywords: Set<String> = [
    "actor", "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case", "catch", "class",
    "consuming",
    "continue", "convenience", "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough",
    "false",
    "fileprivate", "final", "for", "func", "get", "guard", "if", "import", "in", "indirect", "init", "inout",
    "internal", "is",
    "lazy", "let", "mutating", "nil", "nonisolated", "nonmutating", "open", "operator", "override", "package",
    "private",
    "protocol", "public", "repeat", "required", "rethrows", "return", "self", "Self", "set", "some", "static",
    "struct",
    "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "unowned", "var", "weak",
    "where", "while",
  ]

  private func endOfNumber() -> Int {
    let isHexadecimal = starts("0x")
    var end = place
    while end < characters.count {
      let character = characters[end]
      let next = end + 1 < characters.count ? characters[end + 1] : " "
      if character == "." {
        guard next.isNumber else { break }
      } else if "+-".contains(character) {
        guard (isHexadecimal ? "pP" : "eE").contains(characters[end - 1]), next.isNumber else { break }
      } else if !(character.isASCII && (character.isLetter || character.isNumber)), character != "_" {
        break
      }
      end += 1
    }
    return end
  }

  // MARK: Comments and strings

  /// Comments are nested.
  private func endOfComment() -> Int {
    var level = 0
    var index = place
    while index + 1 < characters.count {
      let pair = (characters[index], characters[index + 1])
      if pair == ("/", "*") { level += 1 }
      if pair == ("*", "/") { level -= 1 }
      index += pair == ("/", "*") || pair == ("*", "/") ? 2 : 1
      if level == 0 { return index }
    }
    return characters.count
  }

  /// A string's beginning: how many `#`, how many quotation marks.
  private struct StringMark {
    var hashes: Int
    var quotes: Int

    init?(_ rest: ArraySlice<Character>) {
      hashes = rest.prefix { $0 == "#" }.count
      let marks = rest.dropFirst(hashes)
      guard marks.first == "\"" else { return nil }
      quotes = marks.starts(with: "\"\"\"") ? 3 : 1
    }
  }

  /// A string, in which only the text between the interpolations is of its colour; a line's end ends it if it is of one line.
  private mutating func string(_ mark: StringMark, depth: Int) {
    let hashes = [Character](repeating: "#", count: mark.hashes)
    let end = [Character](repeating: "\"", count: mark.quotes) + hashes
    let escape = ["\\"] + hashes
    var index = place + mark.hashes + mark.quotes
    while index < characters.count {
      let rest = characters[index...]
      if rest.starts(with: end) { return span("string", to: index + end.count) }
      if mark.quotes == 1, characters[index].isNewline { return span("string", to: index) }
      guard rest.starts(with: escape) else {
        index += 1
        continue
      }
      index += escape.count + 1
      if index <= characters.count, characters[index - 1] == "(", depth < Self.greatestDepth {
        span("string", to: index)
        code(depth: depth + 1)
        index = place
      }
    }
    span("string", to: characters.count)
  }

  // MARK: Characters

  private func peek() -> Character? { place < characters.count ? characters[place] : nil }

  private func starts(_ text: String) -> Bool { characters[place...].starts(with: text) }

  private mutating func span(_ name: String, to end: Int) {
    guard end > place else { return }
    flush()
    result += .element("span", ["class": name], Markup(String(characters[place..<end])))
    place = end
  }

  private mutating func flush() {
    result += Markup(plain)
    plain = ""
  }
}
