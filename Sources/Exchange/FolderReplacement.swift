import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of an export that is written as a whole: under a temporary name beside its own first, which it exchanges for
/// its own when everything is there.
///
/// What is replaced is nothing, an empty folder, or one that holds the files of an earlier export and no other; where the
/// path is a symbolic link, what it leads to. A folder that is replaced keeps its mode.
struct FolderReplacement {
  private let target: String
  private let mode: mode_t?

  /// Metadata of the tensors' file: the first is what Hugging Face's library looks for, the second tells an export.
  static let metadata = ["format": "pt", "exportVersion": "1"]

  private static let files: Set = [
    "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
  ]

  init(_ path: String) throws(CheckpointError.Problem) {
    target = try FileReplacement.followingLinks(path)
    var information = stat()
    guard stat(target, &information) == 0 else {
      guard errno == ENOENT else { throw .unwritable(systemMessage()) }
      mode = nil
      return
    }
    guard information.st_mode & S_IFMT == S_IFDIR else { throw .unwritable("it is no folder") }
    mode = information.st_mode & 0o7777
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: target) else {
      throw .unwritable("it is a folder that cannot be read")
    }
    guard names.isEmpty || Self.isExport(target, names) else { throw .notAnExport }
  }

  private static func isExport(_ folder: String, _ names: [String]) -> Bool {
    let tensors = try? SafeTensors(contentsOf: ModelFolder(path: folder).place("model.safetensors"))
    return files.isSuperset(of: names) && tensors?.metadata == metadata
  }

  /// Makes sure that the temporary folder can be made.
  func rehearse() throws(CheckpointError.Problem) {
    try makeTemporary()
    rmdir(temporary)
  }

  /// Writes the files that `body` puts into the folder that it is given.
  func write(_ body: (ModelFolder) throws(CheckpointError) -> Void) throws(CheckpointError.Problem) {
    try makeTemporary()
    do throws(CheckpointError) {
      try body(ModelFolder(path: temporary))
    } catch {
      remove(temporary)
      throw error.problem
    }
    if let mode { chmod(temporary, mode) }
    let old = temporary + ".old"
    let hasMoved = mode != nil && rename(target, old) == 0
    guard rename(temporary, target) == 0 else {
      let message = systemMessage()
      if hasMoved { rename(old, target) }
      remove(temporary)
      throw .writingFailed(message)
    }
    remove(old)
  }

  private var temporary: String { "\(target).\(getpid()).partial" }

  private func makeTemporary() throws(CheckpointError.Problem) {
    remove(temporary)
    guard mkdir(temporary, 0o777) == 0 else { throw .unwritable(systemMessage()) }
  }

  private func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }
}

extension ModelFolder {
  /// Writes a JSON text.
  func write(_ json: JSONValue, to name: String) throws(CheckpointError) {
    do throws(CheckpointError.Problem) {
      try FileReplacement(place(name)).write { (piece) throws(CheckpointError.Problem) in
        try piece(Array((json.text + "\n").utf8))
      }
    } catch {
      throw CheckpointError(file: place(name), error)
    }
  }
}
