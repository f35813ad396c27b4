import Autodiff
import Neural
import Randomness
import Testing

@Suite("Positions in a model")
struct PositionTests {
  private func model(_ positions: PositionKind) -> GPT {
    var model = GPT(
      GPTConfiguration(
        vocabularySize: 11, contextLength: 8, layerCount: 1, headCount: 2, channels: 8, positions: positions),
      seed: 3)
    var generator = SeededGenerator(seed: 9)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return model
  }

  private let tokens = [3, 1, 4, 1, 5, 9, 2, 6]

  @Test("token t is E[token] + P[t], with the learned table's row t, from 0 on")
  func learned() throws {
    let model = model(.learned)
    let (_, seen) = observing { model(tokens) }
    let expected = model.embedding(tokens) + (try #require(model.positions)).weight
    try #expect(agree(#require(seen["embedded"]).value.reshaped([8, 8]), expected, within: 1e-6))
  }

  @Test("token t is E[token] + PE(t), with the sinusoidal table's row t, from 0 on")
  func sinusoidal() throws {
    let model = model(.sinusoidal)
    let (_, seen) = observing { model(tokens) }
    let expected = model.embedding(tokens) + sinusoidalPositions(length: 8, channels: 8)
    try #expect(agree(#require(seen["embedded"]).value.reshaped([8, 8]), expected, within: 1e-6))
  }

  @Test("tokens after a cache have the positions after it", arguments: PositionKind.allCases)
  func cached(_ positions: PositionKind) {
    let model = model(positions)
    var cache = KeyValueCache(layerCount: 1)
    let first = model(Array(tokens[..<3]), cache: &cache)
    let rest = model(Array(tokens[3...]), cache: &cache)
    #expect(agree(concatenate([first, rest], axis: 0), model(tokens), within: 1e-5))
  }
}
