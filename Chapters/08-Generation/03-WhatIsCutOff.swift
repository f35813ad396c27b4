import Generation
import Notebook

/// How much probability top-k keeps, and how many tokens top-p keeps, along a text.
func whatIsCutOff(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("What top-k and top-p cut off")
  notebook.prose(
    """
    Many tokens that are unlikely each are together likely enough that one comes every few sentences, and it spoils the rest. Two
    knives take the tail off: **top-k** keeps the k likeliest tokens, **top-p** the fewest that together have probability p
    (Fan et al. 2018; Holtzman et al. 2020). Both are measured at \(lesson.world == nil ? "every place of the prompt" : "every place of five held-out stories").
    """)
  let model = lesson.model
  let texts = try readings(lesson)
  notebook.code()
  var (rows, nextTokens): ([[Float]], [Int]) = ([], [])
  for text in texts {
    var predictor = GPTPredictor(model)
    rows += predictor.logits(reading: Array(text.dropLast()))
    nextTokens += text.dropFirst()
  }
  let whole = try rows.map { try Sampler().probabilities(of: $0) }

  notebook.prose(
    "For each k, the probability of what is kept, and how often the token that really came is in it:"
  )
  let sizes = [1, 2, 4, 8, 16, 32]
  notebook.code()
  let keptByTopK = try sizes.map { k in
    let cut = try rows.map { try Sampler(topK: k).probabilities(of: $0) }
    return zip(cut, whole).map { cut, whole in
      zip(cut, whole).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    }
  }  // [k][place]

  func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(1, numbers.count)) }
  func isKept(_ sampler: Sampler) throws -> Double {
    mean(
      try zip(rows, nextTokens).map { row, next in
        try sampler.probabilities(of: row)[next] > 0 ? 1 : 0
      })
  }
  notebook.tensor(
    "keptByTopK", keptByTopK.map(mean), shape: [sizes.count], axes: ["k"],
    labels: [sizes.map(String.init)],
    display: .plainTable)
  notebook.table(
    "top-k", columns: ["k", "probability kept, mean", "least", "the true token is kept"],
    rows: try zip(sizes, keptByTopK).map {
      [$0, mean($1), $1.min() ?? 0, try isKept(Sampler(topK: $0))]
    })

  notebook.prose(
    "For each p, how many tokens are kept. Where the next token is certain that is one; where it is open, many."
  )
  let shares: [Float] = [0.5, 0.8, 0.9, 0.95, 0.99]
  notebook.code()
  let keptByTopP = try shares.map { p in
    try rows.map { row in
      try Sampler(topP: p).probabilities(of: row).count { $0 > 0 }
    }
  }  // [p][place]

  let names = shares.map { NumberText.compact(Double($0)) }
  notebook.tensor(
    "keptByTopP", keptByTopP.map { mean($0.map(Double.init)) }, shape: [shares.count], axes: ["p"],
    labels: [names], display: .plainTable)
  notebook.table(
    "top-p", columns: ["p", "tokens kept, mean", "fewest", "most", "the true token is kept"],
    rows: try zip(shares, keptByTopP).map {
      [
        Double($0), mean($1.map(Double.init)), $1.min() ?? 0, $1.max() ?? 0,
        try isKept(Sampler(topP: $0)),
      ]
    })
  notebook.check(
    "more k, more is kept",
    isTrue: zip(keptByTopK, keptByTopK.dropFirst()).allSatisfy {
      zip($0, $1).allSatisfy { $0 <= $1 }
    })
  notebook.check(
    "more p, no fewer tokens",
    isTrue: zip(keptByTopP, keptByTopP.dropFirst()).allSatisfy {
      zip($0, $1).allSatisfy { $0 <= $1 }
    })
  if lesson.isOwn {
    let most = Double(keptByTopP[2].max() ?? 0)
    notebook.check("a nucleus of 0.9 is one token here", count: keptByTopP[2].min() ?? 0, equals: 1)
    notebook.check("and many there", measured: most, atLeast: 8)
  }
}

/// What the model reads here: held-out stories, each after the end of another, or the prompt.
private func readings(_ lesson: Lesson) throws -> [[Int]] {
  guard let world = lesson.world, let end = lesson.end else {
    return [lesson.tokens.count > 1 ? lesson.tokens : lesson.tokens + lesson.tokens]
  }
  let context = lesson.model.configuration.contextLength
  return try world.stories(count: 5, seed: lesson.seed ^ 0x8_0000).map {
    Array(([end] + (try lesson.tokenizer.encode($0))).prefix(context))
  }
}
