import Pages
import Terminal

/// The form of a chapter's options on a page.
struct OptionForm {
  let options: DeclaredOptions
  /// What stands before the names of the fields: "left." and "right." where there are two forms.
  var prefix = ""
  /// What the fields hold.
  let fields: FormFields
  /// What is wrong with that.
  let fault: String?

  /// The form with these fields, and what is wrong with them.
  init(_ options: DeclaredOptions, prefix: String = "", fields: FormFields) {
    self.options = options
    self.prefix = prefix
    self.fields = fields
    do throws(CommandFailure) {
      _ = try options.arguments(for: fields)
      fault = nil
    } catch {
      fault = error.description
    }
  }

  /// The form; `compares` says whether there are two on the page.
  func markup(title: String, compares: Bool) -> Markup {
    let common = options.offers.filter { !$0.isOwn && $0.declaration.name != "text" }
    let first = options.offers.filter { offer in
      !common.contains { $0.declaration.name == offer.declaration.name }
    }
    let given = try? options.shortened(fields)
    let isGiven = common.contains { (given ?? fields)[$0.declaration.name] != nil }
    let others: Markup = .element(
      "details", ["open": isGiven ? "" : nil],
      .element("summary", [:], "Options of every chapter")
        + .element("div", ["class": "options"], common.map(field).joined()))
    let stop: Markup = .element("button", ["type": "button", "class": "stop", "disabled": ""], "Stop")
    let compare: Markup = .element(
      "button", ["type": "submit", "class": "compare", "formaction": "/\(options.chapter)/compare"], "Compare"
    )
    let legend: Markup = .element("legend", [:], Markup(title))
    return .element(
      "form", ["class": "live", "method": "get", "action": "/\(options.chapter)", "data-prefix": prefix],
      .element(
        "fieldset", [:],
        legend + .element("div", ["class": "options"], first.map(field).joined()) + others)
        + .element(
          "p", ["class": "buttons"],
          .element("button", ["type": "submit", "class": "start"], "Run") + stop
            + (compares ? Markup() : compare))
        + .element("p", ["class": "state", "role": "status"], Markup(fault ?? "")))
  }

  private func field(_ offer: DeclaredOptions.Offer) -> Markup {
    let declaration = offer.declaration
    let identifier = "\(prefix)\(declaration.name)"
    let given = fields.fields.filter { $0.name == declaration.name }.map(\.value)
    let excluded = options.exclusive.filter { $0.contains(declaration.name) }.joined()
      .filter { name in name != declaration.name && options.offers.contains { $0.declaration.name == name } }
    let attributes = Attributes(
      name: identifier, described: "\(identifier)-help", excluded: excluded.map { prefix + $0 })
    let label: Markup = .element("label", ["for": identifier], Markup(declaration.name))
    let help: Markup = .element(
      "span", ["class": "help", "id": attributes.described], Markup(declaration.details))
    let control = control(for: declaration, given: given, attributes)
    if case .flag = declaration.kind {
      return .element("p", ["class": "option flag"], control + label + help)
    }
    let isWide = declaration.name == "text"
    return .element("p", ["class": isWide ? "option wide" : "option"], label + control + help)
  }

  private struct Attributes {
    let name: String
    let described: String
    let excluded: [String]

    var excludes: String? { excluded.isEmpty ? nil : excluded.joined(separator: " ") }
  }

  private func control(
    for declaration: OptionDeclaration, given: [String], _ attributes: Attributes
  ) -> Markup {
    let value = given.first ?? declaration.defaultWord ?? ""
    func input(_ type: String, minimum: String? = nil, maximum: String? = nil, step: String? = nil) -> Markup
    {
      .element(
        "input",
        [
          "type": type, "id": attributes.name, "name": attributes.name, "value": value, "min": minimum,
          "max": maximum, "step": step, "placeholder": declaration.placeholder,
          "aria-describedby": attributes.described, "data-excludes": attributes.excludes,
          "data-default": declaration.defaultWord ?? "",
        ])
    }
    func select(_ choices: [(value: String, text: String)], hasNone: Bool) -> Markup {
      let all = (hasNone ? [(value: "", text: "—")] : []) + choices
      return .element(
        "select",
        [
          "id": attributes.name, "name": attributes.name, "aria-describedby": attributes.described,
          "data-excludes": attributes.excludes, "data-default": declaration.defaultWord ?? "",
        ],
        all.map { choice in
          .element(
            "option", ["value": choice.value, "selected": choice.value == value ? "" : nil],
            Markup(choice.text))
        }.joined())
    }
    switch declaration.kind {
    case .flag:
      return .element(
        "input",
        [
          "type": "checkbox", "id": attributes.name, "name": attributes.name, "value": "on",
          "checked": given.isEmpty ? nil : "", "aria-describedby": attributes.described,
          "data-excludes": attributes.excludes,
        ])
    case .integer(let range):
      return input(
        "number", minimum: range.lowerBound > .min ? "\(range.lowerBound)" : nil,
        maximum: range.upperBound < .max ? "\(range.upperBound)" : nil, step: "1")
    case .number(let range):
      return input(
        "number", minimum: range.lowerBound > -.infinity ? "\(range.lowerBound)" : nil,
        maximum: range.upperBound < .infinity ? "\(range.upperBound)" : nil, step: "any")
    case .choice(let choices):
      return select(choices.map { ($0, $0) }, hasNone: declaration.defaultValue == .absent)
    case .text where declaration.name == "section":
      let sections = options.sections.enumerated().map { (value: "\($0.offset + 1)", text: $0.element) }
      return select(sections, hasNone: true)
    case .text(_, let mayRepeat):
      // A text may have lines, and so have several values.
      let text = mayRepeat ? given.joined(separator: "\n") : value
      return .element(
        "textarea",
        [
          "id": attributes.name, "name": attributes.name,
          "rows": mayRepeat || declaration.name == "text" ? "2" : "1",
          "aria-describedby": attributes.described, "data-excludes": attributes.excludes,
          "spellcheck": "false",
          "data-default": declaration.defaultWord ?? "",
        ], Markup(text))
    }
  }
}

extension OptionDeclaration {
  /// The help, with what is accepted where the control does not say it.
  fileprivate var details: String {
    switch kind {
    case .integer, .number: "\(help) (\(accepted))"
    case .text(_, mayRepeat: true) where name != "section": "\(help); a line each"
    default: help
    }
  }

  /// The default as it is typed.
  fileprivate var defaultWord: String? {
    switch defaultValue {
    case .integer(let number): "\(number)"
    case .number(let number): NumberText.typed(number)
    case .text(let text): text
    case .flag, .texts, .absent: nil
    }
  }
}
