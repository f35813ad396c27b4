import Exchange
import Language
import Neural
import Notebook
import Randomness

/// What a run of the chapter works with.
struct Lesson {
  let world = TinyWorld()
  /// The model as chapter 7 left it.
  let pretrained: GPT
  /// What is tuned: from the first section on the same with rows for new words and markers.
  var model: GPT
  let words: WordTokenizer
  /// The token that ends a story and stands before the next.
  let start: Int
  let seed: Seed
  let labelPlan: TuningPlan
  /// Whether model, options and seed are the chapter's own, so that what it claims can be asserted.
  let isOwn: Bool

  /// The longest story that is talked about, and the longest answer, in tokens.
  static let longestToldOf = 76
  static let longestAnswer = 16
  /// Tokens that such a story and two turns need at most.
  static let context = 116

  /// Everything that can be refused is refused here, before a word is shown.
  init(_ notebook: ChapterNotebook) throws {
    if notebook[Options.chat] { try notebook.requireConversation() }
    let file: PretrainedModel
    do throws(CheckpointError) {
      file = try PretrainedModel(at: notebook[Options.model])
    } catch {
      throw CommandFailure.input("\(error)")
    }
    guard case .words(let known) = file.tokenizer, let start = known.vocabulary.id(of: "\n") else {
      throw CommandFailure.input("--model: it does not read words, which Tiny World is told in")
    }
    do {
      for story in world.stories(count: 200, seed: 9) { _ = try known.encode(story) }
      words = try known.adding(words: newWords).adding(specialTokens: Marker.allCases.map(\.rawValue))
    } catch {
      throw CommandFailure.input("--model: \(error)")
    }
    seed = Seed(notebook.seed)
    self.start = start
    pretrained = file.model
    model = pretrained
    labelPlan = TuningPlan(
      steps: notebook[Options.labelSteps], rate: Float(notebook[Options.rate]), seed: seed.derived(2))
    isOwn =
      notebook[Options.model] == nil && notebook[Options.labelSteps] == 60
      && notebook[Options.talkSteps] == 320 && notebook[Options.rate] == 0.002
      && notebook[Options.rank] == 4 && notebook[Options.adapterRate] == 0.01
      && notebook[Options.auxiliary] == 0.5 && notebook[Options.heldOut] == 200
  }

  func tokens(of text: String) throws -> [Int] { try words.encode(text) }

  /// A turn as it stands in what is read: `<ask>`, the question, the answer and `<end>`.
  func turn(_ question: String, _ answer: String) throws -> [Int] {
    try [token(.ask)] + tokens(of: " " + question) + tokens(of: " " + answer) + [token(.end)]
  }

  /// How a token is called: its word, or its marker.
  func label(of token: Int) -> String { AnyTokenizer.words(words).label(of: token) }

  /// The token of a marker.
  func token(_ marker: Marker) -> Int { words.id(ofSpecialToken: marker.rawValue) ?? start }
}

/// What stands between the parts of a text, and in no text.
enum Marker: String, CaseIterable {
  /// Before the name of the one who is sad.
  case sad = "<sad>"
  /// Before a question.
  case ask = "<ask>"
  /// After an answer.
  case end = "<end>"
}

/// The words of questions and answers that no story has.
private let newWords = [
  " Where", " do", " they", " meet", " They", " Who", " is", " it", " about", " It", " What", " nothing",
  " does",
  " Nobody", " How", " end", " look", " old", " Pardon", " The", " story", " say", " finds", " mends",
  " gives",
  " trade", " not",
]
