import Autodiff
import Randomness

/// GPT-2's three projections that are kept as one.
package enum SplitQueryKeyValueExercise: Exercise {
  /// A projection: x·weight + bias.
  package typealias Projection = (weight: Tensor, bias: Tensor)
  /// The three of an attention.
  package typealias Projections = (query: Projection, key: Projection, value: Projection)

  /// The one weight and its bias, to three of each.
  package typealias Function = @Sendable (_ weight: Tensor, _ bias: Tensor) throws -> Projections

  /// What the splitting is tried on.
  package struct Inputs: Codable, Sendable {
    let weight: Tensor
    let bias: Tensor
  }

  package static let about = About(
    name: "splitQueryKeyValue", title: "three projections out of one",
    goal:
      "Take GPT-2's `c_attn` apart: one weight and one bias give query, key and value side by side, in this order. Return "
      + "each as it would be used alone: x·weight + bias, the weight with its inputs first.",
    formula: """
      x·weight + bias = [ query | key | value ]
      [time, channels] · [channels, 3·channels] + [3·channels]
      → three times a weight [channels, channels] and a bias [channels]
      """,
    formulas: [.s1_3_1_1_QKV], minutes: 10, difficulty: .easy, tolerance: 1e-6)

  package static let hints = Hints(
    idea:
      "What stands side by side in x·weight + bias stands side by side in the weight, and in the bias. Which axis of the "
      + "weight are the outputs?",
    shapes:
      "The last axis, 3·channels long, becomes three of channels: of the weight it is axis 1, of the bias axis 0.",
    pseudocode: """
      weights ← the weight in three equal parts along its last axis
      biases  ← the bias in three equal parts
      query, key, value ← the first of both, the second of both, the third of both
      """,
    line: """
      let weights = weight.split(count: 3, axis: 1)
      let biases = bias.split(count: 3, axis: 0)
      return ((weights[0], biases[0]), (weights[1], biases[1]), (weights[2], biases[2]))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ channels: Int) -> Inputs {
      Inputs(
        weight: .normal([channels, 3 * channels], using: &random),
        bias: .normal([3 * channels], using: &random))
    }
    return [
      // Three channels: the rows too can be cut into three.
      Inputs(
        weight: Tensor([
          [11, 12, 13, 14, 15, 16, 17, 18, 19], [21, 22, 23, 24, 25, 26, 27, 28, 29],
          [31, 32, 33, 34, 35, 36, 37, 38, 39],
        ]),
        bias: Tensor([1, 2, 3, 4, 5, 6, 7, 8, 9])),
      drawn(2), drawn(1), drawn(6), drawn(4),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let (query, key, value) = try function(inputs.weight, inputs.bias)
    return Answer(
      [("query", query), ("key", key), ("value", value)].flatMap { name, projection in
        [
          Answer.Part("weight of the \(name)", projection.weight),
          Answer.Part("bias of the \(name)", projection.bias),
        ]
      })
  }

  package static let reference: Function = { weight, bias in
    projections(weight.split(count: 3, axis: 1), bias.split(count: 3, axis: 0))
  }

  /// Three projections of three weights and three biases, in the order given: that of query, key and value.
  static func projections(_ weights: [Tensor], _ biases: [Tensor], order: [Int] = [0, 1, 2]) -> Projections {
    let all = order.map { (weight: weights[$0], bias: biases[$0]) }
    return (all[0], all[1], all[2])
  }
}
