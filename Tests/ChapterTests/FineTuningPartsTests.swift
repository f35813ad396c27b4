import Autodiff
import Language
import Neural
import Testing
import Training

@testable import FineTuningChapter

/// What chapter 9 shows of its own is what its words say.
@Suite("Chapter 9's parts")
struct FineTuningPartsTests {
  private let model = GPT(
    GPTConfiguration(vocabularySize: 9, contextLength: 8, layerCount: 2, headCount: 2, channels: 8), seed: 4)

  private func sequence(_ read: [Int], _ learn: [Int]) -> TargetedSequence {
    var sequence = TargetedSequence()
    sequence.read(read)
    sequence.learn(learn)
    return sequence
  }

  @Test("tuning learns what is to be learned, and depends on its seed alone")
  func tuning() throws {
    let sequences = [sequence([1, 2, 3], [4]), sequence([3, 2, 1], [5])]
    let plan = TuningPlan(steps: 40, rate: 0.01, seed: 3)
    var losses: [Float] = []
    let one = try tuned(model, on: sequences, by: plan) {
      $0($1, dropout: $2)
    } watch: { result, _ in
      losses.append(result.loss)
    }
    #expect(losses.count == 40 && losses[39] < 0.2 * losses[0], "\(losses)")
    let other = try tuned(model, on: sequences, by: plan) { $0($1, dropout: $2) }
    #expect(one([[1, 2, 3]]).scalars == other([[1, 2, 3]]).scalars)
    var seeded = plan
    seeded.seed = 4
    let third = try tuned(model, on: sequences, by: seeded) { $0($1, dropout: $2) }
    #expect(one([[1, 2, 3]]).scalars != third([[1, 2, 3]]).scalars)
    // With λ the tokens that are read are learned as well.
    var told = plan
    told.auxiliaryWeight = 1
    let told3 = try tuned(model, on: [sequence([1, 2, 3], [4])], by: told) { $0($1, dropout: $2) }
    let untold3 = try tuned(model, on: [sequence([1, 2, 3], [4])], by: plan) { $0($1, dropout: $2) }
    let read = try ChosenTargets([sequence([1], [2, 3])])
    #expect(read.loss(told3(read.inputs)).scalar < 0.5 * read.loss(untold3(read.inputs)).scalar)
  }

  @Test("the rate rises for ten steps, and falls to a tenth")
  func rates() throws {
    var rates: [Float] = []
    _ = try tuned(model, on: [sequence([1], [2])], by: TuningPlan(steps: 100, rate: 0.01, seed: 1)) {
      $0($1, dropout: $2)
    } watch: { result, _ in
      rates.append(result.learningRate)
    }
    #expect(abs(rates[0] - 0.001) < 1e-6 && abs(rates[9] - 0.01) < 1e-6)
    #expect(abs(rates[99] - 0.001) < 2e-5, "\(rates[99])")
    #expect(rates.max() == rates[9])
  }

  @Test("the likeliest token after each text is that of the text alone")
  func likeliest() {
    let texts = [[1], [1, 2, 3, 4, 5], [7, 7], [8, 1, 2]]
    let together = likeliestNext(after: (0..<30).map { texts[$0 % 4][...] }, model)
    let alone = texts.map { text -> Int in
      let row = model(text).rows[text.count - 1]
      return row.indices.max { row[$0] < row[$1] } ?? 0
    }
    #expect(together == (0..<30).map { alone[$0 % 4] })
    #expect(Set(alone).count > 1)
  }

  @Test("leaving out in training changes no parameter, and nothing outside of training")
  func dropout() {
    let copy = droppingOut(0.5, from: model)
    #expect(copy([[1, 2, 3]]).scalars == model([[1, 2, 3]]).scalars)
    #expect(copy([[1, 2, 3]], dropout: 1).scalars != model([[1, 2, 3]], dropout: 1).scalars)
    #expect(copy.configuration.block.dropoutRate == 0.5)
  }

  @Test("a bag of words learns what words tell, and cannot learn an order")
  func bags() {
    let words = [[1, 2], [2, 1, 1], [3, 2], [2, 3, 3]]
    let bag = BagOfWords(words, labels: [0, 0, 1, 1], width: 9)
    #expect(bag.answers(to: words) == [0, 0, 1, 1])
    let often = [[1, 2], [1, 1, 1, 2]]
    #expect(BagOfWords(often, labels: [0, 1], width: 9).answers(to: often) == [0, 1])
    let orders = [[1, 2], [2, 1]]
    let blind = BagOfWords(orders, labels: [0, 1], width: 9)
    let answers = blind.answers(to: orders)
    #expect(answers[0] == answers[1])
  }

  @Test("answers are counted by kind and verdict")
  func answers() {
    var table = AnswerTable()
    #expect(table.rightShare() == 0)
    table.note(.right, of: "a")
    table.note(.right, of: "b")
    table.note(.declined, of: "a")
    table.note(.wrong, of: "a")
    #expect(table.kinds == ["a", "b"] && table.total(of: "a") == 3 && table.total(of: "c") == 0)
    #expect(table.count(.right) == 2 && table.count(.wrong, of: "b") == 0)
    #expect(table.rightShare() == 0.5 && table.rightShare(of: "b") == 1)
  }
}
