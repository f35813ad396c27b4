/// A key of a terminal.
package enum Key: Equatable {
  /// A letter, a digit, a sign.
  case character(Character)
  /// The arrows, and the keys that turn a page.
  case up, down, pageUp, pageDown

  /// The key that a terminal writes as some bytes; Ctrl-D and the end of the input, a 0, are "q".
  ///
  /// Any other arrow or function key is none: its letters are no commands. Of two keys pressed at once the first is read
  /// and no byte more.
  /// - Parameter next: the byte that follows, if one does at once.
  package init?(startingWith byte: UInt8, next: () -> UInt8?) {
    switch byte {
    case 0, 4: self = .character("q")
    case 27:
      // ECMA-48: an introducer, parameters, and a final byte from @ to ~. Terminals in application mode write ESC O.
      guard var last = next() else { return nil }
      var sequence = [last]
      if last == UInt8(ascii: "[") || last == UInt8(ascii: "O") {
        repeat {
          guard let byte = next(), byte != 0 else { return nil }
          last = byte
          sequence.append(byte)
        } while !(0x40...0x7E).contains(last)
      }
      switch String(decoding: sequence, as: UTF8.self) {
      case "[A", "OA": self = .up
      case "[B", "OB": self = .down
      case "[5~": self = .pageUp
      case "[6~": self = .pageDown
      default: return nil
      }
    default: self = .character(Character(Unicode.Scalar(byte)))
    }
  }
}
