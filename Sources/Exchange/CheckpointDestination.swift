extension Checkpoint {
  /// Makes sure, as far as can be known, that a checkpoint can be written to a path, without changing what is there.
  ///
  /// Throws ``CheckpointError`` when the path leads to one of the files in `spared`, to a folder, device, pipe or
  /// socket, when its folder is missing or cannot be written to, when the disk has no room for `byteCount` bytes, and
  /// when a file is there that is no checkpoint of this library and `replacingAnything` is not said.
  public static func checkDestination(
    _ file: String, replacingAnything: Bool = false, sparing spared: [String] = [], byteCount: Int = 0
  ) throws(CheckpointError) {
    do throws(CheckpointError.Problem) {
      let replacement = try FileReplacement(file)
      if let other = spared.first(where: replacement.leads(to:)) {
        throw .unwritable("it is the same file as \(other)")
      }
      if replacement.mode != nil, !replacingAnything { try checkIsCheckpoint(replacement.target) }
      try replacement.rehearse(byteCount: byteCount)
    } catch {
      throw CheckpointError(file: file, error)
    }
  }

  private static func checkIsCheckpoint(_ file: String) throws(CheckpointError.Problem) {
    do throws(CheckpointError) {
      _ = try Checkpoint(contentsOf: file)
    } catch {
      throw .notACheckpoint
    }
  }
}
