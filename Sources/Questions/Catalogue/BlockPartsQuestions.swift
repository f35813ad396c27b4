import Formulas

/// Chapter 6, the parts put together.
extension QuestionKind {
  static let blockFeedForward = QuestionKind("network", "The feed-forward network of a token") { draw in
    let input = draw.matrix(1, 2, -2...3)
    let (first, second) = (draw.matrix(2, 3, -1...2), draw.matrix(3, 2, -2...2))
    let bias = draw.vector(3, -2...2)
    let weights = Formula.FeedForward.Weights(first: first, firstBias: bias, second: second)
    let inner = try Formula.FeedForward.inner(input, weights)
    let relu = Formula.FeedForward.relu
    let product = try input * first
    return Question(
      """
      A token is x = \(written(input.elements)), the activation is ReLU, and there is no second bias:

      \(written("W₁", first))

      \(written("W₂", second))

      b₁ = \(written(bias)). What is FFN(x)?
      """, .numbers(try Formula.FeedForward.published(input, weights).elements),
      way: "x·W₁ + b₁ gives three numbers; those below 0 become 0; what is left is multiplied by W₂.",
      slips: [
        Slip(
          .numbers(try (inner * second).elements),
          "There is no activation: then the two matrices are one. What is below 0 becomes 0 on the way."),
        Slip(
          .numbers(try (inner * second).map(relu).elements),
          "The activation stands after the second matrix. It belongs between the two; what is added to a token may be negative."
        ),
        Slip(
          .numbers(try (inner.map(relu) * second).map(relu).elements),
          "There is an activation at the end as well. What is added to a token must be free to be negative."),
        Slip(
          .numbers(try (product * second).elements),
          "Neither the bias nor the activation is there: these are the two matrices alone."),
        Slip(
          .numbers(try (product.map(relu) * second).elements),
          "The bias is left out: without it the activation bends at the same place everywhere."),
        Slip(
          .numbers(try (product.map(relu).plusRow(bias) * second).elements),
          "The bias is added after the activation. It moves the place where that bends, so it belongs inside."
        ),
        Slip(
          .numbers(inner.map(relu).elements),
          "These are the inner numbers. W₂ leads back to the two channels of the token."),
        Slip(
          .numbers(try (inner.map(abs) * second).elements),
          "The minus signs are dropped. ReLU sets what is below 0 to 0."),
      ])
  }

  static let blockPreNorm = QuestionKind("half", "One half of a GPT-2 block") { draw in
    let token = Matrix([draw.distinct(2, -2...6).map(Double.init)])
    let weight = draw.matrix(2, 2, -3...4)
    func norm(_ matrix: Matrix) -> Matrix {
      matrix.mapRows { row in
        row[0] == row[1] ? [0, 0] : row[0] > row[1] ? [1, -1] : [-1, 1]
      }
    }
    func layer(_ matrix: Matrix) throws -> Matrix { try matrix * weight }
    let normalized = norm(token)
    return Question(
      """
      Of two channels layer norm leaves only which is greater: LN(a, b) = (1, −1) where a > b, (−1, 1) where a < b. A
      sub-layer is the product F(z) = z·W. What does the first half of a GPT-2 block (pre-norm) make of the token x =
      \(written(token.elements))?

      \(written("W", weight))
      """, .numbers(try (token + layer(normalized)).elements),
      way: "x + F(LN(x)): the norm is for the sub-layer alone, and what it gives is added to x as it was.",
      slips: [
        Slip(
          .numbers(try norm(token + layer(token)).elements),
          "That is the order of 2017, LN(x + F(x)). In GPT-2 the norm stands before the sub-layer."),
        Slip(
          .numbers(try (normalized + layer(normalized)).elements),
          "It is added to LN(x). The sum is with x itself; the norm is for the sub-layer alone."),
        Slip(
          .numbers(try (normalized + layer(token)).elements),
          "The two are exchanged: the sub-layer reads LN(x), and x itself is what is added to."),
        Slip(
          .numbers(try layer(normalized).elements),
          "The sub-layer's result replaces the token. It is added to it."),
        Slip(.numbers(try (token + layer(token)).elements), "There is no norm. The sub-layer reads LN(x)."),
        Slip(
          .numbers(try (token + norm(layer(token))).elements),
          "The norm comes after the sub-layer, inside the sum. Pre-norm says what comes first."),
        Slip(
          .numbers(try norm(token + layer(normalized)).elements),
          "There is a norm at the end besides. A pre-norm model has one after all its blocks, not in each."),
        Slip(
          .numbers(try (token - layer(normalized)).elements),
          "The norm is turned round, or the result taken off: the greater channel gets 1, and the sub-layer's result is added."
        ),
        Slip(
          .numbers(try (token + normalized * weight.transposed).elements),
          "W is taken the other way round. A token is a row, and W stands on the right."),
      ])
  }

  static let blockOrder = QuestionKind("order", "Two orders of the same parts") { draw in
    let isPost = draw.whole(0...1) == 1
    let layer = draw.pick(["MHA", "FFN"])
    let depth = draw.pick([2, 6, 12, 24])
    let model = isPost ? "of the Transformer of 2017 (post-norm)" : "of GPT-2 (pre-norm)"
    let name = layer == "MHA" ? "attention" : "network"
    let (post, pre) = ("LN(x + \(layer)(x))", "x + \(layer)(LN(x))")
    let postMessage =
      "That is post-norm, the order of 2017: there the norm comes after the sum and around it."
    let preMessage =
      "That is pre-norm, the order of GPT-2: there the norm stands on the side road, before the sub-layer."
    let wrong: KeyValuePairs = [
      isPost ? pre : post: isPost ? preMessage : postMessage,
      "x + LN(\(layer)(x))":
        "Here the norm stands on the side road *behind* the sub-layer; neither model has it there.",
      "LN(x) + \(layer)(LN(x))":
        "What is added to is the normalised row. Then nothing of x gets through as it was.",
      "\(layer)(LN(x))": "There is no sum: the sub-layer would replace the token.",
    ]
    return Question(
      "A model has \(depth) blocks. What does the \(name) half of each compute, if it is a block \(model)?",
      right: isPost ? post : pre, wrong: wrong,
      way: isPost
        ? "In 2017 every sum is followed by a norm: rows of the output have variance 1."
        : "In GPT-2 the road of the sums is left free, and each sub-layer reads a normalised copy.",
      order: &draw)
  }

  static let blockCross = QuestionKind("cross", "The shape of cross-attention") { draw in
    let sizes = draw.distinct(3, 3...12)
    let (target, source, width) = (sizes[0], sizes[1], sizes[2])
    let asksForWeights = draw.whole(0...1) == 1
    let right = asksForWeights ? [target, source] : [target, width]
    return Question(
      """
      A decoder has written \(target) tokens; the source text, which its encoder has read, has \(source). Everything
      is \(width) channels wide, with one head. What is the shape of the \(asksForWeights ? "weights" : "output") of
      its cross-attention?
      """, .whole(right),
      way: "The written tokens ask, and the source's are found: a row for each query, a weight for each key.",
      slips: [
        Slip(
          .whole(asksForWeights ? [source, target] : [source, width]),
          "The source asks here. It is the decoder that asks: a row for each token that is written."),
        Slip(
          .whole([target, target]),
          "Weights of the written tokens for each other: that is self-attention. The keys are those of the source."
        ),
        Slip(
          .whole([source, source]),
          "Weights of the source's tokens for each other: those belong to the encoder."),
        Slip(
          .whole(asksForWeights ? [target, width] : [target, source]),
          asksForWeights
            ? "That is the shape of the output: a row of channels. The weights are a number for each key."
            : "That is the shape of the weights. They are multiplied by the values."),
        Slip(
          .whole([target + source, width]),
          "The two texts are put one behind the other. Cross-attention keeps them apart."),
        Slip(
          .whole([target + source, target + source]),
          "That is one self-attention over both texts. Cross-attention has queries of one and keys of the other."
        ),
      ])
  }

  static let blockParameters = QuestionKind("parameters", "What a block costs") { draw in
    let width = draw.pick([4, 8, 10, 16, 20, 32, 40, 64])
    let heads = draw.pick([2, 4])
    let square = width * width
    return Question(
      """
      A block has \(width) channels, \(heads) heads and an inner width of \(4 * width). Every projection and both
      layers of the network have biases, and each of the two norms has a gain and a bias. How many parameters is that?
      """, .whole(12 * square + 13 * width),
      way: "4d² + 4d for attention, 8d² + 5d for the network, 4d for the norms.",
      slips: [
        Slip(.whole(12 * square), "The matrices alone: biases and norms are missing."),
        Slip(.whole(12 * square + 9 * width), "The two norms are not counted: each has a gain and a bias."),
        Slip(
          .whole(12 * square + 11 * width), "Each norm has a gain *and* a bias, a number for each channel."),
        Slip(
          .whole(12 * square + 4 * width),
          "Too few of the small ones: attention has 4·d of them, the norms have 4·d and the network has 5·d."),
        Slip(.whole(4 * square + 4 * width), "That is attention alone."),
        Slip(.whole(8 * square + 5 * width), "That is the feed-forward network alone."),
        Slip(
          .whole(4 * heads * square + 8 * square + 13 * width),
          "Every head has the full width. The heads share the channels."),
        Slip(.whole(11 * square + 12 * width), "W^O and its bias are missing: what mixes the heads."),
        Slip(
          .whole(6 * square + 10 * width),
          "The network is as narrow as the token. Its inner width is four times that."),
        Slip(
          .whole(12 * square + 10 * width),
          "The first layer of the network has a bias as wide as the inside, not as the token."),
      ])
  }

  static let blockGPTParameters = QuestionKind("model", "What a GPT costs") { draw in
    let width = draw.pick([4, 8, 10, 16])
    let words = draw.pick([50, 100, 200, 300])
    let context = draw.pick([16, 20, 32, 64])
    let blocks = draw.whole(2...4)
    let each = 12 * width * width + 13 * width
    let all = words * width + context * width + blocks * each + 2 * width
    return Question(
      """
      A GPT has a vocabulary of \(words), learned positions for \(context) places, \(width) channels, and \(blocks)
      blocks of \(each) parameters each. Then comes the last norm, with gain and bias, and a head that is the
      embedding's table itself. How many parameters is that in all?
      """, .whole(all),
      way:
        "A row for each word, a row for each place, the blocks, and two numbers a channel for the last norm.",
      slips: [
        Slip(
          .whole(all + words * width),
          "The head is counted as a table of its own. It is tied: the same numbers, transposed."),
        Slip(
          .whole(all - context * width), "The positions are missing: they are learned, a row for each place."),
        Slip(
          .whole(all - context * width + context),
          "A place has one number here. It has a row of them, as long as a word's."),
        Slip(.whole(all - 2 * width), "The last norm is missing: two numbers for each channel."),
        Slip(.whole(all - width), "The last norm has a gain *and* a bias."),
        Slip(.whole(all - (blocks - 1) * each), "That is one block. There are \(blocks)."),
        Slip(
          .whole(all - words * width),
          "The embedding is missing: it is the head too, but it has to be counted once."),
        Slip(.whole(blocks * each), "These are the blocks alone."),
        Slip(
          .whole(all + words), "The head has a bias here. It is the table and nothing else."),
      ])
  }
}
