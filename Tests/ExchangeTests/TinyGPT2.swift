import Exchange
import Foundation
import TestSupport

/// The GPT-2 that `Tests/OracleTests/Fixtures/make_tiny_gpt2.py` made, and what Hugging Face's library says of it.
struct TinyGPT2 {
  /// What is expected for one text.
  struct Case: Decodable {
    let text: String
    let tokens: [Int]
    let tokensInOtherOrder: [Int]
    /// At the last two positions.
    let logits: [[Float]]
    let greedy: [Int]
    let beams: [Int]
    /// By token; all others have none.
    let chances: [String: Double]
  }

  struct Expected: Decodable {
    let madeBy: String
    let sampler: [String: Float]
    let cases: [Case]
  }

  static let path =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Chapters/11-Pretrained/tiny-gpt2").path

  static func expected() throws -> Expected {
    try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: URL(filePath: path + "/expected.json")))
  }

  /// A copy in a folder of its own, where texts are replaced in some files and others are taken away.
  static func copy(
    _ changes: [String: [(String, String)]] = [:], without absent: [String] = []
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where !absent.contains(name) {
      try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: folder.place(name).path)
    }
    for (name, replacements) in changes {
      var text = try folder.read(name)
      for (old, new) in replacements {
        guard text.contains(old) else { throw Absent(text: old, file: name) }
        text = text.replacing(old, with: new)
      }
      try folder.write(text, to: name)
    }
    return folder
  }

  /// A change has nothing to change.
  struct Absent: Error {
    let text: String
    let file: String
  }

  /// What is said when a folder is read; "no error" when it is.
  static func message(_ folder: TemporaryFolder) -> String {
    do throws(CheckpointError) {
      _ = try PretrainedModel(contentsOfFolder: folder.url.path)
      return "no error"
    } catch {
      return error.description.replacing(folder.url.path, with: "DIR")
    }
  }

  /// What is said of a copy with changes.
  static func message(
    _ changes: [String: [(String, String)]] = [:], without absent: [String] = []
  ) throws -> String {
    message(try copy(changes, without: absent))
  }
}
