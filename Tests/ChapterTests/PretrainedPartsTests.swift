import Autodiff
import Language
import Neural
import Notebook
import Testing
import Training

@testable import PretrainedChapter

@Suite("Parts of chapter 11")
struct PretrainedPartsTests {
  private static let letters = AnyTokenizer.characters(CharacterTokenizer(corpus: "abc\n"))
  private static let sizes = Material.Sizes(training: 3, heldOut: 2)

  /// What is asked for in a sequence: all but its first token.
  private func targets(_ sequences: [TargetedSequence]) -> [Int] {
    sequences.flatMap { zip($0.tokens, $0.isTarget).filter(\.1).map(\.0) }
  }

  @Test("a text is cut into stretches; each token is asked for once, and the last tenth is held out")
  func stretches() throws {
    let text = String((0..<100).map { ["a", "b", "c"][$0 * $0 % 7 % 3] })
    let tokens = try Self.letters.encode(text)
    let material = try Material(text: text, Self.letters, context: 8, .init(training: 1, heldOut: 9))
    #expect(targets(material.training) == Array(tokens[1..<90]))
    #expect(targets(material.heldOut) == Array(tokens[91...]))
    #expect((material.training + material.heldOut).allSatisfy { (2...9).contains($0.tokens.count) })
    // Of long contexts no more is read than 128 tokens.
    let long = try Material(
      text: String(repeating: text, count: 4), Self.letters, context: 1000, Self.sizes)
    #expect(long.training.map(\.tokens.count).max() == 129 && long.heldOut.count == 1)
    let few = try Material(text: text, Self.letters, context: 2, .init(training: 1, heldOut: 2))
    #expect(few.heldOut.count == 2)
  }

  @Test("four tokens are the least that can be learned and held out")
  func shortest() throws {
    let least = try Material(text: "abca", Self.letters, context: 8, Self.sizes)
    #expect(targets(least.training).count == 1 && targets(least.heldOut).count == 1)
    #expect(throws: CommandFailure.self) {
      _ = try Material(text: "abc", Self.letters, context: 8, Self.sizes)
    }
    #expect(Material(prompt: [1]).heldOut.isEmpty)
    #expect(targets(Material(prompt: [1, 2, 0]).heldOut) == [2, 0])
  }

  @Test("of a weight each output has a scale, of a table each row; one for all makes small ones coarse")
  func rounding() {
    var model = GPT(
      GPTConfiguration(vocabularySize: 2, contextLength: 2, layerCount: 1, headCount: 1, channels: 2), seed: 1
    )
    func matrix(_ scalars: Float...) -> Tensor { Tensor(shape: [2, 2], scalars: scalars) }
    model.embedding.weight = matrix(3, 0.9, 0.03, 0.01)
    model.blocks[0].attention.query.weight = matrix(3, 0.03, 0.9, 0.01)
    let own = rounded(model, bits: 3, sharesScale: false)
    let shared = rounded(model, bits: 3, sharesScale: true)
    func isNear(_ left: Tensor, _ right: Tensor) -> Bool { left.distance(to: right) < 1e-6 }
    // With three bits the whole numbers go to 3.
    #expect(isNear(own.embedding.weight, matrix(3, 1, 0.03, 0.01)))
    #expect(isNear(own.blocks[0].attention.query.weight, matrix(3, 0.03, 1, 0.01)))
    #expect(isNear(shared.embedding.weight, matrix(3, 1, 0, 0)))
    #expect(isNear(shared.blocks[0].attention.query.weight, matrix(3, 0, 1, 0)))
    #expect(own.blocks[0].attentionNorm.gain.scalars == [1, 1])
    model.embedding.weight = .zeros([2, 2])
    #expect(rounded(model, bits: 8, sharesScale: false).embedding.weight.scalars == [0, 0, 0, 0])
  }

  @Test("of all weights the square ones alone can be taken the other way round")
  func squares() {
    let model = GPT(
      GPTConfiguration(vocabularySize: 3, contextLength: 2, layerCount: 2, headCount: 1, channels: 4), seed: 1
    )
    let turned = transposingSquares(model)
    for (before, after) in zip(model.blocks, turned.blocks) {
      #expect(after.attention.output.weight.scalars == before.attention.output.weight.transposed().scalars)
      #expect(after.attention.output.bias?.scalars == before.attention.output.bias?.scalars)
      #expect(after.attention.query.weight.scalars == before.attention.query.weight.scalars)
    }
  }

  @Test("what `transformers` says is known of the texts of the file, and of no other")
  func references() throws {
    let known = try #require(try Reference.of("Anna has the"))
    #expect(known.tokens == [278, 277, 258] && known.logits.shape == [2, 301] && known.greedy.count == 8)
    #expect(try Reference.of("Anna has th") == nil)
  }
}
