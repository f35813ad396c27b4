import Formulas

/// Chapter 5, what heads cost and how they are scaled.
extension QuestionKind {
  static let multiheadParameters = QuestionKind("parameters", "What attention costs") { draw in
    let width = draw.pick([8, 16, 24, 32, 40, 48])
    let heads = draw.pick([2, 8])
    let hasBias = draw.whole(0...1) == 1
    func count(fullWidth: Bool) -> Int {
      Formula.MultiHead.parameterCount(width: width, headCount: heads, fullWidthHeads: fullWidth)
    }
    let biases = hasBias ? 4 * width : 0
    let (square, head) = (width * width, width / heads)
    var slips = [
      Slip(
        .whole(count(fullWidth: true) + biases),
        "Every head has the full width. The heads share the channels: d_k = d/h."),
      Slip(
        .whole(3 * heads * square),
        "Projections of full width for every head, and no W^O: as one of the documents prints it."),
      Slip(
        .whole(3 * square + (hasBias ? 3 * width : 0)),
        "The three projections alone. W^O mixes the heads and is a fourth."),
      Slip(
        .whole(3 * heads * square + square + biases),
        "Projections of full width for every head. They have d/h columns each."),
      Slip(
        .whole(3 * width * head + square + biases),
        "Three matrices of d × d/h for the projections: those of one head, or heads that read their own channels alone."
      ),
      Slip(
        .whole(4 * width * head + (hasBias ? 4 * head : 0)),
        "Four projections of one head. There are more heads, and W^O has all channels on both sides."),
      Slip(
        .whole(12 * square + (hasBias ? 13 * width : 0)),
        "That is a whole block, with the feed-forward network. Attention alone is asked for."),
    ]
    if hasBias {
      slips += [
        Slip(.whole(4 * square), "The matrices alone. There are biases here, one number for each column."),
        Slip(
          .whole(4 * square + 3 * width), "The output projection has a bias as well as the other three."),
        Slip(
          .whole(4 * square + 4),
          "A bias is a row, not one number: each output channel has its own."),
      ]
    } else {
      slips.append(
        Slip(.whole(4 * square + 4 * width), "Biases are counted, and there are none here."))
    }
    return Question(
      """
      How many parameters has attention over \(width) channels with \(heads) heads,
      \(hasBias ? "with a bias for each projection" : "without biases")? (The projections to query, key and value of
      every head, and the output projection.)
      """, .whole(count(fullWidth: false) + biases),
      way:
        "All heads together have three matrices of d × d, and W^O is one more\(hasBias ? "; each has d biases" : "").",
      slips: slips)
  }

  static let multiheadWeightCount = QuestionKind("weights", "How many weights there are") { draw in
    let heads = draw.pick([2, 4, 8])
    let size = draw.pick([4, 8, 16])
    let tokens = draw.pick([5, 10, 20, 30, 50])
    return Question(
      """
      \(tokens) tokens of \(heads * size) channels go through attention with \(heads) heads. How many attention
      weights are there in all, the numbers that come out of the softmax?
      """, .whole(heads * tokens * tokens), way: "Every head has a weight for each query and each key.",
      slips: [
        Slip(
          .whole(tokens * tokens),
          "That is one head. Each head has a table of its own: this is what grows with the heads."),
        Slip(
          .whole(tokens * heads * size),
          "That is how many numbers come in and go out. The weights are a number for each *pair* of tokens."),
        Slip(
          .whole(heads * tokens * heads * size),
          "Heads times tokens times channels. The channels are those of all heads, and do not count weights."),
        Slip(
          .whole(heads * tokens),
          "One for each token and head. A query has a weight for every key."),
        Slip(
          .whole(heads * size * heads * size),
          "Width times width. The weights belong to pairs of tokens, not of channels."),
        Slip(
          .whole(4 * heads * heads * size * size),
          "These are the parameters, which stay whatever is read. The weights are made anew for each sentence."
        ),
        Slip(
          .whole(heads * tokens * (tokens + 1) / 2),
          "That is what a causal mask leaves. There is no mask here."),
        Slip(
          .whole(heads * size * tokens * tokens),
          "A table for each channel. The channels of a head are summed in one product."),
      ])
  }

  static let multiheadScale = QuestionKind("scale", "Divided by the root of all channels") { draw in
    let heads = draw.pick([4, 9, 16, 25])
    let size = draw.pick([16, 25, 36, 49, 64, 81])
    let (root, rootOfHeads) = (Double(size).squareRoot(), Double(heads).squareRoot())
    return Question(
      """
      A model has \(heads) heads of \(size) channels, \(heads * size) in all. The entries of queries and keys are
      independent, of mean 0 and variance 1. Somebody divides each head's scores by √\(heads * size), as one of the
      documents prints it. Which standard deviation do the divided scores have?

      \(roots([Double(heads), Double(size), Double(heads * size)]))
      """, .number(1 / rootOfHeads),
      way:
        "A head's product has \(size) terms of variance 1, so its standard deviation is √\(size); then it is divided.",
      slips: [
        Slip(
          .number(1), "That is what √d_k would give, the root of one head's width. Here more is divided by."),
        Slip(
          .number(1 / Double(heads)), "That is the variance. Its root is asked for."),
        Slip(
          .number(1 / (root * Double(heads))),
          "It is divided by the number of channels. Of that the root is taken."),
        Slip(
          .number(root / rootOfHeads),
          "The variance of the scores was divided by the root. Their standard deviation is."),
        Slip(.number(rootOfHeads), "Turned over: the scores become too small, not too large."),
        Slip(
          .number(root),
          "That is the standard deviation before the division."),
        Slip(
          .number(1 / root),
          "One over the root of a head's width. The scores have that root as their standard deviation before they are divided."
        ),
        Slip(
          .number(1 / (root * rootOfHeads)),
          "The scores themselves are taken for numbers of variance 1. They are sums of \(size) such products."
        ),
      ])
  }

  static let multiheadRank = QuestionKind("rank", "How fine a question a head can ask") { draw in
    let heads = draw.pick([2, 3, 4, 6, 8, 12, 16])
    let size = draw.whole(3...32)
    let width = heads * size
    return Question(
      """
      Head i scores a pair of tokens by x·Wᵢ^Q·(Wᵢ^K)ᵀ·yᵀ. With \(width) channels and \(heads) heads: what is the
      largest rank that the \(width) × \(width) matrix Wᵢ^Q·(Wᵢ^K)ᵀ can have?
      """, .whole(size), way: "A product has no higher rank than either factor, and each has d/h columns.",
      slips: [
        Slip(
          .whole(width),
          "As large as its shape allows. But it is a product of two factors that are narrower."),
        Slip(.whole(heads), "That is the number of heads. The factors are as wide as one head."),
        Slip(
          .whole(size * size),
          "The two ranks are multiplied. A product has no higher rank than either factor."),
        Slip(
          .whole(2 * size), "The two ranks are added. A product has no higher rank than either factor."),
        Slip(.whole(1), "One pair of vectors gives rank 1. Here every channel of the head adds such a pair."),
      ])
  }
}
