import Language
import Notebook
import Randomness

/// What a run learns from and is measured on, cut into tokens.
struct Material {
  let tokenizer: AnyTokenizer
  /// What n-grams count: whole stories, or the text as one long sequence.
  let trainingSequences: [[Int]]
  let heldOutSequences: [[Int]]
  /// What the model is measured on: every held-out token is a target once.
  let heldOutPieces: [Piece]
  /// How many characters the targets of `heldOutPieces` have in all.
  let heldOutCharacters: Int
  let heldOutText: String
  /// Who told the stories, and knows how likely each was; nil for the reader's texts.
  let world: TinyWorld?
  /// The token that stands before a story.
  let start: Int?
  /// What a checkpoint keeps of the text, to know it again.
  let identity: TextIdentity
  private let trainingPieces: [Piece]
  private let windows: TokenWindows?

  /// Stories of Tiny World: each is measured from its own start, after the end of another.
  init(stories count: Int, context: Int, kind: TokenKind, seed: UInt64) throws {
    let world = TinyWorld()
    let training = world.stories(count: count, seed: seed)
    let heldOut = world.stories(count: 300, seed: seed ^ 0x5EED_0F0E_1D00_0000)
    heldOutText = heldOut.joined()
    let text = training.joined() + heldOutText
    tokenizer = kind.tokenizer(of: text)
    identity = TextIdentity(of: text, isTinyWorld: true)
    let tokenizer = tokenizer
    trainingSequences = try training.map { try tokenizer.encode($0) }
    heldOutSequences = try heldOut.map { try tokenizer.encode($0) }
    let separator = try tokenizer.encode("\n")[0]
    start = separator
    trainingPieces = trainingSequences.flatMap { pieces(of: $0, after: separator, context: context) }
    heldOutPieces = heldOutSequences.flatMap { pieces(of: $0, after: separator, context: context) }
    windows = nil
    heldOutCharacters = heldOutText.unicodeScalars.count
    self.world = world
  }

  /// The reader's text: the last tenth is held out, and read in windows side by side.
  init(text: String, context: Int, kind: TokenKind, notebook: ChapterNotebook) throws {
    let progress = notebook.progress("reading the text", total: 4)
    if text.utf8.count > 1_000_000 { progress.begin() }
    identity = TextIdentity(of: text, isTinyWorld: false)
    progress.report(step: 1)
    tokenizer = kind.tokenizer(of: text)
    progress.report(step: 2)
    let (training, validation) = try Corpus(name: "the text", text: text).split()
    progress.report(step: 3)
    trainingSequences = [try tokenizer.encode(training.text)]
    heldOutSequences = [try tokenizer.encode(validation.text)]
    progress.finish()
    let (many, few) = (trainingSequences[0], heldOutSequences[0])
    guard many.count > context, few.count > 1 else {
      throw notebook.refusal(
        ofText:
          "is too short: \(many.count.counted("token")) to train on and \(few.count.grouped) held out, with --context \(context)"
      )
    }
    windows = try TokenWindows(tokens: many, context: context)
    trainingPieces = []
    heldOutPieces = Material.evenly(
      pieces(of: Array(few.dropFirst()), after: few[0], context: context), atMost: 2_000)
    heldOutText = validation.text
    heldOutCharacters = try tokenizer.decode(heldOutPieces.flatMap(\.targets)).unicodeScalars.count
    world = nil
    start = nil
  }

  /// The pieces of the next training step.
  func batch(size: Int, using generator: inout SeededGenerator) -> [Piece] {
    guard let windows else {
      return (0..<size).map { _ in trainingPieces[generator.index(below: trainingPieces.count)] }
    }
    return (0..<size).flatMap { _ in
      let first = generator.index(below: windows.count)
      let next = windows.tokens[first + 1...first + windows.context]
      return pieces(of: Array(next), after: windows.tokens[first], context: windows.context)
    }
  }

  /// At most `limit` of the elements, spread evenly.
  private static func evenly(_ pieces: [Piece], atMost limit: Int) -> [Piece] {
    guard pieces.count > limit else { return pieces }
    return (0..<limit).map { pieces[$0 * pieces.count / limit] }
  }
}

extension TokenKind {
  /// The tokenizer of this kind whose vocabulary is that of the text.
  func tokenizer(of text: String) -> AnyTokenizer {
    switch self {
    case .words: .words(WordTokenizer(corpus: text))
    case .characters: .characters(CharacterTokenizer(corpus: text))
    }
  }
}
