import Autodiff
import Generation
import Neural
import Randomness
import Testing

@Suite("The window of a generation")
struct WindowTests {
  @Test(
    "when the text outgrows the context, the last half context is read, and grows again", arguments: 1...8)
  func startsAgainWithTheLastHalf(promptLength: Int) throws {
    var model = GPT(.tiny, seed: 4)
    var weights = SeededGenerator(seed: 6)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.4, using: &weights)
    }
    let prompt = (0..<promptLength).map { ($0 * 3) % 7 }
    var generator = SeededGenerator(seed: 2)
    let told = try generate(model, prompt: prompt, maximumNewTokens: 30, using: &generator)

    var reference = SeededGenerator(seed: 2)
    var window = prompt
    for token in told {
      if window.count == 9 { window = Array(window.suffix(4)) }  // a context of 8, its half
      #expect(try Sampler()(model(window).rows.last ?? [], using: &reference) == token)
      window.append(token)
    }
  }
}
