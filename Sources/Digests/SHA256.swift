/// The hash SHA-256 (FIPS 180-4), by which a page's policy names the scripts that a browser may run, and a sheet of questions its
/// numbers.
package enum SHA256 {
  /// The 32 bytes of the hash of some bytes.
  package static func hash(of bytes: [UInt8]) -> [UInt8] {
    // A bit 1, zeros up to the last eight bytes of a block of 64, and there the number of bits.
    let zeros = (119 - bytes.count % 64) % 64
    let message = bytes + [0x80] + Array(repeating: 0, count: zeros) + bigEndian(UInt64(bytes.count) * 8)
    var state = fractions(of: 2).prefix(8).map { $0 }
    for start in stride(from: 0, to: message.count, by: 64) {
      mix(message[start..<start + 64], into: &state)
    }
    return state.flatMap(bigEndian)
  }

  private static func mix(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
      block[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for t in 16..<64 {
      let (early, late) = (words[t - 15], words[t - 2])
      let first = early.rotated(7) ^ early.rotated(18) ^ early >> 3
      let second = late.rotated(17) ^ late.rotated(19) ^ late >> 10
      words.append(words[t - 16] &+ first &+ words[t - 7] &+ second)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for (word, constant) in zip(words, constants) {
      let choice = e & f ^ ~e & g
      let majority = a & b ^ a & c ^ b & c
      let first = h &+ (e.rotated(6) ^ e.rotated(11) ^ e.rotated(25)) &+ choice &+ constant &+ word
      let second = (a.rotated(2) ^ a.rotated(13) ^ a.rotated(22)) &+ majority
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    state = zip(state, [a, b, c, d, e, f, g, h]).map { $0 &+ $1 }
  }

  private static let constants = fractions(of: 3)

  /// The first 32 bits behind the point of the square roots (2) or the cube roots (3) of the first 64 primes.
  private static func fractions(of root: Int) -> [UInt32] {
    primes.map { prime in
      // The largest x with xʳᵒᵒᵗ ≤ prime·2^(32·root), bit by bit: its lower half is the fraction.
      var x: UInt64 = 0
      for bit in (0..<36).reversed() {
        let larger = UInt128(x | 1 << UInt64(bit))
        let power = root == 2 ? larger * larger : larger * larger * larger
        if power <= UInt128(prime) << UInt128(32 * root) { x = UInt64(larger) }
      }
      return UInt32(truncatingIfNeeded: x)
    }
  }

  private static let primes = (2...311).filter { number in (2..<number).allSatisfy { number % $0 != 0 } }

  private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

extension UInt32 {
  /// The bits moved to the right, those that fall out put in on the left.
  fileprivate func rotated(_ count: UInt32) -> UInt32 { self >> count | self << (32 - count) }
}
