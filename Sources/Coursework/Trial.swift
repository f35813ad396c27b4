import Foundation
import Programs

/// What became of a learner's function: it was called in a process of its own, with a deadline.
///
/// A function whose answers are right so far may take longer, up to `patience` times the deadline.
public struct Trial: Sendable {
  /// How the process ended, if not by giving every answer.
  public enum Stop: Sendable, Hashable {
    /// It trapped, with what the trap said.
    case trapped(String)
    /// It had not returned in time.
    case ranOutOfTime(seconds: Double)
    /// It left without an answer, with a status.
    case endedEarly(status: Int32)
  }

  /// What the function was tried on, each as JSON.
  let inputs: [Data]
  /// What became of the inputs, as far as the process came.
  let outcomes: [Outcome]
  /// Why it came no further.
  let stop: Stop?
  /// What the learner's code printed.
  public let printed: String
  /// The seconds that it took, where that was more than the deadline.
  let overtime: Double?

  /// How many times the deadline a function may take that has given nothing but right answers.
  static let patience = 10.0

  /// Calls a learner's function on every input, in a process of its own.
  ///
  /// - Parameters:
  ///   - deadline: the seconds that it may take for all inputs.
  ///   - isWorthWaiting: whether it may take longer, asked once with what is known when the time is over.
  ///   - whileRunning: is called many times a second; `false` ends the function as if its time were over.
  init(
    of exercise: AnyExercise, on inputs: [Data], program: URL, deadline: Double,
    isWorthWaiting: (Trial) -> Bool = { _ in false }, whileRunning: () -> Bool = { true }
  ) throws {
    let question = try Wire.encode(Question(exercise: exercise.name, inputs: inputs))
    let start = ContinuousClock.now
    var isLate = false
    let run = try ProgramRun(
      of: program, input: question, environment: ["SWIFT_BACKTRACE": Self.backtrace],
      deadline: Self.patience * deadline,
      whileRunning: { program in
        if !isLate, ContinuousClock.now - start > .seconds(deadline) {
          isLate = true
          let known = Self.outcomes(in: program.wholeOutput, of: inputs.count)
          let isDone = known.count == inputs.count
          if !isDone, !isWorthWaiting(Trial(inputs, known, stop: .ranOutOfTime(seconds: deadline))) {
            return false
          }
        }
        return whileRunning()
      })
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    overtime = isLate ? seconds : nil
    self.inputs = inputs
    outcomes = Self.outcomes(in: run.output, of: inputs.count)
    let written = Self.ends(of: run.errors)
    let trap = Trap(in: written)
    printed = trap?.before ?? written
    guard outcomes.count < inputs.count else {
      stop = nil
      return
    }
    switch run.ending {
    case .ranOutOfTime, .wroteSign: stop = .ranOutOfTime(seconds: seconds)
    case .signalled(SIGXFSZ): stop = .trapped("it printed more than \(ProcessLimits.output >> 20) MB")
    case .signalled(let signal): stop = .trapped(trap?.message ?? "signal \(signal)")
    case .exited(let status): stop = .endedEarly(status: status)
    }
  }

  /// A trial of a function of this process, as the catalogue's wrong solutions are tried.
  init(of inputs: [Data], answer: (Data) throws -> Answer) {
    var outcomes: [Outcome] = []
    var stop: Stop?
    for input in inputs {
      do {
        outcomes.append(.answer(try answer(input)))
      } catch let reason as Stops {
        stop = .trapped(reason.reason)
        break
      } catch is RunsOn {
        stop = .ranOutOfTime(seconds: 0)
        break
      } catch {
        outcomes.append(.threw("\(error)"))
      }
    }
    self.init(inputs, outcomes, stop: stop)
  }

  private init(_ inputs: [Data], _ outcomes: [Outcome], stop: Stop?) {
    self.inputs = inputs
    self.outcomes = outcomes
    self.stop = stop
    printed = ""
    overtime = nil
  }

  /// What a process has written about its inputs, as far as it came: a line that is not whole yet does not count.
  private static func outcomes(in output: Data, of count: Int) -> [Outcome] {
    let lines = output.split(separator: UInt8(ascii: "\n")).prefix(count)
    return lines.lazy.map { try? Wire.decode(Outcome.self, from: $0) }.prefix { $0 != nil }.compactMap(\.self)
  }

  /// What was written, without the middle of what an endless loop wrote.
  private static func ends(of bytes: Data) -> String {
    let most = 1 << 16
    guard bytes.count > 2 * most else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.prefix(most), as: UTF8.self) + "\n…\n"
      + String(decoding: bytes.suffix(most), as: UTF8.self)
  }

  // The learner's own lines of a trap's stack, quickly.
  private static let backtrace =
    "enable=yes,color=no,interactive=no,threads=crashed,registers=none,images=none,limit=24,timeout=3s,"
    + "format=text,output-to=stderr"
}
