import Autodiff
import Foundation
import Language
import Neural
import Programs
import Randomness
import Training

/// The end of the course: a GPT made of the learner's functions learns Tiny World, and the reference beside it.
///
/// Both start from the same parameters and see the same batches, so that their losses must agree step by step; the
/// learner's program gives back its parameters, and the loss that counts is measured here, on stories that it has
/// not seen.
public struct Capstone: Sendable {
  /// How much more than the reference's the learner's held-out loss may be, in nats a token.
  public static let allowedDistance = 0.02
  /// The steps of training.
  public static let stepCount = 500
  /// The chapters whose functions it is made of: those that build a GPT and train it.
  public static var chapters: [CourseChapter] { Syllabus.chapters.filter { $0.number <= 7 } }

  let task: CapstoneTask
  private let initial: GPT
  private let heldOut: Batch
  private let entropy: Double

  /// A capstone on stories drawn from a seed.
  public init(seed: UInt64) throws {
    let world = TinyWorld(size: .miniature)
    let training = world.stories(count: 2_000, seed: seed)
    let test = world.stories(count: 200, seed: ~seed)
    let tokenizer = WordTokenizer(corpus: (training + test).joined())
    let context = 48
    let configuration = GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: context, layerCount: 2, headCount: 4,
      channels: 64,
      hasBias: false, positions: .sinusoidal)
    initial = GPT(configuration, seed: Seed(seed))
    // A sequence begins with a story and goes on into the next, so that every position has something to learn.
    let (tokens, beginnings) = try Self.joined(training, by: tokenizer, context: context)
    var random = SeededGenerator(seed: seed)
    task = CapstoneTask(
      layerCount: configuration.layerCount, headCount: configuration.block.headCount, context: context,
      names: initial.parameters.map(\.name), parameters: initial.parameters.map(\.value), tokens: tokens,
      starts: (0..<Self.stepCount).map { _ in
        (0..<12).map { _ in beginnings[random.index(below: beginnings.count)] }
      },
      peak: 0.004, floor: 0.0004, warmUpSteps: 40, maximumNorm: 1)
    let (heldOutTokens, heldOutBeginnings) = try Self.joined(test, by: tokenizer, context: context)
    heldOut = try TokenWindows(tokens: heldOutTokens, context: context).batch(startingAt: heldOutBeginnings)
    entropy = world.entropyPerToken
  }

  /// Stories as one row of tokens, and where those begin that have a whole sequence after them.
  private static func joined(
    _ stories: [String], by tokenizer: WordTokenizer, context: Int
  ) throws -> (tokens: [Int], beginnings: [Int]) {
    var tokens: [Int] = []
    var beginnings: [Int] = []
    for story in stories {
      beginnings.append(tokens.count)
      tokens += try tokenizer.encode(story)
    }
    return (tokens, beginnings.filter { $0 + context < tokens.count })
  }

  /// What the training gave.
  public struct Result: Sendable {
    /// The loss before the first step, in nats a token, on stories that neither has seen.
    public let start: Double
    /// The same after the last: the learner's model.
    public let heldOut: Double
    /// The reference's.
    public let referenceHeldOut: Double
    /// What the source itself has: nothing can do better.
    public let entropy: Double
  }

  /// How the learner's training went.
  public enum Outcome: Sendable {
    /// Within the allowed distance of the reference.
    case passed(Result)
    /// Trained, and worse; in words, where it departs from the reference first.
    case worse(Result, departure: String)
    /// It ended before it had trained.
    case stopped(String)
  }

  /// Trains the learner's GPT in a process of its own, and the reference here, and compares them.
  ///
  /// - Parameters:
  ///   - program: the capstone's program.
  ///   - deadline: the seconds that the learner's may take.
  ///   - progress: is called many times a second with the number of steps done and the latest loss; `false` stops.
  /// - Throws: when the program cannot be started.
  public func check(
    program: URL, deadline: Double = 300, progress: (_ step: Int, _ loss: Double) -> Bool = { _, _ in true }
  ) throws -> Outcome {
    let run = try ProgramRun(
      of: program, input: Wire.encode(task), deadline: deadline,
      whileRunning: { program in
        let (losses, _) = Self.reports(in: program.wholeOutput)
        return progress(losses.count, Double(losses.last ?? 0))
      })
    return outcome(of: run, deadline: deadline)
  }

  /// Compares what a run of the learner's program gave with the reference, which is trained here.
  func outcome(of run: ProgramRun, deadline: Double) -> Outcome {
    let (losses, parameters) = Self.reports(in: run.output)
    guard let trained = parameters.flatMap(model) else {
      return .stopped(Self.reason(for: run, after: losses.count, deadline: deadline))
    }
    let (reference, referenceLosses) = trainReference()
    let result = Result(
      start: loss(of: initial), heldOut: loss(of: trained), referenceHeldOut: loss(of: reference),
      entropy: entropy)
    let isClose = result.heldOut <= result.referenceHeldOut + Self.allowedDistance
    return isClose
      ? .passed(result) : .worse(result, departure: Self.departure(of: losses, from: referenceLosses))
  }

  private static func reports(in output: Data) -> (losses: [Float], parameters: [Tensor]?) {
    var losses: [Float] = []
    for line in output.split(separator: UInt8(ascii: "\n")) {
      switch try? Wire.decode(CapstoneReport.self, from: line) {
      case .loss(let loss): losses.append(loss)
      case .parameters(let parameters): return (losses, parameters)
      case nil: return (losses, nil)
      }
    }
    return (losses, nil)
  }

  static func reason(for run: ProgramRun, after steps: Int, deadline: Double) -> String {
    let place = "after \(steps) of \(stepCount) steps"
    return switch run.ending {
    case .ranOutOfTime, .wroteSign: "not done in \(Int(deadline)) s, \(place)"
    case .signalled(let signal): "\(Trap(in: run.errorText)?.message ?? "signal \(signal)"), \(place)"
    case .exited(let status): "the program left with status \(status), \(place)"
    }
  }

  /// The model with the parameters that came back, if they are as many and as large as they were.
  private func model(of parameters: [Tensor]) -> GPT? {
    guard parameters.map(\.shape) == task.parameters.map(\.shape) else { return nil }
    var model = initial
    var rest = parameters[...]
    model.forEachParameter { _, parameter in parameter = rest.removeFirst() }
    return model
  }

  private func trainReference() -> (model: GPT, losses: [Float]) {
    var model = initial
    var optimizer = Adam()
    let schedule = LearningRateSchedule.cosine(
      peak: Float(task.peak), floor: Float(task.floor), warmUp: task.warmUpSteps, steps: Self.stepCount)
    let losses = task.starts.indices.map { step in
      let (inputs, targets) = task.batch(step)
      var (loss, gradient) = valueWithGradient(at: model) { model in
        crossEntropy(logits: model(rows(inputs)), targets: targets)
      }
      clip(&gradient, toNorm: task.maximumNorm)
      optimizer.learningRate = schedule(step: step + 1)
      optimizer.update(&model, along: gradient)
      return loss.scalar
    }
    return (model, losses)
  }

  private func loss(of model: GPT) -> Double {
    meanLoss(inputs: rows(heldOut.inputs), targets: rows(heldOut.targets)) { model($0) }
  }

  private func rows(_ tokens: [Int]) -> [[Int]] {
    stride(from: 0, to: tokens.count, by: task.context).map { Array(tokens[$0..<$0 + task.context]) }
  }

  /// In which step the losses part, and what that says.
  static func departure(of losses: [Float], from reference: [Float]) -> String {
    let first = zip(losses, reference).enumerated().first {
      !(($1.0 - $1.1).magnitude <= 1e-3 * $1.1.magnitude)
    }
    guard let (step, (got, expected)) = first else {
      return "the losses agree step by step; the parameters that came back are not those that gave them"
    }
    let numbers = "at step \(step + 1) the loss is \(got), the reference's \(expected)"
    return switch step {
    case 0: "\(numbers): already the forward pass of the assembled model differs"
    case 1: "\(numbers): the first forward pass agrees, so the gradient or the update differs"
    default:
      "\(numbers): the first steps agree, so look at what changes with the step: moments, schedule, clipping"
    }
  }
}
