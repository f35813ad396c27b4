import Terminal

/// What `--help` prints: usage, what there is to see, options with defaults and ranges, examples.
struct HelpText {
  let chapter: Chapter
  let width: Int

  var text: String {
    var lines = Wrapping.plainLines(chapter.title, width: width).map(\.text)
    lines += ["", "Usage: swift run \(chapter.name) [options]", ""]
    lines += MarkdownBlocks(chapter.summary).lines(width: width, depth: .none).map { $0.encoded(.none) }
    if !chapter.options.isEmpty {
      lines += ["", "Options of this chapter:"] + list(chapter.options.map(\.declaration))
    }
    lines += ["", "Options of every chapter:"] + list(chapter.commonDeclarations)
    if !chapter.examples.isEmpty {
      lines += ["", "Examples:"]
      lines += CommandList(chapter.examples).lines(width: width).map { $0.encoded(.none) }
    }
    lines += [""]
    lines += Wrapping.plainLines(
      "Exit status: 0; 1 when a check failed; 64 for a wrong option; 66 for an unusable input; 73 or 74 when a file, or "
        + "the output itself, cannot be written.", width: width
    ).map(\.text)
    return lines.joined(separator: "\n") + "\n"
  }

  private func list(_ declarations: [OptionDeclaration]) -> [String] {
    let names = declarations.map { declaration in
      "  --" + declaration.name + (declaration.placeholder.isEmpty ? "" : " " + declaration.placeholder)
    }
    let indent = min(width < 60 ? 8 : 26, (names.map(\.count).max() ?? 0) + 2)
    return zip(declarations, names).flatMap { declaration, name in
      let details = [declaration.help, details(declaration)].filter { !$0.isEmpty }.joined(separator: " ")
      let pad = String(repeating: " ", count: indent)
      let wrapped = Wrapping.plainLines(details, width: width - indent).map(\.text)
      if name.count + 2 > indent {
        return Wrapping.hardLines(name, width: width, hanging: 4).map(\.text) + wrapped.map { pad + $0 }
      }
      let first = name + String(repeating: " ", count: indent - name.count) + (wrapped.first ?? "")
      return [first] + wrapped.dropFirst().map { pad + $0 }
    }
  }

  private func details(_ declaration: OptionDeclaration) -> String {
    var parts: [String] = []
    switch declaration.kind {
    case .integer(let range):
      parts.append(
        range.upperBound == .max ? "\(range.lowerBound)…" : "\(range.lowerBound)…\(range.upperBound)")
    case .number(let range):
      let upper = range.upperBound < .infinity ? NumberText.typed(range.upperBound) : ""
      parts.append("\(NumberText.typed(range.lowerBound))…\(upper)")
    case .text(_, mayRepeat: true): parts.append("may be repeated")
    default: break
    }
    switch declaration.defaultValue {
    case .integer(let number): parts.append("default \(number)")
    case .number(let number): parts.append("default \(NumberText.typed(number))")
    case .text(let text): parts.append("default \(text)")
    default: break
    }
    return parts.isEmpty ? "" : "(" + parts.joined(separator: "; ") + ")"
  }
}
