import Autodiff

/// A number that models with different parameters hardly ever share: FNV-1a, word by word, over the bits of all numbers in
/// the order of the walk, 64 bits.
///
/// Two models of one number are alike to the last bit, zeros of both signs told apart. As with texts, it tells a mistake
/// and not malice.
public func fingerprint(of model: some Module) -> UInt64 {
  model.parameters.reduce(0xCBF2_9CE4_8422_2325) { hash, parameter in
    parameter.value.scalars.reduce(hash) { ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01B3 }
  }
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
