import Platform

/// Reading a whole file, without Foundation: a chapter's first line should not wait for it.
package enum InputFile {
  /// More than any corpus of the course; an endless device file is refused instead of filling the memory.
  private static let largest = 1 << 28

  package static func bytes(at path: String) throws(CommandFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    let opening = errno
    guard descriptor >= 0 else { throw .input("cannot read \(path.printable): \(systemMessage(opening))") }
    defer { _ = close(descriptor) }
    var information = stat()
    if fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
      throw .input("cannot read \(path.printable): it is a folder; a file of UTF-8 text is needed")
    }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      let reading = errno
      if count == 0 { return result }
      if count < 0 {
        if reading == EINTR { continue }
        throw .input("cannot read \(path.printable): \(systemMessage(reading))")
      }
      result += buffer[..<count]
      guard result.count <= largest else {
        throw .input("cannot read \(path.printable): it is larger than \(largest >> 20) MB")
      }
    }
  }
}

/// A file that is opened before the work and written after it.
package struct OutputFile {
  private let path: String
  private let descriptor: Int32
  private let isNew: Bool

  /// Opens without emptying: an old file survives a run that fails.
  package init(path: String) throws(CommandFailure) {
    self.path = path
    isNew = access(path, F_OK) != 0
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    let opening = errno
    guard descriptor >= 0 else {
      throw CommandFailure(.output, "cannot write \(path.printable): \(systemMessage(opening))")
    }
  }

  /// Replaces what the file holds.
  package func finish(_ bytes: [UInt8]) throws {
    defer { _ = close(descriptor) }
    _ = ftruncate(descriptor, 0)  // A pipe or terminal cannot be cut, and need not be.
    try writeAll(bytes, to: descriptor, name: path)
  }

  /// Leaves everything as it was.
  package func abandon() {
    _ = close(descriptor)
    if isNew { _ = unlink(path) }
  }
}

/// Writes all bytes, or says why not.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32, name: String) throws {
  var start = 0
  while start < bytes.count {
    let piece =
      start == 0 && bytes.count <= 1 << 16 ? bytes : Array(bytes[start..<min(bytes.count, start + 1 << 16)])
    let count = write(descriptor, piece, piece.count)
    let writing = errno
    if count >= 0 {
      start += count
    } else if writing == EPIPE {
      throw BrokenPipe()
    } else if writing != EINTR {
      throw CommandFailure(.writing, "cannot write \(name.printable): \(systemMessage(writing))")
    }
  }
}

/// What the system says of an error number, which must have been read before anything else was called: whatever
/// allocates memory or waits for another thread may change `errno`.
private func systemMessage(_ number: Int32) -> String {
  guard let message = strerror(number) else { return "error \(number)" }
  return String(cString: message).lowercased()
}
