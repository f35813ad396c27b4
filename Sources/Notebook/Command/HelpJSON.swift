import Cells
import Terminal

/// What `--help` says of the options, for machines: `--help --json PATH` writes it.
///
/// `{"chapter": "attention", "title": …, "sections": […], "options": [{"name": "heads", "kind": "integer", "minimum": 1,
/// "maximum": 8, "choices": [], "default": 2, "mayRepeat": false, "placeholder": "N", "isText": false, "isOwn": true,
/// "help": …}, …], "exclusive": [["text", "file"], …]}`. An open end of a range, and a default that there is not, are null.
struct HelpJSON {
  let chapter: Chapter

  /// The document.
  var document: [UInt8] {
    let options = chapter.declarations.enumerated().map { index, declaration in
      value(declaration, isOwn: index < chapter.options.count)
    }
    let document = JSONValue.object([
      ("chapter", .string(chapter.name)), ("title", .string(chapter.title)),
      ("sections", .strings(chapter.contents.sections.map(\.name))), ("options", .array(options)),
      ("exclusive", .array(chapter.exclusiveNames.map(JSONValue.strings))),
    ])
    return document.encoded + Array("\n".utf8)
  }

  private func value(_ declaration: OptionDeclaration, isOwn: Bool) -> JSONValue {
    let kind: String
    var (minimum, maximum): (JSONValue, JSONValue) = (.null, .null)
    var choices: [String] = []
    var mayRepeat = false
    switch declaration.kind {
    case .flag: kind = "flag"
    case .integer(let range):
      kind = "integer"
      if range.lowerBound > .min { minimum = .integer(range.lowerBound) }
      if range.upperBound < .max { maximum = .integer(range.upperBound) }
    case .number(let range):
      kind = "number"
      if range.lowerBound > -.infinity { minimum = .number(range.lowerBound) }
      if range.upperBound < .infinity { maximum = .number(range.upperBound) }
    case .choice(let words):
      kind = "choice"
      choices = words
    case .text(_, let repeats):
      kind = "text"
      mayRepeat = repeats
    }
    return .object([
      ("name", .string(declaration.name)), ("kind", .string(kind)), ("minimum", minimum),
      ("maximum", maximum),
      ("choices", .strings(choices)), ("default", defaultValue(of: declaration)),
      ("mayRepeat", .boolean(mayRepeat)),
      ("placeholder", .string(declaration.placeholder)), ("isText", .boolean(declaration.isText)),
      ("isOwn", .boolean(isOwn)), ("help", .string(declaration.help)),
    ])
  }

  /// The option's default; that of `--text` is the chapter's sentence.
  private func defaultValue(of declaration: OptionDeclaration) -> JSONValue {
    if declaration.name == "text", case .sentence(let sentence) = chapter.input { return .string(sentence) }
    return JSONValue(declaration.defaultValue)
  }
}
