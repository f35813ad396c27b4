/// A number that texts which differ hardly ever share: FNV-1a of Fowler, Noll and Vo over the UTF-8 bytes, 64 bits.
///
/// It tells a text from another by mistake, not by malice: nothing is hidden, and a text of the same number can be made.
public func fingerprint(of text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
