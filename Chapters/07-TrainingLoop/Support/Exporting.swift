import Exchange
import Language
import Neural
import Notebook

/// Where the model alone is written, to be read by other chapters: the file of `--export-model`.
struct Exporter {
  private let path: String
  private let replacesAnything: Bool

  /// Refuses a path that cannot be written before the long work, and not after it; nil without one.
  init?(_ notebook: ChapterNotebook, parameters: Int) throws {
    guard let path = notebook[Options.exportModel] else { return nil }
    self.path = path
    replacesAnything = notebook[Options.overwrite]
    do throws(CheckpointError) {
      let others = [notebook[Options.save], notebook[Options.resume]].compactMap { $0 }
      try Checkpoint.checkDestination(
        path, replacingAnything: replacesAnything, sparing: notebook.namedFiles + others,
        byteCount: 4 * parameters)
    } catch {
      throw Keeper.failure(error)
    }
  }

  /// Writes the model with its tokenizer, and gives what there is to say of it.
  func write(_ model: GPT, tokenizer: AnyTokenizer) throws -> String {
    do throws(CheckpointError) {
      try PretrainedModel(model: model, tokenizer: tokenizer)
        .save(to: path, replacingAnything: replacesAnything)
    } catch {
      if case .badNumber = error.problem { return "The model alone is not written: \(error)." }
      throw Keeper.failure(error)
    }
    return
      "The model alone is in \(path); the chapters that write with a model take it with `--model \(path)`."
  }
}
