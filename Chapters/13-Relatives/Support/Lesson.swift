import Exchange
import Language
import Neural
import Notebook
import Randomness
import Training

/// What every section works with: stories to learn from, others to be measured by, and chapter 7's tokens.
struct Lesson {
  let world = TinyWorld()
  /// Chapter 7's model, which has learned from twice as many stories, for longer.
  let seventh: GPT
  let tokenizer: AnyTokenizer
  /// The token that ends a story and stands before the next.
  let start: Int
  /// Stories to learn from, each to its end.
  let training: [[Int]]
  let heldOutText: [String]
  let heldOut: [[Int]]
  /// A text of the reader's, in words and in tokens.
  let sentence: String
  let sentenceTokens: [Int]
  let seed: Seed
  let steps: Int
  /// Whether seed and sizes are the chapter's own, so that what it claims can be asserted.
  let isOwn: Bool

  /// How many of them the hidden Markov model reads, again and again.
  static let swept = 200

  /// Everything that can be refused is refused here, before a word is shown.
  init(_ notebook: ChapterNotebook) throws {
    do throws(CheckpointError) {
      let pretrained = try PretrainedModel(at: nil)
      (seventh, tokenizer) = (pretrained.model, pretrained.tokenizer)
    } catch {
      throw CommandFailure.input("\(error)")
    }
    let tokenizer = tokenizer
    start = try tokenizer.encode("\n")[0]
    sentence = notebook[Options.sentence]
    do {
      // A name begins no story: it is read as inside one, after a space.
      sentenceTokens = try (try? tokenizer.encode(sentence)) ?? tokenizer.encode(" " + sentence)
    } catch {
      throw CommandFailure.usage("--sentence: \(error)")
    }
    guard (1...200).contains(sentenceTokens.count) else {
      throw CommandFailure.usage(
        "--sentence has \(sentenceTokens.count.counted("token")); 1 to 200 have their states shown")
    }
    training = try world.stories(count: notebook[Options.stories], seed: notebook.seed)
      .map { try tokenizer.encode($0) }
    heldOutText = world.stories(count: notebook[Options.heldOut], seed: notebook.seed ^ 0xD1_0000)
    heldOut = try heldOutText.map { try tokenizer.encode($0) }
    seed = Seed(notebook.seed)
    steps = notebook[Options.steps]
    isOwn =
      notebook.seed == 1 && steps == 360 && notebook[Options.maskedSteps] == 900
      && notebook[Options.stories] >= 3_000 && notebook[Options.texts] >= 10_000
      && notebook[Options.states] == 12 && notebook[Options.sweeps] == 20 && notebook[Options.tagged] == 10
      && notebook[Options.heldOut] == 60 && notebook[Options.written] == 60
  }

  /// How a token is called.
  func label(of token: Int) -> String { tokenizer.label(of: token) }

  /// The number of different tokens.
  var vocabulary: Int { tokenizer.vocabularySize }

  /// The characters of the held-out stories.
  var characters: Int { heldOutText.reduce(0) { $0 + $1.unicodeScalars.count } }

  /// Nats a character of nats a token.
  func perCharacter(_ natsPerToken: Double) -> Double {
    natsPerToken * Double(heldOut.reduce(0) { $0 + $1.count }) / Double(characters)
  }

  /// A story as a network learns it: all of it, after what ended the one before.
  func sequence(_ story: [Int]) -> TargetedSequence { TargetedSequence(learning: [start] + story) }
}
