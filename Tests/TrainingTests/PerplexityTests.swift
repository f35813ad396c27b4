import Autodiff
import Foundation
import ModelSupport
import Testing
import Training

@Suite("Perplexity and the mean loss")
struct PerplexityTests {
  @Test(
    "perplexity is the exponential of the mean loss, and V for the uniform model (ledger G-PPL, S1-3.5.1-PRE)"
  )
  func perplexityOfProbabilities() {
    // The probabilities ½, ¼, ½ of the ledger, as logits of one class against another.
    let logits = Tensor([[0, 0], [0, log(Float(3))], [0, 0]])
    let mean = meanLoss(inputs: [[0, 0, 0]], targets: [[0, 0, 0]]) { _ in logits }
    #expect(abs(mean - 0.9241962407) < 1e-6)
    #expect(abs(perplexity(ofMeanLoss: mean) - 2.5198420998) < 1e-5)
    #expect(abs(bits(ofNats: mean) - 1.3333333333) < 1e-6)
    for (size, loss) in [(27, 3.2958368660), (256, 5.5451774445), (50_257, 10.8249051197)] {
      let mean = meanLoss(inputs: [[0]], targets: [[1]]) { _ in .zeros([1, 1, size]) }
      #expect(abs(mean - loss) < 1e-5)
      #expect(abs(perplexity(ofMeanLoss: loss) - Double(size)) < 1e-5)
    }
    #expect(perplexity(ofMeanLoss: .infinity) == .infinity)
  }

  @Test("every token counts once, whatever the batch size")
  func batchesDoNotWeigh() {
    let table = Tensor([[0.3, -1, 2], [1, 0, -1], [0, 0.5, 0]])
    let inputs = [[0, 1], [2, 2], [1, 0], [0, 0], [2, 1]]
    let targets = [[1, 2], [0, 2], [0, 0], [2, 1], [1, 1]]
    func read(_ batch: [[Int]]) -> Tensor {
      lookUp(table, at: batch.flatMap { $0 }).reshaped([batch.count, 2, 3])
    }
    let whole = meanLoss(inputs: inputs, targets: targets, batchSize: 5, logits: read)
    for size in 1...4 {
      #expect(abs(meanLoss(inputs: inputs, targets: targets, batchSize: size, logits: read) - whole) < 1e-6)
    }
  }

  @Test("a loss per character shares the loss of the tokens among the characters")
  func perCharacter() {
    #expect(lossPerCharacter(meanLossPerToken: 3, tokens: 10, characters: 40) == 0.75)
  }
}
