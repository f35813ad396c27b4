import Terminal

/// The code of a notebook as a program: imports, what the options gave, and the cells in their order.
struct Script {
  let notebook: ChapterNotebook

  var text: String {
    let cells = notebook.cells.compactMap { if case .code(let code) = $0 { code } else { nil } }
    let code = cells.map(\.text).joined(separator: "\n\n")
    let used = Set(code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    let values = notebook.givenValues.filter { used.contains($0.name) }
    let imports = Set(cells.flatMap { notebook.chapter.source.imports(of: $0.file) })
    let parts = [
      "// The code that the chapter “\(notebook.chapter.name)” shows, as a program.",
      imports.sorted().map { "import " + $0 }.joined(separator: "\n"),
      values.map { "let \($0.name) = \($0.literal)" }.joined(separator: "\n"), code,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }
}

extension ChapterNotebook {
  /// The text, the seed and every option of the chapter in this run, as Swift: `keyWidth` for `--key-width`.
  fileprivate var givenValues: [(name: String, literal: String)] {
    [("text", text.debugDescription), ("seed", "UInt64(\(seed))")]
      + chapter.options.compactMap { option in
        options.value(option.declaration).literal.map { (option.declaration.name.camelCased, $0) }
      }
  }
}

extension String {
  /// "keyWidth" for "key-width".
  fileprivate var camelCased: String {
    let words = split(separator: "-")
    return words.prefix(1).joined()
      + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

extension OptionValue {
  /// The value as it is written in Swift; nil for an option that was not given.
  fileprivate var literal: String? {
    switch self {
    case .flag(let isOn): "\(isOn)"
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .text(let text): text.debugDescription
    case .texts(let texts): texts.debugDescription
    case .absent: nil
    }
  }
}
