/// The words and signs of a Swift file, without its comments and the text of its strings.
///
/// It knows line comments, nested block comments, strings of one and of many lines, raw strings and the code in their
/// interpolations. It is made for a file that may try to hide something: what is unusual enough to make this scanner
/// and the compiler read a file differently (a regular expression, an unended string) is an oddity, and
/// `SourceInspection` refuses those.
struct SwiftScanner {
  /// A word or a sign of the code.
  struct Token: Hashable {
    /// What it is.
    enum Kind: Hashable {
      /// A name or a keyword, without back-ticks.
      case word
      /// A name between back-ticks, which is never a keyword.
      case quotedWord
      /// `@` with the attribute's name.
      case attribute
      /// `#` with what follows.
      case directive
      /// A literal: a number, or a whole string.
      case literal
      /// An operator, or a single sign such as `(`.
      case sign
    }

    let kind: Kind
    let text: String
    /// The line it stands in, from 1.
    let line: Int
    /// Where it starts and ends, in scalars of the file.
    let range: Range<Int>
  }

  /// The tokens in order.
  private(set) var tokens: [Token] = []
  /// What cannot be read for certain: the line, and what stands there.
  private(set) var oddities: [(line: Int, what: String)] = []

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1

  /// Reads a file.
  init(_ source: String) {
    scalars = Array(source.unicodeScalars)
    if scalars.first == "\u{FEFF}" { position = 1 }
    scanCode(untilParenthesis: false)
  }

  /// The scalars of a range of the file.
  func text(of range: some RangeExpression<Int>) -> String {
    Self.string(scalars[range.relative(to: scalars)])
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  private func scalar(_ offset: Int = 0) -> Unicode.Scalar? {
    scalars.indices.contains(position + offset) ? scalars[position + offset] : nil
  }

  private func isAt(_ text: String) -> Bool {
    scalars[position...].starts(with: text.unicodeScalars)
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count {
      guard let here = scalar() else { return }
      if here == "\n" || (here == "\r" && scalar(1) != "\n") { line += 1 }
      position += 1
    }
  }

  private mutating func add(_ kind: Token.Kind, from start: Int, line: Int, text: String? = nil) {
    let range = start..<position
    tokens.append(Token(kind: kind, text: text ?? self.text(of: range), line: line, range: range))
  }

  /// Code to the end of the file, or to the parenthesis that closes an interpolation.
  private mutating func scanCode(untilParenthesis: Bool) {
    var depth = 0
    while let here = scalar() {
      let start = position
      let startLine = line
      switch here {
      case " ", "\t", "\n", "\r": advance()
      case _ where isAt("//"): while let here = scalar(), here != "\n", here != "\r" { advance() }
      case _ where isAt("/*"): skipBlockComment()
      case "\"": scanString(hashes: 0)
      case "#": scanHash()
      case "@":
        advance()
        while let here = scalar(), here.continuesName { advance() }
        add(.attribute, from: start, line: startLine)
      case "`":
        advance()
        while let here = scalar(), here != "`", here != "\n", here != "\r" { advance() }
        if scalar() != "`" { oddities.append((line, "a back-tick without its second")) }
        advance()
        let text = text(of: start..<position).filter { $0 != "`" }
        add(.quotedWord, from: start, line: startLine, text: text)
      case "0"..."9": scanNumber()
      case _ where here.continuesName || here == "$":
        advance()
        while let here = scalar(), here.continuesName { advance() }
        add(.word, from: start, line: startLine)
      case _ where here.isOperator: scanOperator()
      default:
        if here == "'" || here == "\0" { oddities.append((line, "a sign that Swift does not know")) }
        if here == "(" { depth += 1 }
        if here == ")" { depth -= 1 }
        if untilParenthesis, depth < 0 { return }
        advance()
        add(.sign, from: start, line: startLine)
      }
    }
    if untilParenthesis { oddities.append((line, "an interpolation without an end")) }
  }

  private mutating func skipBlockComment() {
    let first = line
    var depth = 0
    repeat {
      if isAt("/*") {
        depth += 1
        advance(2)
      } else if isAt("*/") {
        depth -= 1
        advance(2)
      } else if scalar() == nil {
        oddities.append((first, "a comment without an end"))
        return
      } else {
        advance()
      }
    } while depth > 0
  }

  /// `#"a raw string"#`, `#if`, or something that no exercise needs.
  private mutating func scanHash() {
    let start = position
    var hashes = 0
    while scalar(hashes) == "#" { hashes += 1 }
    if scalar(hashes) == "\"" {
      advance(hashes)
      scanString(hashes: hashes)
      return
    }
    advance(hashes)
    if scalar() == "/" { oddities.append((line, "a regular expression, which no exercise needs")) }
    while let here = scalar(), here.continuesName { advance() }
    add(.directive, from: start, line: line)
  }

  /// A string from its first quotation mark on; the code of its interpolations gives tokens.
  private mutating func scanString(hashes: Int) {
    let start = position
    let startLine = line
    let fence = String(repeating: "#", count: hashes)
    let quotes = isAt("\"\"\"") ? "\"\"\"" : "\""
    let escape = "\\" + fence
    advance(quotes.count)
    if quotes.count == 3, scalars[position...].prefix(while: { $0 != "\n" && $0 != "\r" }).contains("\"") {
      // `#"""#` is a whole string: the compiler tells by the rest of the line.
      oddities.append((line, "a string of many lines that does not begin on a new line"))
    }
    while let here = scalar() {
      if isAt(quotes + fence) {
        advance(quotes.count + hashes)
        add(.literal, from: start, line: startLine, text: "string")
        return
      }
      if isAt(escape + "(") {
        let opening = line
        advance(escape.unicodeScalars.count + 1)
        scanCode(untilParenthesis: true)
        advance()
        if quotes.count == 1, line != opening { oddities.append((opening, "a string of more than one line")) }
      } else if isAt(escape) {
        // The escaped scalar may be a quotation mark; an escaped end of line is seen as one.
        advance(escape.unicodeScalars.count)
        if scalar() != "\n", scalar() != "\r" { advance() }
      } else if quotes.count == 1, here == "\n" || here == "\r" {
        break
      } else {
        advance()
      }
    }
    oddities.append((startLine, "a string without an end"))
    add(.literal, from: start, line: startLine, text: "string")
  }

  private mutating func scanNumber() {
    let start = position
    while let here = scalar() {
      let isFraction = here == "." && scalar(1).map { ("0"..."9").contains($0) } ?? false
      let isSign =
        (here == "-" || here == "+") && ["e", "E", "p", "P"].contains(scalars[position - 1])
        && !isAtHexadecimalWithoutExponent(from: start)
      guard here.continuesName || isFraction || isSign else { break }
      advance()
    }
    add(.literal, from: start, line: line)
  }

  /// `0xE-1` is a difference: in hexadecimal `e` is a digit and `p` begins an exponent.
  private func isAtHexadecimalWithoutExponent(from start: Int) -> Bool {
    let isHexadecimal = scalars[start...].starts(with: "0x".unicodeScalars)
    return isHexadecimal && !["p", "P"].contains(scalars[position - 1])
  }

  private mutating func scanOperator() {
    let start = position
    let follows = tokens.last.map { $0.range.upperBound == start && Self.endsOperand($0) } ?? false
    if follows, scalar() == "!" || scalar() == "?" {
      advance()
      add(.sign, from: start, line: line)
      return
    }
    let hasDots = scalar() == "."
    advance()
    while let here = scalar(), here.isOperator, hasDots || here != ".", !isAt("//"), !isAt("/*") {
      advance()
    }
    if mayBeginRegularExpression(from: start) {
      oddities.append((line, "a regular expression, which no exercise needs (or a / without its blanks)"))
    }
    add(.sign, from: start, line: line)
  }

  /// Whether the compiler could read the operator that ends here as the beginning of `/…/`, whose text might then
  /// look like a string or a comment.
  private func mayBeginRegularExpression(from start: Int) -> Bool {
    let sign = text(of: start..<position)
    guard sign.contains("/") else { return false }
    let last = tokens.last
    let isAfterOperand = last.map(Self.endsOperand) ?? false
    let isTight =
      isAfterOperand && last?.range.upperBound == start && !scalars[start - 1].properties.isDiacritic
    let hasBlank = scalar().map { [" ", "\t", "\n", "\r"].contains($0) } ?? true
    switch sign {
    case "/": return !(hasBlank || isTight || scalar() == ")")
    case "/=": return !(isAfterOperand && last?.line == line && last?.text != "}" && (hasBlank || isTight))
    default: return true
    }
  }

  /// Whether an operand ends with a token, so that a slash after it divides.
  private static func endsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .word: !keywords.contains(token.text)
    case .quotedWord, .literal: true
    case .sign: [")", "]", "}", "!", "?"].contains(token.text)
    case .attribute, .directive: false
    }
  }

  /// Words after which a slash does not divide.
  static let keywords: Set = [
    "return", "in", "try", "await", "throw", "case", "where", "if", "guard", "while", "else", "switch", "is",
    "as",
    "let", "var", "repeat", "do", "yield", "consume", "copy", "each", "any", "some", "for", "default",
    "inout",
    "discard", "func", "then", "borrow", "defer", "catch",
  ]
}

extension Unicode.Scalar {
  /// Whether it may stand in a name.
  fileprivate var continuesName: Bool {
    if value < 128 {
      return self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
        || ("0"..."9").contains(self)
    }
    return !isOperator && !properties.isWhitespace
  }

  /// Whether it may stand in an operator: the grammar of *The Swift Programming Language*, "Lexical Structure".
  fileprivate var isOperator: Bool {
    if value < 128 { return "/=-+!*%<>&|^~?.".unicodeScalars.contains(self) }
    return Self.operatorRanges.contains { $0.contains(value) }
  }

  private static let operatorRanges: [ClosedRange<UInt32>] = [
    0xA1...0xA7, 0xA9...0xA9, 0xAB...0xAC, 0xAE...0xAE, 0xB0...0xB1, 0xB6...0xB6, 0xBB...0xBB, 0xBF...0xBF,
    0xD7...0xD7, 0xF7...0xF7, 0x2016...0x2017, 0x2020...0x2027, 0x2030...0x203E, 0x2041...0x2053,
    0x2055...0x205E, 0x2190...0x23FF, 0x2500...0x2775, 0x2794...0x2BFF, 0x2E00...0x2E7F, 0x3001...0x3003,
    0x3008...0x3020, 0x3030...0x3030,
  ]
}
