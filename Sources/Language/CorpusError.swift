import Platform

/// Why a text cannot be used, in one line for the person who named the file.
public enum CorpusError: Error, Hashable, CustomStringConvertible {
  /// Nothing is at the path.
  case missing(String)
  /// A directory is at the path.
  case directory(String)
  /// The system refuses to read the file, for its own reason.
  case unreadable(String, reason: String)
  /// The bytes are not UTF-8 from the offset on.
  case notUTF8(String, byteOffset: Int)
  /// The file has no text.
  case empty(String)
  /// The text has fewer characters, tokens or documents than are needed.
  case tooShort(String, count: Int, minimum: Int, unit: String)

  /// One line that names the file and says what is wrong.
  public var description: String {
    switch self {
    case .missing(let path): "there is no file “\(path)”"
    case .directory(let path): "“\(path)” is a directory, not a text file"
    case .unreadable(let path, let reason): "“\(path)” cannot be read: \(reason)"
    case .notUTF8(let path, let offset):
      "“\(path)” is not UTF-8 text: the byte at offset \(offset) is not part of a character"
    case .empty(let path): "“\(path)” is empty"
    case .tooShort(let name, let count, let minimum, let unit):
      "“\(name)” is too short: it has \(count) \(count == 1 ? String(unit.dropLast()) : unit), and at least \(minimum) are needed"
    }
  }
}

/// All bytes of a file or a pipe. The C library's calls suffice, and spare a chapter the weight of Foundation.
func readFile(_ path: String) throws(CorpusError) -> [UInt8] {
  let file = open(path, O_RDONLY)
  guard file >= 0 else { throw .reading(path, code: errno) }
  defer { close(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(file, &chunk, chunk.count)
    if count < 0 {
      let code = errno
      if code == EINTR { continue }
      throw .reading(path, code: code)
    }
    guard count > 0 else { return bytes }
    bytes.append(contentsOf: chunk[..<count])
  }
}

extension CorpusError {
  fileprivate static func reading(_ path: String, code: Int32) -> CorpusError {
    switch code {
    case ENOENT, ENOTDIR: .missing(path)
    case EISDIR: .directory(path)
    default: .unreadable(path, reason: String(cString: strerror(code)))
    }
  }
}

/// The offset of the first byte that is not part of a UTF-8 character, or nil when all are.
func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
  var place = 0
  while place < bytes.count {
    guard let (_, length) = decodeScalar(bytes, at: place) else { return place }
    place += length
  }
  return nil
}
