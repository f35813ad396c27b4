import Foundation
import Testing

@testable import Randomness

/// A generator whose numbers are given.
private struct Given: RandomNumberGenerator {
  var numbers: [UInt64]

  mutating func next() -> UInt64 { numbers.removeFirst() }
}

@Suite("Random numbers")
struct RandomnessTests {
  @Test("the stream is SplitMix64's: the first numbers of seed 1234567 (Vigna's reference implementation)")
  func referenceStream() {
    var generator = SeededGenerator(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.indices.map { _ in generator.next() } == expected)
  }

  @Test("equal seeds give equal streams, different seeds different ones, and the state continues a stream")
  func seeds() {
    var first = SeededGenerator(seed: 1)
    var second = SeededGenerator(seed: 1)
    var other = SeededGenerator(seed: 2)
    #expect(first.next() == second.next())
    #expect(first.next() != other.next())
    var resumed = SeededGenerator(seed: 0)
    resumed.state = first.state
    #expect(resumed.next() == first.next())
    var child = first.split()
    #expect(child.next() != first.next())
  }

  @Test("derived seeds differ from each other and from their origin, and are always the same")
  func derivedSeeds() {
    let seed: Seed = 7
    let derived = (-1..<1_000).map { seed.derived($0) }
    #expect(Set(derived).count == derived.count)
    #expect(!derived.contains(seed))
    #expect(seed.derived(3) == Seed(7).derived(3))
    #expect(seed.derived(3).derived(4) != seed.derived(4).derived(3))
  }

  @Test("uniform numbers lie in [0, 1) and have mean ½ and variance 1/12")
  func uniform() {
    var generator = SeededGenerator(seed: 1)
    let numbers = (0..<100_000).map { _ in generator.uniform() }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    let mean = numbers.reduce(0, +) / 100_000
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
    #expect(abs(mean - 0.5) < 4 * (1.0 / 12 / 100_000).squareRoot())
    #expect(abs(variance - 1.0 / 12) < 0.001)
  }

  @Test("normal numbers have mean 0, variance 1, no skew and a fourth moment of 3")
  func normal() {
    var generator = SeededGenerator(seed: 2)
    let count = 200_000.0
    let numbers = (0..<Int(count)).map { _ in generator.normal() }
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1.0) { product, _ in product * x } } / count
    }
    // The k-th moment's standard error is √(E[x²ᵏ] − E[xᵏ]²) / √n: 1, √2, √15 and √96 over √n.
    #expect(abs(moment(1)) < 4 / count.squareRoot())
    #expect(abs(moment(2) - 1) < 4 * (2 / count).squareRoot())
    #expect(abs(moment(3)) < 4 * (15 / count).squareRoot())
    #expect(abs(moment(4) - 3) < 4 * (96 / count).squareRoot())
  }

  @Test("indices are drawn evenly, and by weight; what has no weight is never drawn")
  func indices() {
    var generator = SeededGenerator(seed: 3)
    var even = [0, 0, 0]
    var weighted = [0, 0, 0, 0]
    for _ in 0..<30_000 {
      even[generator.index(below: 3)] += 1
      weighted[generator.index(weights: [1, 0, 2, 0])] += 1
    }
    for count in even { #expect(abs(count - 10_000) < 4 * 82) }  // √(n·⅓·⅔) = 82
    #expect(weighted[1] == 0 && weighted[3] == 0)
    #expect(abs(weighted[0] - 10_000) < 4 * 82)
  }

  @Test("a shuffle keeps every element and reaches every order about equally often")
  func shuffle() {
    var generator = SeededGenerator(seed: 4)
    var orders: [[Int]: Int] = [:]
    for _ in 0..<24_000 { orders[generator.shuffled(0..<4), default: 0] += 1 }
    #expect(orders.count == 24)
    for (order, count) in orders {
      #expect(order.sorted() == [0, 1, 2, 3])
      #expect(abs(count - 1_000) < 5 * 31)  // √(n·p·(1 − p)) = 31
    }
  }

  @Test("a uniform number is the upper 53 bits, from 0 up to the last multiple of 2⁻⁵³ below 1")
  func uniformBits() {
    var given = Given(numbers: [0, 1 << 11 - 1, 1 << 11, 1 << 63, .max])
    #expect((0..<5).map { _ in given.uniform() } == [0, 0, 0x1p-53, 0.5, 1 - 0x1p-53])
  }

  @Test("an index is drawn again where the first products would favour some")
  func evenIndices() {
    // 2⁶⁴ = 3·n + 1: of all numbers only 0 is one too many.
    var given = Given(numbers: [0, .max, 1, .max / 2])
    #expect((0..<3).map { _ in given.index(below: 3) } == [2, 0, 1])
    var powers = Given(numbers: [0, .max])
    #expect((0..<2).map { _ in powers.index(below: 4) } == [0, 3])
    #expect(given.numbers.isEmpty)
  }

  @Test("the share of the weights that is drawn belongs to the index in whose stretch it lies")
  func stretchesOfWeights() {
    func index(_ number: UInt64, _ weights: [Double]) -> Int {
      var (array, collection) = (Given(numbers: [number]), Given(numbers: [number]))
      let found = array.index(weights: weights)
      #expect(collection.index(weights: ArraySlice(weights)) == found)
      return found
    }
    #expect(index(0, [0, 1, 1]) == 1 && index(0, [1, 1]) == 0)
    #expect(index(1 << 63, [1, 1]) == 1 && index(1 << 63 - 1 << 11, [1, 1]) == 0)
    #expect(index(1 << 62, [3, 1]) == 0 && index(3 << 62, [3, 1]) == 1)
    // The last share of all: whatever rounding leaves, an index that has a weight.
    for count in 1...50 {
      let weights = (1...count).map { Double($0) / 7 } + [0, 0]
      #expect(index(.max, weights) == count - 1)
    }
  }

  @Test("a normal number is made of a point inside the circle, other than its middle")
  func pointsInTheCircle() {
    // (0, 0), (0, 1) and (−1, −1) are drawn again; then (½, ½).
    let (middle, end, three) = (UInt64(1) << 63, UInt64.max, UInt64(3) << 62)
    var given = Given(numbers: [middle, middle, 0, middle, 0, 0, three, three, end])
    #expect(abs(given.normal() - 0.5 * (-2 * log(0.5) / 0.5).squareRoot()) < 1e-15)
    #expect(given.numbers == [end])
  }

  @Test("the natural logarithm is right to two units in the last place, its relative error near 1 included")
  func logarithms() {
    var generator = SeededGenerator(seed: 5)
    var numbers = [2, 0.5, 2.0.squareRoot()]
    for step in 1...60 {
      let small = pow(2, -0.85 * Double(step))
      numbers += [1 - small, 1 + small]
    }
    for _ in 0..<2_000 { numbers.append(exp(1_400 * generator.uniform() - 700)) }
    for x in numbers where x.isNormal {
      #expect(abs(naturalLogarithm(x) - log(x)) <= 2 * max(log(x).ulp, .leastNonzeroMagnitude), "\(x)")
    }
  }

  @Test("a derived seed is the first number of the stream that begins at the parent's first and the index")
  func derivation() {
    for index in [0, 3, -1] {
      var parent = SeededGenerator(seed: 7)
      var child = SeededGenerator(seed: parent.next() ^ UInt64(bitPattern: Int64(index)))
      #expect(Seed(7).derived(index).value == child.next())
    }
    #expect(Seed(7).generator() == SeededGenerator(seed: 7))
  }

  @Test("a split generator begins at the next number of its parent, which goes on")
  func splitting() {
    var (parent, same) = (SeededGenerator(seed: 9), SeededGenerator(seed: 9))
    let child = parent.split()
    #expect(child == SeededGenerator(seed: same.next()) && parent == same)
  }

  @Test("a state that is written and read again continues the stream")
  func codable() throws {
    var generator = SeededGenerator(seed: 9)
    _ = generator.next()
    var read = try JSONDecoder().decode(SeededGenerator.self, from: JSONEncoder().encode(generator))
    #expect(read.next() == generator.next())
    #expect(try JSONDecoder().decode(Seed.self, from: JSONEncoder().encode(Seed(.max))) == Seed(.max))
  }

  @Test("nothing to draw from is refused", arguments: [0, 1, 2])
  func nothingToDraw(kind: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [kind] in
      var generator = SeededGenerator(seed: 1)
      if kind < 2 { _ = generator.index(below: -kind) }
      _ = generator.index(weights: [0, 0])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains(["index(below: 0)", "index(below: -1)", "sum of the weights is 0.0"][kind]))
  }
}
