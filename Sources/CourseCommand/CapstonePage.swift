import Coursework
import Terminal

extension Session {
  /// What to say when every exercise has passed.
  static let graduation =
    "All exercises have passed: you have written a Transformer. `swift run course capstone` trains it."

  /// `course capstone`.
  func capstone(_ arguments: Arguments) throws -> Int32 {
    let workshop = try findWorkshop()
    let seed = arguments.seed
    let interrupt = Interrupt.onControlC()
    guard let unfinished = try unfinished(in: workshop, seed: seed, isStopped: { interrupt.isRaised }) else {
      return 130
    }
    guard unfinished.isEmpty else {
      try show(
        prose(
          "The capstone is made of your functions of chapters 0 to 7, and these have not passed (`swift run course check` says why):"
        )
          + unfinished.map { StyledLine("  ") + $0.heading })
      return 1
    }
    tell("building the capstone …")
    let build = try workshop.buildCapstone { !interrupt.isRaised }
    tell("")
    switch build {
    case .stopped: return 130
    case .doesNotCompile(let error):
      try show(prose("The capstone does not compile:") + verbatim("\(error)", indent: 2))
      return 1
    case .program(let program):
      let bar = Progress("your GPT learns Tiny World", total: Capstone.stepCount, after: 0, console: console)
      let outcome = try Capstone(seed: seed).check(program: program) { step, loss in
        bar.report(step: step, loss: loss)
        return !interrupt.isRaised
      }
      bar.finish()
      if interrupt.isRaised { return 130 }
      return try conclude(outcome, seed: seed, in: workshop)
    }
  }

  /// The exercises that do not pass; `nil` when it was stopped.
  private func unfinished(
    in workshop: Workshop, seed: UInt64, isStopped: () -> Bool
  ) throws -> [Item]? {
    var unfinished: [Item] = []
    for chapter in Capstone.chapters {
      tell("checking chapter \(chapter.number) …")
      let isDone = try workshop.check(
        chapter.exercises, of: chapter, seed: seed, whileBuilding: { !isStopped() },
        whileRunning: { !isStopped() }
      ) { exercise, verdict in
        if !verdict.hasPassed { unfinished.append(Item(chapter: chapter, exercise: exercise)) }
      }
      tell("")
      if !isDone { return nil }
    }
    return unfinished
  }

  private func conclude(_ outcome: Capstone.Outcome, seed: UInt64, in workshop: Workshop) throws -> Int32 {
    var lines: [StyledLine] = []
    let hasPassed: Bool
    switch outcome {
    case .passed(let result):
      hasPassed = true
      lines.append(StyledLine("✓ ", .passed) + StyledLine("Your GPT has learned Tiny World.", .bold))
      lines += comparison(result)
    case .worse(let result, let departure):
      hasPassed = false
      lines.append(StyledLine("✗ ", .failed) + StyledLine("Your GPT falls behind the reference.", .bold))
      lines += comparison(result) + prose("Where they part: \(departure).", indent: 2)
      lines += row("Again", "swift run course capstone --seed \(seed)", style: .code)
    case .stopped(let reason):
      hasPassed = false
      lines.append(StyledLine("✗ ", .failed) + StyledLine("The training did not end.", .bold))
      lines += prose(reason, indent: 2)
    }
    try workshop.record("capstone") { record in
      if hasPassed {
        record.passed = record.passed ?? ProgressFile.today
      } else {
        record.tried = ProgressFile.today
      }
    }
    try show(lines)
    return hasPassed ? 0 : 1
  }

  /// The losses on stories that neither model has seen.
  private func comparison(_ result: Capstone.Result) -> [StyledLine] {
    func number(_ loss: Double) -> String { NumberText.fixed(loss, decimals: 3) }
    return [
      StyledLine(),
      StyledLine("  nats a token, on stories that neither has seen", .quiet),
      StyledLine("  before training   \(number(result.start))"),
      StyledLine("  your GPT          \(number(result.heldOut))"),
      StyledLine("  the reference     \(number(result.referenceHeldOut))   same start, same batches"),
      StyledLine("  allowed           \(number(result.referenceHeldOut + Capstone.allowedDistance))"),
      StyledLine("  the source itself \(number(result.entropy))   nothing can do better"),
      StyledLine(),
    ]
  }
}
