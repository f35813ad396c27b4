import Formulas

/// Chapter 5.
extension QuestionKind {
  static let multihead: [QuestionKind] = [
    multiheadChannels, multiheadSplit, multiheadHeads, multiheadMixture, multiheadReversed, multiheadStretch,
    multiheadParameters, multiheadWeightCount, multiheadScale, multiheadRank,
  ]

  private static let multiheadChannels = QuestionKind("channels", "The channels of a head") { draw in
    let heads = draw.pick([2, 3, 4, 6, 8])
    let size = draw.whole(2...8)
    let head = draw.whole(1...heads - 1)
    let width = heads * size
    return Question(
      """
      \(width) channels are shared by \(heads) heads; channels and heads are counted from 0. Which is the first
      channel of head \(head), and which is its last?
      """, .whole([head * size, (head + 1) * size - 1]),
      way: "A head has \(width)/\(heads) channels side by side, and head i begins where i heads have ended.",
      slips: [
        Slip(
          .whole([(head - 1) * size, head * size - 1]),
          "That is the head before: heads are counted from 0, so the first one is head 0."),
        Slip(
          .whole([head * size + 1, (head + 1) * size]),
          "These are counted from 1. The first channel of all is channel 0."),
        Slip(
          .whole([head * size, (head + 1) * size]),
          "One channel too many: that last one belongs to the next head already."),
        Slip(
          .whole([head, width - heads + head]),
          "The channels are dealt out in turn, one for each head. A head's channels lie side by side."),
        Slip(
          .whole([head * heads, (head + 1) * heads - 1]),
          "As many channels a head as there are heads. Each has the width divided by their number."),
        Slip(
          .whole([width - (head + 1) * size, width - head * size - 1]),
          "The heads are counted from the other end. Head 0 has the first channels."),
      ])
  }

  private static let multiheadSplit = QuestionKind("split", "A row of a head") { draw in
    let input = Matrix(rowCount: 4, columnCount: 4, elements: draw.distinct(16, 10...40).map(Double.init))
    let (head, token) = (draw.whole(0...1), draw.whole(1...3))
    func numbers(_ places: [Int]) -> Answer { .numbers(places.map { input.elements[$0] }) }
    let right = token * 4 + head * 2
    return Question(
      """
      Four tokens of four channels, a row each, are cut into two heads:

      \(written("X", input))

      Everything is counted from 0. Which numbers stand in row \(token) of head \(head)?
      """, numbers([right, right + 1]),
      way:
        "The row of a head is a token still: take row \(token) of X, and of it the channels of head \(head).",
      slips: [
        Slip(
          numbers([head * 8 + token * 2, head * 8 + token * 2 + 1]),
          "That is a reshape to [head, time, size] alone. It deals out the tokens: head 0 gets the first half of the sentence."
        ),
        Slip(numbers([right - 4, right - 3]), "That is the token before: rows are counted from 0."),
        Slip(
          numbers([token * 4 + head, token * 4 + head + 2]),
          "The channels are dealt out in turn. A head's channels lie side by side."),
        Slip(
          numbers([token * 4 + 2 - head * 2, token * 4 + 3 - head * 2]),
          "That is the same token in the other head: the first channels belong to head 0."),
        Slip(
          numbers([head * 8 + token, head * 8 + token + 4]),
          "Rows and columns are exchanged: a head has a row for each token, and its channels are the columns."
        ),
        Slip(
          numbers([0, 1, 2, 3].map { token * 4 + $0 }),
          "That is the whole token. A head has its share of the channels."),
      ])
  }

  private static let multiheadHeads = QuestionKind("heads", "Two heads, side by side") { draw in
    let input = draw.matrix(2, 2, -1...2)
    let token = draw.whole(0...1)
    func outputs(_ heads: [Matrix]) -> Answer {
      .numbers(heads.flatMap { $0.row(token) })
    }
    let heads = try Formula.MultiHead.headsFromSlices(query: input, key: input, value: input, headCount: 2)
    func scaled(_ factor: Double) throws -> [Matrix] {
      try (0...1).map { head in
        let column = input.columns(head..<head + 1)
        let scores = try column * column.transposed * factor
        return try Formula.Softmax.published(scores).times(column)
      }
    }
    func own(_ head: Int) -> Double {
      Formula.Softmax.published((0...1).map { input[token, head] * input[$0, head] })[token]
    }
    let products = (0...1).flatMap { head in (0...1).map { input[token, head] * input[$0, head] } }
    let whole = try (input * input.transposed).row(token)
    return Question(
      """
      Two tokens of two channels, and two heads of one channel each. Query, key and value of head i are channel i as
      it is:

      \(written("X", input))

      Which two numbers stand in row \(token) of the joined heads, before W^O? (d_k = 1, so the scores are divided by
      1.)

      \(exponentials(products + whole + [0]))
      """, outputs(heads),
      way:
        "Each head by itself: row \(token)'s number times both numbers of its column, softmax of the two, and the mean of the column under them.",
      slips: [
        Slip(
          .numbers(
            try Formula.Attention.weights(query: input, key: input, scale: 1).times(input).row(token)),
          "One softmax for both channels: the products of the whole rows were taken. Each head has scores of its own."
        ),
        Slip(
          outputs([heads[1], heads[0]]), "The heads are joined in the wrong order: head 0 comes first."),
        Slip(
          .numbers((0...1).map { own($0) }),
          "These are the weights that token \(token) gives itself. They are still to be applied to the values."
        ),
        Slip(
          .numbers((0...1).map { (input[0, $0] + input[1, $0]) / 2 }),
          "That is the plain mean of the values. They count by their weights."),
        Slip(
          .numbers([(heads[0][token, 0] + heads[1][token, 0])]),
          "The heads are added. They are put side by side, so that W^O can weigh them."),
        Slip(
          outputs(try scaled(1 / 2.0.squareRoot())),
          "The scores are divided by √2, the root of the whole width. A head here has one channel."),
        Slip(
          .numbers(
            (0...1).map { channel in
              let other = input.columns(1 - channel..<2 - channel)
              let scores = (0...1).map { other[token, 0] * other[$0, 0] }
              let weights = Formula.Softmax.published(scores)
              return weights[0] * input[0, channel] + weights[1] * input[1, channel]
            }),
          "The weights of one head are applied to the values of the other."),
      ])
  }

  private static let multiheadMixture = QuestionKind("mixture", "What W^O makes of the heads") { draw in
    let joined = Matrix([draw.distinct(2, -2...4).map(Double.init)])
    let weight = draw.matrix(2, 2, -2...4)
    let (first, second) = (joined[0, 0], joined[0, 1])
    let output = try Formula.MultiHead.output(
      heads: [joined.columns(0..<1), joined.columns(1..<2)], outputWeight: weight)
    return Question(
      """
      For one token head 0 gives \(written(first)) and head 1 gives \(written(second)), heads of one channel each.
      What does the layer give?

      \(written("W^O", weight))
      """, .numbers(output.elements),
      way:
        "The heads side by side are a row, and the row is multiplied by W^O: column j of W^O makes channel j.",
      slips: [
        Slip(
          .numbers(joined.elements),
          "These are the joined heads. What mixes them is still to come: the product with W^O."),
        Slip(
          .numbers(try (joined * weight.transposed).elements),
          "W^O is taken the other way round, a row of it for each channel. Tokens are rows here: the weight stands on the right."
        ),
        Slip(
          .numbers(try (Matrix([[second, first]]) * weight).elements),
          "The heads are in the wrong order: the first row of W^O belongs to head 0."),
        Slip(
          .numbers(weight.row(0).map { first * $0 } + weight.row(1).map { second * $0 }),
          "That is what each head adds to the two channels. The output is the sum of both."),
        Slip(
          .numbers([first * weight[0, 0], second * weight[1, 1]]),
          "Each channel is made of its own head alone. Every output is a mixture of all heads."),
        Slip(
          .numbers((0...1).map { (first + second) * (weight[0, $0] + weight[1, $0]) }),
          "The heads were added before W^O. Each has rows of its own in it."),
      ])
  }

  private static let multiheadReversed = QuestionKind("reversed", "The heads in reverse order") { draw in
    let heads = draw.whole(3...6)
    let size = draw.whole(3...8)
    let (head, channel) = (draw.whole(0...heads - 1), draw.whole(0...size - 1))
    let row = head * size + channel
    return Question(
      """
      \(heads) heads of \(size) channels are joined in reverse order by mistake: the last one first, each with its
      channels as they were. The layer is to compute what it did before, so the rows of W^O have to move. To which row
      does row \(row) go, counted from 0?
      """, .whole((heads - 1 - head) * size + channel),
      way: "Row \(row) reads one channel of one head. Find which, and where this channel stands now.",
      slips: [
        Slip(
          .whole(heads * size - 1 - row),
          "All rows are turned round, those within a head too. The channels of a head keep their order."),
        Slip(
          .whole(row),
          "It stays. In its old place it reads the channel of another head, unless that head is the middle one."
        ),
        Slip(
          .whole((heads - head) * size + channel),
          "One head too far: the last of \(heads) heads has the number \(heads - 1)."),
        Slip(
          .whole(heads - 1 - head), "That is the number of the head. A head has \(size) rows of W^O."),
        Slip(
          .whole((row + size) % (heads * size)),
          "Each head moves on by one. In reverse order the first and the last change places."),
      ],
      readings: [
        Slip(
          .whole((heads - 1 - head) * size),
          "That is where its head begins now. The row belongs to a channel further on in it.")
      ])
  }

  private static let multiheadStretch = QuestionKind("stretch", "Cut by a reshape, there and back") { draw in
    let heads = draw.whole(2...4)
    let each = draw.whole(2...5)
    let tokens = heads * each
    let token = draw.whole(0...tokens - 1)
    let (first, last) = (token / each * each, token / each * each + each - 1)
    return Question(
      """
      Somebody cuts \(tokens) tokens into \(heads) heads by a reshape of [time, channels] to [head, time, size] alone,
      and joins them by the same reshape backwards. There is no mask. On which tokens does the output of token
      \(token) depend, counted from 0: what is the first, and what the last of them?
      """, .whole([first, last]),
      way:
        "The reshape leaves the numbers in their order: each head gets the next \(tokens)/\(heads) tokens, and no head sees another's.",
      slips: [
        Slip(
          .whole([0, tokens - 1]),
          "That would be right if the channels were cut. Here each head has a stretch of the sentence to itself."
        ),
        Slip(
          .whole([0, token]),
          "That is what a causal mask leaves, and there is none. What the reshape cuts are the tokens."),
        Slip(
          .whole([token, token]),
          "It would be alone with one token a head. How many tokens fit into one head?"),
        Slip(
          .whole([first, last + 1]),
          "One too many at the end: that token belongs to the next head."),
        Slip(
          .whole([first + 1, last + 1]),
          "These are counted from 1."),
        Slip(
          .whole([token / heads * heads, token / heads * heads + heads - 1]),
          "Stretches of as many tokens as there are heads. There are as many stretches as heads."),
        Slip(
          .whole([token % heads, tokens - heads + token % heads]),
          "The tokens are dealt out in turn. A reshape leaves neighbours beside each other."),
      ])
  }
}
