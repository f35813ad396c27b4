import Autodiff
import Neural
import Testing

@Suite("Properties of blocks")
struct BlockPropertyTests {
  /// Adding to one position is seen from there on, and nowhere before, bit for bit; and no gradient of the results
  /// before a position reaches it.
  private func expectCausal(_ x: Tensor, _ random: inout RandomCase, _ layer: (Tensor) -> Tensor) {
    let (time, channels) = (x.shape[1], x.shape[2])
    let before = layer(x)
    for changed in 0..<time {
      let zeros = Tensor.zeros([x.shape[0], 1, channels])
      let change = concatenate(
        (0..<time).map { $0 == changed ? random.normal(zeros.shape) : zeros }, axis: 1)
      let after = layer(x + change)
      #expect(bits(after.positions(0..<changed)) == bits(before.positions(0..<changed)))
      #expect(distance(after.positions(changed..<time), before.positions(changed..<time)) > 1e-3)
    }
    let cut = random.size(1...time)
    let slope = gradient(at: x) { square(layer($0).positions(0..<cut)).sum() }
    #expect(slope.positions(cut..<time) == .zeros([x.shape[0], time - cut, channels]))
  }

  @Test("causality of a block: no bit before a changed token changes", arguments: RandomCase.all(40))
  func causalBlock(_ random: RandomCase) {
    var random = random
    let configuration = random.configuration()
    let block = random.block(configuration)
    let time = random.size(2...7)
    let x = random.normal([random.size(1...2), time, configuration.channels])
    expectCausal(x, &random) { block($0, mask: .causal(queries: time, keys: time)) }
  }

  @Test("causality of a decoder block, which masks by itself", arguments: RandomCase.all(40))
  func causalDecoderBlock(_ random: RandomCase) {
    var random = random
    let configuration = random.configuration()
    let block = random.decoderBlock(configuration)
    let batch = random.size(1...2)
    let memory = random.normal([batch, random.size(1...5), configuration.channels])
    let x = random.normal([batch, random.size(2...6), configuration.channels])
    expectCausal(x, &random) { block($0, memory: memory) }
  }

  @Test(
    "tokens in another order give the results in that order; positions or a mask end that",
    arguments: RandomCase.all(40))
  func permutationEquivariance(_ random: RandomCase) {
    var random = random
    let configuration = random.configuration()
    let blocks = (0..<random.size(1...2)).map { _ in random.block(configuration) }
    let time = random.size(3...7)
    let x = random.normal([2, time, configuration.channels])
    // A turn by one place and a swap: never the order it was.
    let order = Array(1..<time) + [0]
    func encoder(_ x: Tensor, mask: Mask? = nil) -> Tensor { blocks.reduce(x) { $1($0, mask: mask) } }
    #expect(distance(encoder(x.reordered(order)), encoder(x).reordered(order)) <= 2 * rounding)

    let table = sinusoidalPositions(length: time, channels: configuration.channels)
    let placed = distance(encoder(x.reordered(order) + table), encoder(x + table).reordered(order))
    #expect(placed > 1e-2)
    let mask = Mask.causal(queries: time, keys: time)
    let masked = distance(encoder(x.reordered(order), mask: mask), encoder(x, mask: mask).reordered(order))
    #expect(masked > 1e-3)
  }

  @Test("the memory of a decoder block is a set: its order changes nothing", arguments: RandomCase.all(40))
  func memoryOrder(_ random: RandomCase) {
    var random = random
    let configuration = random.configuration()
    let block = random.decoderBlock(configuration)
    let keys = random.size(2...6)
    let memory = random.normal([2, keys, configuration.channels])
    let x = random.normal([2, 3, configuration.channels])
    let order = Array(1..<keys) + [0]
    #expect(distance(block(x, memory: memory.reordered(order)), block(x, memory: memory)) <= 2 * rounding)
  }

  @Test(
    "padding of an encoder changes no bit of the text, and the text alone gives the same",
    arguments: RandomCase.all(40))
  func paddedEncoder(_ random: RandomCase) {
    var random = random
    let configuration = random.configuration()
    let blocks = (0..<2).map { _ in random.block(configuration) }
    let (length, time) = (random.size(1...4), 6)
    let text = random.normal([1, length, configuration.channels])
    func encoded(_ x: Tensor, mask: Mask?) -> Tensor {
      blocks.reduce(x) { $1($0, mask: mask) }.positions(0..<length)
    }
    func padded(_ deviation: Float) -> Tensor {
      concatenate(
        [text, random.normal([1, time - length, configuration.channels], deviation: deviation)], axis: 1)
    }
    let mask = Mask.padding(lengths: [length], time: time)
    let (one, other) = (padded(1), padded(30))
    #expect(bits(encoded(one, mask: mask)) == bits(encoded(other, mask: mask)))
    #expect(distance(encoded(one, mask: mask), encoded(text, mask: nil)) <= 2 * rounding)
    #expect(distance(encoded(one, mask: nil), encoded(text, mask: nil)) > 1e-4)
    let slope = gradient(at: one) { square(encoded($0, mask: mask)).sum() }
    #expect(slope.positions(length..<time).scalars.allSatisfy { $0 == 0 })
  }

  @Test(
    "padding of either text of a decoder block changes no bit, and both texts alone give the same",
    arguments: RandomCase.all(40))
  func paddedDecoderBlock(_ random: RandomCase) {
    var random = random
    let configuration = random.configuration()
    let block = random.decoderBlock(configuration)
    let channels = configuration.channels
    let (length, time, keyLength, keys) = (random.size(1...4), 6, random.size(1...4), 6)
    let target = random.normal([1, length, channels])
    let source = random.normal([1, keyLength, channels])
    func padded(_ text: Tensor, to time: Int) -> Tensor {
      concatenate([text, random.normal([1, time - text.shape[1], channels], deviation: 10)], axis: 1)
    }
    func decoded(_ x: Tensor, _ memory: Tensor) -> Tensor {
      block(
        x, memory: memory, mask: .padding(lengths: [length], time: time),
        memoryMask: .padding(lengths: [keyLength], time: keys)
      ).positions(0..<length)
    }
    let (x, memory) = (padded(target, to: time), padded(source, to: keys))
    let result = decoded(x, memory)
    #expect(bits(decoded(padded(target, to: time), padded(source, to: keys))) == bits(result))
    #expect(distance(result, block(target, memory: source)) <= 2 * rounding)
    // Without the mask the padding of the source is seen. (That of the target comes last, where a causal mask
    // hides it already.)
    #expect(distance(block(x, memory: memory).positions(0..<length), result) > 1e-4)
    let (targetSlope, memorySlope) = valueWithGradient(at: x, memory) { square(decoded($0, $1)).sum() }
      .gradient
    #expect(targetSlope.positions(length..<time).scalars.allSatisfy { $0 == 0 })
    #expect(memorySlope.positions(keyLength..<keys).scalars.allSatisfy { $0 == 0 })
  }

  @Test(
    "the target's own mask joins the causal one: padding in front is hidden too",
    arguments: RandomCase.all(20))
  func paddingInFront(_ random: RandomCase) {
    var random = random
    let configuration = random.configuration()
    let block = random.decoderBlock(configuration)
    let channels = configuration.channels
    let memory = random.normal([1, 3, channels])
    let (padding, time) = (random.size(1...2), 5)
    let text = random.normal([1, time - padding, channels])
    let mask = Mask(shape: [1, 1, 1, time], keep: (0..<time).map { $0 >= padding })
    func result() -> Tensor {
      let x = concatenate([random.normal([1, padding, channels], deviation: 10), text], axis: 1)
      return block(x, memory: memory, mask: mask).positions(padding..<time)
    }
    let first = result()
    #expect(bits(result()) == bits(first))
    #expect(distance(first, block(text, memory: memory)) <= 2 * rounding)
  }
}
