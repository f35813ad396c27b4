import Generation
import Language
import Neural
import Notebook

/// A language model that the applications are tried with, at the beginning of a story.
struct Rival {
  let name: String
  let predictor: any TokenPredictor

  /// The logits before each token of a story: `[tokens, vocabulary]`.
  func rows(before tokens: [Int]) -> [[Float]] {
    var reader = predictor
    return [reader.logits] + reader.logits(reading: Array(tokens.dropLast()))
  }

  /// The same model after it has read a part of a story.
  func after(_ tokens: some Sequence<Int>) -> any TokenPredictor {
    var reader = predictor
    reader.read(Array(tokens))
    return reader
  }

  /// ln P of a story from its beginning.
  func logProbability(of tokens: [Int]) -> Double {
    predictor.logProbabilities(of: tokens).reduce(0) { $0 + ($1 ?? 0) }
  }
}

/// A story that no model was trained on.
struct HeldOutStory {
  /// Words, marks and the newline, each with the space before it.
  let pieces: [String]
  let tokens: [Int]

  /// The sentences with their marks at the end, by their places.
  var sentences: [Range<Int>] {
    var start = 0
    return pieces.indices.filter { [".", "?", "!"].contains(pieces[$0]) }.map { end in
      defer { start = end + 1 }
      return start..<end + 1
    }
  }

  /// The first letters of a word, with the space before it; nil for a mark, and when the word has no more letters.
  func beginning(ofWord place: Int, letters: Int) -> String? {
    let word = pieces[place].drop { $0 == " " }
    guard word.first?.isLetter == true, word.count > letters else { return nil }
    return String(pieces[place].prefix(pieces[place].count - word.count + letters))
  }
}

/// What the applications work with.
struct Applications {
  let world: TinyWorld
  let tokenizer: WordTokenizer
  let rivals: [Rival]
  let stories: [HeldOutStory]
  let seed: UInt64
  /// How many words and marks of a text the model can read.
  let room: Int
  /// Whether the model and the number of stories are such that what the chapter claims of them can be asserted.
  let isOwn: Bool

  var gpt: Rival { rivals[rivals.count - 1] }
  var names: [String] { rivals.map(\.name) }

  /// The sentences of the stories from the third on, when all the facts are told.
  var sentences: [(story: HeldOutStory, places: Range<Int>)] {
    stories.flatMap { story in story.sentences.dropFirst(2).map { (story, $0) } }
  }

  /// The text of tokens without the space before it and the newline after it.
  func text(_ tokens: some Collection<Int>) -> String {
    shown((try? tokenizer.decode(Array(tokens))) ?? "")
  }
}

/// A piece of a text as it stands in prose and tables, without spaces and line ends around it.
func shown(_ piece: String) -> String {
  String(piece.drop { $0 == " " }.prefix { $0 != "\n" })
}

/// A share in per cent.
func percent(_ share: Double) -> String { NumberText.fixed(100 * share, decimals: 0) + " %" }

/// The words and marks of a typed text. A text that begins in the middle of a story gets the space that stands there.
func pieces(ofTyped text: String, _ tokenizer: WordTokenizer) -> [String] {
  let pieces = WordTokenizer.words(of: text)
  guard let first = pieces.first, tokenizer.vocabulary.id(of: first) == nil,
    tokenizer.vocabulary.id(of: " " + first) != nil
  else { return pieces }
  return [" " + first] + pieces.dropFirst()
}

/// Refuses a `--typed` that no model could have read, before a word is shown.
func requireReadable(_ notebook: ChapterNotebook, _ lesson: Lesson) throws(CommandFailure) {
  if notebook[Options.steps] != nil, !notebook[Options.code] { throw .usage("--steps goes with --code") }
  let typed = notebook[Options.typed]
  guard typed != Options.ownTyped, lesson.world != nil, case .words(let tokenizer) = lesson.tokenizer else {
    return
  }
  let pieces = pieces(ofTyped: typed, tokenizer)
  let room = lesson.model.configuration.contextLength - 1
  guard (1...room).contains(pieces.count) else {
    throw .usage(
      "--typed has \(pieces.count) words and marks; the model's context has room for 1 to \(room)")
  }
  for (place, piece) in pieces.enumerated()
  where shown(piece).first?.isLetter != true && tokenizer.vocabulary.id(of: piece) == nil {
    throw .usage(
      "--typed: “\(shown(piece))”, number \(place + 1) of the text, is neither a word nor a mark that the model knows"
    )
  }
}
