/// A variable of a story, one of fourteen: three people's names, colours and things, the place, the hiding
/// place, and three roles.
struct StoryVariable: Hashable, Sendable {
  /// The position in the bindings: groups of variables that never hold the same value lie together.
  let index: Int

  static let count = 14
  static func role(_ role: Int) -> StoryVariable { StoryVariable(index: 11 + role) }
  static func introducedName(_ person: Int) -> StoryVariable { StoryVariable(index: person) }

  static func fact(_ fact: StoryFact, person: Int) -> StoryVariable {
    switch fact {
    case .name, .colour, .thing: StoryVariable(index: 3 * fact.rawValue + person)
    case .place: StoryVariable(index: 9)
    case .spot: StoryVariable(index: 10)
    }
  }

  /// What a chapter calls it: "second colour", "place", "friend".
  var name: String {
    let person = ["first", "second", "third"][index % 3]
    return switch index {
    case 0..<9: "\(person) \(StoryFact.allCases[index / 3])"
    case 9: "place"
    case 10: "spot"
    default: ["hero", "friend", "other"][index - 11]
    }
  }

  /// The fact that the variable holds; none for a role, which holds a person.
  var fact: StoryFact? {
    switch index {
    case 0..<9: StoryFact(rawValue: index / 3)
    case 9: .place
    case 10: .spot
    default: nil
    }
  }

  /// The variables that never hold the same value as this one, itself among them.
  var group: Range<Int> {
    switch index {
    case 0..<9: index / 3 * 3..<index / 3 * 3 + 3
    case 9, 10: index..<index + 1
    default: 11..<14
    }
  }
}

/// The values that a story's variables have so far.
struct StoryBindings: Sendable, Hashable {
  private var values = [Int](repeating: -1, count: StoryVariable.count)

  subscript(_ variable: StoryVariable) -> Int? {
    get { values[variable.index] < 0 ? nil : values[variable.index] }
    set { values[variable.index] = newValue ?? -1 }
  }

  /// How many variables of the group have a value.
  func count(of variable: StoryVariable) -> Int {
    var count = 0
    for index in variable.group where values[index] >= 0 { count += 1 }
    return count
  }

  /// Whether another variable of the group has the value already.
  func isTaken(_ value: Int, for variable: StoryVariable) -> Bool {
    for index in variable.group where values[index] == value { return true }
    return false
  }

  /// The variable that holds a person's fact; a role must have been cast.
  func variable(_ fact: StoryFact, of person: StoryPerson?) -> StoryVariable {
    switch person {
    case nil: return .fact(fact, person: 0)
    case .introduced(let person): return .fact(fact, person: person)
    case .role(let role): return .fact(fact, person: max(0, values[StoryVariable.role(role).index]))
    }
  }
}
