import Autodiff
import Generation
import Neural
import Randomness
import Testing

@Suite("Prompts longer than the context")
struct PromptTests {
  @Test("the last tokens are read, those before them are not", arguments: [true, false])
  func lastTokensAreRead(cached: Bool) throws {
    var model = GPT(.tiny, seed: 4)
    var weights = SeededGenerator(seed: 6)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.4, using: &weights)
    }
    func told(_ prompt: [Int]) throws -> [Int] {
      var generator = SeededGenerator(seed: 1)
      return try generate(
        model, prompt: prompt, maximumNewTokens: 12, sampler: .greedy, cached: cached, using: &generator)
    }
    let last = [3, 1, 4, 1, 5, 2, 6, 0]
    #expect(try told([6, 6, 2, 5, 0] + last) == told(last))
    #expect(try told(last + [6, 6, 2, 5, 0]) != told(last))
  }
}
