import Formulas
import Pages
import Terminal

/// The chapter has said all that was asked for, as after `--list-names`.
struct EndOfChapter: Error {}

/// The reader has ended the chapter where it waited for a key.
struct ReaderHasLeft: Error {}

/// The notebook that a chapter writes: cells appear in the terminal as they are added.
public final class ChapterNotebook {
  /// The text of this run: given by the reader, or the chapter's own sentence; empty for a chapter without text
  /// and for a corpus that the chapter makes itself.
  public let text: String
  /// The reader's text; nil when the chapter's own is used.
  public let givenText: String?
  /// Where all random numbers start.
  public var seed: UInt64 {
    if case .integer(let number) = options.values["seed"] { UInt64(number) } else { 1 }
  }
  /// The cells that were shown so far.
  public private(set) var cells: [Cell] = []
  /// What the reader asked to observe, `--observe` by `--observe`.
  public let observed: [NamePattern]

  let chapter: Chapter
  var options: ParsedOptions
  private let origin: TextOrigin
  private let console: Console
  private let renderer: TerminalRenderer?
  /// The form that standard output is kept for.
  private let streamedForm: WrittenForm?
  private var tensorNames: Set<String> = []
  /// What the cells are called that were added so far, shown or not.
  private(set) var names: Set<String> = []
  private var failure: (any Error)?
  private weak var activeProgress: Progress?
  /// The sections to show; nil when all are, and what stands before and between them.
  private let wanted: [Section]?
  private var section: Section?
  private var begun: Set<Section> = []
  private var hasRemarkedDifference = false
  /// What is covered until a key is pressed.
  private let covering: Covering
  /// Waits for a key, where this run does; see `Console`.
  private let waitForKey: (() -> Bool)?
  /// What is left to be done when the reader ends the chapter at a pause.
  var beforeLeaving: () -> Void = {}
  /// What could have been covered so far.
  private var coverable: Set<String> = []

  init(
    chapter: Chapter, options: ParsedOptions, given: (text: String, origin: TextOrigin)?, console: Console
  ) throws {
    self.chapter = chapter
    self.options = options
    self.console = console
    givenText = given?.text
    origin = given?.origin ?? .builtIn
    if let given {
      text = given.text
    } else if case .sentence(let text) = chapter.input {
      self.text = text
    } else {
      text = ""
    }
    observed = try options.texts("observe").map { text in
      guard let pattern = NamePattern(text) else {
        throw CommandFailure.usage(
          "--observe takes a dotted name such as blocks.*.attention, not \"\(text)\"")
      }
      return pattern
    }
    let wishes = options.texts("section")
    wanted = wishes.isEmpty ? nil : try wishes.map { try chapter.contents.section(for: $0) }
    let wish = options.isGiven("no-color") ? .never : options.text("color").flatMap(ColorWish.init) ?? .auto
    streamedForm = try WrittenForm.onStandardOutput(options)
    renderer =
      streamedForm != nil || options.isGiven("script")
      ? nil
      : TerminalRenderer(
        width: console.width, depth: console.colorDepth(wish, isLight: options.isGiven("light")),
        namesLines: console.isOutputTerminal)
    covering = Covering(options.texts("hide"))
    waitForKey = renderer == nil ? nil : console.waitForKey
    let isOnAPage = options.text("html") != nil
    if options.isGiven("pause") || !(covering.names.isEmpty || isOnAPage), waitForKey == nil {
      console.writeError(
        "\(chapter.name): --pause and --hide wait for a key, and there is no terminal on both sides: nothing waits\n"
      )
    }
  }

  /// The value of an option in this run.
  public subscript<Value>(_ option: Option<Value>) -> Value {
    guard let value = option.read(options.value(option.declaration)) else {
      fatalError("--\(option.declaration.name) is not an option of the chapter \(chapter.name)")
    }
    return value
  }

  /// Adds a cell and shows it; of a section that the reader did not ask for, only checks that fail.
  public func add(_ cell: Cell) { add(cell, isAskedFor: false) }

  /// Adds a cell that is shown whatever the section, when the reader asked for it by name.
  func add(_ cell: Cell, isAskedFor: Bool) {
    if case .tensor(let tensor) = cell, !tensorNames.insert(tensor.name).inserted {
      fatalError("two tensors of the notebook are called \(tensor.name)")
    }
    if let name = cell.name { names.insert(name) }
    coverable.formUnion(cell.coverable)
    guard let wanted else {
      if cells.isEmpty { show(.prose("# " + chapter.title)) }
      return show(cell)
    }
    var isFailure = false
    if case .check(let check) = cell { isFailure = !check.passed }
    if isAskedFor || isFailure || wanted.contains(where: { $0 == section }) { show(cell) }
  }

  /// Begins the section of that heading; traps when the chapter has declared its sections and this is not one of them.
  func beginSection(_ heading: String) {
    guard !chapter.contents.sections.isEmpty else { return }
    guard let next = chapter.contents.section(beginningWith: heading) else {
      fatalError("the chapter \(chapter.name) declares no section “\(heading)”")
    }
    section = next
    begun.insert(next)
  }

  /// Ends the chapter with the list of its sections under `--contents`.
  func showContentsIfAskedFor() throws {
    guard options.isGiven("contents") else { return }
    let rows = chapter.contents.sections.map { [TableEntry.integer($0.number), .text($0.name)] }
    add(.table(TableCell("Contents", columns: ["section", "name"], rows: rows)), isAskedFor: true)
    throw EndOfChapter()
  }

  /// Throws when a section that was asked for is none of this run.
  func requireSections() throws(CommandFailure) {
    guard let missing = wanted?.first(where: { !begun.contains($0) }) else { return }
    throw .usage(
      "--section \(missing.number) (“\(missing.name)”): this run does not come to it; its other options leave it out"
    )
  }

  private func show(_ cell: Cell) {
    let previous = cells.last
    if streamedForm == .json {
      write((previous == nil ? jsonHead : []) + NotebookJSON.line(cell, isFirst: previous == nil))
    } else if let renderer {
      if case .code(let code) = cell { remarkDifference(of: code.file) }
      if options.isGiven("pause"), cell.beginsSection, cells.contains(where: \.beginsSection) { wait() }
      if waitForKey != nil, let cover = covering.cover(of: cell) {
        let covered = cover.names.map(\.printable).joined(separator: ", ")
        write(Array(renderer.text(cover.rest ?? .guess(covered), after: previous).utf8))
        wait()
      }
      write(Array(renderer.text(cell, after: previous).utf8))
      if options.isGiven("pause"), case .guess = cell { wait() }
    }
    cells.append(cell)
  }

  /// Waits for a key, where there is a terminal on both sides; the line that says so goes again.
  private func wait() {
    guard let waitForKey, failure == nil else { return }
    write(Array("\n── a key goes on, q ends ──".utf8))
    guard failure == nil else { return }
    let readsOn = waitForKey()
    write(Array("\r\u{1B}[K\u{1B}[A\r".utf8))
    guard !readsOn else { return }
    write(Array("\n".utf8))
    failure = ReaderHasLeft()
    beforeLeaving()
    if console.endsOnBrokenPipe { endProcess(status: 130) }
  }

  /// Throws when nothing in this run has a name that was to be covered.
  func requireHidden() throws(CommandFailure) {
    guard let unknown = covering.names.first(where: { !coverable.contains($0) }) else { return }
    let nearest =
      NearestName.of(unknown, among: coverable.sorted()).map { "; did you mean \($0.printable)?" } ?? ""
    throw .usage("--hide \(unknown.printable): nothing in this run has that name\(nearest)")
  }

  /// Writes to standard output, unless that has failed before; what fails is thrown by ``close()``.
  private func write(_ bytes: [UInt8]) {
    guard failure == nil else { return }
    activeProgress?.clear()
    do { try console.writeOutput(bytes) } catch { failure = error }
    // Nobody reads on: without this, a long chapter would compute for nothing.
    if failure is BrokenPipe, console.endsOnBrokenPipe { endProcess(status: 141) }
  }

  /// Says once on standard error when the code's file is not what was compiled.
  private func remarkDifference(of file: String) {
    guard !hasRemarkedDifference, let difference = chapter.source.difference(of: file) else {
      return
    }
    hasRemarkedDifference = true
    console.writeError("\(chapter.name): \(difference.printable)\n")
  }

  /// Writes what stands after the last cell; throws when the output could not be written.
  func close() throws {
    activeProgress?.finish()
    let checks = cells.count { if case .check = $0 { true } else { false } }
    if streamedForm == .json {
      write((cells.isEmpty ? jsonHead : []) + NotebookJSON.end)
    } else if let streamedForm {
      write(bytes(of: streamedForm))
    } else if let renderer, checks > 0 {
      write(Array(renderer.summary(checks: checks, failed: failedChecks.count).utf8))
    }
    if let failure { throw failure }
  }

  /// The checks that failed so far.
  public var failedChecks: [CheckCell] {
    cells.compactMap { if case .check(let check) = $0, !check.passed { check } else { nil } }
  }

  /// The whole notebook in a form.
  func bytes(of form: WrittenForm) -> [UInt8] {
    switch form {
    case .json:
      return jsonHead + cells.indices.flatMap { NotebookJSON.line(cells[$0], isFirst: $0 == 0) }
        + NotebookJSON.end
    case .html:
      var page = Page(title: chapter.title, command: commandText, seed: seed, cells: cells)
      page.covering = covering
      return Array(page.html.utf8)
    case .ipynb:
      let plain = TerminalRenderer(width: 80, depth: .none)
      return NotebookFile(cells: cells) { plain.text($0) }.json
    }
  }

  private var jsonHead: [UInt8] {
    var members = chapter.options.map { option in
      (option.declaration.name, JSONValue(options.value(option.declaration)))
    }
    if chapter.input.isUsed {
      if case .file(let path, _) = origin {
        members.append(("file", .string(path)))
      } else if !text.isEmpty {
        members.append(("text", .string(text)))
      }
    }
    if !observed.isEmpty { members.append(("observe", .strings(observed.map(\.description)))) }
    if let wanted { members.append(("section", .strings(wanted.map(\.name)))) }
    return NotebookJSON.head(chapter: chapter.name, seed: seed, options: members)
  }

  /// The files that the options of every chapter name in this run: the text's, and those that it is written to.
  public var namedFiles: [String] {
    [options.text("file")].compactMap { $0 }.filter { $0 != "-" } + WrittenForm.paths(options).map(\.path)
  }

  /// Refuses the text of this run, naming where it came from: `throw notebook.refusal(ofText: "has no word")`.
  public func refusal(ofText reason: String) -> CommandFailure { origin.refusal(reason) }

  /// Refuses the text of this run when it has no token, or more than can be shown.
  public func requireTokens(_ count: Int, atMost limit: Int) throws(CommandFailure) {
    guard count > 0 else { throw refusal(ofText: "has no token: it is all white space") }
    guard count <= limit else {
      throw refusal(ofText: "has \(count.grouped) tokens; at most \(limit.grouped) can be shown")
    }
  }

  /// Says what can be observed. Ends the chapter with the list under `--list-names`; throws when an
  /// `--observe` matches none of the names.
  public func declareNames(_ names: [String]) throws {
    if options.isGiven("list-names") {
      let rows = names.map { [TableEntry.text($0)] }
      add(.table(TableCell("Names for --observe", columns: ["name"], rows: rows)), isAskedFor: true)
      throw EndOfChapter()
    }
    for pattern in observed where !names.contains(where: pattern.matches) {
      let nearest = NearestName.of(pattern.description, among: names).map { "; did you mean \($0)?" } ?? ""
      throw CommandFailure.usage(
        "--observe \(pattern): no intermediate has that name\(nearest) (--list-names lists all)")
    }
  }

  /// Whether the reader asked for this intermediate.
  public func observes(_ name: String) -> Bool { observed.contains { $0.matches(name) } }

  /// Refuses a conversation in a run whose standard output is kept for a form of the notebook or the script: to be asked
  /// before long work.
  public func requireConversation() throws(CommandFailure) {
    guard renderer == nil else { return }
    let (taken, accepted) =
      streamedForm.map { ("--\($0.rawValue) -", "--\($0.rawValue) PATH is accepted") } ?? (
        "--script", "give it alone"
      )
    throw .usage("a conversation cannot share standard output with \(taken); \(accepted)")
  }

  /// Talks with the reader, a line of standard input at a time, until the input ends.
  ///
  /// `answer` receives a line and a way to say a piece of its answer, which is false once the reader has pressed
  /// Ctrl-C and wants no more. Throws what `answer` throws, what ``requireConversation()`` does, and what writing met.
  public func converse(
    _ answer: (_ line: String, _ say: (_ piece: String) throws -> Bool) throws -> Void
  ) throws {
    try requireConversation()
    if let failure { throw failure }
    activeProgress?.clear()
    if !cells.isEmpty { try console.show("") }
    try Conversation(on: console).run(answer)
  }

  /// A reporter of long work on standard error; the transcript never holds its lines.
  ///
  /// `first` is how many of the steps were made before this run.
  public func progress(_ task: String, total: Int, after first: Int = 0) -> Progress {
    let progress = Progress(task, total: total, after: first, console: console)
    activeProgress = progress
    return progress
  }
}

extension JSONValue {
  init(_ value: OptionValue) {
    self =
      switch value {
      case .flag(let isOn): .boolean(isOn)
      case .integer(let number): .integer(number)
      case .number(let number): .number(number)
      case .text(let text): .string(text)
      case .texts(let texts): .strings(texts)
      case .absent: .null
      }
  }
}

extension Cell {
  /// Whether it is the heading of a section.
  fileprivate var beginsSection: Bool {
    if case .prose(let text) = self { text.hasPrefix("## ") } else { false }
  }
}
