import Autodiff
import Randomness

/// The rows of a table that belong to the tokens of a text.
package enum LookUpExercise: Exercise {
  /// A table `[vocabulary, channels]` and n tokens to `[n, channels]`.
  package typealias Function = @Sendable (_ table: Tensor, _ tokens: [Int]) throws -> Tensor

  /// What the lookup is tried on.
  package struct Inputs: Codable, Sendable {
    let table: Tensor
    let tokens: [Int]
  }

  package static let about = About(
    name: "lookUp", title: "a token picks its row",
    goal:
      "Give every token of a text its row of the table, in the order of the text. A token that stands twice "
      + "gets the same row twice.",
    formula: "xₜ = E[idₜ]      [vocabulary, channels], n tokens → [n, channels]",
    formulas: [.g_EMB], minutes: 8, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "The token is nothing but the number of a row, counted from 0. Nothing needs to be computed: the rows are "
      + "copied out.",
    shapes:
      "One row of [vocabulary, channels] is [channels]; n of them, one on top of the other, are [n, channels].",
    pseudocode: """
      rows ← for every token of the text: the row of the table with that number
      lay the rows on top of each other
      """,
    line: """
      return stack(tokens.map { table.selected(axis: 0, $0) })
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let long = (0..<7).map { _ in Int.random(in: 0..<6, using: &random) }
    return [
      Inputs(table: Tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), tokens: [2, 1, 1]),
      Inputs(table: Tensor([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]), tokens: [2, 0, 1, 2, 0]),
      Inputs(table: .normal([6, 4], using: &random), tokens: long),
      Inputs(table: .normal([5, 1], using: &random), tokens: [4]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.table, inputs.tokens))
  }

  package static let reference: Function = { lookUp($0, at: $1) }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "columns-for-rows", diagnosis: "columns of the table, where the rows belong",
      remedy:
        "The table has one row for each token and one column for each channel. Which axis is counted by tokens?",
      frequency: 2
    ) { table, tokens in try rows(of: table.transposed(), at: tokens) },
    Misconception(
      "counted-from-one", diagnosis: "the row before each token's own, as if tokens were counted from 1",
      remedy: "Tokens are counted from 0: token 0 has the first row, token vocabulary − 1 the last.",
      frequency: 2
    ) { table, tokens in try rows(of: table, at: tokens.map { $0 - 1 }) },
    Misconception(
      "padding", diagnosis: "zeros for token 0, as if it filled up short texts",
      remedy: "Nothing says that token 0 means less than the others: its row is row 0 of the table.",
      frequency: 1
    ) { table, tokens in
      let kept = Tensor(shape: [tokens.count, 1], scalars: tokens.map { $0 == 0 ? 0 : 1 })
      return try rows(of: table, at: tokens) * kept
    },
    Misconception(
      "place-for-token", diagnosis: "the first rows of the table in order, whatever the tokens are",
      remedy:
        "The row is chosen by the token, not by its place in the text: which of the two does your index count?",
      frequency: 2
    ) { table, tokens in try rows(of: table, at: Array(tokens.indices)) },
    Misconception(
      "repeats-dropped", diagnosis: "one row for each different token: a token that came again got no row",
      remedy:
        "A text of n tokens has n rows, the same one as often as its token stands there. A set or a dictionary "
        + "forgets that.", frequency: 1
    ) { table, tokens in
      var met: [Int] = []
      for token in tokens where !met.contains(token) { met.append(token) }
      return try rows(of: table, at: met)
    },
    Misconception(
      "one-hot-left", diagnosis: "the one-hot rows of the tokens, which have not met the table yet",
      remedy: "A one-hot row has a place for every token of the vocabulary. What must it be multiplied by?",
      frequency: 1
    ) { table, tokens in oneHot(tokens, size: table.shape[0]) },
    Misconception(
      "tokens-as-columns", diagnosis: "the right vectors, but each laid down as a column",
      remedy: "Each token is a row in this course: [n, channels], not [channels, n].", frequency: 1
    ) { table, tokens in try rows(of: table, at: tokens).transposed() },
    Misconception(
      "wrong-stride",
      diagnosis:
        "the table's scalars read at token · vocabulary + channel, a stride that is not the row's length",
      remedy:
        "In row-major order a row begins where the one before has ended. How many scalars has a row of "
        + "[vocabulary, channels]?", frequency: 2
    ) { table, tokens in
      let (vocabulary, channels) = (table.shape[0], table.shape[1])
      let scalars = table.scalars
      let places = tokens.flatMap { token in (0..<channels).map { token * vocabulary + $0 } }
      guard places.allSatisfy(scalars.indices.contains) else { throw Stops("Index out of range") }
      return Tensor(shape: [tokens.count, channels], scalars: places.map { scalars[$0] })
    },
    Misconception(
      "scaled", diagnosis: "the right rows times √channels",
      remedy:
        "Vaswani et al. scale by √d where positions are added to the rows. The lookup itself copies them as they "
        + "are.", frequency: 1
    ) { table, tokens in try rows(of: table, at: tokens) * Float(table.shape[1]).squareRoot() },
    Misconception(
      "sorted", diagnosis: "the right rows, sorted by their tokens",
      remedy:
        "Row t of the result belongs to the t-th token of the text, wherever its row stands in the table.",
      frequency: 1
    ) { table, tokens in try rows(of: table, at: tokens.sorted()) },
    Misconception(
      "end-to-end", diagnosis: "the right rows laid end to end, on a single axis",
      remedy: "`concatenate` makes an axis longer, `stack` makes a new one: [n, channels] has two.",
      frequency: 2
    ) { table, tokens in
      try rows(of: table, at: tokens).reshaped([tokens.count * table.shape[1]])
    },
    Misconception(
      "axis-kept", diagnosis: "the right rows, each with an axis of size 1 of its own: [n, 1, channels]",
      remedy: "`sliced` keeps the axis that it cuts, `selected` takes it away. Which did you stack?",
      frequency: 2
    ) { table, tokens in
      try rows(of: table, at: tokens).reshaped([tokens.count, 1, table.shape[1]])
    },
    Misconception(
      "bag", diagnosis: "one vector for the whole text, the sum of its tokens' rows",
      remedy: "Each of the n tokens has a row of its own in the result; nothing is added up.", frequency: 1
    ) { table, tokens in try rows(of: table, at: tokens).sum(alongAxis: 0) },
    Misconception(
      "first-for-all", diagnosis: "the row of the first token for every token",
      remedy: "Which token does your loop ask for the second time round?", frequency: 1
    ) { table, tokens in try rows(of: table, at: tokens.map { _ in tokens[0] }) },
  ]

  private static func rows(of table: Tensor, at tokens: [Int]) throws -> Tensor {
    guard tokens.allSatisfy((0..<table.shape[0]).contains) else {
      throw Stops("selected: an index is outside \(table.shape)")
    }
    return lookUp(table, at: tokens)
  }
}
