import Autodiff
import Kernels
import Neural
import Randomness
import Training

/// A ratio of two times in this run, and the least that it must be.
struct Floor {
  let name: String
  let ratio: Double
  let least: Double

  var holds: Bool { ratio >= least }
}

/// What must stay fast, as ratios of two measurements taken in turn: no time that depends on the machine.
enum Guard {
  static func floors() -> [Floor] {
    [fastProduct(), cachedGeneration(), secondThread()].compactMap(\.self)
  }

  /// The product kernel against the plain loop that says what it means.
  private static func fastProduct() -> Floor {
    let (rows, inner, columns) = (192, 128, 512)
    var random = SeededGenerator(seed: 1)
    let left = (0..<rows * inner).map { _ in Float(random.normal()) }
    let right = (0..<inner * columns).map { _ in Float(random.normal()) }
    let (leftBuffer, rightBuffer) = (Buffer(left), Buffer(right))
    let ratio = Threads.$count.withValue(1) {
      ratioOfBest(
        slow: { _ = Plain.matrixProduct(left, right, rows: rows, inner: inner, columns: columns) },
        fast: { _ = matrixProduct(leftBuffer, rightBuffer, rows: rows, inner: inner, columns: columns) })
    }
    return Floor(name: "the product kernel against the plain loop, one thread", ratio: ratio, least: 100)
  }

  /// Generation that remembers keys and values against generation that reads everything again.
  private static func cachedGeneration() -> Floor {
    let model = GPT(
      GPTConfiguration(vocabularySize: 65, contextLength: 256, layerCount: 4, headCount: 4, channels: 128),
      seed: 1)
    func run(cached: Bool) {
      var random = SeededGenerator(seed: 1)
      _ = generate(model, prompt: [1], maximumNewTokens: 250, cached: cached, using: &random)
    }
    return Floor(
      name: "generation with the cache against without, 250 tokens",
      ratio: ratioOfBest(slow: { run(cached: false) }, fast: { run(cached: true) }), least: 15)
  }

  /// All threads against one; nothing to say on a machine with one processor.
  private static func secondThread() -> Floor? {
    guard Threads.count > 1 else { return nil }
    let model = GPT(smallConfiguration, seed: 1)
    var random = SeededGenerator(seed: 1)
    let inputs = (0..<12).map { _ in (0..<64).map { _ in random.index(below: 65) } }
    func step() {
      _ = gradient(at: model) { crossEntropy(logits: $0(inputs), targets: inputs.flatMap(\.self)) }
    }
    return Floor(
      name: "forward and backward of the small model, \(Threads.count) threads against 1",
      ratio: ratioOfBest(slow: { Threads.$count.withValue(1, operation: step) }, fast: step), least: 0.8)
  }

  /// How many times as long the slow way takes: the shortest of each of seven rounds, taken in turn.
  private static func ratioOfBest(slow: () -> Void, fast: () -> Void) -> Double {
    slow()
    fast()
    var best = (slow: Double.infinity, fast: Double.infinity)
    for _ in 0..<7 {
      best.slow = min(best.slow, seconds(slow))
      best.fast = min(best.fast, seconds(fast))
    }
    return best.slow / best.fast
  }
}
