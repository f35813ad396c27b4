import Formulas
import Testing

/// What only a mistake in a program can ask for stops it with a message that says what it was.
@Suite("Mistakes with formulas stop the program with a message") struct StoppingTests {
  struct Mistake: Sendable {
    let message: String
    let make: @Sendable () -> Void

    init(_ message: String, _ make: @escaping @Sendable () -> Void) {
      self.message = message
      self.make = make
    }
  }

  static let mistakes: [Mistake] = [
    Mistake("Matrix: 3 elements for shape [2, 2]") {
      _ = Matrix(rowCount: 2, columnCount: 2, elements: [1, 2, 3])
    },
    Mistake("Matrix: row 1 has 1 entries, row 0 has 2") { _ = Matrix([[1, 2], [3]]) },
    Mistake("MultiHead: 1 queries, 2 keys, 1 values") {
      let one = Matrix.identity(1)
      _ = Formula.MultiHead.Weights(query: [one], key: [one, one], value: [one], output: one)
    },
    Mistake("MultiHead: 1 queries, 1 keys, 0 values") {
      let one = Matrix.identity(1)
      _ = Formula.MultiHead.Weights(query: [one], key: [one], value: [], output: one)
    },
    Mistake("greedy: there is nothing to choose from") { _ = Formula.Sampling.greedy([]) },
    Mistake("G-SOFTMAX has no reading “hard”; it has: published, naive, naive in Float") {
      _ = Formula.of(.g_SOFTMAX).reading("hard")
    },
  ]

  @Test(arguments: mistakes.indices) func stops(_ number: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [number] in
      StoppingTests.mistakes[number].make()
    }
    let shown = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(shown.contains(Self.mistakes[number].message), "\(shown)")
  }
}
