import Autodiff
import Testing
import Workbench

@testable import Coursework

/// Wrong solutions of chapters 0 to 3 as they are written by habit, most of them right on small or friendly inputs.
@Suite("Habits, chapters 0 to 3")
struct EarlyHabitTests {
  @Test("Is refused, and told its own mistake", arguments: graphs + counts + symbols + tensors)
  func isTold(habit: Habit) throws { try habit.check() }

  // MARK: - Graphs

  private static let graphs: [Habit] = [
    Habit(BackwardExercise.self, "every-path") { inputs, slopes, order in
      var gradients = inputs.map { _ in 0.0 }
      var calls = 0
      func send(_ vertex: Int, _ gradient: Double) throws {
        calls += 1
        if calls > 100_000 { throw RunsOn() }
        gradients[vertex] += gradient
        for place in inputs[vertex].indices {
          try send(inputs[vertex][place], gradient * slopes[vertex][place])
        }
      }
      try send(order[order.count - 1], 1)
      return gradients
    },
    Habit(BackwardExercise.self, "sent-again") { inputs, slopes, order in
      var gradients = inputs.map { _ in 0.0 }
      var calls = 0
      gradients[order[order.count - 1]] = 1
      func backward(_ vertex: Int) throws {
        calls += 1
        if calls > 100_000 { throw RunsOn() }
        for (input, slope) in zip(inputs[vertex], slopes[vertex]) {
          gradients[input] += gradients[vertex] * slope
          try backward(input)
        }
      }
      try backward(order[order.count - 1])
      return gradients
    },
    Habit(BackwardExercise.self, "replaced") { inputs, slopes, order in
      var gradients = [Int: Double]()
      gradients[order[order.count - 1]] = 1
      for vertex in order.reversed() {
        for (input, slope) in zip(inputs[vertex], slopes[vertex]) {
          gradients[input] = gradients[vertex, default: 0] * slope
        }
      }
      return inputs.indices.map { gradients[$0] ?? 0 }
    },
    Habit(BackwardExercise.self, "once-an-operation") { inputs, slopes, order in
      var gradients = inputs.map { _ in 0.0 }
      gradients[order[order.count - 1]] = 1
      for vertex in order.reversed() {
        for input in Set(inputs[vertex]) {
          gradients[input] += gradients[vertex] * slopes[vertex][inputs[vertex].firstIndex(of: input) ?? 0]
        }
      }
      return gradients
    },
    Habit(BackwardExercise.self, "seed-at-the-last-number") { inputs, slopes, order in
      var gradients = inputs.map { _ in 0.0 }
      gradients[gradients.count - 1] = 1
      for vertex in order.reversed() {
        for (input, slope) in zip(inputs[vertex], slopes[vertex]) {
          gradients[input] += gradients[vertex] * slope
        }
      }
      return gradients
    },
    Habit(TopologicalOrderExercise.self, "every-path-put-down-once") { inputs, root in
      var order: [Int] = []
      var calls = 0
      func visit(_ vertex: Int) throws {
        calls += 1
        if calls > 100_000 { throw RunsOn() }
        for input in inputs[vertex] { try visit(input) }
        if !order.contains(vertex) { order.append(vertex) }
      }
      try visit(root)
      return order
    },
    Habit(TopologicalOrderExercise.self, "put-down-when-met") { inputs, root in
      var (stack, order) = ([root], [Int]())
      var visited: Set = [root]
      while !stack.isEmpty {
        let vertex = stack.removeLast()
        order.insert(vertex, at: 0)
        for input in inputs[vertex] where !visited.contains(input) {
          visited.insert(input)
          stack.append(input)
        }
      }
      return order
    },
    Habit(TopologicalOrderExercise.self, "recursive") { inputs, root in
      guard inputs.count < 50_000 else { throw Stops("stack overflow") }
      var (order, visited) = ([Int](), Set<Int>())
      func visit(_ vertex: Int) {
        guard visited.insert(vertex).inserted else { return }
        inputs[vertex].forEach(visit)
        order.append(vertex)
      }
      visit(root)
      return order
    },
    Habit(TopologicalOrderExercise.self, "whole-graph") { inputs, _ in
      var waiting = inputs.map { Set($0).count }
      var users = inputs.map { _ in [Int]() }
      for (vertex, list) in inputs.enumerated() { for input in Set(list) { users[input].append(vertex) } }
      var order = waiting.indices.filter { waiting[$0] == 0 }
      var next = 0
      while next < order.count {
        for user in users[order[next]] {
          waiting[user] -= 1
          if waiting[user] == 0 { order.append(user) }
        }
        next += 1
      }
      return order
    },
  ]

  // MARK: - Counts and probabilities

  private static let counts: [Habit] = [
    Habit(NGramCountsExercise.self, "shrinking-at-the-end") { tokens, order in
      var counts: [[Int]: Int] = [:]
      for start in 0..<tokens.count { counts[Array(tokens[start...].prefix(order)), default: 0] += 1 }
      return counts
    },
    Habit(NGramCountsExercise.self, "joined-text") { tokens, order in
      var counts: [String: (run: [Int], count: Int)] = [:]
      for end in tokens.indices where end + 1 >= order {
        let run = Array(tokens[(end + 1 - order)...end])
        counts[run.map(String.init).joined(), default: (run, 0)].count += 1
      }
      return Dictionary(uniqueKeysWithValues: counts.values.map { ($0.run, $0.count) })
    },
    Habit(AddKProbabilityExercise.self, "context-as-key") { token, context, counts, k, size in
      (Double(counts[context + [token]] ?? 0) + k) / (Double(counts[context] ?? 0) + k * Double(size))
    },
    Habit(AddKProbabilityExercise.self, "joined-text") { token, context, counts, k, size in
      let texts = counts.map { (text: $0.key.map(String.init).joined(), key: $0.key, count: $0.value) }
      let text = (context + [token]).map(String.init).joined()
      let total = counts.filter { Array($0.key.dropLast()) == context }.values.reduce(0, +)
      return (Double(texts.filter { $0.text == text }.map(\.count).reduce(0, +)) + k)
        / (Double(total) + k * Double(size))
    },
    Habit(AddKProbabilityExercise.self, "nearest-alone") { token, context, counts, k, size in
      let total = counts.filter { $0.key.dropLast().last == context.last }.values.reduce(0, +)
      return (Double(counts[context + [token]] ?? 0) + k) / (Double(total) + k * Double(size))
    },
    Habit(SentenceLogProbabilityExercise.self, "guarded") { sentence, order, begin, end, probability in
      let symbols = Array(repeating: begin, count: order - 1) + sentence + [end]
      return try (order - 1..<symbols.count).map { place in
        log(try probability(symbols[place], Array(symbols[place - order + 1..<place])) + 1e-10)
      }.reduce(0, +)
    },
    Habit(SentenceLogProbabilityExercise.self, "guarded") { sentence, order, begin, end, probability in
      let symbols = Array(repeating: begin, count: order - 1) + sentence + [end]
      return try (order - 1..<symbols.count).map { place in
        log(max(try probability(symbols[place], Array(symbols[place - order + 1..<place])), 1e-12))
      }.reduce(0, +)
    },
    Habit(SentenceLogProbabilityExercise.self, "end-repeated") { sentence, order, begin, end, probability in
      let padding = order - 1
      let symbols = Array(repeating: begin, count: padding) + sentence + Array(repeating: end, count: padding)
      return try (padding..<symbols.count).reduce(0) {
        $0 + log(try probability(symbols[$1], Array(symbols[$1 - padding..<$1])))
      }
    },
    Habit(SentenceLogProbabilityExercise.self, "short-contexts") { sentence, order, begin, end, probability in
      let symbols = [begin] + sentence + [end]
      return try (1..<symbols.count).reduce(0) {
        $0 + log(try probability(symbols[$1], Array(symbols[max(0, $1 - order + 1)..<$1])))
      }
    },
    Habit(PerplexityExercise.self, "root-of-product") { logProbabilities in
      let product = logProbabilities.map { exp($0) }.reduce(1, *)
      return power(1 / product, 1 / Double(logProbabilities.count))
    },
    Habit(PerplexityExercise.self, "one-too-few") { exp(-$0.reduce(0, +) / Double($0.count - 1)) },
    Habit(PerplexityExercise.self, "entropy") { numbers in
      exp(-numbers.map { exp($0) * $0 }.reduce(0, +))
    },
    Habit(InterpolatedProbabilityExercise.self, "trigram-at-most") { token, context, weights, size, counted in
      var probability = 1 / Double(size)
      for length in 0...2 where length <= context.count {
        guard let direct = try counted(token, Array(context[(context.count - length)...])) else { break }
        probability = weights[length] * direct + (1 - weights[length]) * probability
      }
      return probability
    },
    Habit(InterpolatedProbabilityExercise.self, "not-met-as-unseen") {
      token, context, weights, size, counted in
      var probability = 1 / Double(size)
      for length in 0...context.count {
        if let direct = try counted(token, Array(context.suffix(length))), direct > 0 {
          probability = weights[length] * direct + (1 - weights[length]) * probability
        }
      }
      return probability
    },
  ]

  // MARK: - Symbols

  private static let symbols: [Habit] = [
    Habit(MostFrequentPairExercise.self, "joined-key") { words in
      var counts: [String: (left: String, right: String, count: Int)] = [:]
      for word in words {
        for (left, right) in zip(word.symbols, word.symbols.dropFirst()) {
          counts[left + right, default: (left, right, 0)].count += word.count
        }
      }
      return counts.values.min { ($1.count, $0.left, $0.right) < ($0.count, $1.left, $1.right) }
    },
    Habit(MostFrequentPairExercise.self, "ties-by-the-joined-text") { words in
      var counts: [[String]: Int] = [:]
      for word in words {
        for place in 0..<max(0, word.symbols.count - 1) {
          counts[[word.symbols[place], word.symbols[place + 1]], default: 0] += word.count
        }
      }
      let best = counts.sorted { ($1.value, $0.key.joined()) < ($0.value, $1.key.joined()) }.first
      return best.map { ($0.key[0], $0.key[1], $0.value) }
    },
    Habit(MostFrequentPairExercise.self, "once-a-word") { words in
      var counts: [[String]: Int] = [:]
      for word in words {
        for pair in Set(zip(word.symbols, word.symbols.dropFirst()).map { [$0, $1] }) {
          counts[pair, default: 0] += word.count
        }
      }
      let best = counts.min { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
      return best.map { ($0.key[0], $0.key[1], $0.value) }
    },
    Habit(MergePairExercise.self, "joined-texts") { symbols, left, right in
      var (merged, place) = ([String](), 0)
      while place < symbols.count {
        if place + 1 < symbols.count, symbols[place] + symbols[place + 1] == left + right {
          merged.append(left + right)
          place += 2
        } else {
          merged.append(symbols[place])
          place += 1
        }
      }
      return merged
    },
    Habit(MergePairExercise.self, "every-second-place") { symbols, left, right in
      var (merged, place) = ([String](), 0)
      while place < symbols.count {
        let pair = symbols[place...].prefix(2)
        merged += Array(pair) == [left, right] ? [left + right] : Array(pair)
        place += 2
      }
      return merged
    },
  ]

  // MARK: - Tensors

  private static let tensors: [Habit] = [
    Habit(ProductPullbackExercise.self, "divided-out") { x, y, upstream in
      let z = x * y
      return (upstream * z / x, upstream * z / y)
    },
    Habit(ProductPullbackExercise.self, "small-step") { x, y, upstream in
      let h: Float = 1e-3
      return (
        upstream * ((x + h) * y - (x - h) * y) / (2 * h), upstream * (x * (y + h) - x * (y - h)) / (2 * h)
      )
    },
    // NumPy's "un-broadcast", which tells axes by their sizes.
    Habit(SumToShapeExercise.self, "by-size") { upstream, shape in
      var sum = upstream
      for axis in upstream.shape.indices.reversed() where !shape.contains(upstream.shape[axis]) {
        sum = sum.sum(alongAxis: axis)
      }
      guard sum.count == shape.reduce(1, *) else { throw Stops("reshaped") }
      return sum.reshaped(shape)
    },
    // `.view(inner, columns)` for a transpose.
    Habit(MatrixProductPullbackExercise.self, "reshaped") { a, b, upstream in
      func view(_ x: Tensor) -> Tensor { x.reshaped(x.shape.dropLast(2) + x.shape.suffix(2).reversed()) }
      return (matmul(upstream, view(b)), matmul(view(a), upstream))
    },
    // A linear layer's weight gets one gradient for the whole batch.
    Habit(MatrixProductPullbackExercise.self, "batch-summed") { a, b, upstream in
      var weights = matmul(a.transposed(), upstream)
      while weights.rank > 2 { weights = weights.sum(alongAxis: 0) }
      return (matmul(upstream, b.transposed()), weights)
    },
    Habit(LookUpExercise.self, "axis-kept") { table, tokens in
      stack(tokens.map { table.sliced(axis: 0, $0..<$0 + 1) })
    },
    Habit(LookUpPullbackExercise.self, "overwritten") { tokens, upstream, size in
      var rows = [Tensor](repeating: .zeros([upstream.shape[1]]), count: size)
      for (place, token) in tokens.enumerated() { rows[token] = upstream.selected(axis: 0, place) }
      return stack(rows)
    },
    // torch.nn.functional.cosine_similarity, as it was for years.
    Habit(CosineSimilarityExercise.self, "guarded") { x, y in
      let (xLength, yLength) = (
        sqrt((x * x).sum(alongAxis: 1, keepingAxis: true)), sqrt((y * y).sum(alongAxis: 1, keepingAxis: true))
      )
      return matmul(x, y.transposed()) / maximum(xLength * yLength.transposed(), 1e-8)
    },
    Habit(SinusoidalPositionsExercise.self, "to-the-last-exactly") { time, channels in
      let pairs = channels / 2
      let scalars = (0..<time).flatMap { p in
        (0..<channels).map { c in
          let step = log(10_000) / Double(max(pairs - 1, 1))
          let angle = Double(p) * exp(-Double(c / 2) * step)
          return Float(c % 2 == 0 ? sin(angle) : cos(angle))
        }
      }
      return Tensor(shape: [time, channels], scalars: scalars)
    },
    Habit(RotationExercise.self, "step-by-step") { offset, channels in
      guard offset >= 0 else { throw Stops("Range requires lowerBound <= upperBound") }
      let one = try RotationExercise.reference(1, channels)
      return try (0..<offset).reduce(RotationExercise.reference(0, channels)) { matrix, _ in
        matmul(matrix, one)
      }
    },
    // arange(batch · time).view(batch, time).
    Habit(AddPositionsExercise.self, "counted-on") { embeddings, positions in
      let (batch, time) = (embeddings.shape[0], embeddings.shape[1])
      guard batch * time <= positions.shape[0] else { throw Stops("Index out of range") }
      return embeddings
        + stack(
          (0..<batch).map { b in stack((0..<time).map { positions.selected(axis: 0, b * time + $0) }) })
    },
  ]
}
