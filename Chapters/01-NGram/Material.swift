import Language
import Notebook
import Randomness

/// What a token of the text is.
enum TokenUnit: String, CaseIterable {
  case characters, words
}

/// The smoothings by the names that the command line has for them.
enum SmoothingChoice: String, CaseIterable {
  case maximumLikelihood = "likelihood"
  case addK = "add-k"
  case interpolation
  case absolute
  case kneserNey = "kneser-ney"
}

/// The text that is counted, and the text that the counts are measured on.
struct Material {
  /// What the text is called.
  let name: String
  let unit: TokenUnit
  let tokenizer: any Tokenizer
  /// The sequences that are counted; a story, or a whole text, is one.
  let training: [[Int]]
  /// A text of its own to fit the weights of interpolation on.
  let tuning: [[Int]]
  /// What every model is measured on.
  let heldOut: [[Int]]
  let heldOutCharacters: Int
  let trainingText: String
  let measuresTraining: Bool
  /// −ln p a character of the held-out stories by their own source; nil for a text whose source is unknown.
  let sourceEntropy: Double?
  /// The source of the stories; nil for the reader's own text.
  let world: TinyWorld?
  let seed: Seed
  /// How many characters were given but not read.
  let unread: Int

  static let mostCharacters = 2_000_000

  init(_ notebook: ChapterNotebook, unit: TokenUnit, testsOnTraining: Bool) throws {
    self.unit = unit
    seed = Seed(notebook.seed)
    measuresTraining = testsOnTraining
    let parts: [[String]]  // training, tuning, held out
    if let given = notebook.givenText {
      name = "the text that was given"
      world = nil
      let scalars = given.unicodeScalars
      unread = max(0, scalars.count - Self.mostCharacters)
      let text = unread > 0 ? String(scalars.prefix(Self.mostCharacters)) : given
      let whole = Self.tokenizer(unit, of: text)
      let tokens = try whole.encode(text)
      guard tokens.count >= 10 else {
        throw notebook.refusal(
          ofText: "has \(tokens.count.counted(String(unit.rawValue.dropLast()))); "
            + "at least 10 are needed, to count and to measure")
      }
      // Cut between tokens: a word that is cut in two would be two words.
      let cuts = [0, tokens.count * 8 / 10, tokens.count * 9 / 10, tokens.count]
      let pieces = zip(cuts, cuts.dropFirst()).map { Array(tokens[$0..<$1]) }
      tokenizer = whole
      training = [pieces[0]]
      tuning = [pieces[1]]
      heldOut = testsOnTraining ? [pieces[0]] : [pieces[2]]
      trainingText = try whole.decode(pieces[0])
      heldOutCharacters = try whole.decode(heldOut[0]).unicodeScalars.count
      sourceEntropy = nil
      return
    }
    let source = TinyWorld()
    name = "stories of Tiny World"
    world = source
    unread = 0
    parts = [300_000, 30_000, 30_000].enumerated().map { index, size in
      source.text(characters: size, seed: Seed(notebook.seed).derived(index).value)
        .split(separator: "\n").map { $0 + "\n" }
    }
    let whole = Self.tokenizer(unit, of: parts.joined().joined())
    tokenizer = whole
    let encoded = try parts.map { try $0.map(whole.encode) }
    training = encoded[0]
    tuning = encoded[1]
    heldOut = encoded[testsOnTraining ? 0 : 2]
    trainingText = parts[0].joined()
    let measured = parts[testsOnTraining ? 0 : 2].joined()
    heldOutCharacters = measured.utf8.count
    sourceEntropy = -source.logProbability(of: measured) / Double(heldOutCharacters)
  }

  private static func tokenizer(_ unit: TokenUnit, of text: String) -> any Tokenizer {
    switch unit {
    case .characters: CharacterTokenizer(corpus: text)
    case .words: WordTokenizer(corpus: text)
    }
  }

  var trainingTokens: Int { training.reduce(0) { $0 + $1.count } }
  var heldOutTokens: Int { heldOut.reduce(0) { $0 + $1.count } }

  /// Nats a token → nats a character, so that characters and words can be compared.
  var tokensPerCharacter: Double { Double(heldOutTokens) / Double(heldOutCharacters) }

  /// The token that ends a story.
  var end: Int? { world == nil ? nil : training.first?.last }

  /// "character" or "word".
  var token: String { String(unit.rawValue.dropLast()) }
}
