import Autodiff
import Exchange
import Language
import Neural
import Notebook
import Randomness
import Training

/// What every section works with: chapter 7's model, a text, and the word that is asked for.
struct Lesson {
  let model: GPT
  let tokenizer: AnyTokenizer
  /// The end of the story before, and the prompt.
  let tokens: [Int]
  /// How the tokens are called.
  let words: [String]
  /// The word whose probability is explained.
  let answer: Int
  /// The likeliest other one.
  let rival: Int
  /// What stands in the other story in the place of the answer, in which it first stands in the text.
  let instead: Int
  let place: Int?
  /// The words that are explained, as places in the text.
  let players: [Int]
  /// What stands in a place whose word is left out.
  let filler: Int
  /// Held-out stories, each after the end of another.
  let stories: [TargetedSequence]
  let seed: Seed
  /// Whether all is the chapter's own, so that what it claims can be asserted.
  let isOwn: Bool

  /// How many tokens are added to the text in the first section.
  static let continuation = 12

  /// Everything that can be refused is refused here, before a word is shown.
  init(_ notebook: ChapterNotebook) throws {
    do throws(CheckpointError) {
      let pretrained = try PretrainedModel(at: nil)
      (model, tokenizer) = (pretrained.model, pretrained.tokenizer)
    } catch {
      throw CommandFailure.input("\(error)")
    }
    let tokenizer = tokenizer
    let prompt = notebook[Options.prompt]
    do {
      // A name begins no story: it is read as inside one, after a space.
      let text = try (try? tokenizer.encode(prompt)) ?? tokenizer.encode(" " + prompt)
      tokens = try tokenizer.encode("\n") + text
    } catch {
      throw CommandFailure.usage("--prompt: \(error)")
    }
    let most = model.configuration.contextLength - Self.continuation
    guard (2...most).contains(tokens.count) else {
      throw CommandFailure.usage(
        "--prompt has \((tokens.count - 1).counted("token")); 1 to \(most - 1) can be looked into")
    }
    words = tokens.map { tokenizer.label(of: $0) }
    func token(_ word: String, _ option: String) throws -> Int {
      do {
        let tokens = try (try? tokenizer.encode(" " + word)) ?? tokenizer.encode(word)
        guard tokens.count == 1 else {
          throw CommandFailure.usage("--\(option) is \(tokens.count.counted("token")), not one word")
        }
        return tokens[0]
      } catch let error as TokenizerError {
        throw CommandFailure.usage("--\(option): \(error)")
      }
    }
    let likely = model(tokens).rows[tokens.count - 1].enumerated().sorted { $0.element > $1.element }
    let answer = try notebook[Options.answer].map { try token($0, "answer") } ?? likely[0].offset
    self.answer = answer
    rival = likely[0].offset == answer ? likely[1].offset : likely[0].offset
    let given = try token(notebook[Options.instead], "instead")
    instead = given == answer ? rival : given
    filler = try token(notebook[Options.filler], "filler")
    place = tokens.firstIndex(of: answer)
    let isWord = words.map { word in word.contains { $0.isLetter } }
    players = Array(tokens.indices.dropLast().filter { isWord[$0] }.suffix(notebook[Options.players]))
    seed = Seed(notebook.seed)
    stories = try TinyWorld().stories(count: notebook[Options.stories], seed: notebook.seed ^ 0xC1).map {
      TargetedSequence(learning: try tokenizer.encode("\n" + $0))
    }
    isOwn =
      prompt == Options.ownPrompt && notebook[Options.answer] == nil && notebook.seed == 1
      && notebook[Options.stories] >= 40
  }

  /// How a token is called.
  func label(of token: Int) -> String { tokenizer.label(of: token) }

  /// The places of the stack at which the stream can be read: what the embeddings give, and what each half of a block
  /// hands on.
  var stages: [String] {
    ["embedded"] + model.blocks.indices.flatMap { ["blocks.\($0).residual", "blocks.\($0).output"] }
  }

  /// How the stages are called at the head of a column.
  var stageLabels: [String] {
    ["embedded"] + model.blocks.indices.flatMap { ["residual \($0)", "output \($0)"] }
  }

  /// The labels of the blocks, or of what else is counted from 0.
  func numbered(_ name: String, _ count: Int) -> [String] { (0..<count).map { "\(name) \($0)" } }
}
