import Randomness
import Testing

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
}
