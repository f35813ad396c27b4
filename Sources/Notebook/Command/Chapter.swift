import Platform

@_exported import Cells
@_exported import Terminal

/// A lecture that can be run: one executable, whose main file reads like a notebook.
///
/// ```swift
/// let causal = Option.flag("causal", help: "let no token see the ones after it")
///
/// Chapter(
///   "attention", title: "Single-head attention", summary: "What each token takes from the others.",
///   input: .sentence(default: "the cat sat on the mat"), options: [causal]
/// ).run { notebook in
///   notebook.prose("Every token asks every other one …")
///   notebook.check("rows sum to 1", measured: deviation, atMost: 1e-6)
/// }
/// ```
public struct Chapter: Sendable {
  let name: String
  let title: String
  let summary: String
  let input: TextInput
  let inspectsModel: Bool
  let options: [any ChapterOption]
  let contents: Contents
  let exclusive: [[any ChapterOption]]
  let source: SourceText
  let isScript: Bool
  let examples: [TryNextCommand]

  /// Describes a chapter: the product's name, its title, what the reader will see (Markdown), the headings of its
  /// sections in their order ("…" for words that depend on the text), and what it takes.
  ///
  /// - Parameters:
  ///   - exclusive: groups of options of which one run may have one at most.
  ///   - source: the chapter's own files, `sourceText`.
  ///   - isScript: whether the code that is shown is a program by itself, which `--script` prints.
  public init(
    _ name: String, title: String, summary: String, input: TextInput = .none, inspectsModel: Bool = false,
    options: [any ChapterOption] = [], exclusive: [[any ChapterOption]] = [], sections: [String] = [],
    source: SourceText = SourceText(package: "", files: [:]), isScript: Bool = false,
    examples: KeyValuePairs<String, String> = [:]
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.input = input
    self.inspectsModel = inspectsModel
    self.options = options
    self.exclusive = exclusive
    self.source = source
    self.isScript = isScript
    contents = Contents(sections)
    self.examples = examples.map { TryNextCommand($0.key, explanation: $0.value) }
    let names = declarations.map(\.name)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      fatalError("chapter \(self.name): the option --\(name) is declared twice")
    }
    guard Set(sections).count == sections.count else {
      fatalError("chapter \(name): two of its sections have one name: \(sections)")
    }
  }

  /// Runs the chapter on this process's command line and ends the process with its exit status.
  public func run(_ body: (ChapterNotebook) throws -> Void) -> Never {
    exit(run(on: .standard(), body))
  }

  /// Runs the chapter and gives its exit status: 0; 1 when a check failed; 64, 66, 73 and 74 as in
  /// `CommandFailure.Reason`; 141 when the reader closed the pipe.
  public func run(on console: Console, _ body: (ChapterNotebook) throws -> Void) -> Int32 {
    do {
      let parsed = try ArgumentParser(declarations, exclusive: exclusiveNames).parse(console.arguments)
      if parsed.isGiven("help") {
        try help(parsed.text("json"), on: console)
        return 0
      }
      return try run(parsed, on: console, body)
    } catch is ReaderHasLeft {
      return 130
    } catch {
      return console.report(error, by: name)
    }
  }

  private func run(
    _ parsed: ParsedOptions, on console: Console, _ body: (ChapterNotebook) throws -> Void
  ) throws -> Int32 {
    let text = try input.read(parsed)
    let files = try WrittenFiles(parsed)
    let notebook: ChapterNotebook
    do {
      notebook = try ChapterNotebook(chapter: self, options: parsed, given: text, console: console)
      notebook.beforeLeaving = files.abandon
      do {
        try notebook.showContentsIfAskedFor()
        try body(notebook)
        try notebook.requireSections()
        try notebook.requireHidden()
      } catch is EndOfChapter {}
      try notebook.close()
    } catch {
      files.abandon()
      throw error
    }
    if parsed.isGiven("script") {
      try console.writeOutput(Array(Script(notebook: notebook).text.utf8))
    }
    try files.finish(notebook.bytes(of:))
    return notebook.failedChecks.isEmpty ? 0 : 1
  }

  /// Writes what the command line accepts: for people, or as JSON to a path.
  private func help(_ path: String?, on console: Console) throws {
    switch path {
    case nil: try console.writeOutput(Array(HelpText(chapter: self, width: min(80, console.width)).text.utf8))
    case "-"?: try console.writeOutput(HelpJSON(chapter: self).document)
    case .some(let path): try OutputFile(path: path).finish(HelpJSON(chapter: self).document)
    }
  }

  /// The names of the options of which one run may have one at most, group by group.
  var exclusiveNames: [[String]] {
    exclusive.map { $0.map(\.declaration.name) } + [
      ["color", "no-color"], ["text", "file"], ["script", "section"],
    ] + WrittenForm.allCases.map { ["script", $0.rawValue] }
  }

  /// Everything that the command line accepts, in the order of the help.
  var declarations: [OptionDeclaration] { options.map(\.declaration) + commonDeclarations }

  var commonDeclarations: [OptionDeclaration] {
    var result: [OptionDeclaration] = []
    switch input {
    case .none: break
    case .sentence(let sentence):
      result.append(.text("text", "STRING", help: "the text to work on (default: \"\(sentence)\")"))
      result.append(.text("file", "PATH", help: "a file with the text instead: UTF-8, any language"))
    case .corpus(let description, let minimum):
      let need = minimum > 1 ? ", at least \(minimum.grouped) characters" : ""
      result.append(.text("text", "STRING", help: "the text to work on\(need) (default: \(description))"))
      result.append(.text("file", "PATH", help: "a file with the text instead: UTF-8, any language"))
    }
    if inspectsModel {
      result.append(
        .text("observe", "NAME", help: "also show this intermediate; * stands for one part", mayRepeat: true))
      result.append(.flag("list-names", help: "list the intermediates that can be observed, and end"))
    }
    if !contents.sections.isEmpty {
      result.append(
        .text("section", "NAME", help: "show only this section, by its number or its name", mayRepeat: true))
      result.append(.flag("contents", help: "list the sections, and end"))
    }
    if !contents.sections.isEmpty {
      result.append(.flag("pause", help: "wait for a key before each section, and after each question"))
    }
    result.append(
      .text(
        "hide", "NAME", help: "cover a tensor, plot, table, column or check until a key is pressed",
        mayRepeat: true))
    result.append(
      OptionDeclaration(
        "seed", .integer(0...Int(UInt32.max)), help: "where the random numbers start", default: .integer(1)))
    result += WrittenForm.allCases.map(\.declaration)
    if isScript {
      result.append(.flag("script", help: "print the code that is shown as a program, and nothing else"))
    }
    let wishes = OptionDeclaration.Kind.choice(ColorWish.allCases.map(\.rawValue))
    result.append(
      OptionDeclaration(
        "color", wishes, help: "colours: in a terminal alone, or always, as for less -R",
        default: .text(ColorWish.auto.rawValue)))
    result.append(.flag("no-color", help: "the same as --color never; so is NO_COLOR=1"))
    result.append(.flag("light", help: "colours for a white background, where the terminal does not say so"))
    result.append(.flag("help", help: "show this"))
    return result
  }
}
