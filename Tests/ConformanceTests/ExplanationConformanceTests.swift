import Autodiff
import Formulas
import Neural
import Randomness
import Testing
import Training

@Suite struct ExplanationConformanceTests {
  @Test(arguments: seeds) func whatALayerWouldSayIsG_LENS(_ seed: UInt64) throws {
    var model = GPT(
      GPTConfiguration(vocabularySize: 5, contextLength: 4, layerCount: 1, headCount: 2, channels: 6),
      seed: Seed(seed))
    model.finalNorm = LayerNorm(gain: normal([6], seed: seed + 1), bias: normal([6], seed: seed + 2))
    let hidden = normal([3, 6], seed: seed + 3)
    let norm = try #require(model.finalNorm)
    hold(
      model.logits(of: hidden),
      to: try published(
        .g_LENS,
        [
          "h": matrix(hidden), "gamma": numbers(norm.gain), "beta": numbers(norm.bias),
          "E": matrix(model.embedding.weight),
        ])["logits"])
  }

  @Test(arguments: seeds) func whatPlayersAreWorthIsG_SHAP(_ seed: UInt64) throws {
    let values = normal([16], seed: seed).scalars.map(Double.init)
    let game = CoalitionGame(playerCount: 4, values: values)
    let given: Formula.Values = ["v": .numbers(values)]
    for (own, name) in [
      (game.shapleyValues, "orders"), (game.banzhafValues, "coalitions"), (game.leftOut, "leaving one out"),
    ] {
      hold(own.map { Float($0) }, to: try reading(.g_SHAP, name, given)["phi"])
    }
    hold(game.shapleyValues.map { Float($0) }, to: try published(.g_SHAP, given)["phi"])
  }

  @Test(arguments: seeds) func theNearestLineIsG_LIME(_ seed: UInt64) throws {
    let values = normal([8], seed: seed).scalars.map(Double.init)
    let line = CoalitionGame(playerCount: 3, values: values).line {
      LocalLinearModel.nearness(of: $0, among: 3, width: 0.5)
    }
    let rows = (0..<8).map { CoalitionGame.members($0, of: 3).map { $0 ? 1.0 : 0 } }
    let expected = try published(.g_LIME, ["Z": .matrix(Matrix(rows)), "v": .numbers(values), "sigma": 0.5])
    hold(line.coefficients.map { Float($0) }, to: expected["w"])
    hold([Float(line.intercept)], to: expected["b"])
  }
}
