import Foundation
import Terminal

/// What a chapter takes, as its program declares it (`--help --json -`), as far as a page may ask for it.
///
/// Options that name files are not among them: neither offered nor accepted. Nor are those about the terminal.
package struct DeclaredOptions: Sendable {
  /// An option that a page offers.
  struct Offer: Sendable {
    let declaration: OptionDeclaration
    /// Whether the chapter alone has it.
    let isOwn: Bool
  }

  /// The chapter's name, and what it is about.
  package let chapter: String
  package let title: String
  /// Its sections, in their order.
  let sections: [String]
  let offers: [Offer]
  /// Groups of options of which a run may have one at most.
  let exclusive: [[String]]

  /// The options of every chapter that make sense on a page.
  private static let common = ["text", "observe", "list-names", "section", "seed"]

  /// Reads what `--help --json -` has written; throws when it is something else.
  package init(json: Data) throws {
    let document = try JSONDecoder().decode(Document.self, from: json)
    chapter = document.chapter
    title = document.title
    sections = document.sections
    exclusive = document.exclusive
    offers = try document.options.filter { $0.isOwn || Self.common.contains($0.name) }.compactMap { option in
      if option.kind == "text", !option.isText { return nil }
      return Offer(declaration: try option.declaration, isOwn: option.isOwn)
    }
  }

  /// The command line that a page's fields stand for: only what differs from the defaults, in the order of the help.
  ///
  /// A field that is empty is one that is not given; of an option that may be repeated every line is one.
  /// - Throws: one line, as the chapter itself would say it, when a field is no option that is offered, or has a value that
  ///   the option does not take.
  package func arguments(for fields: FormFields) throws(CommandFailure) -> [String] {
    try words(for: fields).map { word in
      if case .flag = word.offer.declaration.kind { return "--\(word.offer.declaration.name)" }
      return "--\(word.offer.declaration.name)=\(word.value)"
    }
  }

  /// The fields that say the same in the fewest words: the query of an address.
  package func shortened(_ fields: FormFields) throws(CommandFailure) -> FormFields {
    FormFields(try words(for: fields).map { .init($0.offer.declaration.name, $0.value) })
  }

  private func words(for fields: FormFields) throws(CommandFailure) -> [(offer: Offer, value: String)] {
    let parser = ArgumentParser(offers.map(\.declaration), exclusive: exclusive)
    var arguments: [String] = []
    var words: [(offer: Offer, value: String)] = []
    for field in fields.fields {
      guard !field.value.contains("\0"), !field.name.contains("\0") else {
        throw .usage("--\(field.name.printable) has a NUL character, which no command line can hold")
      }
      guard let offer = offers.first(where: { $0.declaration.name == field.name }) else {
        arguments.append("--" + field.name)  // The parser says which are known.
        continue
      }
      for value in offer.values(of: field.value) {
        words.append((offer, value))
        let isFlag = if case .flag = offer.declaration.kind { value == "on" } else { false }
        arguments.append("--\(field.name)" + (isFlag ? "" : "=\(value)"))
      }
    }
    let parsed = try parser.parse(arguments)
    return offers.flatMap { offer in
      let value = parsed.value(offer.declaration)
      return value == offer.declaration.defaultValue
        ? [] : words.filter { $0.offer.declaration.name == offer.declaration.name }
    }
  }
}

extension DeclaredOptions.Offer {
  /// The values in a field: none in an empty one, and one in each line of an option that may be repeated.
  fileprivate func values(of field: String) -> [String] {
    let text = field.replacing("\r\n", with: "\n")
    switch declaration.kind {
    case .flag: return [text.isEmpty ? "on" : text]
    case .text(_, mayRepeat: true):
      return text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
    default: return text.isEmpty ? [] : [text]
    }
  }
}

/// The document of `--help --json -`.
private struct Document: Decodable {
  struct Option: Decodable {
    let name: String
    let kind: String
    let minimum: Double?
    let maximum: Double?
    let choices: [String]
    let `default`: Value?
    let mayRepeat: Bool
    let placeholder: String
    let isText: Bool
    let isOwn: Bool
    let help: String

    var declaration: OptionDeclaration {
      get throws {
        let kind: OptionDeclaration.Kind
        var value = OptionValue.absent
        switch (self.kind, `default`) {
        case ("flag", _): (kind, value) = (.flag, .flag(false))
        case ("integer", let word):
          kind = .integer(
            (minimum.flatMap { Int(exactly: $0) } ?? .min)...(maximum.flatMap { Int(exactly: $0) } ?? .max))
          if case .number(let number)? = word, let whole = Int(exactly: number) { value = .integer(whole) }
        case ("number", let word):
          kind = .number((minimum ?? -.infinity)...(maximum ?? .infinity))
          if case .number(let number)? = word { value = .number(number) }
        case ("choice", let word), ("text", let word):
          kind =
            self.kind == "choice" ? .choice(choices) : .text(placeholder: placeholder, mayRepeat: mayRepeat)
          switch word {
          case .text(let text)?: value = .text(text)
          case .texts(let texts)?: value = .texts(texts)
          default: break
          }
        default:
          throw CommandFailure.input("the option --\(name) is of a kind that is not known: \(self.kind)")
        }
        return OptionDeclaration(name, kind, help: help, default: value)
      }
    }
  }

  /// A default: a number, a word, or the words of an option that may be repeated.
  enum Value: Decodable {
    case number(Double)
    case text(String)
    case texts([String])
    case flag(Bool)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let texts = try? container.decode([String].self) {
        self = .texts(texts)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  let chapter: String
  let title: String
  let sections: [String]
  let options: [Option]
  let exclusive: [[String]]
}
