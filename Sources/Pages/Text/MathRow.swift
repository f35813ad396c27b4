/// A part of a formula and what TeX would call it.
struct MathAtom {
  /// How it is drawn.
  enum Content {
    /// As that piece, whose own space is none.
    case piece(Markup)
    /// As a sign that carries the space around it: a relation, a binary operation, a comma.
    case sign(String)
    /// As space, in eighteenths of an em.
    case space(Int)
  }

  var content: Content
  var mathClass: MathClass
  /// Whether scripts stand under and above it rather than beside it.
  var hasLimits = false
  /// What is as high as it is, if it stretches: a browser forgets that at the foot of a script.
  var strut: Markup?

  var isSpace: Bool { if case .space = content { true } else { false } }

  /// The piece without any space beside it.
  var piece: Markup {
    switch content {
    case .piece(let piece): piece
    case .sign(let sign): .element("mo", ["lspace": "0", "rspace": "0"], Markup(sign))
    case .space(let width): .element("mspace", ["width": MathRow.length(width)])
    }
  }
}

/// Atoms beside each other, with TeX's spaces between them (*The TeXbook*, chapter 18 and Appendix G).
///
/// A browser has spaces of its own for every sign, which differ: those are written that it would not put there by itself.
enum MathRow {
  /// The atoms as one element; in a script, relations and operations stand close.
  static func markup(_ atoms: [MathAtom], isScript: Bool) -> Markup {
    let pieces = pieces(atoms, isScript: isScript)
    return pieces.count == 1 ? pieces[0] : .element("mrow", [:], pieces.joined())
  }

  /// The atoms as elements one after another.
  static func pieces(_ atoms: [MathAtom], isScript: Bool) -> [Markup] {
    let atoms = withSigns(atoms)
    var spaces = [(left: Int, right: Int)](repeating: (0, 0), count: atoms.count)
    var previous: Int?
    var explicit = 0
    for (index, atom) in atoms.enumerated() {
      if case .space(let width) = atom.content {
        explicit += width
        continue
      }
      let between = previous.map { space(atoms[$0].mathClass, atom.mathClass, isScript: isScript) } ?? 0
      if let previous, atoms[previous].carriesSpace {
        spaces[previous].right = between + explicit
      } else {
        spaces[index].left = between + explicit
      }
      previous = index
      explicit = 0
    }
    var pieces: [Markup] = []
    for (index, atom) in atoms.enumerated() {
      switch atom.content {
      case .space: continue
      case .sign(let sign) where atom.carriesSpace:
        pieces.append(operation(sign, left: spaces[index].left, right: spaces[index].right))
      case .sign, .piece:
        if spaces[index].left != 0 { pieces.append(blank(spaces[index].left)) }
        pieces.append(atom.piece)
      }
    }
    return explicit == 0 ? pieces : pieces + [blank(explicit)]
  }

  private static func blank(_ width: Int) -> Markup {
    MathAtom(content: .space(width), mathClass: .ordinary).piece
  }

  /// A minus between two terms takes their difference, one before the first is a sign: an operation is one only between
  /// what it can join.
  private static func withSigns(_ atoms: [MathAtom]) -> [MathAtom] {
    var result = atoms
    var previous: Int?
    for (index, atom) in atoms.enumerated() {
      if atom.isSpace { continue }
      let before = previous.map { result[$0].mathClass }
      if atom.mathClass == .binary, before?.isBeginning ?? true {
        result[index].mathClass = .ordinary
      }
      if let previous, before == .binary, [.relation, .closing, .punctuation].contains(atom.mathClass) {
        result[previous].mathClass = .ordinary
      }
      previous = index
    }
    if let previous, result[previous].mathClass == .binary { result[previous].mathClass = .ordinary }
    return result
  }

  /// The space between two atoms, in eighteenths of an em: 3 is thin, 4 medium, 5 thick. In a script only the thin one beside a
  /// large operator stays.
  private static func space(_ left: MathClass, _ right: MathClass, isScript: Bool) -> Int {
    let width = widths[left.rawValue][right.rawValue]
    let isKept = width == 3 && (left == .largeOperator || right == .largeOperator)
    return isScript && !isKept ? 0 : width
  }

  /// Chapter 18's table: a row for the class of the left atom, a column for that of the right one.
  private static let widths = [
    [0, 3, 4, 5, 0, 0, 0, 3],
    [3, 3, 0, 5, 0, 0, 0, 3],
    [4, 4, 0, 0, 4, 0, 0, 4],
    [5, 5, 0, 0, 5, 0, 0, 5],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 3, 4, 5, 0, 0, 0, 3],
    [3, 3, 0, 3, 3, 3, 3, 3],
    [3, 3, 4, 5, 3, 0, 3, 3],
  ]

  /// An operator with what the browser would do otherwise (MathML Core, appendix B) set right.
  private static func operation(_ sign: String, left: Int, right: Int) -> Markup {
    let own: (left: Int, right: Int)? =
      switch sign {
      case "=", "<", ">", "≤", "≥", "≠", "≈", "∈": (5, 5)
      case "+", "−": (4, 4)
      case ",", ";": (0, 3)
      default: nil
      }
    return .element(
      "mo",
      [
        "lspace": own?.left == left ? nil : length(left), "rspace": own?.right == right ? nil : length(right),
        "stretchy": ["|", "∥", "→", "←"].contains(sign) ? "false" : nil,
      ], Markup(sign))
  }

  /// Eighteenths of an em as MathML writes a length.
  static func length(_ eighteenths: Int) -> String {
    let tenThousandths = (abs(eighteenths) * 10_000 + 9) / 18
    let (whole, rest) = tenThousandths.quotientAndRemainder(dividingBy: 10_000)
    var digits = String(String(10_000 + rest).dropFirst())
    while digits.last == "0" { digits.removeLast() }
    guard tenThousandths > 0 else { return "0" }
    return (eighteenths < 0 ? "-" : "") + String(whole) + (digits.isEmpty ? "" : "." + digits) + "em"
  }
}

extension MathAtom {
  /// Whether the space beside it is written in its own attributes.
  fileprivate var carriesSpace: Bool {
    guard case .sign = content else { return false }
    return [.binary, .relation, .punctuation].contains(mathClass)
  }
}
