import Language

/// Where a story asks for something that was said long ago.
struct ForgottenPlace {
  /// The story up to there.
  let before: [Int]
  let token: Int
}

extension ForgottenPlace {
  /// The token of the stories at which the source is sure and the model least so; nil when the source never is.
  init?(in stories: [[Int]], by model: NGramModel, _ tokenizer: any Tokenizer, _ world: TinyWorld) throws {
    var worst = (surprise: 0.0, place: ForgottenPlace?.none)
    for story in stories {
      let surprises = model.logProbabilities(of: story).map { -$0 }
      for place in surprises.indices.dropFirst() where surprises[place] > worst.surprise {
        let before = try world.logProbability(ofBeginning: tokenizer.decode(Array(story[..<place])))
        let after = try world.logProbability(ofBeginning: tokenizer.decode(Array(story[...place])))
        guard after - before > -0.01 else { continue }  // p > 0.99
        worst = (surprises[place], ForgottenPlace(before: Array(story[..<place]), token: story[place]))
      }
    }
    guard let place = worst.place else { return nil }
    self = place
  }
}

/// A sample up to the token with which it says what no story says.
struct Contradiction {
  let tokens: [Int]
  /// The number of tokens that still begin some story.
  let length: Int

  /// nil when the story is one that the source can tell.
  init?(_ tokens: [Int], _ tokenizer: any Tokenizer, _ world: TinyWorld) throws {
    func isPossible(_ count: Int) throws -> Bool {
      try world.logProbability(ofBeginning: tokenizer.decode(Array(tokens[..<count]))) > -.infinity
    }
    guard !tokens.isEmpty, !(try isPossible(tokens.count)) else { return nil }
    var (possible, impossible) = (0, tokens.count)
    while possible + 1 < impossible {
      let middle = (possible + impossible) / 2
      if try isPossible(middle) { possible = middle } else { impossible = middle }
    }
    self.tokens = tokens
    length = possible
  }

  /// Whether the counted text has the token that contradicts, with the order − 1 before it: then what it
  /// contradicts lies further back than the model can see.
  func isSeen(in counts: NGramCounts, order: Int) -> Bool {
    let context = Array(([counts.beginning] + tokens[..<length]).suffix(order - 1))
    return counts.count(of: tokens[length], after: context) > 0
  }

  /// The text up to the whole word in which it happens, and that word: a space belongs to the word after it.
  func words(_ tokenizer: any Tokenizer) throws -> (beginning: String, word: String) {
    let before = try tokenizer.decode(Array(tokens[..<length]))
    let through = try tokenizer.decode(Array(tokens[...length]))
    let rest = try tokenizer.decode(tokens).dropFirst(through.count).prefix { !$0.isWhitespace }
    let beginsWord = through.dropFirst(before.count).first == " "
    let kept = beginsWord ? before[...] : before[..<(before.lastIndex(of: " ") ?? before.startIndex)]
    return (String(kept), String(through.dropFirst(kept.count) + rest))
  }
}
