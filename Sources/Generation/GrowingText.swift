/// A text that grows by the bytes of one token after another: what of it can already be told, and where it ends.
///
/// The bytes of an unfinished character wait for the rest of it, and the beginning of what may become a stop text waits
/// until it has or has not. So no half character is ever told, and nothing that is taken back. Bytes are
/// compared, not characters that look alike.
struct GrowingText {
  /// All whole characters that came, but for a stop text that was found.
  private(set) var bytes: [UInt8] = []
  /// Whether a stop text was found; nothing can be added any more.
  private(set) var hasStopped = false
  private let stops: [[UInt8]]
  private var unfinished: [UInt8] = []
  private var toldCount = 0

  init(stops: [String]) {
    self.stops = stops.map { Array($0.utf8) }
  }

  /// The whole text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Adds bytes; gives what can be told more.
  ///
  /// The text ends before the stop text that is whole first; of two that are whole with the same byte, before the longer.
  mutating func append(_ new: some Sequence<UInt8>) -> String {
    unfinished += new
    let whole = unfinished.count - unfinishedLength(of: unfinished)
    for byte in String(decoding: unfinished[..<whole], as: UTF8.self).utf8 where !hasStopped {
      bytes.append(byte)
      if let stop = stops.filter({ bytes.ends(with: $0) }).max(by: { $0.count < $1.count }) {
        bytes.removeLast(stop.count)
        hasStopped = true
      }
    }
    unfinished.removeFirst(whole)
    let waiting = hasStopped ? 0 : stops.map { bytes.countOfEnd(beginning: $0) }.max() ?? 0
    return tell(before: bytes.count - waiting)
  }

  /// What waited for a stop text that has not come; an unfinished character is never told.
  mutating func finish() -> String { tell(before: bytes.count) }

  private mutating func tell(before end: Int) -> String {
    defer { toldCount = end }
    return String(decoding: bytes[toldCount..<end], as: UTF8.self)
  }
}

/// How many bytes at the end are the beginning of a character of UTF-8 whose rest may still come.
private func unfinishedLength(of bytes: [UInt8]) -> Int {
  for length in 1...3 where length <= bytes.count {
    let tail = bytes.suffix(length)
    guard let first = tail.first, !UTF8.isContinuation(first) else { continue }
    // Of what begins a character, one of the ways to go on is a character.
    let isBeginning = ([0x80, 0x90, 0xA0] as [UInt8]).contains { second in
      let rest: [UInt8] = length == 1 ? [second, 0x80, 0x80] : [0x80, 0x80]
      return (1...rest.count).contains { String(validating: tail + rest.prefix($0), as: UTF8.self) != nil }
    }
    return isBeginning ? length : 0
  }
  return 0
}

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool {
    count >= other.count && suffix(other.count).elementsEqual(other)
  }

  /// The greatest number of bytes at the end that are the beginning of another text, but not the whole of it.
  fileprivate func countOfEnd(beginning other: [UInt8]) -> Int {
    (0..<Swift.min(other.count, count + 1)).last { suffix($0).elementsEqual(other.prefix($0)) } ?? 0
  }
}
