import Autodiff
import Generation
import Language
import Neural
import Testing
import Training

/// What document S4 lists (§3.1, §6).
@Suite struct S4RequirementTests {
  @Test(
    "R-S4-1 positions, self-attention and several heads are in a GPT, with the parts that the list leaves out"
  )
  func componentsOfTheListAndThoseMissing() {
    let model = smallModel()
    let names = model.parameters.map(\.name)
    let (_, seen) = observing { model([3, 1, 4]) }
    #expect(names.contains("positions.weight"))
    #expect(seen["blocks.0.attention.weights"]?.value.shape == [1, 2, 3, 3])
    for part in ["attentionNorm.gain", "feedForward.expand.weight", "feedForwardNorm.gain"] {
      #expect(names.contains("blocks.1.\(part)"), "\(part)")
    }
    #expect(seen["blocks.0.residual"] != nil && seen["finalNorm.mean"] != nil)
  }

  @Test("R-S4-5 continuations come with their probabilities, the likeliest first")
  func continuationsHaveProbabilities() throws {
    let logits = smallModel()([3, 1, 4]).selected(axis: 0, 2).scalars
    let probabilities = try Sampler(topK: 3).probabilities(of: logits)
    let all = try Sampler().probabilities(of: logits)
    let best = all.indices.sorted { all[$0] > all[$1] }.prefix(3)
    #expect(probabilities.indices.filter { probabilities[$0] > 0 } == best.sorted())
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
  }

  @Test("R-S4-5 of two hypotheses a language model prefers the likelier")
  func hypothesesAreRanked() throws {
    // Ledger §4.3: add-1 on TOY-N gives 0.0105820106 and 0.0008818342.
    let toy = try ToySentences()
    let model = toy.model(2, .addConstant(1))
    let right = try exp(Tensor(Float(model.logProbability(of: toy.ids("the cat ran"))))).scalar
    let wrong = try exp(Tensor(Float(model.logProbability(of: toy.ids("the ran cat"))))).scalar
    #expect(abs(right - 0.0105820106) < 1e-8 && abs(wrong - 0.0008818342) < 1e-8)
  }
}
