/// What TeX calls the class of an atom: it decides on the space beside it (*The TeXbook*, chapter 18).
enum MathClass: Int {
  case ordinary, largeOperator, binary, relation, opening, closing, punctuation, inner

  /// Whether a term begins after it: a minus there is the sign of a number.
  var isBeginning: Bool {
    switch self {
    case .largeOperator, .binary, .relation, .opening, .punctuation: true
    case .ordinary, .closing, .inner: false
    }
  }
}

/// The signs of a formula and the commands that name them: those that the course uses.
enum MathSymbols {
  /// What a command without arguments stands for.
  enum Meaning {
    /// A letter; upright as Greek capitals are, or in italics.
    case letter(String, isUpright: Bool)
    /// A sign of that class.
    case sign(String, MathClass)
    /// A function's name, such as `sin`.
    case function(String)
    /// What has its scripts under and above it where there is room.
    case limits(String)
    /// A space, in eighteenths of an em.
    case space(Int)
  }

  static let commands: [String: Meaning] = [
    "alpha": .letter("α", isUpright: false), "beta": .letter("β", isUpright: false),
    "gamma": .letter("γ", isUpright: false), "delta": .letter("δ", isUpright: false),
    "epsilon": .letter("ϵ", isUpright: false), "varepsilon": .letter("ε", isUpright: false),
    "eta": .letter("η", isUpright: false), "theta": .letter("θ", isUpright: false),
    "kappa": .letter("κ", isUpright: false), "lambda": .letter("λ", isUpright: false),
    "mu": .letter("μ", isUpright: false), "xi": .letter("ξ", isUpright: false),
    "pi": .letter("π", isUpright: false), "sigma": .letter("σ", isUpright: false),
    "varphi": .letter("φ", isUpright: false), "omega": .letter("ω", isUpright: false),
    "ell": .letter("ℓ", isUpright: false), "partial": .letter("∂", isUpright: false),
    "Theta": .letter("Θ", isUpright: true), "Phi": .letter("Φ", isUpright: true),
    "nabla": .letter("∇", isUpright: true), "infty": .letter("∞", isUpright: true),
    "top": .letter("⊤", isUpright: true),

    "cdot": .sign("⋅", .binary), "times": .sign("×", .binary), "pm": .sign("±", .binary),
    "odot": .sign("⊙", .binary),
    "cup": .sign("∪", .binary), "bmod": .sign("mod", .binary),

    "in": .sign("∈", .relation), "ni": .sign("∋", .relation), "ne": .sign("≠", .relation),
    "le": .sign("≤", .relation), "ge": .sign("≥", .relation), "approx": .sign("≈", .relation),
    "sim": .sign("∼", .relation), "mid": .sign("|", .relation), "parallel": .sign("∥", .relation),
    "to": .sign("→", .relation), "leftarrow": .sign("←", .relation),

    "{": .sign("{", .opening), "}": .sign("}", .closing), "lfloor": .sign("⌊", .opening),
    "rfloor": .sign("⌋", .closing), "lvert": .sign("|", .opening), "rvert": .sign("|", .closing),
    "lVert": .sign("‖", .opening), "rVert": .sign("‖", .closing), "Vert": .sign("‖", .ordinary),
    "|": .sign("‖", .ordinary), "dots": .sign("…", .inner), "cdots": .sign("⋯", .inner),

    "sin": .function("sin"), "cos": .function("cos"), "tanh": .function("tanh"), "exp": .function("exp"),
    "log": .function("log"), "ln": .function("ln"), "arg": .function("arg"),
    "max": .limits("max"), "min": .limits("min"), "sum": .limits("∑"), "prod": .limits("∏"),

    "!": .space(-3), ",": .space(3), ";": .space(5), " ": .space(4), "quad": .space(18), "qquad": .space(36),
  ]

  /// The signs that stand for themselves, by what they are written as.
  static let characters: [Character: (shown: String, class: MathClass)] = [
    "+": ("+", .binary), "-": ("−", .binary), "*": ("∗", .binary),
    "=": ("=", .relation), "<": ("<", .relation), ">": (">", .relation), ":": (":", .relation),
    "(": ("(", .opening), "[": ("[", .opening), ")": (")", .closing), "]": ("]", .closing),
    "!": ("!", .closing), ",": (",", .punctuation), ";": (";", .punctuation),
    "/": ("/", .ordinary), "|": ("|", .ordinary), ".": (".", .ordinary),
  ]

  /// Relations crossed out.
  static let negated: [String: String] = ["∈": "∉", "∋": "∌", "=": "≠"]

  /// Letters of other alphabets, by the command and what it is given.
  static let alphabets: [String: [String: String]] = [
    "mathbb": ["R": "ℝ"], "mathcal": ["L": "ℒ", "U": "𝒰"],
  ]
}
