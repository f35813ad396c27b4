import Terminal

/// An option of whatever type.
public protocol ChapterOption: Sendable {
  /// What the command line accepts.
  var declaration: OptionDeclaration { get }
}

/// An option of a chapter; `notebook[option]` is its value in this run.
///
/// ```swift
/// let causal = Option.flag("causal", help: "let no token see the ones after it")
/// let width = Option.integer("width", default: 8, in: 1...512, help: "channels of a token")
/// ```
public struct Option<Value: Sendable>: ChapterOption {
  /// What the command line accepts.
  public let declaration: OptionDeclaration
  let read: @Sendable (OptionValue) -> Value?

  init(
    _ name: String, _ kind: OptionDeclaration.Kind, default defaultValue: OptionValue, help: String,
    read: @escaping @Sendable (OptionValue) -> Value?
  ) {
    declaration = OptionDeclaration(name, kind, help: help, default: defaultValue)
    self.read = read
  }
}

extension Option where Value == Bool {
  /// `--name`: true when given.
  public static func flag(_ name: String, help: String) -> Option {
    Option(name, .flag, default: .flag(false), help: help) { value in
      if case .flag(let isOn) = value { isOn } else { nil }
    }
  }
}

extension Option where Value == Int {
  /// `--name N`, a whole number in `range`.
  public static func integer(
    _ name: String, default defaultValue: Int, in range: ClosedRange<Int>, help: String
  ) -> Option {
    Option(name, .integer(range), default: .integer(defaultValue), help: help) { value in
      if case .integer(let number) = value { number } else { nil }
    }
  }
}

extension Option where Value == Int? {
  /// `--name N`, a whole number in `range`; nil when not given.
  public static func optionalInteger(_ name: String, in range: ClosedRange<Int>, help: String) -> Option {
    Option(name, .integer(range), default: .absent, help: help) { value in
      if case .integer(let number) = value { .some(number) } else { .some(nil) }
    }
  }
}

extension Option where Value == Double {
  /// `--name X`, a number in `range`.
  public static func number(
    _ name: String, default defaultValue: Double, in range: ClosedRange<Double>, help: String
  ) -> Option {
    Option(name, .number(range), default: .number(defaultValue), help: help) { value in
      if case .number(let number) = value { number } else { nil }
    }
  }
}

extension Option where Value == Double? {
  /// `--name X`, a number in `range`; nil when not given.
  public static func optionalNumber(_ name: String, in range: ClosedRange<Double>, help: String) -> Option {
    Option(name, .number(range), default: .absent, help: help) { value in
      if case .number(let number) = value { .some(number) } else { .some(nil) }
    }
  }
}

extension Option where Value == String {
  /// `--name WORD`, any text that is not white space alone.
  public static func string(
    _ name: String, default defaultValue: String, placeholder: String = "STRING", help: String
  ) -> Option {
    let kind = OptionDeclaration.Kind.text(placeholder: placeholder, mayRepeat: false)
    return Option(name, kind, default: .text(defaultValue), help: help) { value in
      if case .text(let text) = value { text } else { nil }
    }
  }

  /// `--name one|other`, one of the choices.
  public static func choice(
    _ name: String, _ choices: [String], default defaultValue: String, help: String
  ) -> Option {
    guard choices.contains(defaultValue) else {
      fatalError("--\(name): \(defaultValue) is not in \(choices)")
    }
    return Option(name, .choice(choices), default: .text(defaultValue), help: help) { value in
      if case .text(let text) = value { text } else { nil }
    }
  }
}

extension Option where Value == String? {
  /// `--name PATH`, any text that is not white space alone; nil when not given.
  public static func optionalString(_ name: String, placeholder: String, help: String) -> Option {
    let kind = OptionDeclaration.Kind.text(placeholder: placeholder, mayRepeat: false)
    return Option(name, kind, default: .absent, help: help) { value in
      if case .text(let text) = value { .some(text) } else { .some(nil) }
    }
  }
}

extension Option where Value == String? {
  /// `--model PATH`, the file of a model to start from; nil, when not given, is the model that comes with the course.
  public static var model: Option {
    optionalString("model", placeholder: "PATH", help: "start from this model (default: that of chapter 7)")
  }
}

extension Option where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// `--name one|other`, one of the cases of an enumeration.
  public static func choice(_ name: String, default defaultValue: Value, help: String) -> Option {
    let choices = Value.allCases.map(\.rawValue)
    return Option(name, .choice(choices), default: .text(defaultValue.rawValue), help: help) { value in
      if case .text(let text) = value { Value(rawValue: text) } else { nil }
    }
  }
}

extension Option {
  /// `--name one|other`, one of the cases of an enumeration; nil when not given.
  public static func optionalChoice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ type: Choice.Type, help: String
  ) -> Option where Value == Choice?, Choice.RawValue == String {
    Option(name, .choice(Choice.allCases.map(\.rawValue)), default: .absent, help: help) { value in
      if case .text(let text) = value { .some(Choice(rawValue: text)) } else { .some(nil) }
    }
  }
}

extension Option where Value == [String] {
  /// `--name WORD`, as often as is wanted; the words in the order in which they were given.
  public static func strings(_ name: String, placeholder: String, help: String) -> Option {
    let kind = OptionDeclaration.Kind.text(placeholder: placeholder, mayRepeat: true)
    return Option(name, kind, default: .texts([]), help: help) { value in
      if case .texts(let texts) = value { texts } else { nil }
    }
  }
}
