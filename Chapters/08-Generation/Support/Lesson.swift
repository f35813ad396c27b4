import Exchange
import Generation
import Language
import Neural
import Notebook
import Randomness

/// What every section works with: a trained model, the beginning of a text, and how tokens are chosen.
struct Lesson {
  let model: GPT
  let tokenizer: AnyTokenizer
  /// The reader's beginning.
  let prompt: String
  /// What the model reads: the end of the story before, if its vocabulary has one, and the prompt.
  let tokens: [Int]
  /// The token that ends a story, and stands before the next.
  let end: Int?
  /// The names of all tokens.
  let labels: [String]
  let sampler: Sampler
  let beams: BeamSearch
  /// How many stories the judge reads.
  let judged: Int
  let count: Int
  let maximumTokens: Int
  let seed: UInt64
  /// Who can say of any story whether it could be told, where the model writes in the words of Tiny World.
  let world: TinyWorld?
  /// Whether model, prompt and seed are the chapter's own, so that what it claims of them can be asserted.
  let isOwn: Bool

  /// Everything that can be refused is refused here, before a word is shown.
  init(_ notebook: ChapterNotebook) throws {
    let pretrained: PretrainedModel
    do throws(CheckpointError) {
      pretrained = try PretrainedModel(at: notebook[Options.model])
    } catch {
      throw CommandFailure.input("\(error)")
    }
    (model, tokenizer) = (pretrained.model, pretrained.tokenizer)
    end = try? tokenizer.encode("\n").first
    prompt = notebook[Options.prompt]
    do throws(TokenizerError) {
      let beginning = try Lesson.beginning(prompt, tokenizer)
      tokens = [end].compactMap(\.self) + beginning
    } catch {
      throw CommandFailure.usage("--prompt: \(error)")
    }
    let context = model.configuration.contextLength
    guard tokens.count <= context else {
      throw CommandFailure.usage(
        "--prompt has \(tokens.count) tokens with the one before a story; the model's context holds \(context)"
      )
    }
    labels = (0..<tokenizer.vocabularySize).map { [tokenizer] in tokenizer.label(of: $0) }
    let share = notebook[Options.topP]
    sampler = Sampler(
      temperature: Float(notebook[Options.temperature]), topK: notebook[Options.topK],
      topP: share == 1 ? nil : Float(share))
    beams = BeamSearch(
      width: notebook[Options.beams], lengthPenalty: notebook[Options.lengthPenalty])
    judged = notebook[Options.judged]
    count = notebook[Options.count]
    maximumTokens = notebook[Options.maximumTokens]
    seed = notebook.seed
    isOwn = notebook[Options.model] == nil && prompt == Options.ownPrompt && seed == 1
    let world = TinyWorld()
    let knowsTheWorld = world.stories(count: 20, seed: 8).allSatisfy {
      [tokenizer] in (try? tokenizer.encode($0)) != nil
    }
    self.world = knowsTheWorld && end != nil ? world : nil
  }

  /// The tokens of a prompt. A word with which no story begins, such as a name, is read as inside one: after a space.
  private static func beginning(
    _ text: String, _ tokenizer: AnyTokenizer
  ) throws(TokenizerError) -> [Int] {
    do { return try encode(text, tokenizer) } catch {
      guard let inside = try? encode(" " + text, tokenizer) else { throw error }
      return inside
    }
  }

  private static func encode(
    _ text: String, _ tokenizer: AnyTokenizer
  ) throws(TokenizerError) -> [Int] {
    do { return try tokenizer.encode(text) } catch let error as TokenizerError { throw error } catch {
      throw .badVocabulary("\(error)")
    }
  }

  /// The model after it has read the beginning.
  var reader: GPTPredictor {
    var reader = GPTPredictor(model)
    reader.read(tokens)
    return reader
  }

  /// What was written, in one line.
  func text(_ tokens: [Int]) -> String {
    let text = (try? tokenizer.decode(tokens)) ?? "(no text)"
    return text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
  }
}
