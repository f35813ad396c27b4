import Platform

/// Bytes that are read piece by piece: those of a file, or those at hand.
enum FileContents: Sendable {
  case file(OpenFile)
  case memory([UInt8])

  /// How many bytes there are.
  var count: Int {
    switch self {
    case .file(let file): file.count
    case .memory(let bytes): bytes.count
    }
  }

  /// Some of them.
  func bytes(_ range: Range<Int>) throws(CheckpointError.Problem) -> [UInt8] {
    switch self {
    case .file(let file): try file.bytes(range)
    case .memory(let bytes): Array(bytes[range])
    }
  }
}

/// A regular file that is open for reading.
///
/// It is read and not mapped: what has been read does not stay in memory, and a file that somebody shortens meanwhile
/// gives an error, where a mapping gives a signal.
final class OpenFile: Sendable {
  private let descriptor: Int32
  /// The size that it had when it was opened.
  let count: Int

  init(path: String) throws(CheckpointError.Problem) {
    var information = stat()
    guard stat(path, &information) == 0 else { throw .unreadable(systemMessage()) }
    // A device or a pipe has no size to check a header against, and may have no end.
    guard information.st_mode & S_IFMT == S_IFREG else { throw .unreadable("it is not a regular file") }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(systemMessage()) }
    count = Int(information.st_size)
  }

  deinit { _ = close(descriptor) }

  func bytes(_ range: Range<Int>) throws(CheckpointError.Problem) -> [UInt8] {
    var result: [UInt8] = []
    while result.count < range.count {
      var piece = [UInt8](repeating: 0, count: range.count - result.count)
      let count = pread(descriptor, &piece, piece.count, off_t(range.lowerBound + result.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(systemMessage()) }
      guard count > 0 else { throw .unreadable("it has become shorter meanwhile") }
      if count == range.count { return piece }
      result += piece.prefix(count)
    }
    return result
  }
}

/// What the last error of the system means, in its own words.
func systemMessage() -> String {
  guard let message = strerror(errno) else { return "system error \(errno)" }
  return String(cString: message).lowercased()
}
