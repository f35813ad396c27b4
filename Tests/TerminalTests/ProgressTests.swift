import Terminal
import Testing

private final class Clock {
  var time = 0.0
  var written: [String] = []
}

@Suite("Progress")
struct ProgressTests {
  private func progress(_ clock: Clock, isTerminal: Bool, total: Int = 100) -> Progress {
    Progress(
      "training", total: total, isTerminal: isTerminal, width: 80, now: { clock.time },
      write: { clock.written.append($0) })
  }

  @Test("Piped: a line for each tenth, with loss, rate and time left")
  func piped() {
    let clock = Clock()
    let progress = progress(clock, isTerminal: false)
    for step in 1...100 {
      clock.time += 0.25
      progress.report(step: step, loss: 2.5)
    }
    progress.finish()
    #expect(clock.written.count == 10)
    #expect(clock.written[0] == "training: step 10 of 100, loss 2.500, 4.0 steps/s, 23 s left\n")
    #expect(clock.written[9] == "training: step 100 of 100, loss 2.500, 4.0 steps/s\n")
  }

  @Test("Piped: work that goes on says where, and takes its own steps alone into the rate and the time left")
  func afterOthers() {
    let clock = Clock()
    let progress = Progress(
      "training", total: 100, after: 50, isTerminal: false, width: 80, now: { clock.time },
      write: { clock.written.append($0) })
    progress.begin()
    for step in 51...100 {
      clock.time += 0.25
      progress.report(step: step)
    }
    #expect(clock.written.count == 6)
    #expect(clock.written[0] == "training: step 50 of 100\n")
    #expect(clock.written[1] == "training: step 60 of 100, 4.0 steps/s, 10 s left\n")
  }

  @Test("Work that is known to be long says that it has begun before its first step")
  func begin() {
    for (isTerminal, first) in [(false, "training: step 0 of 4\n"), (true, "\rtraining ·")] {
      let clock = Clock()
      let progress = progress(clock, isTerminal: isTerminal, total: 4)
      progress.begin()
      #expect(clock.written.count == 1 && clock.written[0].hasPrefix(first), "\(clock.written)")
      clock.time = 1
      progress.report(step: 1)
      progress.finish()
      #expect(clock.written.count == (isTerminal ? 3 : 2))
    }
  }

  @Test("Piped: work that is over at once says nothing, and slow tenths are a second apart")
  func quiet() {
    let clock = Clock()
    let progress = progress(clock, isTerminal: false)
    for step in 1...100 {
      clock.time += 0.005
      progress.report(step: step)
    }
    progress.finish()
    #expect(clock.written.isEmpty)
    #expect(Progress.duration(200) == "3 min 20 s" && Progress.duration(7500) == "2 h 05 min")
  }

  @Test("Terminal: one line is drawn over itself, ten times a second, and cleared")
  func terminal() {
    let clock = Clock()
    let progress = progress(clock, isTerminal: true)
    for step in 1...100 {
      clock.time += 0.03
      progress.report(step: step, loss: 1)
    }
    progress.finish()
    progress.finish()
    #expect((20...35).contains(clock.written.count))
    #expect(
      clock.written.dropLast().allSatisfy {
        $0.hasPrefix("\r") && $0.hasSuffix("\u{1B}[K") && !$0.contains("\n")
      })
    #expect(clock.written.last == "\r\u{1B}[K")
    #expect(clock.written.dropLast().allSatisfy { $0.count - 4 <= 76 })
  }

  @Test("Nothing to do is nothing to say")
  func empty() {
    let clock = Clock()
    let progress = progress(clock, isTerminal: true, total: 0)
    clock.time = 5
    progress.report(step: 0)
    progress.finish()
    #expect(clock.written.isEmpty)
  }
}
