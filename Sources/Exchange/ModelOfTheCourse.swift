#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension PretrainedModel {
  /// Where the model that comes with the course is: the GPT that chapter 7 trains at its defaults and writes with
  /// `swift run training --export-model PATH`. It lies among the sources that this was compiled from.
  public static let pathInSources =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Chapters/07-TrainingLoop/model.safetensors").path

  /// The model in the file of `--model`, or without one the model that comes with the course; throws
  /// ``CheckpointError`` as ``init(contentsOf:)`` does, and with a hint when the sources are no longer there.
  public init(
    at path: String?, orInSources own: String = PretrainedModel.pathInSources
  ) throws(CheckpointError) {
    if path == nil, !FileManager.default.fileExists(atPath: own) {
      throw CheckpointError(file: own, .sourcesMoved)
    }
    try self.init(contentsOf: path ?? own)
  }
}
