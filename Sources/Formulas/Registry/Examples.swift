extension Formula {
  /// The small inputs on which the formulas are worked out by hand: the smallest that tell the readings apart.
  public enum Examples {
    /// Two queries, keys and values of width 2, with Q·Kᵀ = [[1, 0], [1, 1]].
    public static let toyA: Values = [
      "Q": [[1, 0], [0, 1]], "K": [[1, 1], [0, 1]], "V": [[1, 2], [3, 4]],
    ]

    /// Two tokens of width 2 and two heads of width 1, of which head i sees column i.
    public static let toyM: Values = [
      "Q": [[1, 0], [0, 1]], "K": [[1, 0], [0, 1]], "V": [[1, 0], [0, 1]],
      "WQ": [[[1], [0]], [[0], [1]]], "WK": [[[1], [0]], [[0], [1]]], "WV": [[[1], [0]], [[0], [1]]],
      "WO": [[1, 2], [3, 4]],
    ]

    /// Two tokens of width 3 whose scores are not symmetric, so that an exchange of queries and keys shows.
    public static let toyE: Values = [
      "X": [[1, 0, 2], [0, 1, 1]], "WK": [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
    ]

    /// An encoder's output of three tokens for a decoder to attend to.
    public static let memory: Values = ["memory": [[1, 1, 0], [0, 2, 1], [3, 0, 0]]]

    /// Two tokens and three different projections.
    public static let projections: Values = [
      "X": [[1, 0], [0, 1]], "WQ": [[1, 2], [0, 1]], "WK": [[1, 0], [1, 1]], "WV": [[2, 0], [0, 1]],
    ]

    /// Three sentences of three words.
    public static let toyN: Values = [
      "corpus": ["<s> the cat sat </s>", "<s> the dog sat </s>", "<s> the cat ran </s>"],
      "sentence": "<s> the dog ran </s>",
    ]

    /// Positions 0 to 3 at width 4.
    public static let positions: Values = ["p": [0, 1, 2, 3], "d": 4]

    /// The merges of GPT-2 that "Hello, my dog is cute" and its lower-case form need.
    public static let merges: Values = [
      "merges": [
        "2 h e", "13 Ġ c", "15 i s", "29 Ġ m", "32 Ġ d", "41 l l", "59 u t", "62 Ġ is", "210 Ġd o",
        "360 Ġm y",
        "439 e ll", "877 ut e", "3034 Ġdo g", "10853 ell o", "12502 he ll", "13523 Ġc ute", "15240 H ello",
        "31117 hell o",
      ],
      "text": "Hello, my dog is cute",
    ]
  }
}
