import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file that is written as a whole: under a temporary name in its folder first, which it exchanges for its own when
/// the disk has everything. Whoever opens the path, whenever, finds the old contents or the new.
///
/// Where the path is a symbolic link, what it leads to is replaced; a file that is replaced keeps its mode. Folders,
/// devices, pipes and sockets are refused.
struct FileReplacement {
  /// Where the path leads, links followed.
  let target: String
  /// The mode of the file that is there, or nil when there is none.
  let mode: mode_t?

  init(_ path: String) throws(CheckpointError.Problem) {
    target = try Self.followingLinks(path)
    var information = stat()
    guard stat(target, &information) == 0 else {
      guard errno == ENOENT else { throw .unwritable(systemMessage()) }
      mode = nil
      return
    }
    switch information.st_mode & S_IFMT {
    case S_IFREG: mode = information.st_mode & 0o7777
    case S_IFDIR: throw .unwritable("it is a folder")
    default: throw .unwritable("it is a device, a pipe or a socket, and no file")
    }
    guard access(target, W_OK) == 0 else { throw .unwritable(systemMessage()) }
  }

  /// Where the links of a path lead in the end, also when nothing is there yet.
  static func followingLinks(_ path: String) throws(CheckpointError.Problem) -> String {
    var url = URL(fileURLWithPath: path)
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path) else {
        return url.path
      }
      url = URL(fileURLWithPath: next, relativeTo: url.deletingLastPathComponent()).absoluteURL
    }
    throw .unwritable("its symbolic links go in a circle")
  }

  /// Whether another path leads to the same file, also when it is not there yet.
  func leads(to other: String) -> Bool {
    let paths = [target, (try? Self.followingLinks(other)) ?? other]
    if Set(paths.map { URL(fileURLWithPath: $0).standardizedFileURL }).count == 1 { return true }
    var (own, its) = (stat(), stat())
    return stat(target, &own) == 0 && stat(other, &its) == 0 && own.st_dev == its.st_dev
      && own.st_ino == its.st_ino
  }

  /// Makes sure, as far as can be known, that so many bytes could be written now: the temporary file is made and removed,
  /// and the disk asked for its room.
  func rehearse(byteCount: Int) throws(CheckpointError.Problem) {
    _ = close(try openTemporary())
    unlink(temporaryPath)
    var disk = statvfs()
    guard statvfs(folder, &disk) == 0 else { return }
    let (room, overflow) = UInt64(disk.f_bavail).multipliedReportingOverflow(by: UInt64(disk.f_frsize))
    if !overflow, room < UInt64(byteCount) {
      throw .unwritable("the disk has room for \(room) bytes, and \(byteCount) are needed")
    }
  }

  /// Writes the pieces that `body` hands over, one after the other.
  func write(
    _ body: (_ piece: ([UInt8]) throws(CheckpointError.Problem) -> Void) throws(CheckpointError.Problem) ->
      Void
  ) throws(CheckpointError.Problem) {
    let temporary = temporaryPath
    let descriptor = try openTemporary()
    var isOpen = true
    do throws(CheckpointError.Problem) {
      if let mode { _ = fchmod(descriptor, mode) }
      try body { (piece) throws(CheckpointError.Problem) in try writeAll(piece, to: descriptor) }
      // Without this a crash of the machine could leave the new name on an empty file.
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw .writingFailed(systemMessage()) }
      isOpen = false
      guard close(descriptor) == 0, rename(temporary, target) == 0 else {
        throw .writingFailed(systemMessage())
      }
    } catch {
      if isOpen { _ = close(descriptor) }
      unlink(temporary)
      throw error
    }
  }

  private var folder: String { URL(fileURLWithPath: target).deletingLastPathComponent().path }

  /// What temporary names begin with: the file's own name, or so much of it that no more than 255 bytes result.
  private var stem: String {
    var name = URL(fileURLWithPath: target).lastPathComponent
    while name.utf8.count > 230 { name.removeLast() }
    return name + "."
  }

  private var temporaryPath: String { "\(folder)/\(stem)\(getpid())\(Self.suffix)" }

  private static let suffix = ".partial"

  /// Opens the temporary file, and removes those of processes that are no more.
  private func openTemporary() throws(CheckpointError.Problem) -> Int32 {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(stem) && name.hasSuffix(Self.suffix) {
      guard let process = pid_t(name.dropFirst(stem.count).dropLast(Self.suffix.count)) else { continue }
      if kill(process, 0) != 0, errno == ESRCH { unlink("\(folder)/\(name)") }
    }
    let descriptor = open(
      temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode == nil ? 0o666 : 0o600)
    guard descriptor >= 0 else { throw .unwritable(systemMessage()) }
    return descriptor
  }
}

/// Writes all bytes, or says why not.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(CheckpointError.Problem) {
  var rest = bytes
  while !rest.isEmpty {
    let count = write(descriptor, rest, rest.count)
    if count < 0, errno != EINTR { throw .writingFailed(systemMessage()) }
    rest.removeFirst(max(0, count))
  }
}
