import Formulas
import Platform

/// Chapter 14: a race, its steps and its positions.
extension QuestionKind {
  static let speedrun: [QuestionKind] = [
    speedrunTarget, speedrunRate, speedrunLength, speedrunNewtonSchulz, speedrunTurn, speedrunDistance,
    speedrunScore, speedrunRMSNorm, speedrunGate, speedrunSeconds, speedrunT, speedrunChance,
  ]

  private static let speedrunTarget = QuestionKind("target", "The target of a race") { draw in
    let best = draw.decimal(0.32...0.6, step: 0.02)
    let entropy = draw.decimal(0.1...0.24, step: 0.02)
    let share = draw.pick([0.9, 0.8, 0.75])
    let gap = best - entropy
    let name = [0.9: "nine tenths", 0.8: "four fifths", 0.75: "three quarters"][share] ?? ""
    return Question(
      """
      The best n-gram loses \(written(best)) nats a character, the source itself \(written(entropy)). The target of a race is \(name) of the way from the
      first to the second. At which loss is it?
      """, .number(best - share * gap),
      way: "From the n-gram's loss the share of the gap between the two is taken off.",
      slips: [
        Slip(
          .number(entropy + share * gap),
          "The way was begun at the wrong end: that is so far from the source, and hardly below the n-gram."),
        Slip(
          .number(share * gap), "That is how long the way is, not where it ends: it begins at the n-gram."),
        Slip(
          .number(share * best),
          "That is a share of the n-gram's loss. Nobody comes to 0: the way ends at the source."),
        Slip(
          .number((1 - share) * best), "The source loses something, too. The way ends there and not at 0."),
        Slip(.number(gap), "That is the gap. The target is a loss that lies in it."),
      ],
      readings: [
        Slip(.number(share * entropy), "That is below the source, where nobody can come."),
        Slip(
          .number((1 - share) * gap),
          "So much is left between target and source. The loss itself is asked for."),
        Slip(
          .number(share * best - entropy),
          "The share is one of the whole gap, not of the n-gram's loss alone, and the way begins at the n-gram."
        ),
        Slip(.number((best + entropy) / 2), "That is half of the way."),
        Slip(
          .number(best - share * entropy),
          "The share is one of the gap. Here it was taken of the source's loss."),
      ])
  }

  private static let speedrunRate = QuestionKind("rate", "Up, flat, and down") { draw in
    let peak = Double(draw.pick([10, 12, 16, 20]))
    let floor = Double(draw.pick([2, 4]))
    let warmUp = draw.pick([20, 40, 50])
    let decay = draw.pick([100, 200, 400])
    let steps = draw.pick([800, 1000])
    let early = warmUp * draw.pick([2, 4, 6, 8]) / 10
    let left = decay * draw.pick([1, 2, 3, 4]) / 5
    let (middle, late) = (steps / 2, steps - left)
    let (up, down) = (Double(early) / Double(warmUp), Double(left) / Double(decay))
    let right = floor + (peak - floor) * down
    return Question(
      """
      A rate goes up in a line from 0 to its peak in \(warmUp) steps, stays, and comes down in a line to its floor in the last \(decay) of \(steps) steps.
      The peak is \(written(peak)), the floor \(written(floor)), in thousandths. What are the rates of steps \(early), \(middle) and \(late)? (In thousandths.)
      """, .numbers([peak * up, peak, right]),
      way:
        "s/w of the peak; the peak; the floor and of what lies above it the share of the way down that is left.",
      slips: [
        Slip(
          .numbers([peak * up, peak, peak * down]), "The way down is one to 0. It ends at the floor."),
        Slip(
          .numbers([peak * up, peak, floor + peak * down]),
          "By that formula the rate is above its peak as the way down begins: the floor comes on top of all of it."
        ),
        Slip(
          .numbers([peak * up, peak, floor + (peak - floor) * (1 - down)]),
          "The way down is taken from its wrong end: it rises to the peak. How much of it is left at this step?"
        ),
        Slip(
          .numbers([floor + (peak - floor) * up, peak, right]),
          "The floor is for the end. The way up begins at 0."),
        Slip(
          .numbers([
            peak * up, floor + (peak - floor) * Double(steps - middle) / Double(steps - warmUp), right,
          ]),
          "The rate in the middle has begun to come down. Nothing happens to it until the last steps."),
        Slip(
          .numbers([peak, peak, right]), "The way up is missing: the first rate is the peak at once."),
        Slip(
          .numbers([peak * up, peak, peak]),
          "The rate does not come down. The last step asked for is on the way down."
        ),
      ],
      readings: [
        Slip(
          .numbers([peak * up, peak, floor]),
          "The last rate is the floor at once. It is reached with the last step of all."),
        Slip(
          .numbers([peak * up, peak, peak * Double(left) / Double(steps)]),
          "What is left is divided by all steps, and it goes to 0. The way down is shorter, and ends at the floor."
        ),
        Slip(
          .numbers([peak * up, floor, floor]),
          "The length of the way down is taken for the step at which it begins."),
        Slip(
          .numbers([peak * up, peak, floor + (peak - floor) * Double(left) / Double(steps)]),
          "What is left is divided by all steps. The way down is shorter than the run."),
        Slip(
          .numbers([peak * up, peak, max(floor, peak * down)]),
          "A line to 0 is cut off at the floor. It has to go to the floor."),
        Slip(
          .numbers([peak * up, peak, floor + (peak - floor) * 0.5 * (1 - cos(.pi * down))]),
          "That is half a cosine down. Here every step takes off the same."),
        Slip(
          .numbers([peak * up, peak, right - floor]),
          "The floor itself is forgotten: the line is that of what lies above it."),
      ])
  }

  private static let speedrunLength = QuestionKind("length", "What Newton and Schulz begin with") { draw in
    let sizes = draw.pick([
      [0, 1, 2, 2], [1, 2, 2, 4], [1, 1, 3, 5], [0, 2, 3, 6], [2, 2, 4, 5], [1, 4, 4, 4], [1, 1, 7, 7],
      [1, 5, 5, 7], [0, 0, 6, 8], [0, 1, 4, 8], [2, 4, 4, 8],
    ])
    let numbers = draw.shuffled(sizes).map { Double($0 * (draw.whole(0...2) == 0 ? -1 : 1)) }
    let squares = numbers.reduce(0) { $0 + $1 * $1 }
    func over(_ divisor: Double) -> Answer { .numbers(numbers.map { $0 / divisor }) }
    let rows = [numbers[0], numbers[2]].indices.map { row in
      (numbers[2 * row] * numbers[2 * row] + numbers[2 * row + 1] * numbers[2 * row + 1]).squareRoot()
    }
    let columns = [0, 1].map { (numbers[$0] * numbers[$0] + numbers[$0 + 2] * numbers[$0 + 2]).squareRoot() }
    return Question(
      """
      A gradient is to be made orthogonal by the steps of Newton and Schulz. What is X before the first of them, row by row? (The 10⁻⁷ may be
      left out.)

      \(written("G", Matrix(rowCount: 2, columnCount: 2, elements: numbers)))
      """, over(squares.squareRoot()), way: "G over its length, the root of the sum of all squares.",
      slips: [
        Slip(
          .numbers(numbers),
          "That is G. A singular value above 1.26 would grow with each step, so it is divided first."),
        Slip(over(squares), "A length is a root: of twice the gradient the same should be left."),
        Slip(
          over(numbers.reduce(0) { $0 + abs($1) }),
          "The magnitudes are added, not the squares. That is a length of another kind."),
        Slip(
          over((squares / 4).squareRoot()),
          "That is the root of the *mean* of the squares: the length of the whole matrix is wanted."),
        Slip(
          over(numbers.map(abs).max() ?? 1),
          "It is divided by the greatest number. A matrix of ones has a singular value above 1 still."),
      ],
      readings: [
        Slip(
          .numbers(numbers.indices.map { numbers[$0] / rows[$0 / 2] }),
          "Each row is divided by its own length. That turns the directions of the matrix; one length is for all."
        ),
        Slip(
          .numbers(numbers.indices.map { numbers[$0] / columns[$0 % 2] }),
          "Each column is divided by its own length. One length is for the whole matrix."),
        Slip(over(numbers.reduce(0, +)), "It is divided by the sum of the numbers, whose signs cancel."),
        Slip(over(rows.max() ?? 1), "That is the length of the longest row. All four squares count."),
        Slip(over(2), "It is divided by the size of the matrix, whatever stands in it."),
        Slip(over(4), "It is divided by how many numbers there are, whatever they are."),
      ])
  }

  private static let speedrunNewtonSchulz = QuestionKind("newton-schulz", "One step of Newton and Schulz") {
    draw in
    let value = draw.decimal(0.05...0.95, step: 0.05)
    let (a, b, c) = (3.44, -4.78, 2.03)
    let (square, cube) = (value * value, value * value * value)
    let (fourth, fifth) = (square * square, square * cube)
    return Question(
      """
      X ← aX + (bA + cA²)X with A = XXᵀ and, rounded, a = 3.44, b = −4.78, c = 2.03. X has the singular value \(written(value)). What does one step make
      of it?

      Powers of \(written(value)): \(zip(["²", "³", "⁴", "⁵"], [square, cube, fourth, fifth]).map { "\($0) \(written($1))" }.joined(separator: ", "))
      """, .number(a * value + b * cube + c * fifth),
      way: "aσ + bσ³ + cσ⁵: A has σ², A² has σ⁴, and both are multiplied by X.",
      slips: [
        Slip(
          .number(a * value + b * square + c * fourth),
          "A and A² are there, but (bA + cA²) still has to be multiplied by X."),
        Slip(
          .number(a * value - b * cube + c * fifth),
          "b is negative: it holds back what has become large."),
        Slip(
          .number(a * value + c * cube + b * fifth), "b and c are exchanged: b belongs to A, c to A·A."),
      ],
      readings: [
        Slip(.number(a * value + b * cube), "The last term is left out: cA² times X."),
        Slip(.number(b * cube + c * fifth), "aX is left out: of small values nothing would be left."),
        Slip(
          .number(c * value + b * cube + a * fifth),
          "The coefficients stand the other way round: a belongs to X itself."),
        Slip(
          .number(a * value + b * square + c * cube),
          "Three powers in a row are those of X, X² and X³. A is XXᵀ, a square already."),
        Slip(
          .number(a * value + b * cube + c * fourth),
          "A² is multiplied by X as well: its term is one power short."),
        Slip(
          .number(a * value + b * value + c * value), "The powers are left out: that is (a + b + c)σ."),
        Slip(
          .number(1.5 * value - 0.5 * cube),
          "That is the iteration of the textbooks, 1.5X − 0.5AX. Here a, b and c are others."),
        Slip(
          .number(1), "One is what the steps are to come near to. Of *one* step something else is left."),
        Slip(.number(a * value), "That is aX alone."),
        Slip(.number(value), "The directions stay as they are; the singular values are what changes."),
      ])
  }

  private static let speedrunTurn = QuestionKind("turn", "Four channels, turned") { draw in
    let numbers = [
      Double(draw.whole(1...4)), 0, draw.pick([0, 2]), Double(draw.whole(1...4)),
    ]
    let position = Double(draw.whole(1...6))
    func turned(_ pairs: [(Int, Int)], _ angles: [Double]) -> Answer {
      var result = numbers
      for ((first, second), angle) in zip(pairs, angles) {
        result[first] = cos(angle) * numbers[first] - sin(angle) * numbers[second]
        result[second] = sin(angle) * numbers[first] + cos(angle) * numbers[second]
      }
      return .numbers(result)
    }
    let neighbours = [(0, 1), (2, 3)]
    let angles = [position, position / 10]
    let late = neighbours.indices.flatMap { pair in
      let (x, y, angle) = (numbers[2 * pair], numbers[2 * pair + 1], angles[pair])
      let first = cos(angle) * x - sin(angle) * y
      return [first, sin(angle) * first + cos(angle) * y]
    }
    return Question(
      """
      A query of four channels, \(written(numbers)), stands at position \(written(position)), counted from 0. Neighbouring channels are a pair; the first pair turns by 1
      radian a position, the second by 0.1. What is the query after rotary positions?

      \(zip(angles.map(written), angles).map { "cos \($0) = \(written(cos($1))), sin \($0) = \(written(sin($1)))" }.joined(separator: ", "))
      """, turned(neighbours, angles),
      way:
        "Of a pair x, y: x·cos − y·sin, then x·sin + y·cos, with the angle position times speed.",
      slips: [
        Slip(
          turned(neighbours, angles.map { -$0 }),
          "It is turned backwards: the minus sign stands before the sine of the first."),
        Slip(
          turned([(0, 2), (1, 3)], angles),
          "The pairs are halves, as in LLaMA's files. Here the two of a pair stand side by side."),
        Slip(
          .numbers(late),
          "The second of a pair was made of the first as it had become. Both are made of the old ones."),
        Slip(
          .numbers(
            numbers.indices.map { numbers[$0] + ($0 % 2 == 0 ? sin(angles[$0 / 2]) : cos(angles[$0 / 2])) }
          ), "Sine and cosine are added, as chapter 3's are. Here nothing is added: the length stays."),
      ],
      readings: [
        Slip(
          turned(neighbours, [position, position]),
          "Both pairs are turned by the same angle. The second is ten times as slow."),
        Slip(
          turned(neighbours, angles.map { .pi / 2 - $0 }),
          "Sine and cosine are exchanged: at position 0, where sines are 0, nothing may move."),
        Slip(
          turned(neighbours, angles.reversed()), "The speeds are exchanged: the first pair is the fast one."),
        Slip(
          turned(neighbours, [1, 0.1]), "That is position 1: the speeds times the position are the angles."),
        Slip(
          turned(neighbours, [position + 1, (position + 1) / 10]),
          "Positions count from 0: at position 0 nothing is turned."),
        Slip(
          .numbers(
            numbers.indices.map { numbers[$0] * ($0 % 2 == 0 ? cos(angles[$0 / 2]) : sin(angles[$0 / 2])) }
          ), "That is half a rotation: each new number is made of both old ones."),
        Slip(
          .numbers(numbers.indices.map { numbers[$0] * cos(angles[$0 / 2]) }),
          "The sines are missing: the other number of the pair has its part as well."),
        Slip(
          .numbers(
            neighbours.indices.flatMap { pair in
              let (x, y, angle) = (numbers[2 * pair], numbers[2 * pair + 1], angles[pair])
              return [cos(angle) * x + sin(angle) * y, sin(angle) * x + cos(angle) * y]
            }), "There is no minus sign: a rotation keeps the length of a pair."),
        Slip(
          turned(neighbours, [position, 0]), "The second pair has stayed where it was. It turns, but slowly."),
        Slip(.numbers(numbers), "It is not turned. Only at position 0 is nothing to do."),
      ])
  }
}
