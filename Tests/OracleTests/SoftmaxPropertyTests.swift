import Autodiff
import Neural
import Randomness
import Testing

@Suite("Properties of softmax and attention")
struct SoftmaxPropertyTests {
  /// Multiples of 1/64 below 16: whole numbers can be added to them without rounding.
  private func exact(_ shape: Shape, _ random: inout RandomCase) -> Tensor {
    let values = random.normal(shape, deviation: 3)
    return Tensor(shape: shape, scalars: values.scalars.map { max(-15, min(15, ($0 * 64).rounded() / 64)) })
  }

  @Test("a distance that is no number is neither small nor large")
  func distanceOfNoNumber() {
    let (some, none) = (Tensor([1, 2]), Tensor([.nan, 7]))
    for (left, right) in [(some, none), (none, some), (none, none), (some, Tensor([1, 2, 3]))] {
      #expect(distance(left, right).isNaN, "\(left) and \(right)")
    }
    #expect(distance(some, Tensor([1, -4])) == 1.5 && distance(some, some) == 0)
  }

  @Test("a number added to a whole row changes no bit of its softmax", arguments: RandomCase.all(100))
  func shiftInvariance(_ random: RandomCase) {
    var random = random
    let (rows, width) = (random.size(1...6), random.size(1...70))
    let x = exact([rows, width], &random)
    let shift = Tensor(
      shape: [rows, 1], scalars: (0..<rows).map { _ in Float(random.size(-900...900)) })
    #expect(bits(softmax(x + shift)) == bits(softmax(x)))
    #expect(distance(logSoftmax(x + shift), logSoftmax(x)) <= rounding)
    let targets = random.tokens(rows, below: width)
    let loss = crossEntropy(logits: x, targets: targets)
    #expect(distance(crossEntropy(logits: x + shift, targets: targets), loss) <= rounding)
  }

  @Test("rows sum to 1, hidden places are exactly 0, and nothing is negative", arguments: RandomCase.all(100))
  func rowsSumToOne(_ random: RandomCase) {
    var random = random
    let (rows, width) = (random.size(1...6), random.size(1...70))
    let keep = (0..<rows).flatMap { _ in
      // At least one place of every row is seen.
      let seen = random.generator.index(below: width)
      return (0..<width).map { $0 == seen || random.generator.index(below: 3) > 0 }
    }
    let x = random.normal([rows, width], deviation: Float(random.size(1...40)))
    for (weights, kept) in [
      (softmax(x), nil), (softmax(x.masked(Mask(shape: [rows, width], keep: keep))), keep),
    ] {
      for row in 0..<rows {
        let places = weights.scalars[row * width..<(row + 1) * width]
        #expect(places.allSatisfy { $0 >= 0 })
        // The rounding of a row's sum and of each of its quotients.
        #expect((places.reduce(0.0) { $0 + Double($1) } - 1).magnitude <= 1e-6)
      }
      for (weight, counts) in zip(weights.scalars, kept ?? []) where !counts { #expect(weight == 0) }
    }
    #expect(distance(exp(logSoftmax(x)), softmax(x)) <= rounding)
  }

  @Test("one head is attention on the projections, output projected", arguments: RandomCase.all(40))
  func oneHeadIsSingleHead(_ random: RandomCase) {
    var random = random
    let (channels, time) = (random.size(1...9), random.size(1...7))
    let attention = random.shaken(
      MultiHeadAttention(channels: channels, headCount: 1, using: &random.generator))
    let x = random.normal([time, channels])
    let mask = random.generator.index(below: 2) == 0 ? Mask.causal(queries: time, keys: time) : nil
    let single = scaledDotProductAttention(
      query: attention.query(x), key: attention.key(x), value: attention.value(x), mask: mask)
    #expect(distance(attention(x, mask: mask), attention.output(single)) <= rounding)
  }

  @Test(
    "heads in another order, with the rows of W^O in that order, change nothing",
    arguments: RandomCase.all(40))
  func headsPermuted(_ random: RandomCase) {
    var random = random
    let (heads, size, time) = (random.size(2...5), random.size(1...4), random.size(1...6))
    let attention = random.shaken(
      MultiHeadAttention(channels: heads * size, headCount: heads, using: &random.generator))
    let channels = random.generator.shuffled(Array(0..<heads)).flatMap { head in
      (0..<size).map { head * size + $0 }
    }
    func columns(_ projection: Linear) -> Linear {
      Linear(
        weight: concatenate(channels.map { projection.weight.sliced(axis: 1, $0..<$0 + 1) }, axis: 1),
        bias: projection.bias.map { bias in Tensor(channels.map { bias[$0] }) })
    }
    let permuted = MultiHeadAttention(
      query: columns(attention.query), key: columns(attention.key), value: columns(attention.value),
      output: Linear(weight: lookUp(attention.output.weight, at: channels), bias: attention.output.bias),
      headCount: heads)
    let x = random.normal([2, time, heads * size])
    #expect(distance(permuted(x), attention(x)) <= rounding)
  }

  @Test(
    "a vector added to all keys changes nothing, to all queries or values it does",
    arguments: RandomCase.all(40))
  func keyShiftInvariance(_ random: RandomCase) {
    var random = random
    let (heads, time) = (random.size(1...3), random.size(2...6))
    let channels = heads * random.size(2...3)
    let attention = random.shaken(
      MultiHeadAttention(channels: channels, headCount: heads, using: &random.generator))
    let x = random.normal([time, channels])
    let shift = random.normal([channels], deviation: 3)
    let before = attention(x)
    func after(_ projection: WritableKeyPath<MultiHeadAttention, Linear>) -> Float {
      var changed = attention
      changed[keyPath: projection].bias = changed[keyPath: projection].bias.map { $0 + shift }
      return distance(changed(x), before)
    }
    // Scores that are all some 30 higher keep fewer digits of their differences.
    #expect(after(\.key) <= 10 * rounding)
    #expect(after(\.query) > 1e-3)
    #expect(after(\.value) > 1e-3)
  }
}
