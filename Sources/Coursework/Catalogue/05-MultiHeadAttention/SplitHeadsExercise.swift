import Autodiff
import Randomness

/// The channels cut into heads, the heads an axis before time.
package enum SplitHeadsExercise: Exercise {
  /// `[…, time, channels]` and the number of heads to `[…, heads, time, headSize]`.
  package typealias Function = @Sendable (_ x: Tensor, _ headCount: Int) throws -> Tensor

  /// What is cut, and into how many.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let headCount: Int
  }

  package static let about = About(
    name: "splitHeads", title: "the channels cut into heads",
    goal:
      "Give every head its own channels of every token: head 0 the first headSize = channels / headCount of "
      + "them, head 1 the next, and so on. The heads become an axis before time, so that attention runs over "
      + "each by itself.",
    formula: "[…, time, channels] → […, time, heads, headSize] → […, heads, time, headSize]",
    formulas: [.s0_3_3_MHA, .g_HEAD], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "A reshape moves no number: it reads the same row of numbers with other borders. Cutting channels is a "
      + "reshape, since a token's channels lie side by side; moving the heads before time is not.",
    shapes:
      "[…, time, channels] reshaped is […, time, heads, headSize]: a token is still a token. Then the axes time "
      + "and heads change places: the third and the second from the end.",
    pseudocode: """
      cut   ← x reshaped to […, time, heads, channels ÷ heads]
      axes  ← 0, 1, 2, … with the third last and the second last swapped
      answer ← cut with its axes in this order
      """,
    line: """
      let cut = x.reshaped(x.shape.dropLast() + [headCount, x.shape[x.rank - 1] / headCount])
      var axes = Array(0..<cut.rank)
      axes.swapAt(cut.rank - 3, cut.rank - 2)
      return cut.permuted(axes)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(x: Tensor([[1, 2, 3, 4], [11, 12, 13, 14], [21, 22, 23, 24]]), headCount: 2),
      Inputs(x: .normal([2, 6], using: &random), headCount: 3),
      Inputs(x: .normal([2, 3, 8], using: &random), headCount: 2),
      Inputs(x: .normal([2, 1, 3, 6], using: &random), headCount: 3),
      Inputs(x: .normal([1, 5], using: &random), headCount: 5),
      Inputs(x: .normal([3, 2, 4], using: &random), headCount: 1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("x", inputs.x)]) { try function($0[0], inputs.headCount) }
  }

  /// Head by head: its slice of the channels.
  package static let reference: Function = { x, headCount in
    stack(x.split(count: headCount, axis: -1), axis: x.rank - 2)
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "reshape-alone",
      diagnosis:
        "a reshape straight to [heads, time, headSize]: head 0 gets the first tokens, not the first channels",
      remedy: "The shape is right and the numbers are not. Cut the channels first, then move the axis.",
      frequency: 3, evidence: secondRow
    ) { x, headCount in
      let (time, size) = sizes(x, headCount)
      return x.reshaped(x.shape.dropLast(2) + [headCount, time, size])
    },
    Misconception(
      "axis-not-moved",
      diagnosis: "the channels cut but the heads left behind time: […, time, heads, headSize]",
      remedy: "Attention works on the last two axes: they have to be time and headSize.", frequency: 2
    ) { x, headCount in cut(x, headCount) },
    Misconception(
      "every-other-channel",
      diagnosis: "channels dealt out in turn: head 0 gets 0, h, 2h, …, not the first headSize of them",
      remedy:
        "A head's channels lie side by side: its number is the outer axis of the cut, headSize the inner.",
      frequency: 2, evidence: secondRow
    ) { x, headCount in
      let (time, size) = sizes(x, headCount)
      let dealt = x.reshaped(x.shape.dropLast(2) + [time, size, headCount])
      return dealt.permuted(Array(0..<x.rank - 2) + [x.rank, x.rank - 2, x.rank - 1])
    },
    Misconception(
      "count-for-size",
      diagnosis: "a cut into heads of headCount channels each, where headCount is the number of heads",
      remedy:
        "Each of the headCount heads has channels / headCount channels. Which of the two axes is the outer?",
      frequency: 2
    ) { x, headCount in swappingTime(cut(x, sizes(x, headCount).size)) },
    Misconception(
      "heads-before-batch", diagnosis: "the heads moved to the very front, before the batch axes",
      remedy: "Only time and heads change places: count axes from the end and leave those before alone.",
      frequency: 2
    ) { x, headCount in
      let rank = x.rank + 1
      return cut(x, headCount).permuted([rank - 2] + Array(0..<rank - 2) + [rank - 1])
    },
    Misconception(
      "axes-from-the-front",
      diagnosis:
        "the channels cut and axes 0 and 1 swapped, which are time and heads only without batch axes",
      remedy: "Count axes from the end: time is the third last of the cut, heads the second last.",
      frequency: 3
    ) { x, headCount in
      let cut = cut(x, headCount)
      return cut.permuted([1, 0] + Array(2..<cut.rank))
    },
    Misconception(
      "heads-last", diagnosis: "the heads as the last axis: […, time, headSize, heads]",
      remedy: "The heads come before time: attention works on the last two axes.", frequency: 1
    ) { x, headCount in stack(x.split(count: headCount, axis: -1), axis: x.rank) },
    Misconception(
      "last-head-first", diagnosis: "heads in the wrong order: head 0 gets the last channels",
      remedy: "Head 0 has the first headSize channels, and its projections' columns are the first ones too.",
      frequency: 1, evidence: secondRow
    ) { x, headCount in
      stack(x.split(count: headCount, axis: -1).reversed(), axis: x.rank - 2)
    },
    Misconception(
      "channels-before-time", diagnosis: "a tensor transposed once too often: […, heads, headSize, time]",
      remedy: "The rows of a head are still tokens: time comes before headSize.", frequency: 1
    ) { x, headCount in swappingTime(cut(x, headCount)).transposed() },
    Misconception(
      "full-width", diagnosis: "heads of full width, each with all the channels",
      remedy: "The heads share the channels: d_k = d/h. That is why more heads cost no parameter.",
      source: .s1_3_1_1_SHAPE, frequency: 1
    ) { x, headCount in stack(Array(repeating: x, count: headCount), axis: x.rank - 2) },
  ]

  /// `[…, time, heads, headSize]`.
  private static func cut(_ x: Tensor, _ headCount: Int) -> Tensor {
    x.reshaped(x.shape.dropLast() + [headCount, sizes(x, headCount).size])
  }

  private static func swappingTime(_ cut: Tensor) -> Tensor {
    cut.permuted(Array(0..<cut.rank - 3) + [cut.rank - 2, cut.rank - 3, cut.rank - 1])
  }

  private static func sizes(_ x: Tensor, _ headCount: Int) -> (time: Int, size: Int) {
    (x.shape[x.rank - 2], x.shape[x.rank - 1] / headCount)
  }

  /// On the first input a number's tens are its token and its ones its channel.
  private static let secondRow: @Sendable (Answer) -> String? = { answer in
    guard let output = answer.parts.first, output.shape == [2, 3, 2] else { return nil }
    let row = output.numbers[2..<4].map { Int($0) }
    return "row 1 of head 0 is \(row); token 1 is [11, 12, 13, 14], and head 0 has its first half"
  }
}
