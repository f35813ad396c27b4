import Terminal

extension ChapterNotebook {
  /// The command that makes this run again, as a shell reads it: what was given, but for where it is written,
  /// how it is coloured, and what is covered.
  var commandText: String {
    let withoutMeaning = Set(
      WrittenForm.allCases.map(\.rawValue) + ["color", "no-color", "light", "pause", "hide"])
    let words = chapter.declarations.filter { options.isGiven($0.name) && !withoutMeaning.contains($0.name) }
      .flatMap { declaration -> [String] in
        let name = "--" + declaration.name
        switch options.value(declaration) {
        case .flag, .absent: return [name]
        case .integer(let number): return [name, "\(number)"]
        case .number(let number): return [name, "\(number)"]
        case .text(let text): return [name, text.quotedForShell]
        case .texts(let texts): return texts.flatMap { [name, $0.quotedForShell] }
        }
      }
    return (["swift run", chapter.name] + words).joined(separator: " ")
  }
}

extension String {
  /// The text as one word of a shell's command line, between quotation marks where it needs them.
  fileprivate var quotedForShell: String {
    let isPlain =
      !isEmpty
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_./,:+=@%".utf8.contains(byte)
        }
      }
    guard !isPlain else { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
