import Generation
import Neural
import Randomness
import Testing

@Suite("The window of a text that outgrows the context")
struct WindowTests {
  /// What a model with a context of 8 looks at: when the text outgrows it, the last 4 tokens, and then more again.
  private func window(of text: [Int]) -> [Int] {
    text.reduce(into: []) { window, token in
      window.append(token)
      if window.count == 9 { window = Array(window.suffix(4)) }
    }
  }

  @Test(
    "the last half context is read, and grows again, whether the text was given or written", arguments: 1...20
  )
  func startsAgainWithTheLastHalf(promptLength: Int) throws {
    let prompt = (0..<promptLength).map { ($0 * 3) % 7 }
    var generator = SeededGenerator(seed: 2)
    let told = try generate(GPTPredictor(.decided), prompt: prompt, maximumNewTokens: 30, using: &generator)

    var reference = SeededGenerator(seed: 2)
    var text = prompt
    for token in told {
      let row = GPT.decided(window(of: text)).rows.last ?? []
      #expect(try Sampler()(row, using: &reference) == token)
      text.append(token)
    }
  }

  @Test("a context of one token is a model that sees the last token alone")
  func contextOfOne() throws {
    let model = GPT(
      GPTConfiguration(vocabularySize: 5, contextLength: 1, layerCount: 1, headCount: 1, channels: 4), seed: 1
    )
    var predictor = GPTPredictor(model)
    predictor.read([1, 2, 3])
    #expect(predictor.logits == model([3]).rows.last)
  }
}
