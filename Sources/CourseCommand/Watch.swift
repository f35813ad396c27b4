import Coursework
import Foundation
import Terminal

/// `course watch`: an exercise, checked again at every save.
final class Watch {
  var session: Session
  let workshop: Workshop
  private let seed: UInt64
  let terminal: (any KeySource)?
  private let interrupt: Interrupt?
  var files: SavedFiles
  var lost: [CourseChapter] = []
  var current: Item?
  /// Whether the learner has asked for the exercise by its name, or gone back to it: then it stays when it passes.
  private var isChosen: Bool
  /// What passed last.
  var news: [StyledLine] = []
  var verdict: [StyledLine] = []
  /// Whether the verdict is what the learner wants to read, rather than the exercise.
  var isVerdictRead = false
  var showsHints = false
  var pressed: Key?
  var view = Viewport([], rows: 0)
  var size = (rows: 0, columns: 0)

  /// Watches an exercise, or the next that has not passed.
  convenience init(_ session: Session, on item: Item?, seed: UInt64) throws {
    let terminal = session.console.isOutputTerminal ? KeyTerminal() : nil
    try self.init(session, on: item, seed: seed, terminal: terminal)
  }

  /// Watches with the keys of something else than a terminal, as tests do.
  init(_ session: Session, on item: Item?, seed: UInt64, terminal: (any KeySource)?) throws {
    self.session = session
    self.seed = seed
    self.terminal = terminal
    workshop = try session.findWorkshop()
    interrupt = terminal == nil ? .onControlC() : nil
    files = SavedFiles(in: workshop)
    current = item ?? Item.next(in: workshop)
    isChosen = item != nil
  }

  var isInterrupted: Bool { terminal?.isInterrupted ?? interrupt?.isRaised ?? false }

  /// Runs until it is told to end: 0 after q, 130 after Ctrl-C.
  func run() throws -> Int32 {
    defer {
      terminal?.restore()
      if terminal != nil { try? session.show([StyledLine()]) }
    }
    if terminal == nil {
      try session.show(session.prose("Watching the files in `Exercises/`; Ctrl-C ends it."))
    }
    try check()
    while !isInterrupted {
      let key = pressed ?? wait()
      pressed = nil
      switch key {
      case .character("q"): return 0
      case .character("n"): try turn(to: Item.next(after: current, in: workshop) ?? current, isChosen: false)
      case .character("p"): try turn(to: Item.previous(before: current), isChosen: true)
      case .character("c"): try check()
      case .character("h"):
        if let current { _ = try session.nextHint(of: current, in: workshop) }
        showsHints = true
        try draw()
      case .character("l"): try showList()
      case .some(let key): if view.scroll(key) { try show() }
      case nil: break
      }
      try followSize()
      try followSaves()
    }
    return 130
  }

  /// A fifth of a second, or less when a key is pressed.
  private func wait() -> Key? {
    if let terminal { return terminal.key(within: 0.2) }
    Thread.sleep(forTimeInterval: 0.2)
    return nil
  }

  private func turn(to item: Item?, isChosen: Bool) throws {
    current = item
    self.isChosen = isChosen
    showsHints = false
    news = []
    try check()
  }

  /// Checks what was saved: the current exercise if it changed, else the first that did. That a file is gone, or back, is
  /// told at once.
  private func followSaves() throws {
    let saves = files.saves()
    let lost = files.lost()
    let isLossNew = lost != self.lost
    self.lost = lost
    let changed = saves.flatMap(\.changed)
    if let first = changed.first, !changed.contains(where: { $0.name == current?.name }) {
      current = first
      showsHints = false
    }
    if let current, saves.contains(where: { $0.chapter == current.chapter }) {
      isChosen = false
      news = []
      try check()
    } else if isLossNew {
      try check()
    }
  }

  /// Builds the chapter of the current exercise, tries the exercise and shows the verdict; when it passes, goes on to the
  /// next, and tries that too if something is written there.
  private func check() throws {
    while let item = current {
      verdict = [StyledLine("checking …", .quiet)]
      isVerdictRead = false
      if terminal != nil { try draw() }
      let start = ContinuousClock.now
      var hasPassed = false
      do {
        let isDone = try workshop.check(
          [item.exercise], of: item.chapter, seed: seed, whileBuilding: { goesOn(besidesSaves: false) },
          whileRunning: { goesOn(besidesSaves: true) }
        ) { _, verdict in
          hasPassed = verdict.hasPassed
          isVerdictRead = !verdict.isNotStarted
          self.verdict = conclusion(verdict, on: item, since: start)
        }
        guard isDone else { return }
      } catch let failure as WorkshopFailure {
        verdict = session.prose(failure.description)
      }
      guard hasPassed, !isChosen, !workshop.usesSolutions else { break }
      showsHints = false
      news = verdict
      (verdict, isVerdictRead) = ([], false)
      if terminal == nil { try session.show([StyledLine()] + news) }
      current = Item.next(after: item, in: workshop)
      guard let next = current, workshop.isPending(next.exercise, in: next.chapter) else { break }
    }
    if current == nil { verdict = session.prose(Session.graduation) }
    try draw()
  }

  /// Whether nobody wants anything else: a build is left to its end when a file is saved, a function is not.
  private func goesOn(besidesSaves: Bool) -> Bool {
    if let terminal, pressed == nil, let key = terminal.key(within: 0) {
      if view.scroll(key) { try? show() } else { pressed = key }
    }
    let leaves = [Key.character("q"), .character("n"), .character("p")].contains { $0 == pressed }
    return !isInterrupted && !leaves && !(besidesSaves && files.haveChanged)
  }

  private func conclusion(_ verdict: Verdict, on item: Item, since start: ContinuousClock.Instant)
    -> [StyledLine]
  {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let time = Date.now.formatted(
      Date.ISO8601FormatStyle(timeZone: .current).time(includingFractionalSeconds: false))
    return session.page(verdict, on: item, in: workshop)
      + [StyledLine(), StyledLine("  \(time), \(NumberText.fixed(seconds, decimals: 1)) s", .quiet)]
  }
}
