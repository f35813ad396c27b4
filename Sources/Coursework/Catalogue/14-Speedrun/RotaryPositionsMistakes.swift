import Autodiff
import Platform

extension RotaryPositionsExercise {
  package static let misconceptions: [Misconception<Function>] = [
    variant(
      "halves", diagnosis: "the pairs (i, i + size/2): the first half of a row turned against the second",
      remedy: "Files of LLaMA's layout have it so. Here the two of a pair stand side by side: 2i and 2i + 1.",
      frequency: 3
    ) { x, base, position in turned(x, base: base, position: position, dimensions: { ($0, $0 + $1 / 2) }) },
    variant(
      "backwards", diagnosis: "every pair turned the other way, by −a",
      remedy: "The minus sign stands before the sine of the *first* row: cos a · first − sin a · second.",
      frequency: 3
    ) { x, base, position in
      turned(x, base: base, position: position, turn: { ($0 * $2 + $1 * $3, $1 * $2 - $0 * $3) })
    },
    variant(
      "without-the-2", diagnosis: "the exponent i/size, half of what it should be",
      remedy: "Pair i is the numbers 2i and 2i + 1: the exponent is that of the first of them, 2i/size.",
      frequency: 3
    ) { x, base, position in
      turned(x, base: base, position: position, exponent: { -Double($0) / Double($1) })
    },
    variant(
      "over-half-the-size", diagnosis: "the exponent 2i over size/2, twice what it should be",
      remedy: "Either i over size/2 or 2i over size.", frequency: 1
    ) { x, base, position in
      turned(x, base: base, position: position, exponent: { -Double(4 * $0) / Double($1) })
    },
    variant(
      "growing-frequencies", diagnosis: "base^(+2i/size): each pair faster than the one before",
      remedy: "The first pair is the fastest; the exponent is negative.", frequency: 2
    ) { x, base, position in
      turned(x, base: base, position: position, exponent: { Double(2 * $0) / Double($1) })
    },
    variant(
      "one-frequency",
      diagnosis: "the angle p in every pair: 2 * i / size of two Ints is 0",
      remedy: "Each pair turns at its own speed. Are its numbers Doubles before the division?", frequency: 2
    ) { x, base, position in turned(x, base: base, position: position, exponent: { _, _ in 0 }) },
    variant(
      "pairs-from-one", diagnosis: "pairs counted from 1 in the exponent: the first one turns too slowly",
      remedy: "The first pair has i = 0 and turns by the position itself.", frequency: 2
    ) { x, base, position in
      turned(x, base: base, position: position, exponent: { -Double(2 * $0 + 2) / Double($1) })
    },
    variant(
      "no-minus",
      diagnosis: "no minus sign: first · cos a + second · sin a, and first · sin a + second · cos a",
      remedy: "A rotation keeps the length of a pair. Does yours?", frequency: 2
    ) { x, base, position in
      turned(x, base: base, position: position, turn: { ($0 * $2 + $1 * $3, $0 * $3 + $1 * $2) })
    },
    variant(
      "overwritten",
      diagnosis: "the second of a pair made of the first one as it has become, not as it was",
      remedy: "Both new numbers are made of both old ones: keep the old ones until both are there.",
      frequency: 3
    ) { x, base, position in
      turned(
        x, base: base, position: position,
        turn: { first, second, cosine, sine in
          let new = first * cosine - second * sine
          return (new, new * sine + second * cosine)
        })
    },
    variant(
      "sine-for-cosine", diagnosis: "sine and cosine exchanged",
      remedy: "At position 0 nothing moves. Which of sine and cosine is 1 at 0?", frequency: 1
    ) { x, base, position in
      turned(x, base: base, position: position, turn: { ($0 * $3 - $1 * $2, $0 * $2 + $1 * $3) })
    },
    variant(
      "added", diagnosis: "the sine and the cosine added to the pair, as chapter 3's positions are",
      remedy: "Nothing is added to the vector here: it keeps its length, and is turned.", frequency: 2
    ) { x, base, position in
      turned(x, base: base, position: position, turn: { ($0 + $3, $1 + $2) })
    },
    variant(
      "multiplied", diagnosis: "the first of a pair times cos a, the second times sin a",
      remedy: "That is half of a rotation: each new number is made of *both* old ones.", frequency: 1
    ) { x, base, position in turned(x, base: base, position: position, turn: { ($0 * $2, $1 * $3) }) },
    variant(
      "laid-out-in-halves",
      diagnosis: "the right numbers, first all firsts of the pairs, then all seconds",
      remedy:
        "Concatenating puts the firsts before the seconds. They belong side by side again: 2i and 2i + 1.",
      frequency: 3
    ) { x, base, position in
      let size = x.shape[1]
      let rows = turned(x, base: base, position: position).rows
      return Tensor(
        shape: x.shape,
        scalars: rows.flatMap { row in
          stride(from: 0, to: size, by: 2).map { row[$0] } + stride(from: 1, to: size, by: 2).map { row[$0] }
        })
    },
    Misconception(
      "frequency-of-each-number",
      diagnosis: "an angle for every number, base^(−j/size) for number j, not one for the two of a pair",
      remedy:
        "Two numbers that are turned by two angles keep no length. Both of a pair have the exponent 2i/size.",
      frequency: 2
    ) { x, start, base in
      let size = x.shape[1]
      var scalars = x.scalars
      for place in scalars.indices {
        let (row, number) = (place / size, place % size)
        let angle = Double(start + row) * pow(base, -Double(number) / Double(size))
        let (first, second) = (Double(x[row, number]), Double(x[row, number ^ 1]))
        scalars[place] = Float(
          first * cos(angle) + (number.isMultiple(of: 2) ? -second : second) * sin(angle))
      }
      return Tensor(shape: x.shape, scalars: scalars)
    },
    Misconception(
      "start-forgotten", diagnosis: "the first row at position 0, whatever start is",
      remedy: "With a cache a model is given one token at a time. Where does its 17th row stand?",
      frequency: 3
    ) { x, _, base in turned(x, base: base) { row, _ in row } },
    Misconception(
      "counted-from-one", diagnosis: "positions counted from 1: the first row at start + 1",
      remedy: "The first row stands at position start, and at position 0 nothing is turned.", frequency: 2
    ) { x, start, base in turned(x, base: base) { row, _ in start + row + 1 } },
    Misconception(
      "one-position", diagnosis: "every row at position start: they are all turned alike",
      remedy: "Row t stands at start + t. Turned alike, they would score as if nothing were turned.",
      frequency: 1
    ) { x, start, base in turned(x, base: base) { _, _ in start } },
    Misconception(
      "from-the-end", diagnosis: "positions counted from the last row to the first",
      remedy: "Row 0 is the earliest token, at position start.", frequency: 1
    ) { x, start, base in turned(x, base: base) { row, time in start + time - 1 - row } },
    Misconception(
      "base-of-the-paper", diagnosis: "10,000 in the place of the base that was given",
      remedy: "Models for long texts have other bases: use `base`.", frequency: 2
    ) { x, start, _ in turned(x, base: 10_000) { row, _ in start + row } },
  ]

  /// Something else done to the pairs, at the right positions.
  private static func variant(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ turned: @escaping @Sendable (_ x: Tensor, _ base: Double, _ position: (Int, Int) -> Int) -> Tensor
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) { x, start, base in
      turned(x, base) { row, _ in start + row }
    }
  }
}
