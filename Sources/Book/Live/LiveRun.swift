import Foundation
import Pages
import Programs

/// A chapter's program that runs for a page: its cells are told as it makes them.
package struct LiveRun {
  /// How long a run may take.
  package struct Limits: Sendable {
    /// From the program's start to its interruption.
    package var deadline = Duration.seconds(600)
    /// From its interruption, by the deadline or by the reader, to its end: a training run saves, and says what it has.
    package var grace = Duration.seconds(30)

    package init() {}
  }

  let program: URL
  let arguments: [String]
  var limits = Limits()
  /// Draws a cell, given its line of JSON; nil for one that is not shown.
  let draw: (_ line: String) -> Markup?

  package init(
    of program: URL, _ arguments: [String], limits: Limits = Limits(),
    draw: @escaping (_ line: String) -> Markup?
  ) {
    self.program = program
    self.arguments = arguments
    self.limits = limits
    self.draw = draw
  }

  /// Runs the program, in a folder of its own that goes with it, when it is its turn.
  ///
  /// - Parameters:
  ///   - tell: tells the page; `false` when nobody is there any more, which ends the program.
  ///   - isWanted: whether the page is still open.
  ///   - isStopped: whether the reader wants an end.
  package func run(
    turns: Turns, tell: (LiveEvent) -> Bool, isWanted: () -> Bool, isStopped: () -> Bool
  ) {
    var isOpen = true
    func say(_ event: LiveEvent) { isOpen = isOpen && tell(event) }
    var said: Int?
    let ending = turns.take { ahead in
      if ahead != said { say(LiveEvent(.waiting, "\(ahead)")) }
      said = ahead
      return isOpen && isWanted() && !isStopped()
    } _: {
      do {
        return try run(say: say, isWanted: { isOpen && isWanted() }, isStopped: isStopped)
      } catch {
        return LiveEvent(.failed, "\(error)")
      }
    }
    say(ending ?? LiveEvent(.stopped, "It was stopped before its turn."))
  }

  private func run(
    say: (LiveEvent) -> Void, isWanted: () -> Bool, isStopped: () -> Bool
  ) throws -> LiveEvent {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    var cells = CellLines()
    func show(_ news: Data) {
      for line in cells.read(news) { if let markup = draw(line) { say(LiveEvent(cell: markup)) } }
    }
    say(LiveEvent(.running))
    let start = ContinuousClock.now
    var interruption: (time: ContinuousClock.Instant, event: LiveEvent)?
    let run = try ProgramRun(
      of: program, arguments + ["--json", "-"],
      environment: ["SWIFT_BACKTRACE": "enable=no", "NO_COLOR": "1"], in: scratch
    ) { program in
      show(program.newOutput())
      if let line = Self.lastLine(of: program.newErrors()) { say(LiveEvent(.progress, line)) }
      guard isWanted() else { return false }
      if let interruption { return .now - interruption.time < limits.grace }
      if isStopped() {
        interruption = (.now, LiveEvent(.stopped, "It was stopped."))
      } else if .now - start >= limits.deadline {
        let seconds = Int(limits.deadline / .seconds(1))
        interruption = (
          .now, LiveEvent(.stopped, "It was stopped after \(seconds) s: longer no run may take.")
        )
      } else {
        return true
      }
      program.interrupt()
      return true
    }
    show(run.output.dropFirst(cells.count))
    return interruption?.event ?? Self.ending(of: run)
  }

  private static func ending(of run: ProgramRun) -> LiveEvent {
    switch run.ending {
    case .exited(0): LiveEvent(.done, "Done.")
    case .exited(1): LiveEvent(.done, "Done; a check failed.")
    case .exited(let status):
      LiveEvent(.failed, lastLine(of: run.errors) ?? "It ended with status \(status) and said nothing.")
    case .signalled(let number):
      LiveEvent(
        .failed, "It was ended by signal \(number)." + (lastLine(of: run.errors).map { " \($0)" } ?? ""))
    case .ranOutOfTime, .wroteSign: LiveEvent(.stopped, "It was stopped.")
    }
  }

  /// The last line that is not empty; a bar of progress is drawn again behind a carriage return.
  private static func lastLine(of errors: Data) -> String? {
    String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline)
      .last { $0.contains { !$0.isWhitespace } }.map(String.init)
  }
}
