import Platform

/// A grammar compiled to nodes that know what comes next: one description that can be written, read, measured
/// and enumerated.
///
/// A story makes two kinds of choices. A *choice* takes one of its branches. A *draw* gives a variable its value
/// at its first mention, each value that no variable of the same group holds being as likely: names, colours
/// and things are never shared between two people of a story. Everything else in the text is determined.
struct StoryMachine: Sendable {
  enum Node: Sendable {
    case text(bytes: [UInt8], characters: Int, tokens: Int, next: Int)
    case mention(StoryMention, next: Int)
    /// All branches meet again at `merge`.
    case choice(name: String, branches: [Branch], merge: Int)
    case end
  }

  struct Branch: Sendable {
    var label: String
    var probability: Double
    var logProbability: Double
    var next: Int
  }

  private(set) var nodes: [Node] = [.end]
  private(set) var start = 0
  let language: StoryLanguage

  /// A machine that knows one wording of everything, or all of them, as branches of choices without a name.
  init(_ language: StoryLanguage, allWordings: Bool = false) {
    self.language = language
    start = compile(language.grammar, next: 0, allWordings)
  }

  private mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func compile(_ grammar: StoryGrammar, next: Int, _ allWordings: Bool) -> Int {
    switch grammar {
    case .text(let text):
      if text.isEmpty { return next }
      let tokens = StoryRendering.tokenCount(of: text)
      return add(.text(bytes: Array(text.utf8), characters: text.count, tokens: tokens, next: next))
    case .mention(let mention):
      return add(.mention(mention, next: next))
    case .sequence(let parts):
      return parts.reversed().reduce(next) { compile($1, next: $0, allWordings) }
    case .wordings(let wordings):
      guard allWordings else { return compile(wordings[0], next: next, false) }
      return compile(.choice("", wordings.map { StoryGrammar.Option("", $0) }), next: next, true)
    case .choice(let name, let options):
      let total = options.reduce(0) { $0 + $1.weight }
      let branches = options.map { option in
        Branch(
          label: option.label, probability: option.weight / total, logProbability: log(option.weight / total),
          next: compile(option.grammar, next: next, allWordings))
      }
      return add(.choice(name: name, branches: branches, merge: next))
    }
  }

  /// The next variable that a mention needs and that has no value yet.
  func unboundVariable(of mention: StoryMention, in bindings: StoryBindings) -> StoryVariable? {
    if case .role(let role) = mention.person, bindings[.role(role)] == nil { return .role(role) }
    for fact in mention.form.facts {
      let variable = bindings.variable(fact, of: mention.person)
      if bindings[variable] == nil { return variable }
    }
    return nil
  }

  /// How many values there are of a variable's group, drawn or not.
  func poolSize(of variable: StoryVariable, in bindings: StoryBindings) -> Int {
    if let fact = variable.fact { return language.words[fact.rawValue].count }
    return bindings.count(of: .introducedName(0))
  }

  /// How many values a variable may be given: those that no variable of its group holds.
  func freeCount(of variable: StoryVariable, in bindings: StoryBindings) -> Int {
    poolSize(of: variable, in: bindings) - bindings.count(of: variable)
  }

  /// ln p of each value of a variable that is to be drawn.
  func logShare(of variable: StoryVariable, in bindings: StoryBindings) -> Double {
    -log(Double(freeCount(of: variable, in: bindings)))
  }

  /// The words of a mention whose variables all have values.
  func rendering(of mention: StoryMention, in bindings: StoryBindings) -> StoryRendering {
    let form = mention.form
    var index = 0
    for fact in form.facts {
      guard let value = bindings[bindings.variable(fact, of: mention.person)] else {
        fatalError("A story mentions its \(fact) before drawing it.")
      }
      index = index * language.words[fact.rawValue].count + value
    }
    return language.renderings[form.rawValue][index]
  }
}

extension StoryMachine {
  /// What ends a story, and is nowhere within one.
  static let newline = UInt8(ascii: "\n")

  /// The lines of a text that ends with a newline, their newlines with them.
  static func lines(of text: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (index, byte) in text.enumerated() where byte == newline {
      lines.append(start..<index + 1)
      start = index + 1
    }
    return lines
  }
}
