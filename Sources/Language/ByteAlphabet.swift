/// GPT-2's order of the 256 bytes and its way to write any bytes as visible text.
///
/// The bytes that print as a character of Latin-1 come first (`!` to `~`, `¡` to `¬`, `®` to `ÿ`), then the
/// rest in order; so `,` (byte 44) has the id 11, and the space the id 220. In files of merges a printable byte is
/// written as itself and the n-th other as the character U+0100 + n: the space as `Ġ`, the newline as `Ċ`
/// (Radford et al. 2019, `bytes_to_unicode` in the published encoder).
public enum ByteAlphabet {
  /// The byte of each id: 256 entries.
  public static let bytes: [UInt8] = {
    let printable = (UInt8.min...UInt8.max).filter(isPrintable)
    return printable + (UInt8.min...UInt8.max).filter { !isPrintable($0) }
  }()

  /// The id of each byte: 256 entries, the inverse of ``bytes``.
  public static let ids: [Int] = {
    var ids = [Int](repeating: 0, count: 256)
    for (id, byte) in bytes.enumerated() { ids[Int(byte)] = id }
    return ids
  }()

  /// The visible spelling of `bytes`, one character a byte: " the" is `Ġthe`.
  public static func spelling(of bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      // The ids of the other bytes begin at 188, and their characters at U+0100.
      let value = isPrintable(byte) ? UInt32(byte) : 0x100 + UInt32(ids[Int(byte)]) - 188
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return String(text)
  }

  /// The bytes that `spelling` stands for, or nil when a character of it stands for none.
  public static func bytes(of spelling: String) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in spelling.unicodeScalars {
      switch scalar.value {
      case 0..<0x100 where isPrintable(UInt8(scalar.value)): result.append(UInt8(scalar.value))
      case 0x100..<0x144: result.append(bytes[188 + Int(scalar.value) - 0x100])
      default: return nil
      }
    }
    return result
  }

  private static func isPrintable(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: true
    default: false
    }
  }
}
