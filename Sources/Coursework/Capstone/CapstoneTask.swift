import Autodiff
import Foundation

/// What the capstone's program is asked to train, and on what.
public struct CapstoneTask: Codable, Sendable {
  /// The blocks of the stack.
  public let layerCount: Int
  /// The heads of each.
  public let headCount: Int
  /// The tokens that a sequence has.
  public let context: Int
  /// The dotted names of the parameters, in the order of the walk.
  public let names: [String]
  /// The parameters at the start, in the same order.
  public let parameters: [Tensor]
  /// The text to learn from.
  public let tokens: [Int]
  /// Where the sequences of every step begin.
  public let starts: [[Int]]
  /// The learning rate at the top of the schedule.
  public let peak: Double
  /// The learning rate at the end.
  public let floor: Double
  /// The steps that lead up to the top.
  public let warmUpSteps: Int
  /// The longest that a gradient may be.
  public let maximumNorm: Float

  /// The inputs and the targets of a step, numbered from 0: rows of `context` tokens, one after the other.
  public func batch(_ step: Int) -> (inputs: [Int], targets: [Int]) {
    (
      starts[step].flatMap { tokens[$0..<$0 + context] },
      starts[step].flatMap { tokens[$0 + 1...$0 + context] }
    )
  }

  /// Reads the task from standard input; `nil` when there is none.
  public static func read() -> CapstoneTask? {
    try? Wire.decode(CapstoneTask.self, from: FileHandle.standardInput.readDataToEndOfFile())
  }
}

/// What the capstone's program writes, one JSON line each.
public enum CapstoneReport: Codable, Sendable {
  /// The loss of a step.
  case loss(Float)
  /// The parameters at the end, in the order of the task's names.
  case parameters([Tensor])
}
