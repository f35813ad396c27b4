import Autodiff
import Neural
import Randomness
import Testing

/// What holds for every input, tried over many.
@Suite struct PropertyTests {
  static let cases: Range<UInt64> = 0..<25

  /// A model of random sizes, with parameters large enough that every part shows, and a text for it.
  private func randomModel(_ seed: UInt64, positions: PositionKind? = nil) -> (GPT, [Int]) {
    var generator = SeededGenerator(seed: seed + 1_000)
    let heads = 1 + generator.index(below: 3)
    var model = GPT(
      GPTConfiguration(
        vocabularySize: 7, contextLength: 10, layerCount: 1 + generator.index(below: 2), headCount: heads,
        channels: 4 * heads, normPlacement: NormPlacement.allCases[generator.index(below: 2)],
        hasBias: generator.uniform() < 0.5, positions: positions ?? .learned), seed: Seed(seed))
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return (model, (0..<2 + generator.index(below: 8)).map { _ in generator.index(below: 7) })
  }

  @Test(arguments: cases) func softmaxDoesNotSeeAShift(_ seed: UInt64) {
    let (logits, shift) = (normal([4, 9], seed: seed) * 5, normal([4, 1], seed: seed + 50) * 20)
    #expect(agree(softmax(logits + shift), softmax(logits)))
  }

  @Test(arguments: cases) func rowsOfWeightsSumToOne(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let logits = normal([5, 8], seed: seed) * 10
    // One place of every row is always kept; a row with none would be zeros.
    let keep = (0..<40).map { $0 % 8 == 0 || generator.uniform() < 0.5 }
    for scores in [logits, logits.masked(Mask(shape: [5, 8], keep: keep))] {
      #expect(softmax(scores).scalars.allSatisfy { $0 >= 0 })
      #expect(agree(softmax(scores).sum(alongAxis: 1), .ones([5]), within: 1e-6))
    }
    let masked = softmax(logits.masked(Mask(shape: [5, 8], keep: keep))).scalars
    #expect(zip(masked, keep).allSatisfy { $1 || $0 == 0 })
  }

  @Test(arguments: cases) func attentionDoesNotSeeAShiftOfAllKeys(_ seed: UInt64) {
    let parts = normals([5, 4], [6, 4], [6, 3], [1, 4], seed: seed)
    let plain = scaledDotProductAttention(query: parts[0], key: parts[1], value: parts[2])
    let keys = scaledDotProductAttention(query: parts[0], key: parts[1] + parts[3], value: parts[2])
    let queries = scaledDotProductAttention(query: parts[0] + parts[3], key: parts[1], value: parts[2])
    #expect(agree(keys, plain))
    #expect(distance(queries, plain) > 1e-3)
  }

  @Test(arguments: cases) func blocksAreEquivariantUntilPositionsOrMask(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let placement = NormPlacement.allCases[Int(seed) % 2]
    let block = smallBlock(placement, seed: seed)
    let x = normal([6, 8], seed: seed + 9)
    var order = generator.shuffled(0..<6)
    if order == Array(0..<6) { order.swapAt(0, 5) }
    func isEquivariant(_ f: (Tensor) -> Tensor) -> Float {
      distance(f(lookUp(x, at: order)), lookUp(f(x), at: order))
    }
    let mask = Mask.causal(queries: 6, keys: 6)
    #expect(isEquivariant { block($0) } < Float(roundings))
    #expect(isEquivariant { block($0, mask: mask) } > 1e-3)
    #expect(isEquivariant { block($0 + sinusoidalPositions(length: 6, channels: 8)) } > 1e-3)
  }

  @Test(arguments: cases) func thePastDoesNotSeeTheFuture(_ seed: UInt64) {
    let (model, text) = randomModel(seed)
    let before = model(text)
    for place in text.indices {
      var changed = text
      changed[place] = (text[place] + 3) % 7
      let after = model(changed)
      #expect(bits(after.sliced(axis: 0, 0..<place)) == bits(before.sliced(axis: 0, 0..<place)))
      #expect(after.selected(axis: 0, place) != before.selected(axis: 0, place))
    }
  }

  @Test(arguments: cases) func paddingIsNotSeen(_ seed: UInt64) {
    let (model, text) = randomModel(seed)
    let padded = { (token: Int) in text + [Int](repeating: token, count: 10 - text.count) }
    let full = padded(1)
    func own(_ token: Int) -> Tensor {
      model([full, padded(token)], lengths: [10, text.count]).selected(axis: 0, 1).sliced(
        axis: 0, 0..<text.count)
    }
    #expect(bits(own(0)) == bits(own(6)))
    #expect(agree(own(0), model(text)))
  }

  @Test(arguments: cases) func oneHeadIsSingleHeadAttention(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let layer = MultiHeadAttention(channels: 8, headCount: 1, using: &generator)
    let x = normal([5, 8], seed: seed)
    let single = scaledDotProductAttention(query: layer.query(x), key: layer.key(x), value: layer.value(x))
    #expect(agree(layer(x), layer.output(single)))
  }

  @Test(arguments: cases) func theOrderOfHeadsDoesNotMatter(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let layer = MultiHeadAttention(channels: 12, headCount: 3, hasBias: false, using: &generator)
    let columns = generator.shuffled(0..<3).flatMap { head in (0..<4).map { 4 * head + $0 } }
    func permuted(_ projection: Linear) -> Linear {
      Linear(weight: lookUp(projection.weight.transposed(), at: columns).transposed())
    }
    let other = MultiHeadAttention(
      query: permuted(layer.query), key: permuted(layer.key), value: permuted(layer.value),
      output: Linear(weight: lookUp(layer.output.weight, at: columns)), headCount: 3)
    let x = normal([5, 12], seed: seed)
    #expect(agree(other(x), layer(x)))
  }

  @Test(arguments: cases) func cachedIsUncached(_ seed: UInt64) {
    let (model, text) = randomModel(seed)
    var generator = SeededGenerator(seed: seed)
    let all = model(text)
    var cache = KeyValueCache(layerCount: model.blocks.count)
    var start = 0
    while start < text.count {
      let end = start + 1 + generator.index(below: text.count - start)
      let logits = model(Array(text[start..<end]), cache: &cache)
      #expect(agree(logits, all.sliced(axis: 0, start..<end)))
      start = end
    }
    #expect(cache.length == text.count)
  }

  @Test(arguments: cases) func onePassIsAllPrefixPasses(_ seed: UInt64) {
    let (model, text) = randomModel(seed, positions: PositionKind.allCases[Int(seed) % 3])
    let all = model(text)
    for length in 1...text.count {
      #expect(agree(model(Array(text.prefix(length))), all.sliced(axis: 0, 0..<length)))
    }
  }

  @Test(arguments: cases) func probabilitiesOfAllStringsSumToOne(_ seed: UInt64) {
    let (model, text) = randomModel(seed)
    // All strings of three further tokens after the text's first: P = Π softmax(logits).
    var total = 0.0
    let rows = (0..<343).map { number in [text[0], number / 49, number / 7 % 7, number % 7] }
    let losses = softmax(model(rows.map { Array($0.dropLast()) })).scalars
    for (index, row) in rows.enumerated() {
      total += (0..<3).reduce(1.0) { $0 * Double(losses[(index * 3 + $1) * 7 + row[$1 + 1]]) }
    }
    #expect(abs(total - 1) < roundings)
  }
}
