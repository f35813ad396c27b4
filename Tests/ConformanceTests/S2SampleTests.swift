import Autodiff
import Neural
import Randomness
import Testing
import Training

/// “A Transformer of one's own”, in place of S2's skeleton: declare the parts, say how they are called, list them.
private struct OwnTransformer: Module {
  var embedding: Embedding
  var block: TransformerBlock
  var output: Linear

  init() {
    var generator = SeededGenerator(seed: 1)
    embedding = Embedding(vocabularySize: 4, channels: 8, deviation: 0.3, using: &generator)
    block = TransformerBlock(BlockConfiguration(channels: 8, headCount: 2), using: &generator)
    output = Linear(inputs: 8, outputs: 4, using: &generator)
  }

  func callAsFunction(_ tokens: [Int]) -> Tensor {
    output(block(embedding(tokens), mask: .causal(queries: tokens.count, keys: tokens.count)))
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("block", &block)
    visitor.visit("output", &output)
  }
}

/// The opposite of the bugs of S2-CODE-B (§5.2).
@Suite struct S2SampleTests {
  @Test("S2-CODE-B, bugs 1 to 3: a model of one's own is declared in a few lines, called and trained")
  func aModelOfOnesOwnIsDeclaredAndTrained() throws {
    let (tokens, next) = ([0, 1, 2, 3, 0, 1], [1, 2, 3, 0, 1, 2])
    var run = TrainingRun(model: OwnTransformer(), optimizer: AdamW(), schedule: .constant(1e-2), seed: 1)
    #expect(run.model(tokens).shape == [6, 4])
    var losses: [Float] = []
    for _ in 0..<40 {
      losses.append(try run.step { model, _ in crossEntropy(logits: model(tokens), targets: next) }.loss)
    }
    #expect(losses[39] < 0.2 * losses[0])
  }

  @Test("S2-CODE-B, bug 5: parameters are stored properties, known without a call to a framework")
  func parametersAreKnownWithoutRegistration() {
    let names = OwnTransformer().parameters.map(\.name)
    #expect(names.first == "embedding.weight" && names.last == "output.bias")
    #expect(names.contains("block.attention.query.weight"))
    // 4·8 + 4·(8² + 8) + (8·32 + 32 + 32·8 + 8) + 2·16 + (8·4 + 4).
    #expect(OwnTransformer().parameterCount == 32 + 288 + 552 + 32 + 36)
  }
}
