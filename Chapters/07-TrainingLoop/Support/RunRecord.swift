import Exchange
import Notebook
import Training

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a text is known by: its length and the fingerprint of its bytes.
struct TextIdentity: Codable, Hashable, CustomStringConvertible {
  let isTinyWorld: Bool
  let bytes: Int
  /// In hexadecimal.
  let fingerprint: String

  init(of text: String, isTinyWorld: Bool) {
    self.isTinyWorld = isTinyWorld
    bytes = text.utf8.count
    fingerprint = String(Training.fingerprint(of: text), radix: 16)
  }

  var description: String {
    "\(isTinyWorld ? "stories of Tiny World" : "a text") of \(bytes) bytes, fingerprint \(fingerprint)"
  }
}

/// What a checkpoint keeps of a run beside its numbers: the options as they would be given again, and the text.
struct RunRecord: Codable {
  var options: [String: String]
  var text: TextIdentity

  init(_ notebook: ChapterNotebook, kind: TokenKind, text: TextIdentity) {
    options = notebook.words(of: Options.kept)
    options[Options.tokens.declaration.name] = kind.rawValue
    // Stories are told for Tiny World alone.
    if !text.isTinyWorld { options[Options.stories.declaration.name] = nil }
    self.text = text
  }

  private static let note = "run"

  /// The notes of a checkpoint with this record.
  func notes() throws -> [String: String] { [Self.note: try json(self)] }

  /// The record of a checkpoint; throws one line when it has none.
  init(of checkpoint: Checkpoint) throws {
    let file = checkpoint.contents.file
    guard let text = checkpoint.notes[Self.note] else {
      throw CommandFailure.input(
        "\(file): it keeps a model alone, and no run that could go on: --save keeps one")
    }
    do {
      self = try JSONDecoder().decode(RunRecord.self, from: Data(text.utf8))
    } catch {
      throw CheckpointError(
        file: file, .badMetadata("note.\(Self.note)", reason: "no record of options and text"))
    }
  }
}

/// A value as a checkpoint keeps it.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
