import Exchange
import Language
import Notebook
import Training

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a run is kept: the file of `--save`, or one with a free name for a run that is stopped without it.
struct Keeper {
  private let asked: String?
  private let replacesAnything: Bool
  private let notes: [String: String]
  private let tokenizer: String
  /// Steps from one checkpoint to the next.
  let interval: Int?
  /// Where the run was kept last, and after how many steps.
  private(set) var kept: (path: String, step: Int)?
  /// Why the last attempt kept nothing and left what was there: the model has numbers that are none.
  private(set) var refusal: CheckpointError?

  /// Refuses a path that cannot be written before the long work, and not after it.
  init(_ notebook: ChapterNotebook, record: RunRecord, tokenizer: AnyTokenizer, parameters: Int) throws {
    asked = notebook[Options.save]
    replacesAnything = notebook[Options.overwrite]
    interval = notebook[Options.saveEvery]
    notes = try record.notes()
    self.tokenizer = try json(tokenizer)
    guard let path = asked ?? (interval.map { _ in Self.freeName(in: "") }) else { return }
    do throws(CheckpointError) {
      // Every parameter with the two means of AdamW, four bytes a number, and a header.
      try Checkpoint.checkDestination(
        path, replacingAnything: replacesAnything, sparing: notebook.namedFiles,
        byteCount: 12 * parameters + notes.values.reduce(self.tokenizer.utf8.count) { $0 + $1.utf8.count })
    } catch {
      throw Self.failure(error)
    }
  }

  /// Keeps the run if that was asked for, or if it ends before its last step.
  mutating func keep(_ run: Run, isStopped: Bool) throws {
    guard asked != nil || interval != nil || isStopped else { return }
    let path = asked ?? kept?.path ?? Self.freeName(in: "")
    do throws(CheckpointError) {
      try write(run, to: path)
    } catch {
      if case .badNumber = error.problem {
        refusal = error
        return
      }
      let other = Self.freeName(in: FileManager.default.temporaryDirectory.path + "/")
      do throws(CheckpointError) {
        try write(run, to: other)
      } catch let second {
        throw Self.failure(error, "; nor could the run be put elsewhere (\(second)), and it is lost")
      }
      throw Self.failure(error, "; the run was put in \(other) instead, after step \(run.step)")
    }
    kept = (path, run.step)
  }

  private func write(_ run: Run, to path: String) throws(CheckpointError) {
    try run.save(
      to: path, configuration: run.model.configuration, tokenizer: tokenizer, notes: notes,
      replacingAnything: replacesAnything)
  }

  /// Says where the run is kept.
  func show(in notebook: ChapterNotebook) {
    if let refusal { notebook.prose("The model as it ended is not kept: \(refusal).") }
    guard let kept else { return }
    notebook.prose(
      "The run is kept in \(kept.path) after step \(kept.step.grouped); `--resume \(kept.path)` goes on from there."
    )
  }

  /// `training.safetensors`, or the first of `training-2.safetensors`, … that is not there yet.
  private static func freeName(in folder: String) -> String {
    var number = 1
    while true {
      let name = "\(folder)training\(number == 1 ? "" : "-\(number)").safetensors"
      if (try? FileManager.default.attributesOfItem(atPath: name)) == nil { return name }
      number += 1
    }
  }

  /// How the command ends that could not write a file.
  static func failure(_ error: CheckpointError, _ rest: String = "") -> CommandFailure {
    switch error.problem {
    case .notACheckpoint: CommandFailure(.output, "\(error) without --overwrite\(rest)")
    case .writingFailed: CommandFailure(.writing, "\(error)\(rest)")
    default: CommandFailure(.output, "\(error)\(rest)")
    }
  }
}

/// Gives `body` the path of a file that is not there yet, and removes what it has left at it.
func withTemporaryFile(_ body: (_ path: String) throws -> Void) throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
  defer { try? FileManager.default.removeItem(at: file) }
  do { try body(file.path) } catch let error as CheckpointError {
    throw CommandFailure(.writing, "\(error)")
  }
}
