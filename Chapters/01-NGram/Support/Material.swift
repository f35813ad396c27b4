import Language
import Notebook
import Randomness

/// The text that is counted, and the text that the counts are measured on.
struct Material {
  /// What the text is called.
  let name: String
  let tokenizer: any Tokenizer
  /// The sequences that are counted; a story, or a whole text, is one.
  let training: [[Int]]
  /// A text of its own to fit the weights of interpolation on.
  let tuning: [[Int]]
  /// What every model is measured on.
  let heldOut: [[Int]]
  let trainingText: String
  let heldOutText: String
  /// The source of the stories; nil for the reader's own text.
  var world: TinyWorld?
  var unit = TokenUnit.characters
  var measuresTraining = false
  /// How many characters were given but not read.
  var unread = 0

  static let mostCharacters = 2_000_000
}

extension Material {
  /// The text that was given, or stories; throws when the text is too short.
  init(_ notebook: ChapterNotebook, seed: Seed) throws {
    let (unit, testOnTraining) = (notebook[Options.tokens], notebook[Options.testOnTraining])
    if let given = notebook.givenText {
      let scalars = given.unicodeScalars
      let text = String(scalars.prefix(Self.mostCharacters))
      let tokenizer = unit.tokenizer(of: text)
      let tokens = try tokenizer.encode(text)
      guard tokens.count >= 10 else {
        throw notebook.refusal(
          ofText: "has \(tokens.count.counted(unit.token)); at least 10 are needed, to count and to measure")
      }
      self = try Self.cut(tokens, tokenizer, testOnTraining: testOnTraining)
      unread = max(0, scalars.count - Self.mostCharacters)
    } else {
      self = try Self.stories(unit, seed: seed, testOnTraining: testOnTraining)
    }
    self.unit = unit
    measuresTraining = testOnTraining
  }

  /// Stories of Tiny World: many to count, some to fit weights on, some to measure.
  static func stories(
    _ unit: TokenUnit, seed: Seed, testOnTraining: Bool
  ) throws -> Material {
    let world = TinyWorld()
    let texts = [300_000, 30_000, 30_000].enumerated().map { index, size in
      world.text(characters: size, seed: seed.derived(index).value)
    }
    let tokenizer = unit.tokenizer(of: texts.joined())
    let tokens = try texts.map { text in
      try text.split(separator: "\n").map { try tokenizer.encode($0 + "\n") }
    }
    let measured = testOnTraining ? 0 : 2
    return Material(
      name: "stories of Tiny World", tokenizer: tokenizer,
      training: tokens[0], tuning: tokens[1], heldOut: tokens[measured],
      trainingText: texts[0], heldOutText: texts[measured], world: world)
  }

  /// A text: eight tenths to count, one to fit weights on, one to measure.
  static func cut(
    _ tokens: [Int], _ tokenizer: any Tokenizer, testOnTraining: Bool
  ) throws -> Material {
    // Cut between tokens: a word that is cut in two would be two words.
    let cuts = [0, tokens.count * 8 / 10, tokens.count * 9 / 10, tokens.count]
    let pieces = zip(cuts, cuts.dropFirst()).map { Array(tokens[$0..<$1]) }
    let measured = testOnTraining ? 0 : 2
    return Material(
      name: "the text that was given", tokenizer: tokenizer,
      training: [pieces[0]], tuning: [pieces[1]], heldOut: [pieces[measured]],
      trainingText: try tokenizer.decode(pieces[0]),
      heldOutText: try tokenizer.decode(pieces[measured]))
  }
}
