import Language
import Neural

/// Texts of one to three sentences of a smaller world, which the masked model learns from, in tokens of their own.
struct ShortTexts {
  let world = TinyWorld(
    size: .init(names: 8, colours: 6, things: 8, places: 4, spots: 4, greetings: 4), telling: .passages)
  let tokenizer: WordTokenizer
  let training: [[Int]]
  let heldOut: [[Int]]
  let heldOutText: [String]
  /// The token that ends a text and stands before the next.
  let start: Int
  /// What each token says, without a space before it.
  private let words: [String]
  /// The persons, things and colours.
  private let named: Set<String>

  init(seed: UInt64, count: Int, heldOut: Int) throws {
    let training = world.stories(count: count, seed: seed)
    heldOutText = world.stories(count: heldOut, seed: seed ^ 0xD2_0000)
    let tokenizer = WordTokenizer(corpus: (training + heldOutText).joined())
    self.training = try training.map { try tokenizer.encode($0) }
    self.heldOut = try heldOutText.map { try tokenizer.encode($0) }
    start = try tokenizer.encode("\n")[0]
    self.tokenizer = tokenizer
    words = (0..<tokenizer.vocabularySize).map { String(tokenizer.label(of: $0).trimmingPrefix("␣")) }
    let stories = TinyWorld()
    let casts = stories.stories(count: 300, seed: 1).compactMap { stories.plan(of: $0)?.cast }
    named = Set(casts.joined().flatMap { [$0.name, $0.colour, $0.thing] })
  }

  /// A token as it stands in a text, with the space before it.
  func text(of token: Int) -> String { (try? tokenizer.decode([token])) ?? "" }

  /// What a token says.
  func label(of token: Int) -> String { words[token] }

  /// Whether a token is a person, a thing or a colour.
  func isNamed(_ token: Int) -> Bool { named.contains(words[token]) }

  var vocabulary: Int { tokenizer.vocabularySize }

  /// The longest text, with what stands before it.
  var context: Int { ((training + heldOut).map(\.count).max() ?? 0) + 1 }

  /// One block, of which the first layer sees words and places far apart.
  func sizes(words: Int) -> GPTConfiguration {
    GPTConfiguration(
      vocabularySize: words, contextLength: context, layerCount: 1, headCount: 4, channels: 64,
      hiddenChannels: 128, tiesHead: false)
  }
}
