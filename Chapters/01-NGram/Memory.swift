import Language
import Notebook

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a held-out story asks for something that was said long ago: what the source expects, and what the model.
struct MemoryTest {
  let beginning: String
  let next: String
  let byModel: Double
  let bySource: Double

  /// The token of the first held-out stories at which the source is sure and the model least so.
  init?(_ material: Material, _ model: NGramModel, _ world: TinyWorld) {
    var worst: (surprise: Double, story: Int, place: Int)?
    let stories = Array(material.heldOut.prefix(4))
    for (number, story) in stories.enumerated() {
      let surprises = model.logProbabilities(of: story).map { -$0 }
      for place in surprises.indices.dropFirst() where surprises[place] > worst?.surprise ?? 0 {
        guard Self.sourceProbability(material, world, story, place) > 0.99 else { continue }
        worst = (surprises[place], number, place)
      }
    }
    guard let worst else { return nil }
    let story = stories[worst.story]
    guard let beginning = try? material.tokenizer.decode(Array(story[..<worst.place])),
      let next = try? material.tokenizer.decode([story[worst.place]])
    else { return nil }
    self.beginning = beginning
    self.next = next
    byModel = model.probability(of: story[worst.place], after: [model.beginning] + story[..<worst.place])
    bySource = Self.sourceProbability(material, world, story, worst.place)
  }

  /// p(token | the whole story before it), by the source.
  private static func sourceProbability(
    _ material: Material, _ world: TinyWorld, _ story: [Int], _ place: Int
  ) -> Double {
    guard let before = try? material.tokenizer.decode(Array(story[..<place])),
      let after = try? material.tokenizer.decode(Array(story[...place]))
    else { return 0 }
    let logarithm = world.logProbability(ofBeginning: after) - world.logProbability(ofBeginning: before)
    return exp(logarithm)
  }
}

/// A sample up to the token with which it says what no story says.
struct Contradiction {
  let tokens: [Int]
  /// The number of tokens that still begin some story.
  let length: Int

  /// nil when the story is one that the source can tell.
  init?(_ tokens: [Int], _ material: Material, _ world: TinyWorld) {
    func isPossible(_ count: Int) -> Bool {
      guard let text = try? material.tokenizer.decode(Array(tokens[..<count])) else { return false }
      return world.logProbability(ofBeginning: text) > -.infinity
    }
    guard !tokens.isEmpty, !isPossible(tokens.count) else { return nil }
    var (possible, impossible) = (0, tokens.count)
    while possible + 1 < impossible {
      let middle = (possible + impossible) / 2
      if isPossible(middle) { possible = middle } else { impossible = middle }
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
}
