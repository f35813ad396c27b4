import Autodiff
import Generation
import KernelOracles
import Kernels
import Language
import Neural
import Randomness
import Training

/// A ratio of two times in this run, and the least that it must be.
struct Floor {
  let name: String
  let ratio: Double
  let least: Double

  var holds: Bool { ratio >= least }

  /// How many times as long the slow way takes: the shortest of each in seven rounds, taken in turn, and in more while the
  /// floor is not reached and they have not taken ten seconds, since another program may have had the processors.
  ///
  /// Both run once before the first round. `measured` gives the seconds that a run takes.
  init(
    _ name: String, least: Double, slow: () -> Void, fast: () -> Void,
    measured: @escaping (() -> Void) -> Double = { body in seconds(body) }
  ) {
    self.name = name
    self.least = least
    slow()
    fast()
    var best = (slow: Double.infinity, fast: Double.infinity)
    var (rounds, spent) = (0, 0.0)
    repeat {
      let (slowTime, fastTime) = (measured(slow), measured(fast))
      best = (min(best.slow, slowTime), min(best.fast, fastTime))
      rounds += 1
      spent += slowTime + fastTime
    } while rounds < 7 || (best.slow < least * best.fast && spent < 10)
    ratio = best.slow / best.fast
  }

  /// Whether it holds, what it is, and how far it is from the least.
  var line: String { "\(holds ? "✓" : "✗") \(name): \(shown(ratio)) times, at least \(shown(least))" }

  /// Shows each floor as it is measured; gives the exit status, 1 when one does not hold.
  static func show(_ floors: some Sequence<Floor>, by show: (String) throws -> Void) rethrows -> Int32 {
    var status: Int32 = 0
    for floor in floors {
      try show(floor.line)
      if !floor.holds { status = 1 }
    }
    return status
  }
}

/// What must stay fast, as ratios of two measurements taken in turn: no time that depends on the machine.
enum Guard {
  /// Every floor by its name, measured when it is asked for; none for threads on a machine with one processor.
  static let all: [(name: String, measure: @Sendable () -> Floor?)] = [
    ("product", fastProduct), ("attention", attentionInOne), ("gelu", geluWithDerivative),
    ("rows", singleRows), ("cache", cachedGeneration), ("threads", secondThread),
    ("pairs", oneLongWord),
  ]

  /// The floors of the names, every one when there is none, each measured when it comes.
  static func floors(named names: [String]) -> some Sequence<Floor> {
    all.lazy.filter { names.isEmpty || names.contains($0.name) }.compactMap { $0.measure() }
  }

  /// The product kernel against the plain loop that says what it means.
  private static func fastProduct() -> Floor {
    let (rows, inner, columns) = (192, 128, 512)
    var random = SeededGenerator(seed: 1)
    let left = (0..<rows * inner).map { _ in Float(random.normal()) }
    let right = (0..<inner * columns).map { _ in Float(random.normal()) }
    let (leftBuffer, rightBuffer) = (Buffer(left), Buffer(right))
    return Threads.$count.withValue(1) {
      Floor(
        "the product kernel against the plain loop, one thread", least: 100,
        slow: { _ = Plain.matrixProduct(left, right, rows: rows, inner: inner, columns: columns) },
        fast: { _ = matrixProduct(leftBuffer, rightBuffer, rows: rows, inner: inner, columns: columns) })
    }
  }

  /// Attention forward and backward in one kernel each against the products, the mask and the softmax between them, with
  /// the heads of the small model under the causal mask, on one thread.
  private static func attentionInOne() -> Floor {
    let (heads, time, size, scaling) = (48, 64, 32, Float(0.18))
    var random = SeededGenerator(seed: 1)
    func normal() -> Buffer { Buffer((0..<heads * time * size).map { _ in Float(random.normal()) }) }
    let (q, k, v, g) = (normal(), normal(), normal(), normal())
    let shape = AttentionShape(
      batches: heads, queries: time, keys: time, keySize: size, valueSize: size, visible: Array(1...time))
    let mask = Buffer(
      (0..<time * time).map { $0 % time <= $0 / time ? 0 : -Float.infinity })
    func product(
      _ left: Buffer, _ right: Buffer, inner: Int, columns: Int, leftTransposed: Bool = false,
      rightTransposed: Bool = false
    ) -> Buffer {
      matrixProduct(
        left, right, batches: heads, rows: time, inner: inner, columns: columns,
        leftTransposed: leftTransposed, rightTransposed: rightTransposed)
    }
    func steps() {
      var scores = product(q, k, inner: size, columns: time, rightTransposed: true)
      scale(&scores, by: scaling)
      let all = [heads, time, time]
      let masked = elementwise(.add, scores, all, mask, [time, time], shape: all)
      let weights = softmax(masked, rows: heads * time, columns: time)
      _ = product(weights, v, inner: time, columns: size)
      let ofWeights = product(g, v, inner: size, columns: time, rightTransposed: true)
      var ofScores = softmaxPullback(y: weights, upstream: ofWeights, rows: heads * time, columns: time)
      scale(&ofScores, by: scaling)
      _ = product(weights, g, inner: time, columns: size, leftTransposed: true)
      _ = product(ofScores, k, inner: time, columns: size)
      _ = product(ofScores, q, inner: time, columns: size, leftTransposed: true)
    }
    func atOnce() {
      let (_, normalizers) = attention(query: q, key: k, value: v, scale: scaling, shape)
      _ = attentionPullback(
        query: q, key: k, value: v, normalizers: normalizers, upstream: g, scale: scaling, shape)
    }
    return Threads.$count.withValue(1) {
      Floor("attention in one kernel against its steps, one thread", least: 1.1, slow: steps, fast: atOnce)
    }
  }

  /// GELU with its derivative beside it and a product in the backward pass, against GELU and its pullback.
  private static func geluWithDerivative() -> Floor {
    var random = SeededGenerator(seed: 1)
    let x = Buffer((0..<768 * 512).map { _ in Float(random.normal()) })
    return Threads.$count.withValue(1) {
      Floor(
        "GELU with its derivative against twice GELU, one thread", least: 1.1,
        slow: { _ = mapPullback(.geluTanh, x: x, y: map(.geluTanh, x), upstream: x) },
        fast: {
          let (_, derivative) = geluTanhWithDerivative(x)
          _ = elementwise(.multiply, x, [x.count], derivative, [x.count], shape: [x.count])
        })
    }
  }

  /// Generation by kernels for single rows against generation tensor by tensor, as it goes when it is observed.
  private static func singleRows() -> Floor {
    let model = GPT(generatingConfiguration, seed: 1)
    func run() {
      var random = SeededGenerator(seed: 1)
      _ = try? generate(GPTPredictor(model), prompt: [1], maximumNewTokens: 100, using: &random)
    }
    return Floor(
      "generation by single rows against observed tensors, 100 tokens", least: 2,
      slow: { _ = observing(run) }, fast: run)
  }

  /// Generation that remembers keys and values against generation that reads everything again.
  private static func cachedGeneration() -> Floor {
    let model = GPT(
      GPTConfiguration(vocabularySize: 65, contextLength: 256, layerCount: 4, headCount: 4, channels: 128),
      seed: 1)
    func run(cached: Bool) {
      var random = SeededGenerator(seed: 1)
      _ = try? generate(
        GPTPredictor(model, isCached: cached), prompt: [1], maximumNewTokens: 250, using: &random)
    }
    return Floor(
      "generation with the cache against without, 250 tokens", least: 10,
      slow: { run(cached: false) }, fast: { run(cached: true) })
  }

  /// Byte pairs of letters without a space against the same in lines: a merge costs what its places cost.
  private static func oneLongWord() -> Floor {
    func run(on text: String) { _ = try? BytePairTokenizer.train(on: text, mergeCount: 200) }
    let (word, lines) = (randomLetters(200_000), randomLetters(200_000, inLinesOf: 79))
    return Floor(
      "byte pairs of one long word against those of lines", least: 0.3,
      slow: { run(on: lines) }, fast: { run(on: word) })
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
      "forward and backward of the small model, \(Threads.count) threads against 1", least: 0.7,
      slow: { Threads.$count.withValue(1, operation: step) }, fast: step)
  }
}
