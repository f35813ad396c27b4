import Autodiff
import Randomness

/// The heads side by side again: the inverse of the cut.
package enum JoinHeadsExercise: Exercise {
  /// `[…, heads, time, headSize]` to `[…, time, heads × headSize]`.
  package typealias Function = @Sendable (_ heads: Tensor) throws -> Tensor

  /// What is joined.
  package struct Inputs: Codable, Sendable {
    let heads: Tensor
  }

  package static let about = About(
    name: "joinHeads", title: "the heads side by side again",
    goal:
      "Lay the heads' rows for each token side by side, head 0 first: the concatenation of the formula, and the "
      + "inverse of splitHeads.",
    formula: "Concat(head₁, …, head_h)      […, heads, time, headSize] → […, time, heads × headSize]",
    formulas: [.s0_3_3_MHA, .s4_4_2_MHA], minutes: 10, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "What was done last is undone first. Before the reshape, the numbers of one token have to lie side by "
      + "side: which axis must come after time?",
    shapes:
      "[…, heads, time, headSize] with two axes swapped is […, time, heads, headSize]; its last two axes "
      + "together are heads × headSize = channels.",
    pseudocode: """
      axes     ← 0, 1, 2, … with the third last and the second last swapped
      aligned  ← heads with its axes in this order
      answer   ← aligned reshaped to […, time, heads × headSize]
      """,
    line: """
      var axes = Array(0..<heads.rank)
      axes.swapAt(heads.rank - 3, heads.rank - 2)
      let aligned = heads.permuted(axes)
      return aligned.reshaped(aligned.shape.dropLast(2) + [-1])
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let first = Tensor([[1, 2], [11, 12], [21, 22]])
    let second = Tensor([[3, 4], [13, 14], [23, 24]])
    return [
      Inputs(heads: stack([first, second])),
      Inputs(heads: .normal([3, 2, 2], using: &random)),
      Inputs(heads: .normal([2, 2, 3, 4], using: &random)),
      Inputs(heads: .normal([2, 1, 3, 4, 2], using: &random)),
      Inputs(heads: .normal([5, 1, 1], using: &random)),
      Inputs(heads: .normal([3, 1, 2, 4], using: &random)),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("heads", inputs.heads)]) { try function($0[0]) }
  }

  /// Head by head, along the channels.
  package static let reference: Function = { concatenate(each($0), axis: -1) }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "reshape-alone",
      diagnosis:
        "a reshape straight to [time, channels]: a row is filled with one head's numbers of several tokens",
      remedy: "The shape is right and the numbers are not. First bring a token's numbers side by side.",
      frequency: 3, evidence: firstRow
    ) { heads in
      let (count, time, size) = sizes(heads)
      return heads.reshaped(heads.shape.dropLast(3) + [time, count * size])
    },
    Misconception(
      "not-flattened", diagnosis: "the axes moved back but not joined: […, time, heads, headSize]",
      remedy: "W^O multiplies rows of all channels: make one axis of the last two.", frequency: 2
    ) { stack(each($0), axis: $0.rank - 2) },
    Misconception(
      "interleaved", diagnosis: "the heads' channels in turn: channel 0 of every head, then channel 1, …",
      remedy: "Head 0 comes whole, then head 1: heads is the outer of the two axes that become one.",
      frequency: 2, evidence: firstRow
    ) { heads in
      let (count, time, size) = sizes(heads)
      return stack(each(heads), axis: heads.rank - 1)
        .reshaped(heads.shape.dropLast(3) + [time, size * count])
    },
    Misconception(
      "last-head-first", diagnosis: "the heads joined in the wrong order, the last one first",
      remedy: "W^O's first rows belong to head 0; in another order it reads another head's channels.",
      frequency: 1, evidence: firstRow
    ) { concatenate(each($0).reversed(), axis: -1) },
    Misconception(
      "axes-from-the-front",
      diagnosis: "axes 0 and 1 swapped and then joined, which are heads and time only without batch axes",
      remedy: "Count axes from the end: heads is the third last, time the second last.", frequency: 3
    ) { heads in
      let swapped = heads.permuted([1, 0] + Array(2..<heads.rank))
      return swapped.reshaped(swapped.shape.dropLast(2) + [-1])
    },
    Misconception(
      "along-axis-1",
      diagnosis: "the heads concatenated along axis 1, which holds the channels only without batch axes",
      remedy: "Concatenate along the last axis, −1, however many come before.", frequency: 2
    ) { concatenate(each($0), axis: 1) },
    Misconception(
      "averaged", diagnosis: "the mean of the heads: […, time, headSize]",
      remedy: "A mean cannot tell which head said what. Every head keeps channels of its own, side by side.",
      frequency: 1
    ) { $0.mean(alongAxis: -3) },
    Misconception(
      "summed", diagnosis: "the heads added up: […, time, headSize]",
      remedy:
        "A sum cannot be taken apart again. Put the heads next to each other; W^O decides how they mix.",
      source: .s1_3_1_1_P_STACK, frequency: 2
    ) { $0.sum(alongAxis: -3) },
    Misconception(
      "along-time", diagnosis: "the heads one below the other: […, heads × time, headSize]",
      remedy: "There are as many tokens as before; it is the channels that there are more of.",
      source: .s1_3_1_1_P_STACK, frequency: 1
    ) { concatenate(each($0), axis: -2) },
  ]

  /// The heads one by one, `[…, time, headSize]` each.
  private static func each(_ heads: Tensor) -> [Tensor] {
    let axis = heads.rank - 3
    return (0..<heads.shape[axis]).map { heads.selected(axis: axis, $0) }
  }

  private static func sizes(_ heads: Tensor) -> (count: Int, time: Int, size: Int) {
    (heads.shape[heads.rank - 3], heads.shape[heads.rank - 2], heads.shape[heads.rank - 1])
  }

  /// On the first input a number's tens are its token and its ones its channel, counted from 1.
  private static let firstRow: @Sendable (Answer) -> String? = { answer in
    guard let output = answer.parts.first, output.shape == [3, 4] else { return nil }
    return
      "row 0 is \(output.numbers[..<4].map { Int($0) }); token 0 has [1, 2] in head 0 and [3, 4] in head 1"
  }
}
