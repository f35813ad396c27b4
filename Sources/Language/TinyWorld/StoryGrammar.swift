/// A kind of fact that a story draws from an inventory.
enum StoryFact: Int, CaseIterable, Sendable {
  case name, colour, thing, place, spot
}

/// Whom a sentence speaks of: a person by the order of introduction, or by the part that the person plays.
///
/// The first mention of a role casts it: one of the introduced people who play no part yet, each as likely.
enum StoryPerson: Hashable, Sendable {
  case introduced(Int)
  case role(Int)

  var name: StoryMention { StoryMention(form: .name, person: self) }
  var subject: StoryMention { StoryMention(form: .subject, person: self) }
  var object: StoryMention { StoryMention(form: .object, person: self) }
  var holds: StoryMention { StoryMention(form: .holds, person: self) }
  var newItem: StoryMention { StoryMention(form: .newItem, person: self) }
  var item: StoryMention { StoryMention(form: .item, person: self) }
  var it: StoryMention { StoryMention(form: .it, person: self) }
  var isOrAre: StoryMention { StoryMention(form: .isOrAre, person: self) }
}

/// The ways of putting facts into words: which facts a form reads belongs to the world, the words to a language.
enum StoryForm: Int, CaseIterable, Sendable {
  /// Anna.
  case name
  /// He or she, at the start of a sentence.
  case subject
  /// Him or her.
  case object
  /// A verb of having that suits the thing: wears, loves, carries.
  case holds
  /// A thing when it is first spoken of: a red kite, an orange kite, red boots.
  case newItem
  /// A thing known already: red kite.
  case item
  /// It or them, by the thing's number.
  case it
  /// Is or are, by the thing's number.
  case isOrAre
  /// The place with its own preposition: at the lake.
  case place
  /// The hiding place with its own preposition: in the grass.
  case spot

  /// The facts that decide the words.
  var facts: [StoryFact] {
    switch self {
    case .name, .subject, .object: [.name]
    case .newItem, .item: [.colour, .thing]
    case .holds, .it, .isOrAre: [.thing]
    case .place: [.place]
    case .spot: [.spot]
    }
  }
}

/// One mention of a fact in a sentence: drawn when it is the first, recalled for nothing when it is not.
struct StoryMention: Hashable, Sendable {
  var form: StoryForm
  /// Nobody for the place and the spot, of which a story has one each.
  var person: StoryPerson?

  static let place = StoryMention(form: .place, person: nil)
  static let spot = StoryMention(form: .spot, person: nil)
}

/// A probabilistic grammar of stories: fixed words, mentions of facts, sequences, and named, weighted choices, of which
/// no two in a story have the same name.
///
/// It is written as sentences with mentions in them:
///
/// ```swift
/// let x = StoryPerson.role(0), y = StoryPerson.role(1)
/// let thanks: StoryGrammar = "\(x.name) thanks \(y.name)."
/// ```
///
/// Nothing but the shape of the sentences depends on a choice, and nothing but words depends on a fact: no option
/// is open or closed, likelier or rarer because of a name or a colour. That is what makes expectations exact
/// and cheap (see `StoryMachine.expectation`).
indirect enum StoryGrammar: Sendable {
  case text(String)
  case mention(StoryMention)
  case sequence([StoryGrammar])
  case choice(String, [Option])
  /// Several orders of words for the same: the first is written, and all of them are understood.
  case wordings([StoryGrammar])

  /// One of the options of a choice; the probability is its share of the weights.
  struct Option: Sendable {
    var label: String
    var weight: Double
    var grammar: StoryGrammar

    init(_ label: String, weight: Double = 1, _ grammar: StoryGrammar) {
      self.label = label
      self.weight = weight
      self.grammar = grammar
    }
  }

  /// Parts with a text between them.
  static func joined(_ parts: [StoryGrammar], by separator: String) -> StoryGrammar {
    .sequence(Array(parts.map { [$0] }.joined(separator: [.text(separator)])))
  }
}

extension StoryGrammar: ExpressibleByStringInterpolation {
  init(stringLiteral text: String) {
    self = .text(text)
  }

  init(stringInterpolation: Interpolation) {
    self = .sequence(stringInterpolation.parts)
  }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var parts: [StoryGrammar] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { parts.append(.text(text)) }
    }

    mutating func appendInterpolation(_ mention: StoryMention) {
      parts.append(.mention(mention))
    }

    mutating func appendInterpolation(_ text: String) {
      appendLiteral(text)
    }

    mutating func appendInterpolation(_ grammar: StoryGrammar) {
      parts.append(grammar)
    }
  }
}
