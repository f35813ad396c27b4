import Foundation
import TestSupport
import Testing
import Training

@Suite("Shapley values and LIME's line, as shap and lime have them")
struct ExplanationOracleTests {
  /// A game, and what the two libraries say of it to ten digits.
  struct Case: Decodable {
    let players: Int
    let values: [Double]
    let shapley: [Double]
    let lime: [Double]
    let intercept: Double
  }

  @Test("all coalitions of 2, 4 and 5 players give the numbers of both libraries")
  func games() throws {
    let file = TestSources.folder.appending(path: "TrainingTests/Fixtures/explanations.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    #expect(cases.map(\.players) == [2, 4, 5])
    for oracle in cases {
      let game = CoalitionGame(playerCount: oracle.players, values: oracle.values)
      // `lime` takes the root of the weight, which is the same as a width √2 times as great.
      let line = game.line {
        LocalLinearModel.nearness(of: $0, among: oracle.players, width: 0.25 * 2.0.squareRoot())
      }
      let pairs = zip(
        game.shapleyValues + line.coefficients + [line.intercept],
        oracle.shapley + oracle.lime + [oracle.intercept])
      for (ours, theirs) in pairs { #expect(abs(ours - theirs) < 1e-9) }
    }
  }
}
