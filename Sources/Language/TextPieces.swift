/// The pieces that GPT-2 cuts a text into before any byte pair is merged: no token crosses a cut.
///
/// The published pattern, tried from left to right at each place, is
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// (Radford et al. 2019): the English contractions, then letters, digits, or other signs, each run with the space
/// before it, then white space up to, but not including, the last before a word. It is written out here by hand on
/// UTF-8 bytes; a byte that belongs to no scalar counts as an "other sign", so that any bytes can be cut.
struct TextPieces {
  let bytes: [UInt8]

  /// The end of the piece that begins at `start`, which must be before the end of the bytes.
  func end(from start: Int) -> Int {
    let first = bytes[start]
    if first == 0x27, let end = contractionEnd(from: start) { return end }

    var place = start
    if first == 0x20, start + 1 < bytes.count { place += 1 }
    var (kind, length) = scalar(at: place)
    if kind != .space {
      let run = kind
      while kind == run {
        place += length
        if place == bytes.count { break }
        (kind, length) = scalar(at: place)
      }
      return place
    }

    // White space: the whole run at the end of the text; else all but its last, unless that leaves nothing.
    place = start
    var last = start
    (kind, length) = scalar(at: place)
    while kind == .space {
      last = place
      place += length
      if place == bytes.count { return place }
      (kind, length) = scalar(at: place)
    }
    return last > start ? last : place
  }

  private func contractionEnd(from start: Int) -> Int? {
    guard start + 1 < bytes.count else { return nil }
    let next = bytes[start + 1]
    switch next {
    case 0x73, 0x74, 0x6D, 0x64: return start + 2  // 's 't 'm 'd
    default: break
    }
    guard start + 2 < bytes.count else { return nil }
    switch (next, bytes[start + 2]) {
    case (0x72, 0x65), (0x76, 0x65), (0x6C, 0x6C): return start + 3  // 're 've 'll
    default: return nil
    }
  }

  private enum Kind { case letter, number, other, space }

  private func scalar(at place: Int) -> (Kind, length: Int) {
    let first = bytes[place]
    guard first >= 0x80 else {
      switch first {
      case 0x61...0x7A, 0x41...0x5A: return (.letter, 1)
      case 0x30...0x39: return (.number, 1)
      case 0x20, 0x09...0x0D: return (.space, 1)
      default: return (.other, 1)
      }
    }
    guard let (scalar, length) = decodeScalar(bytes, at: place) else { return (.other, 1) }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return (.letter, length)
    case .decimalNumber, .letterNumber, .otherNumber: return (.number, length)
    default: return (properties.isWhitespace ? .space : .other, length)
    }
  }
}

/// The scalar that begins at `place` and its length in bytes, or nil when the bytes there are not UTF-8.
func decodeScalar(_ bytes: [UInt8], at place: Int) -> (Unicode.Scalar, length: Int)? {
  let first = bytes[place]
  if first < 0x80 { return (Unicode.Scalar(first), 1) }
  let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
  guard first >= 0xC2, first <= 0xF4, place + length <= bytes.count else { return nil }
  var value = UInt32(first) & (0x7F >> UInt32(length))
  for offset in 1..<length {
    let byte = bytes[place + offset]
    guard byte & 0xC0 == 0x80 else { return nil }
    value = value << 6 | UInt32(byte & 0x3F)
  }
  let smallest: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
  guard value >= smallest, let scalar = Unicode.Scalar(value) else { return nil }
  return (scalar, length)
}

/// The pieces of a text, each different one once: a table of byte ranges, open addressing, no strings.
struct PieceTable {
  private(set) var starts: [Int] = []
  private(set) var ends: [Int] = []
  private(set) var counts: [Int] = []
  private var slots: [Int32]

  init() {
    slots = [Int32](repeating: -1, count: 1024)
  }

  /// The number of the piece `bytes[start..<end]` among the different pieces so far; counts it once more.
  mutating func insert(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    if starts.count &* 2 >= slots.count { grow(bytes) }
    var slot = hash(bytes, start, end) & (slots.count &- 1)
    let length = end &- start
    while true {
      let piece = Int(slots[slot])
      if piece < 0 { break }
      if ends[piece] &- starts[piece] == length {
        let other = starts[piece]
        var offset = 0
        while offset < length, bytes[start &+ offset] == bytes[other &+ offset] { offset &+= 1 }
        if offset == length {
          counts[piece] &+= 1
          return piece
        }
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    slots[slot] = Int32(starts.count)
    starts.append(start)
    ends.append(end)
    counts.append(1)
    return starts.count - 1
  }

  private func hash(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a, with a last shuffle for the low bits.
    for place in start..<end { hash = (hash ^ UInt64(bytes[place])) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) >> 1)
  }

  private mutating func grow(_ bytes: [UInt8]) {
    let mask = slots.count * 2 - 1
    slots = [Int32](repeating: -1, count: mask + 1)
    for piece in starts.indices {
      var slot = hash(bytes, starts[piece], ends[piece]) & mask
      while slots[slot] >= 0 { slot = (slot &+ 1) & mask }
      slots[slot] = Int32(piece)
    }
  }
}
