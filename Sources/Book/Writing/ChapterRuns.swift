import Cells
import Coursework
import Foundation
import Programs
import Slides
import Synchronization
import Terminal

/// The runs of a chapter that the book shows.
struct ChapterRuns: Sendable {
  /// The run with the chapter's defaults.
  let notebook: RecordedRun
  /// For each switch that breaks something the right run and the broken one.
  let broken: [(switch: BreakingSwitch, right: RecordedRun, broken: RecordedRun)]
  /// The options that the chapter alone has.
  var options: [OptionDeclaration] = []
  /// The runs that its slides show besides, by their arguments.
  var others: [[String]: RecordedRun] = [:]

  /// The run with such arguments besides the chapter's defaults.
  func run(_ arguments: [String]) throws -> RecordedRun {
    guard let run = arguments.isEmpty ? notebook : others[arguments] else {
      throw CommandFailure.input("\(notebook.command) was not run with \(arguments.joined(separator: " "))")
    }
    return run
  }
}

extension ChapterRuns {
  /// Builds a chapter, and runs it: with every breaking switch too, if that is wished, and with other arguments.
  ///
  /// - Throws: `CommandFailure` when a run does not end as it should; `CancellationError` when `goesOn` says no.
  init(
    of chapter: LiveChapter, breaks: Bool, others: [[String]] = [], building: borrowing Mutex<()>,
    goesOn: () -> Bool
  ) throws {
    let built = try building.withLock { _ in try BuiltChapter(chapter, whileRunning: goesOn) }
    guard let built else { throw CancellationError() }
    var known: [[String]: RecordedRun] = [:]
    func run(_ arguments: [String], statuses: Set<Int32>) throws -> RecordedRun {
      if let run = known[arguments] { return run }
      let recorded = try built.run(arguments, statuses: statuses, goesOn: goesOn)
      known[arguments] = recorded
      return recorded
    }
    let notebook = try run([], statuses: [0])
    let broken = try (breaks ? BreakingSwitch.all(in: built.options) : []).map { entry in
      // What is broken may fail its checks.
      (entry, try run(entry.right, statuses: [0]), try run(entry.broken, statuses: [0, 1]))
    }
    // A switch of the slides may break something too.
    let runs = try others.map { ($0, try run($0, statuses: [0, 1])) }
    self.init(
      notebook: notebook, broken: broken, options: built.options.offers.filter(\.isOwn).map(\.declaration),
      others: Dictionary(runs, uniquingKeysWith: { first, _ in first }))
  }
}

extension BuiltChapter {
  /// Runs the chapter, and reads what it has written.
  ///
  /// - Throws: `CommandFailure` when it ends with another status; `CancellationError` when `goesOn` says no.
  func run(_ arguments: [String], statuses: Set<Int32>, goesOn: () -> Bool = { true }) throws -> RecordedRun {
    let command = (["swift run", options.chapter] + arguments).joined(separator: " ")
    let run = try ProgramRun(
      of: program, arguments + ["--json", "-"],
      environment: ["SWIFT_BACKTRACE": "enable=no", "NO_COLOR": "1"],
      in: FileManager.default.temporaryDirectory, whileRunning: { _ in goesOn() })
    guard goesOn() else { throw CancellationError() }
    guard case .exited(let status) = run.ending, statuses.contains(status) else {
      let last = run.errorText.split(whereSeparator: \.isNewline).last.map(String.init)
      throw CommandFailure.input("\(command) did not end well: \(last ?? "\(run.ending)")")
    }
    return try RecordedRun(command: command, title: options.title, json: run.output)
  }
}

extension LiveChapter {
  /// What the notebook of a chapter has, by its command: built and run with its defaults.
  package static func cells(of name: String, in workshop: Workshop) throws -> [Cell] {
    let chapters = all(in: workshop).filter { $0.name == name }.map { ($0, false) }
    return try ChapterQueue.run(chapters, tell: { _ in }, goesOn: { true })[name]?.notebook.cells ?? []
  }
}

/// Chapters that are run for the book, as many at once as there are processors.
final class ChapterQueue: Sendable {
  private struct State {
    var waiting: [(chapter: LiveChapter, breaks: Bool)]
    var running: Int
    var results: [String: ChapterRuns] = [:]
    /// What was not told yet.
    var news: [String] = []
    var fault: (any Error)?
  }

  /// What else a chapter is run with, by its name.
  private let others: [String: [[String]]]

  private let state: Mutex<State>
  private let building = Mutex(())
  private let isCalledOff = Atomic(false)

  private init(
    _ chapters: [(chapter: LiveChapter, breaks: Bool)], others: [String: [[String]]], workers: Int
  ) {
    self.others = others
    state = Mutex(State(waiting: chapters, running: workers))
  }

  /// Runs chapters.
  ///
  /// - Parameters:
  ///   - chapters: each with the word whether its switches are wanted; those that take longest stand first.
  ///   - others: what else each is run with, by its name.
  ///   - tell: is told of each chapter that is done.
  ///   - goesOn: is asked many times a second; `false` ends what runs.
  /// - Returns: the runs by the chapters' names.
  static func run(
    _ chapters: [(chapter: LiveChapter, breaks: Bool)], others: [String: [[String]]] = [:],
    tell: (String) -> Void, goesOn: () -> Bool
  ) throws -> [String: ChapterRuns] {
    let workers = ProcessInfo.processInfo.activeProcessorCount
    let queue = ChapterQueue(chapters, others: others, workers: workers)
    for _ in 0..<workers { Thread.detachNewThread { queue.work() } }
    var isRunning = true
    while isRunning {
      Thread.sleep(forTimeInterval: 0.02)
      if !goesOn() { queue.isCalledOff.store(true, ordering: .relaxed) }
      isRunning = queue.state.withLock { $0.running > 0 }
      let news = queue.state.withLock { state in
        defer { state.news = [] }
        return state.news
      }
      for line in news { tell(line) }
    }
    return try queue.state.withLock { state in
      if let fault = state.fault { throw fault }
      return state.results
    }
  }

  private func work() {
    while let next = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) {
      do {
        let runs = try ChapterRuns(
          of: next.chapter, breaks: next.breaks, others: others[next.chapter.name] ?? [], building: building
        ) { !isCalledOff.load(ordering: .relaxed) }
        state.withLock { state in
          state.results[next.chapter.name] = runs
          state.news.append("\(next.chapter.name): \(state.results.count.counted("chapter")) done")
        }
      } catch {
        isCalledOff.store(true, ordering: .relaxed)
        state.withLock { state in
          state.fault = state.fault ?? error
          state.waiting = []
        }
      }
    }
    state.withLock { $0.running -= 1 }
  }
}
