import Autodiff
import Neural
import Randomness
import Testing

/// A model that takes more tokens, or longer texts, and has forgotten nothing.
@Suite("Resizing a GPT")
struct ResizingTests {
  struct Choice: Sendable, CustomTestStringConvertible {
    let positions: PositionKind
    let tiesHead: Bool
    let placement: NormPlacement
    var testDescription: String { "\(positions), \(tiesHead ? "tied" : "own") head, \(placement)-norm" }

    static let all = PositionKind.allCases.flatMap { positions in
      [true, false].flatMap { tiesHead in
        NormPlacement.allCases.map { Choice(positions: positions, tiesHead: tiesHead, placement: $0) }
      }
    }

    /// A model of 37 tokens and a context of 9, whose every part shows.
    var model: GPT {
      var model = GPT(
        GPTConfiguration(
          vocabularySize: 37, contextLength: 9, layerCount: 2, headCount: 2, channels: 8,
          normPlacement: placement, positions: positions, tiesHead: tiesHead), seed: 3)
      var generator = SeededGenerator(seed: 9)
      model.forEachParameter { _, parameter in
        parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
      }
      return model
    }
  }

  private let tokens = [3, 36, 4, 1, 5, 9, 2, 0, 17]

  private func bits(_ tensor: Tensor) -> [UInt32] { tensor.scalars.map(\.bitPattern) }

  private func bits(_ model: GPT) -> [[UInt32]] { model.parameters.map { bits($0.value) } }

  @Test("old tokens have their old logits bit for bit, read at once or one by one", arguments: Choice.all)
  func oldLogits(choice: Choice) {
    let old = choice.model
    let new = old.resized(vocabulary: 43, context: 14, seed: 5)
    let logits = new(tokens)
    #expect(logits.shape == [9, 43])
    #expect(bits(logits.sliced(axis: 1, 0..<37)) == bits(old(tokens)))
    var caches = (KeyValueCache(layerCount: 2), KeyValueCache(layerCount: 2))
    for token in tokens {
      let (one, other) = (old([token], cache: &caches.0), new([token], cache: &caches.1))
      #expect(bits(other.sliced(axis: 1, 0..<37)) == bits(one))
    }
  }

  @Test(
    "every parameter keeps its name and its numbers, and has room for the new ones", arguments: Choice.all)
  func oldNumbers(choice: Choice) {
    let old = choice.model
    let new = old.resized(vocabulary: 43, context: 14, seed: 5)
    #expect(new.configuration.vocabularySize == 43 && new.configuration.contextLength == 14)
    #expect(new.parameterCount == new.configuration.parameterCount)
    #expect(new.parameters.map(\.name) == old.parameters.map(\.name))
    for (before, after) in zip(old.parameters, new.parameters) {
      var kept = after.value
      for (axis, size) in before.value.shape.enumerated() { kept = kept.sliced(axis: axis, 0..<size) }
      #expect(bits(kept) == bits(before.value), "\(before.name)")
    }
    // The new positions and tokens can be read.
    #expect(new(Array(29..<43)).shape == [14, 43])
  }

  @Test(
    "new rows have a new model's spread, other ones in every table, and come from the seed and the row alone")
  func newRows() throws {
    let old = Choice(positions: .learned, tiesHead: false, placement: .pre).model
    let new = old.resized(vocabulary: 537, context: 509, seed: 5)
    let head = try #require(new.lmHead).weight.sliced(axis: 1, 37..<537).transposed()
    let tables = [
      new.embedding.weight.sliced(axis: 0, 37..<537),
      try #require(new.positions).weight.sliced(axis: 0, 9..<509), head,
    ]
    for table in tables {
      #expect(table.shape == [500, 8])
      let mean = table.mean().scalar
      let deviation = ((table - mean) * (table - mean)).mean().scalar.squareRoot()
      // Of 4,000 numbers: the mean within 5 of its own deviations, σ/√n, and σ within 5 of σ/√(2n).
      #expect(abs(mean) < 5 * 0.02 / 63.2 && abs(deviation - 0.02) < 5 * 0.02 / 89.4)
      #expect(Set(table.rows.map { $0.map(\.bitPattern) }).count == 500)
    }
    #expect(Set(tables.map { bits($0) }).count == 3)
    let twice = old.resized(vocabulary: 100, seed: 5).resized(context: 509, seed: 5)
      .resized(vocabulary: 537, seed: 5)
    #expect(bits(twice) == bits(new))
    #expect(bits(old.resized(vocabulary: 537, context: 509, seed: 6)) != bits(new))
    #expect(bits(old.resized(seed: 6)) == bits(old))
  }

  @Test("a smaller vocabulary or context traps, with the numbers", arguments: [true, false])
  func smaller(isVocabulary: Bool) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [isVocabulary] in
      let model = GPT(
        GPTConfiguration(vocabularySize: 5, contextLength: 3, layerCount: 1, headCount: 1, channels: 2),
        seed: 1)
      _ = isVocabulary ? model.resized(vocabulary: 4, seed: 1) : model.resized(context: 2, seed: 1)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("a vocabulary of 5 and a context of 3 cannot become"))
    #expect(message.contains(isVocabulary ? "4 and 3" : "5 and 2"))
  }
}
