/// Reads a formula in LaTeX from left to right, and writes it as MathML on the way.
struct LaTeXParser {
  /// How much room there is: browsers know it by themselves, but the spaces between signs depend on it.
  enum Style {
    case display, text, script

    /// That of a numerator.
    var inFraction: Style { self == .display ? .text : .script }
    /// That of what must be low.
    var low: Style { self == .script ? .script : .text }
  }

  private let latex: String
  private let characters: [Character]
  private var place = 0
  private var depth = 0
  /// Where relations and operations stand that are in no parentheses, fraction or script.
  private var breaks: [Int] = []

  /// What is nested deeper than this is refused: whoever reads it is a function that calls itself.
  static let greatestDepth = 50

  init(_ latex: String) {
    self.latex = latex
    characters = Array(latex)
  }

  /// The whole formula as one element.
  mutating func formula(style: Style) throws(LaTeXMistake) -> Markup {
    let atoms = try row(style)
    if let next = peek() {
      throw mistake("“\(next == "\\" ? "\\" + peekCommand() : String(next))” has no beginning", at: place)
    }
    return MathRow.markup(atoms, isScript: style == .script)
  }

  /// The parts of a formula that begin with its relations and operations, those within parentheses, fractions and scripts apart.
  ///
  /// Throws what `formula` throws.
  static func parts(of latex: String) throws(LaTeXMistake) -> [String] {
    var parser = LaTeXParser(latex)
    _ = try parser.formula(style: .text)
    let breaks = [0] + parser.breaks + [parser.characters.count]
    return zip(breaks, breaks.dropFirst()).map { String(parser.characters[$0..<$1]) }
  }

  // MARK: Rows

  /// The atoms up to the end of the formula, of the group, of the fence or of the cell, which is left to the caller.
  private mutating func row(_ style: Style) throws(LaTeXMistake) -> [MathAtom] {
    var atoms: [MathAtom] = []
    var level = 0
    while let next = peek(), next != "}", next != "&", !["right", "end", "\\"].contains(peekCommand()) {
      var base = MathAtom(content: .piece(.element("mrow")), mathClass: .ordinary)
      let start = place
      if !"_^'".contains(next) { base = try atom(style) }
      level += base.mathClass == .opening ? 1 : base.mathClass == .closing ? -1 : 0
      if depth == 0, level == 0, let last = atoms.last(where: { !$0.isSpace }), !last.mathClass.isBeginning,
        [.binary, .relation].contains(base.mathClass)
      {
        breaks.append(start)
      }
      atoms.append(try withScripts(base))
    }
    return atoms
  }

  /// The atom with the subscript, the superscript and the primes that follow; a prime is high as it is.
  private mutating func withScripts(_ base: MathAtom) throws(LaTeXMistake) -> MathAtom {
    var lower: Markup?
    var upper: Markup?
    var primes = ""
    while let mark = peek(), "_^'".contains(mark) {
      let start = place
      place += 1
      switch mark {
      case "'" where upper == nil: primes += "′"
      case "_" where lower == nil: lower = try argument(of: "_", .script)
      case "^" where upper == nil: upper = try argument(of: "^", .script)
      default: throw mistake("a second “\(mark)” at the same place", at: start)
      }
    }
    var piece = base.piece
    if !primes.isEmpty {
      piece = .element("mrow", [:], [piece, .element("mo", ["lspace": "0", "rspace": "0"], Markup(primes))])
    }
    if lower != nil || upper != nil {
      let fence = base.strut == nil ? Markup() : piece
      piece = base.strut ?? piece
      let (under, over) = base.hasLimits ? ("munder", "over") : ("msub", "sup")
      let name = lower == nil ? "m" + over : under + (upper == nil ? "" : over)
      piece = .element(name, [:], [piece, lower ?? Markup(), upper ?? Markup()])
      if base.strut != nil { piece = .element("mrow", [:], [fence, piece]) }
    } else if primes.isEmpty {
      return base
    }
    return MathAtom(content: .piece(piece), mathClass: base.mathClass)
  }

  /// A group in braces, or the one sign that stands there instead.
  private mutating func argument(of command: String, _ style: Style) throws(LaTeXMistake) -> Markup {
    guard let next = peek() else { throw mistake("“\(command)” is followed by nothing", at: place) }
    if let digit = next.wholeNumberValue, next.isASCII {
      place += 1
      return .element("mn", [:], Markup("\(digit)"))
    }
    guard !"}&_^'".contains(next) else { throw mistake("“\(command)” is followed by “\(next)”", at: place) }
    return try atom(style).piece
  }

  // MARK: Atoms

  private mutating func atom(_ style: Style) throws(LaTeXMistake) -> MathAtom {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.greatestDepth else {
      throw mistake("it is nested more than \(Self.greatestDepth) deep", at: place)
    }
    let start = place
    let character = characters[place]
    if character == "{" { return MathAtom(content: .piece(try group(style)), mathClass: .ordinary) }
    if character == "\\" {
      let command = peekCommand()
      place += 1 + command.count
      return try atom(of: command, style, at: start)
    }
    place += 1
    if let sign = MathSymbols.characters[character] { return Self.sign(sign.shown, sign.class) }
    if character.isLetter {
      return MathAtom(content: .piece(.element("mi", [:], Markup(String(character)))), mathClass: .ordinary)
    }
    guard character.isASCII, character.isNumber else {
      throw mistake("“\(character)” is no sign of a formula", at: start)
    }
    while place < characters.count, isDigit(place) || (characters[place] == "." && isDigit(place + 1)) {
      place += 1
    }
    return MathAtom(
      content: .piece(.element("mn", [:], Markup(String(characters[start..<place])))), mathClass: .ordinary)
  }

  private func isDigit(_ index: Int) -> Bool {
    index < characters.count && characters[index].isASCII && characters[index].isNumber
  }

  /// What stands between braces.
  private mutating func group(_ style: Style) throws(LaTeXMistake) -> Markup {
    let start = place
    place += 1
    let atoms = try row(style)
    guard peek() == "}" else { throw mistake("“{” has no end", at: start) }
    place += 1
    return MathRow.markup(atoms, isScript: style == .script)
  }

  private static func sign(_ sign: String, _ mathClass: MathClass) -> MathAtom {
    switch mathClass {
    case .binary, .relation, .punctuation: return MathAtom(content: .sign(sign), mathClass: mathClass)
    default:
      let hasNoSpace = "()[]{}⌊⌋".contains(sign)
      let zero = hasNoSpace ? nil : "0"
      let isFence = hasNoSpace || "|‖".contains(sign)
      return MathAtom(
        content: .piece(
          .element(
            "mo", ["lspace": zero, "rspace": zero, "stretchy": isFence ? "false" : nil], Markup(sign))),
        mathClass: mathClass)
    }
  }

  private mutating func atom(
    of command: String, _ style: Style, at start: Int
  ) throws(LaTeXMistake) -> MathAtom {
    if let meaning = MathSymbols.commands[command] {
      return switch meaning {
      case .space(let width): MathAtom(content: .space(width), mathClass: .ordinary)
      case .sign(let sign, let mathClass): Self.sign(sign, mathClass)
      case .letter(let letter, let isUpright): name(letter, isUpright: isUpright)
      case .function(let name):
        MathAtom(content: .piece(.element("mi", [:], Markup(name))), mathClass: .largeOperator)
      case .limits(let sign):
        MathAtom(
          content: .piece(
            .element(
              "mo", ["movablelimits": sign.count > 1 ? "true" : nil, "lspace": "0", "rspace": "0"],
              Markup(sign))),
          mathClass: .largeOperator, hasLimits: true)
      }
    }
    switch command {
    case "left": return try fenced(style, at: start)
    case "underbrace":
      let brace = Markup.element("mo", ["stretchy": "true"], "⏟")
      return MathAtom(
        content: .piece(.element("munder", [:], [try argument(of: command, style), brace])),
        mathClass: .ordinary,
        hasLimits: true)
    case "begin": return MathAtom(content: .piece(try matrix(style)), mathClass: .inner)
    case "not":
      let next = peek() == nil ? Self.sign("", .relation) : try atom(style)
      guard case .sign(let sign) = next.content, let negated = MathSymbols.negated[sign] else {
        throw mistake("\\not stands before \\in, \\ni or =", at: start)
      }
      return Self.sign(negated, .relation)
    case "bigl", "bigr", "big", "Bigl", "Bigr", "Big":
      let (height, above, below) =
        command.hasPrefix("b") ? ("1.2em", "0.85em", "0.35em") : ("1.8em", "1.15em", "0.65em")
      let mathClass: MathClass =
        command.hasSuffix("l") ? .opening : command.hasSuffix("r") ? .closing : .ordinary
      let fence = Markup.element(
        "mo", ["stretchy": "true", "minsize": height, "maxsize": height], Markup(try fence(after: command)))
      let strut = Markup.element("mspace", ["height": above, "depth": below])
      return MathAtom(content: .piece(fence), mathClass: mathClass, strut: strut)
    default:
      guard let piece = try construction(command, style) else {
        throw mistake(
          command.isEmpty ? "a backslash at the end" : "\\\(command) is no command that the course uses",
          at: start)
      }
      return MathAtom(content: .piece(piece), mathClass: .ordinary)
    }
  }

  private func name(_ letter: String, isUpright: Bool) -> MathAtom {
    MathAtom(
      content: .piece(.element("mi", ["mathvariant": isUpright ? "normal" : nil], Markup(letter))),
      mathClass: .ordinary)
  }

  /// What is made of arguments and is then one thing; nothing for an unknown command.
  private mutating func construction(_ command: String, _ style: Style) throws(LaTeXMistake) -> Markup? {
    switch command {
    case "frac":
      return .element("mfrac", [:], try pair(command, style.inFraction))
    case "tfrac":
      return .element(
        "mstyle", ["displaystyle": "false"], .element("mfrac", [:], try pair(command, .script)))
    case "binom":
      let fraction = Markup.element("mfrac", ["linethickness": "0"], try pair(command, style.inFraction))
      return Self.fence("(", around: fraction, ")")
    case "sqrt":
      guard peek() == "[" else { return .element("msqrt", [:], try argument(of: command, style)) }
      let start = place
      guard let end = characters[place...].firstIndex(of: "]") else {
        throw mistake("“[” has no end", at: start)
      }
      var degree = LaTeXParser(String(characters[(place + 1)..<end]))
      degree.depth = depth
      let index: Markup
      do { index = try degree.formula(style: .script) } catch {
        throw mistake(error.reason, at: place + error.place)
      }
      place = end + 1
      return .element("mroot", [:], [try argument(of: command, style), index])
    case "hat", "bar":
      let accent = Markup.element("mo", ["stretchy": "false"], Markup(command == "hat" ? "^" : "¯"))
      return .element("mover", ["accent": "true"], [try argument(of: command, style), accent])
    case "text":
      // A browser drops the spaces at both ends.
      let words = try words(of: command)
      return .element("mtext", [:], Markup(String(words.text.map { $0 == " " ? "\u{A0}" : $0 })))
    case "mathrm":
      let words = try words(of: command)
      guard !words.text.isEmpty, words.text.allSatisfy(\.isLetter) else {
        throw mistake("\\mathrm is given letters", at: words.place)
      }
      return name(words.text, isUpright: words.text.count == 1).piece
    case "mathbb", "mathcal":
      let words = try words(of: command)
      guard let letter = MathSymbols.alphabets[command]?[words.text] else {
        throw mistake("\\\(command) has no “\(words.text)” that the course uses", at: words.place)
      }
      return name(letter, isUpright: true).piece
    default: return nil
    }
  }

  private mutating func pair(_ command: String, _ style: Style) throws(LaTeXMistake) -> Markup {
    let first = try argument(of: "\\" + command, style)
    return [first, try argument(of: "\\" + command, style)]
  }

  // MARK: Fences and matrices

  /// `\left( … \right)`: fences as high as what stands between them.
  private mutating func fenced(_ style: Style, at start: Int) throws(LaTeXMistake) -> MathAtom {
    let opening = try fence(after: "left")
    let content = MathRow.pieces(try row(style), isScript: style == .script).joined()
    guard peekCommand() == "right" else { throw mistake("\\left has no \\right", at: start) }
    place += 6
    return MathAtom(
      content: .piece(Self.fence(opening, around: content, try fence(after: "right"))), mathClass: .inner)
  }

  private static func fence(_ opening: String, around content: Markup, _ closing: String) -> Markup {
    .element(
      "mrow", [:],
      [
        .element("mo", ["form": "prefix", "stretchy": "true"], Markup(opening)), content,
        .element("mo", ["form": "postfix", "stretchy": "true"], Markup(closing)),
      ])
  }

  /// The fence that follows `\left`, `\right` or `\big`.
  private mutating func fence(after command: String) throws(LaTeXMistake) -> String {
    guard let next = peek() else { throw mistake("\\\(command) is followed by nothing", at: place) }
    let start = place
    let name = peekCommand()
    place += 1 + name.count
    if "()[]|".contains(next) { return String(next) }
    if case .sign(let sign, _)? = MathSymbols.commands[name], "{}‖|⌊⌋".contains(sign) { return sign }
    throw mistake("\\\(command) stands before a fence, such as ( or \\|", at: start)
  }

  /// `\begin{pmatrix} … & … \\ … \end{pmatrix}`.
  private mutating func matrix(_ style: Style) throws(LaTeXMistake) -> Markup {
    let kind = try words(of: "begin")
    guard kind.text == "pmatrix" else {
      throw mistake("\(kind.text) is no environment that the course uses", at: kind.place)
    }
    var rows: [Markup] = []
    var cells: [Markup] = []
    while true {
      let cell = MathRow.pieces(try row(style.low), isScript: style == .script).joined()
      cells.append(.element("mtd", [:], cell))
      if peek() == "&" {
        place += 1
        continue
      }
      rows.append(.element("mtr", [:], cells.joined()))
      cells = []
      guard peekCommand() == "\\" else { break }
      place += 2
    }
    guard peekCommand() == "end" else { throw mistake("\\begin{pmatrix} has no end", at: kind.place) }
    place += 4
    let end = try words(of: "end")
    guard end.text == "pmatrix" else { throw mistake("\\end{\(end.text)} ends a pmatrix", at: end.place) }
    return Self.fence("(", around: .element("mtable", [:], rows.joined()), ")")
  }

  // MARK: Characters

  /// The next character that is no space, which becomes the place.
  private mutating func peek() -> Character? {
    while place < characters.count, characters[place].isWhitespace { place += 1 }
    return place < characters.count ? characters[place] : nil
  }

  /// The command at the place, without its backslash; empty where none stands.
  private func peekCommand() -> String {
    guard place < characters.count, characters[place] == "\\" else { return "" }
    let letters = characters[(place + 1)...].prefix { $0.isASCII && $0.isLetter }
    return String(letters.isEmpty ? characters[(place + 1)...].prefix(1) : letters)
  }

  /// What stands between braces, as it stands there.
  private mutating func words(of command: String) throws(LaTeXMistake) -> (text: String, place: Int) {
    guard peek() == "{" else { throw mistake("\\\(command) is followed by a group in braces", at: place) }
    let start = place + 1
    guard let end = characters[start...].firstIndex(where: { "{}\\$&".contains($0) }), characters[end] == "}"
    else {
      throw mistake("\\\(command) is given words alone", at: start)
    }
    place = end + 1
    return (String(characters[start..<end]), start)
  }

  private func mistake(_ reason: String, at place: Int) -> LaTeXMistake {
    LaTeXMistake(latex: latex, place: place + 1, reason: reason)
  }
}
