import Autodiff
import Formulas
import Randomness
import Workbench

/// The matrix that carries every position's encoding to the one of k places further.
package enum RotationExercise: Exercise {
  /// k and the number of channels to R `[channels, channels]`.
  package typealias Function = @Sendable (_ offset: Int, _ channels: Int) throws -> Tensor

  /// What the matrix is made for.
  package struct Inputs: Codable, Sendable {
    let offset: Int
    let channels: Int
  }

  package static let about = About(
    name: "rotation", title: "k places further is a rotation",
    goal:
      "Find the matrix R that turns the encoding of *any* position into that of the position k further. It depends "
      + "on k alone. Encodings are rows, so R stands on the right.",
    formula:
      "PE(p + k) = PE(p) · R for every p,  ωᵢ = 1/10000^(2i/d)      [channels, channels], d = channels",
    formulas: [.s0_3_3_PE], minutes: 25, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "sin(α + β) = sin α cos β + cos α sin β and cos(α + β) = cos α cos β − sin α sin β. Take α = pω, which is in "
      + "the row already, and β = kω.",
    shapes:
      "Pair i touches its own two channels alone: R is 0 except for blocks of 2 by 2 along the diagonal, at rows "
      + "and columns 2i and 2i + 1. Column 2i of R says how the new sine is made of the old sine (row 2i) and the "
      + "old cosine (row 2i + 1).",
    pseudocode: """
      R ← zeros [channels, channels]
      for every pair i:
        β ← k · ωᵢ
        column 2i:      new sine   = cos β of the old sine,  sin β of the old cosine
        column 2i + 1:  new cosine = − sin β of the old sine,  cos β of the old cosine
      """,
    line: """
      matrix[2 * pair][2 * pair] = cosine
      matrix[2 * pair + 1][2 * pair] = sine
      matrix[2 * pair][2 * pair + 1] = -sine
      matrix[2 * pair + 1][2 * pair + 1] = cosine
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(offset: 1, channels: 2), Inputs(offset: 2, channels: 4), Inputs(offset: -3, channels: 6),
      Inputs(offset: 0, channels: 4),
      Inputs(offset: .random(in: 4...12, using: &random), channels: 2 * .random(in: 4...6, using: &random)),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.offset, inputs.channels), named: "R")
  }

  /// The sines and cosines of kωᵢ are the encoding of position k itself.
  package static let reference: Function = { offset, channels in
    let encoding = Formula.PositionalEncoding.published(position: offset, width: channels)
    return blocks(channels) { pair in turn(encoding[2 * pair], encoding[2 * pair + 1]) }
  }
}
