import Coursework
import Foundation
import Notebook

/// `course watch`: the current exercise, checked again at every save.
final class Watch {
  private let session: Session
  private let workshop: Workshop
  private let seed: UInt64
  private let terminal: KeyTerminal?
  private let interrupt: Interrupt?
  private var files: SavedFiles
  private var current: Item?
  private var verdict: [StyledLine] = []
  private var showsHints = false
  private var pressed: Character?

  init(_ session: Session, seed: UInt64) throws {
    self.session = session
    self.seed = seed
    workshop = try session.findWorkshop()
    terminal = session.console.isOutputTerminal ? KeyTerminal() : nil
    interrupt = terminal == nil ? .onControlC() : nil
    files = SavedFiles(in: workshop)
    current = Item.next(in: workshop)
  }

  private var isInterrupted: Bool { terminal?.isInterrupted ?? interrupt?.isRaised ?? false }

  /// Runs until it is told to end: 0 after q, 130 after Ctrl-C.
  func run() throws -> Int32 {
    defer { terminal?.restore() }
    if terminal == nil {
      try session.show(session.prose("Watching the files in `Exercises/`; Ctrl-C ends it."))
    }
    try check()
    while !isInterrupted {
      let key = pressed ?? wait()
      pressed = nil
      switch key {
      case "q": return 0
      case "n":
        current = Item.next(after: current, in: workshop) ?? current
        showsHints = false
        try check()
      case "c": try check()
      case "h":
        if let current { _ = try session.nextHint(of: current, in: workshop) }
        showsHints = true
        try draw()
      case "l": try showList()
      default: break
      }
      try followSaves()
    }
    return 130
  }

  /// A fifth of a second, or less when a key is pressed.
  private func wait() -> Character? {
    if let terminal { return terminal.key(within: 0.2) }
    Thread.sleep(forTimeInterval: 0.2)
    return nil
  }

  /// Checks what was saved: the current exercise if it changed, else the first that did.
  private func followSaves() throws {
    let saves = files.saves()
    guard !saves.isEmpty else { return }
    let changed = saves.flatMap(\.changed)
    if let first = changed.first, !changed.contains(where: { $0.name == current?.name }) {
      current = first
      showsHints = false
    }
    guard let current, saves.contains(where: { $0.chapter.number == current.chapter.number }) else { return }
    try check()
  }

  /// Builds the chapter of the current exercise, tries the exercise and shows the verdict.
  private func check() throws {
    guard let current else {
      verdict = session.prose("All exercises have passed: you have written a Transformer.")
      return try draw()
    }
    verdict = [StyledLine("checking …", .quiet)]
    if terminal != nil { try draw() }
    let start = ContinuousClock.now
    do {
      let isDone = try workshop.check(
        [current.exercise], of: current.chapter, seed: seed, whileBuilding: { goesOn(besidesSaves: false) },
        whileRunning: { goesOn(besidesSaves: true) }
      ) { _, verdict in self.verdict = conclusion(verdict, on: current, since: start) }
      guard isDone else { return }
    } catch let failure as WorkshopFailure {
      verdict = session.prose(failure.description)
    }
    try draw()
  }

  /// Whether nobody wants anything else: a build is left to its end when a file is saved, a function is not.
  private func goesOn(besidesSaves: Bool) -> Bool {
    if let terminal, pressed == nil { pressed = terminal.key(within: 0) }
    return !isInterrupted && pressed != "q" && pressed != "n" && !(besidesSaves && files.haveChanged)
  }

  private func conclusion(_ verdict: Verdict, on item: Item, since start: ContinuousClock.Instant)
    -> [StyledLine]
  {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    var lines = session.page(verdict, on: item, in: workshop)
    if verdict.hasPassed {
      showsHints = false
      let next = Item.next(after: item, in: workshop)
      let words =
        next.map {
          terminal == nil ? "Next: \($0.number) \($0.name)." : "Press n for \($0.number) \($0.name)."
        }
        ?? "All exercises have passed: you have written a Transformer."
      lines += [StyledLine()] + session.prose(words, indent: 2)
    }
    let time = Date.now.formatted(
      Date.ISO8601FormatStyle(timeZone: .current).time(includingFractionalSeconds: false))
    lines += [StyledLine(), StyledLine("  \(time), \(NumberText.fixed(seconds, decimals: 1)) s", .quiet)]
    return lines
  }

  /// The screen: what the exercise asks for, the verdict, the hints that were asked for, the keys.
  private func draw() throws {
    guard terminal != nil else { return try session.show([StyledLine()] + verdict) }
    var lines: [StyledLine] = []
    if let current {
      lines += session.task(current, in: workshop)
      lines += [StyledLine()]
      lines += session.row("Write it in", session.place(of: current, in: workshop), style: .code)
      lines.append(StyledLine())
    }
    lines += verdict
    if showsHints, let current {
      let count = workshop.progress[current.name].hints
      lines += [StyledLine()] + session.hintLines(of: current, count: count)
    }
    try show(lines + [StyledLine(), keys])
  }

  private func showList() throws {
    guard let terminal else { return }
    try show(session.listLines() + [StyledLine(), StyledLine("any key goes back", .quiet)])
    while !isInterrupted, !files.haveChanged {
      guard let key = terminal.key(within: 0.2) else { continue }
      if key == "q" { pressed = key }
      return try draw()
    }
  }

  private var keys: StyledLine {
    let passed = Item.all.count { $0.hasPassed(in: workshop) }
    var line = StyledLine()
    for (key, words) in [("n", "next"), ("h", "hint"), ("l", "list"), ("c", "check"), ("q", "quit")] {
      line = line + StyledLine(key, .name) + StyledLine(" \(words)   ", .quiet)
    }
    return session.line(line, right: StyledLine("\(passed) of \(Item.all.count) passed", .quiet))
  }

  private func show(_ lines: [StyledLine]) throws {
    try session.console.writeOutput(Array("\u{1B}[H\u{1B}[2J".utf8))
    try session.show(lines)
  }
}
