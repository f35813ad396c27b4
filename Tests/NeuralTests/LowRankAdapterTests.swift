import Autodiff
import Neural
import Randomness
import Testing

/// Adapters: what they add, what is trained, and that merging changes nothing. Gradients are compared with PyTorch's in
/// the oracle tests.
@Suite("Low-rank adapters") struct LowRankAdapterTests {
  private let configuration = GPTConfiguration(
    vocabularySize: 7, contextLength: 6, layerCount: 2, headCount: 2, channels: 8)
  private let tokens = [[1, 4, 2, 6], [0, 5, 5, 3]]

  /// An adapted model whose adapters have learned something.
  private func learned(rank: Int = 3, alpha: Float = 6, of model: GPT) -> AdaptedGPT {
    var adapted = AdaptedGPT(
      model, rank: rank, alpha: alpha, projections: Set(AdaptedGPT.Projection.allCases), seed: 2)
    var generator = SeededGenerator(seed: 3)
    adapted.forEachParameter { _, parameter in
      parameter = .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return adapted
  }

  private func energy(_ logits: Tensor) -> Tensor { (logits * logits).sum() }

  /// By hand: x·A = 1·1 + 2·3 = 7, times B = (2, −1), times α/r = 3/1.
  @Test func addsTheProductTimesAlphaOverRank() {
    let adapter = LowRankAdapter(down: Tensor([[1], [3]]), up: Tensor([[2, -1]]), alpha: 3)
    #expect(adapter.scale == 3)
    #expect(adapter(Tensor([[1, 2]])) == Tensor([[42, -21]]))
    #expect(adapter.change == Tensor([[6, -3], [18, -9]]))
    let two = LowRankAdapter(down: Tensor([[1, 0], [3, 0]]), up: Tensor([[2, -1], [5, 5]]), alpha: 3)
    #expect(two.scale == 1.5 && two(Tensor([[1, 2]])) == Tensor([[21, -10.5]]))
  }

  @Test func newAdapterChangesNothingAndHasAGradient() {
    let model = GPT(configuration, seed: 1)
    let adapted = AdaptedGPT(model, rank: 2, alpha: 4, seed: 2)
    #expect(adapted.model(tokens) == model(tokens))
    let slope = gradient(at: adapted) { energy($0.model(tokens)) }
    for (name, value) in slope.parameters {
      // A's gradient passes through B, which is zero; B's does not.
      #expect(value.scalars.contains { $0 != 0 } == name.hasSuffix(".up"), "\(name)")
    }
  }

  @Test func onlyTheAdaptersArePresented() {
    let adapted = AdaptedGPT(GPT(configuration, seed: 1), rank: 2, alpha: 4, seed: 2)
    let names = (0..<2).flatMap { block in
      ["query", "value"].flatMap {
        ["blocks.\(block).attention.\($0).down", "blocks.\(block).attention.\($0).up"]
      }
    }
    #expect(adapted.parameters.map(\.name) == names)
    // r·(inputs + outputs) for each of two projections of each of two blocks.
    #expect(adapted.parameterCount == 2 * 2 * 2 * (8 + 8))
    let all = AdaptedGPT(
      GPT(configuration, seed: 1), rank: 1, alpha: 4, projections: Set(AdaptedGPT.Projection.allCases),
      seed: 2)
    #expect(all.parameterCount == 2 * (4 * (8 + 8) + 2 * (8 + 32)))
    #expect(all.projections == AdaptedGPT.Projection.allCases)
    // The model that carries them presents its own alone, as before.
    #expect(all.model.parameters.map(\.name) == GPT(configuration, seed: 1).parameters.map(\.name))
    #expect(all.model.parameterCount == configuration.parameterCount)
  }

  @Test func theModelItselfIsNeitherChangedNorDifferentiated() {
    let model = GPT(configuration, seed: 1)
    var adapted = learned(of: model)
    let slope = gradient(at: adapted) { energy($0.model(tokens)) }
    for (name, value) in slope.parameters { #expect(value.scalars.contains { $0 != 0 }, "\(name)") }
    adapted.forEachParameter { _, parameter in parameter = parameter * 2 }
    #expect(adapted.model.parameters.map(\.value) == model.parameters.map(\.value))
    #expect(model(tokens) != adapted.model(tokens))
  }

  @Test(arguments: [1, 3, 8]) func mergedModelHasTheSameLogits(rank: Int) {
    let model = GPT(configuration, seed: 1)
    let adapted = learned(rank: rank, of: model)
    let merged = adapted.merged()
    let (beside, within) = (adapted.model(tokens), merged(tokens))
    let distance = zip(beside.scalars, within.scalars).map { abs($0 - $1) }.max() ?? .nan
    #expect(distance <= 1e-5 && beside != model(tokens), "\(distance)")
    // A GPT like any other: with other weights, and no adapter left.
    #expect(merged.parameters.map(\.name) == model.parameters.map(\.name))
    #expect(AdaptedGPT(merged, rank: 1, alpha: 1, seed: 5).model(tokens) == within)
  }

  /// Token by token, too: the short way of one token does not pass the adapters by.
  @Test func cachedIsUncachedWithAdapters() {
    let adapted = learned(of: GPT(configuration, seed: 1))
    var cache = KeyValueCache(layerCount: 2)
    let whole = adapted.model(tokens[0])
    for (time, token) in tokens[0].enumerated() {
      let row = adapted.model([token], cache: &cache)
      let expected = whole.sliced(axis: 0, time..<time + 1)
      let distance = zip(row.scalars, expected.scalars).map { abs($0 - $1) }.max() ?? .nan
      #expect(distance <= 1e-5, "token \(time): \(distance)")
    }
  }

  @Test func sameSeedSameAdapters() {
    let model = GPT(configuration, seed: 1)
    func numbers(_ seed: Seed) -> [Tensor] {
      AdaptedGPT(model, rank: 2, alpha: 4, seed: seed).parameters.map(\.value)
    }
    #expect(numbers(7) == numbers(7) && numbers(7) != numbers(8))
    let first = numbers(7)
    // Every adapter is drawn for itself, with standard deviation 1/√inputs.
    #expect(first[0] != first[2] && first[0] != first[4])
  }

  @Test func deviationShrinksWithTheInputs() {
    var generator = SeededGenerator(seed: 4)
    let adapter = LowRankAdapter(inputs: 400, outputs: 2, rank: 20, alpha: 1, using: &generator)
    let square = (adapter.down * adapter.down).mean().scalar
    #expect(abs(square * 400 - 1) < 0.05 && adapter.up == .zeros([20, 2]))
  }
}
