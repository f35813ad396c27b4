import Exchange
import Foundation
import Generation
import Language
import Neural
import Notebook
import Randomness

/// What a run of the chapter works with.
struct Lesson {
  /// The folder that was read.
  let folder: URL
  /// What stood in it.
  var pretrained: PretrainedModel
  /// What is made smaller: chapter 7's model, or the reader's own.
  let large: PretrainedModel
  /// The beginning that the model from the folder goes on with.
  let prompt: [Int]
  /// What the model from the folder goes on training with, if there is anything.
  let tuning: Material?
  /// What smaller models are measured by, and a student learns from.
  let reading: Material
  let seed: Seed
  /// Whether the folder is the chapter's own, of which is known what others read in it.
  let isOwn: Bool

  /// Everything that can be refused is refused here, before a word is shown.
  init(_ notebook: ChapterNotebook) throws {
    let own = notebook[Options.model] == nil
    folder = notebook[Options.model].map { URL(filePath: $0) } ?? tinyFolder
    do throws(CheckpointError) {
      pretrained = try opened(notebook[Options.model] ?? tinyFolder.path)
      large = own ? try PretrainedModel(at: nil) : pretrained
    } catch {
      throw CommandFailure.input("\(error)")
    }
    if let folder = notebook[Options.export] {
      do throws(CheckpointError) { try PretrainedModel.checkExport(toFolder: folder) } catch {
        throw exportFailure(error)
      }
    }
    let tokenizer = pretrained.tokenizer
    let context = pretrained.model.configuration.contextLength
    do { prompt = try tokenizer.encode(notebook[Options.prompt]) } catch {
      throw CommandFailure.usage("--prompt: \(error)")
    }
    guard !prompt.isEmpty, prompt.count <= context else {
      throw CommandFailure.usage(
        "--prompt has \(prompt.count.counted("token")); this model reads 1 to \(context)")
    }
    seed = Seed(notebook.seed)
    isOwn = own
    let sizes = Material.Sizes(training: notebook[Options.studentStories], heldOut: notebook[Options.heldOut])
    let text = try notebook[Options.tune].map { try TextInput.text(inFile: $0, option: "--tune") }
    let stories = TinyWorld()
    if let text {
      tuning = try Material(text: text, tokenizer, context: context, sizes)
    } else {
      tuning = own ? try Material(stories, tokenizer, context: context, seed: notebook.seed, sizes) : nil
    }
    if own {
      reading = try Material(
        stories, large.tokenizer, context: large.model.configuration.contextLength, seed: notebook.seed, sizes
      )
    } else {
      reading = tuning ?? Material(prompt: prompt)
    }
  }

  /// How a token is called.
  func label(of token: Int) -> String { pretrained.tokenizer.label(of: token) }
}

/// A tiny GPT-2 that `transformers` has made, beside this chapter's sources.
let tinyFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "tiny-gpt2")

/// The refusal of a folder that cannot be written, or could not be.
func exportFailure(_ error: CheckpointError) -> CommandFailure {
  if case .writingFailed = error.problem { return CommandFailure(.writing, "\(error)") }
  return CommandFailure(.output, "\(error)")
}
