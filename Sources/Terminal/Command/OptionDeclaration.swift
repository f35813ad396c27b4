/// The value that an option has in one run.
public enum OptionValue: Sendable, Hashable {
  /// Given or not.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// A word.
  case text(String)
  /// The values of an option that may be repeated.
  case texts([String])
  /// Not given, and without a default.
  case absent
}

/// What the command line accepts for one option.
public struct OptionDeclaration: Sendable {
  /// The kind of value.
  package enum Kind: Sendable {
    case flag
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case choice([String])
    case text(placeholder: String, mayRepeat: Bool)
  }

  /// The option's name, without the dashes.
  public let name: String
  package let kind: Kind
  package let help: String
  package let defaultValue: OptionValue

  /// An option of a kind, with what the help says of it.
  package init(_ name: String, _ kind: Kind, help: String = "", default defaultValue: OptionValue = .absent) {
    self.name = name
    self.kind = kind
    self.help = help
    self.defaultValue = defaultValue
  }

  /// An option that is given or not.
  package static func flag(_ name: String, help: String = "") -> OptionDeclaration {
    OptionDeclaration(name, .flag, help: help, default: .flag(false))
  }

  /// An option that takes a word.
  package static func text(
    _ name: String, _ placeholder: String, help: String = "", mayRepeat: Bool = false
  ) -> OptionDeclaration {
    OptionDeclaration(name, .text(placeholder: placeholder, mayRepeat: mayRepeat), help: help)
  }

  /// What stands after the name in the help.
  package var placeholder: String {
    switch kind {
    case .flag: ""
    case .integer: "N"
    case .number: "X"
    case .choice(let choices): choices.joined(separator: "|")
    case .text(let placeholder, _): placeholder
    }
  }

  /// Whether the value is text for the program to work on; another word, such as PATH or DIR, names a file or a folder.
  package var isText: Bool {
    guard case .text(let placeholder, _) = kind else { return false }
    return ["STRING", "TEXT", "WORD", "LIST", "NAME"].contains(placeholder)
  }

  /// What is accepted, in words: "a whole number from 1 to 512".
  package var accepted: String {
    switch kind {
    case .flag: "no value"
    case .integer(let range):
      if range.upperBound == .max {
        range.lowerBound == .min ? "a whole number" : "a whole number from \(range.lowerBound)"
      } else {
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
    case .number(let range):
      if range.upperBound < .infinity {
        "a number from \(NumberText.typed(range.lowerBound)) to \(NumberText.typed(range.upperBound))"
      } else {
        range.lowerBound > -.infinity ? "a number from \(NumberText.typed(range.lowerBound))" : "a number"
      }
    case .choice(let choices): "one of " + choices.joined(separator: ", ")
    case .text("STRING", _): "a text"
    case .text("PATH", _): "a path"
    case .text("NAME", _): "a name"
    case .text(let placeholder, _): placeholder
    }
  }
}
