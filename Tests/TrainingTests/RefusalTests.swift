import Autodiff
import ModelSupport
import Testing
import Training

/// Settings with which nothing is defined, and calls that have nothing to work on.
enum Misuse: String, CaseIterable, Codable, Sendable {
  case stepZero, clippingToNothing, otherTargets, noWindows, emptyWindows, noBatch, noBatchOfSequences,
    noCharacters
  case otherTeacher, coldTeacher, teacherBelowZero, teacherAboveOne
  case tooManyPlayers, valuesOfPlayers, noOrder, valuesOfALine, weightsOfALine, noCoalition
  case notAMatrix, oneMeasurement, noFreedom, noStage, emptyStage, moreStagesThanSteps, sizesOfStepZero
  case otherMoment, otherGradient, extraGradient, missingGradient

  /// What the message has to name.
  var parts: [String] {
    switch self {
    case .stepZero: ["steps count from 1, not 0"]
    case .clippingToNothing: ["a norm of 0.0 is not positive"]
    case .otherTargets: ["meanLoss: 2 windows and 1 targets"]
    case .noWindows: ["meanLoss: 0 windows and 0 targets"]
    case .emptyWindows: ["meanLoss: 1 windows and 1 targets"]
    case .noBatch: ["meanLoss: 1 windows and 1 targets in batches of 0"]
    case .noBatchOfSequences: ["meanLoss: sequences in batches of 0"]
    case .noCharacters: ["5 tokens over 0 characters"]
    case .otherTeacher: ["a student's logits [1, 2] and a teacher's [1, 3]"]
    case .coldTeacher: ["a temperature of 0.0 and a weight of 1.0"]
    case .teacherBelowZero: ["a temperature of 1.0 and a weight of -0.5"]
    case .teacherAboveOne: ["a temperature of 1.0 and a weight of 1.5"]
    case .tooManyPlayers: ["21 players, not 0 to 20"]
    case .valuesOfPlayers: ["3 values for 2 players, not 4"]
    case .noOrder: ["SampledShapleyValues: 0 orders"]
    case .valuesOfALine: ["1 values and 2 weights of 2 coalitions"]
    case .weightsOfALine: ["2 values and 1 weights of 2 coalitions"]
    case .noCoalition: ["0 values and 0 weights of 0 coalitions"]
    case .notAMatrix: ["newtonSchulz: a tensor of shape [2, 1, 2]"]
    case .oneMeasurement: ["1 measurements have no spread"]
    case .noFreedom: ["studentTProbability: 0 degrees of freedom"]
    case .noStage: ["GrowingSizes: [] in 3 steps"]
    case .emptyStage: ["GrowingSizes: [", "context: 0", "in 3 steps"]
    case .moreStagesThanSteps: ["GrowingSizes: [", "in 1 steps"]
    case .sizesOfStepZero: ["GrowingSizes: steps count from 1, not 0"]
    case .otherMoment: ["firstMoment.weight has shape [3]", "[2, 2]"]
    case .otherGradient: ["of shape [2] has no gradient of that name and shape"]
    case .extraGradient: ["the gradient 1 of shape [2] has no parameter"]
    case .missingGradient: ["parameter 1 of shape [1] has no gradient of that name and shape"]
    }
  }

  func run() {
    switch self {
    case .tooManyPlayers: _ = CoalitionGame(playerCount: 21) { _ in [] }
    case .valuesOfPlayers: _ = CoalitionGame(playerCount: 2) { _ in [1, 2, 3] }
    case .noOrder:
      var generator = SystemRandomNumberGenerator()
      _ = SampledShapleyValues(playerCount: 2, orders: 0, using: &generator) { $0.map { _ in 0 } }
    case .valuesOfALine:
      _ = LocalLinearModel(coalitions: [[true], [false]], values: [1], weights: [1, 1])
    case .weightsOfALine:
      _ = LocalLinearModel(coalitions: [[true], [false]], values: [1, 2], weights: [1])
    case .noCoalition: _ = LocalLinearModel(coalitions: [], values: [], weights: [])
    case .stepZero: _ = LearningRateSchedule.constant(1)(step: 0)
    case .clippingToNothing:
      var gradient = Tensor([3, 4])
      clip(&gradient, toNorm: 0)
    case .otherTargets: loss([[0], [1]], [[1]])
    case .noWindows: loss([], [])
    case .emptyWindows: loss([[]], [[]])
    case .noBatch: loss([[0]], [[1]], batchSize: 0)
    case .noBatchOfSequences: _ = try? meanLoss(on: [], batchSize: 0) { _ in .zeros([1, 1, 2]) }
    case .noCharacters: _ = lossPerCharacter(meanLossPerToken: 1, tokens: 5, characters: 0)
    case .otherTeacher: distil(.zeros([1, 3]))
    case .coldTeacher: distil(temperature: 0)
    case .teacherBelowZero: distil(weight: -0.5)
    case .teacherAboveOne: distil(weight: 1.5)
    case .notAMatrix: _ = newtonSchulz(.zeros([2, 1, 2]))
    case .oneMeasurement: _ = oneSidedTTest(of: [1], isBelow: 2)
    case .noFreedom: _ = studentTProbability(below: 1, degreesOfFreedom: 0)
    case .noStage: _ = GrowingSizes([], steps: 3)
    case .emptyStage: _ = GrowingSizes([.init(batch: 1, context: 0)], steps: 3)
    case .moreStagesThanSteps:
      _ = GrowingSizes([.init(batch: 1, context: 1), .init(batch: 2, context: 2)], steps: 1)
    case .sizesOfStepZero: _ = GrowingSizes([.init(batch: 1, context: 1)], steps: 1)(step: 0)
    case .otherMoment:
      var model = TwoParameters(weight: .ones([2, 2]), bias: .ones([1]))
      var optimizer = AdamW()
      optimizer.state.tensors = ["firstMoment.weight": .zeros([3])]
      optimizer.update(&model, along: model)
    case .otherGradient:
      var (model, optimizer) = (Tensor([1, 2]), AdamW())
      optimizer.update(&model, along: Tensor([1]))
    case .extraGradient:
      var (model, optimizer) = ([Tensor([1])], AdamW())
      optimizer.update(&model, along: [Tensor([1]), Tensor([1, 2])])
    case .missingGradient:
      var (model, optimizer) = ([Tensor([1]), Tensor([2])], AdamW())
      optimizer.update(&model, along: [Tensor([1])])
    }
  }

  private func distil(_ teacher: Tensor = .zeros([1, 2]), temperature: Float = 1, weight: Float = 1) {
    _ = distillationLoss(
      student: .zeros([1, 2]), teacher: teacher, targets: [0], temperature: temperature, weight: weight)
  }

  private func loss(_ inputs: [[Int]], _ targets: [[Int]], batchSize: Int = 32) {
    _ = meanLoss(inputs: inputs, targets: targets, batchSize: batchSize) { .zeros([$0.count, 1, 2]) }
  }
}

/// These are programmer errors: they trap, also in release, with what was given.
@Suite("What training refuses")
struct RefusalTests {
  @Test("what is not defined traps, and the message says what was given", arguments: Misuse.allCases)
  func refused(misuse: Misuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [misuse] in misuse.run()
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in misuse.parts { #expect(message.contains(part), "«\(part)» is not in «\(message)»") }
  }
}
