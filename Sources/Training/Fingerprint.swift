import Autodiff

/// A number that texts which differ hardly ever share: FNV-1a of Fowler, Noll and Vo over the UTF-8 bytes, 64 bits.
///
/// It tells a text from another by mistake, not by malice: nothing is hidden, and a text of the same number can be made.
public func fingerprint(of text: String) -> UInt64 { fingerprint(of: text.utf8.lazy.map { UInt64($0) }) }

/// A number that models with different parameters hardly ever share: the same over the bits of all numbers, in the order of
/// the walk, a number a step.
///
/// Two models of one number are alike to the last bit, zeros of both signs told apart.
public func fingerprint(of model: some Module) -> UInt64 {
  fingerprint(of: model.parameters.lazy.flatMap { $0.value.scalars.lazy.map { UInt64($0.bitPattern) } })
}

private func fingerprint(of words: some Sequence<UInt64>) -> UInt64 {
  words.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1) &* 0x100_0000_01B3 }
}

/// Whether this build's training has the bits of every other's, on any processor and with any number of threads: so it is with
/// fused multiply-adds, and only with them.
public let hasBitsOfEveryMachine: Bool = {
  #if FUSED_MULTIPLY_ADD
    true
  #else
    false
  #endif
}()
