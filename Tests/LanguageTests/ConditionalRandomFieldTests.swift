import Foundation
import Randomness
import Testing

@testable import Language

/// Expected values: by hand, by the sum over all tags, and by central differences.
@Suite("Conditional random fields") struct ConditionalRandomFieldTests {
  /// Four features, three tags, weights drawn from the seed.
  private func field(_ seed: Seed, scale: Double = 1) -> ConditionalRandomField {
    var field = ConditionalRandomField(tagCount: 3, featureCount: 4)
    var generator = seed.generator()
    field.weights = field.weights.map { _ in scale * generator.normal() }
    return field
  }

  private let features = [[0, 2], [1], [], [3, 0], [2, 2]]

  /// The score as it is defined.
  private func score(_ field: ConditionalRandomField, _ tags: [Int], _ features: [[Int]]) -> Double {
    var score = 0.0
    for (time, tag) in tags.enumerated() {
      for feature in features[time] { score += field.weights[field.index(feature: feature, tag: tag)] }
      if time > 0 { score += field.weights[field.index(from: tags[time - 1], to: tag)] }
    }
    return score
  }

  /// Unary scores (1, 0) and (0, 1), ½ for two equal tags: e² of 0·1, e^1.5 of 0·0 and 1·1, e⁰ of 1·0.
  @Test func byHand() {
    var field = ConditionalRandomField(tagCount: 2, featureCount: 2)
    field.weights = [1, 0, 0, 1, 0.5, 0, 0, 0.5]
    expectEqual(exp(field.logNormalizer(of: [[0], [1]])), 17.3524342396, within: 1e-9)
    expectEqual(exp(field.logProbability(of: [0, 1], given: [[0], [1]])), 0.4258224522, within: 1e-9)
    #expect(field.likeliestTags(of: [[0], [1]]) == [0, 1])
    #expect(field.logNormalizer(of: []) == 0 && field.likeliestTags(of: []) == [])
  }

  @Test(arguments: 0..<6) func everythingIsWhatAllTagsSay(_ count: Int) throws {
    let field = field(Seed(UInt64(count)))
    let features = Array(features.prefix(count))
    let paths = everyPath(count, of: 3)
    let weights = paths.map { exp(score(field, $0, features)) }
    let total = weights.reduce(0, +)
    expectEqual(field.logNormalizer(of: features), log(total), within: 1e-12)
    for (path, weight) in zip(paths, weights) {
      expectEqual(field.logProbability(of: path, given: features), log(weight / total), within: 1e-12)
    }
    let greatest = try #require(weights.max())
    #expect(field.likeliestTags(of: features) == weights.firstIndex(of: greatest).map { paths[$0] })
    let marginals = field.marginals(of: features)
    for time in 0..<count {
      for tag in 0..<3 {
        let through = zip(paths, weights).filter { $0.0[time] == tag }.map(\.1)
        let share = through.reduce(0, +) / total
        expectEqual(marginals[time][tag], share, within: 1e-12)
      }
    }
  }

  @Test func ofEqualPathsTheLowerTags() {
    let field = ConditionalRandomField(tagCount: 3, featureCount: 4)
    #expect(field.likeliestTags(of: features) == [0, 0, 0, 0, 0])
  }

  /// e^±300 a weight would overflow after three of them, and a thousand places underflow.
  @Test func greatScoresAndLongTexts() {
    let field = field(5, scale: 100)
    let long = (0..<1_000).flatMap { _ in features }
    let best = field.likeliestTags(of: long)
    let normalizer = field.logNormalizer(of: long)
    let score = field.score(of: best, given: long)
    // Two sums of ten thousand numbers each, in other orders: each addition rounds by 1e-16 of the sum.
    #expect(normalizer.isFinite && normalizer >= score * (1 - 1e-12))
    expectEqual(field.logProbability(of: best, given: long), score - normalizer, within: 1e-6)
    for row in field.marginals(of: long) { expectEqual(row.reduce(0, +), 1, within: 1e-9) }
  }

  /// 0·1 by the move, 0·0 and 1·1 by their places: each of the three scores −1,000, and 1·0 −2,000.
  @Test func scoresThatLieFarApart() {
    var field = ConditionalRandomField(tagCount: 2, featureCount: 2)
    field.weights = [0, -1_000, -1_000, 0, 0, -1_000, 0, 0]
    expectEqual(field.logNormalizer(of: [[0], [1]]), log(3) - 1_000, within: 1e-12)
    expectEqual(field.logProbability(of: [0, 1], given: [[0], [1]]), -log(3), within: 1e-12)
    expectEqual(field.marginals(of: [[0], [1]]).flatMap { $0 }, [2, 1, 1, 2].map { $0 / 3 }, within: 1e-12)
    // A first step as long as the slope leads to scores of ten thousand.
    let often = [[Int]](repeating: [Int](repeating: 0, count: 100), count: 4)
    var fresh = ConditionalRandomField(tagCount: 2, featureCount: 2)
    let losses = fresh.fit([TaggedFeatures(features: often, tags: [0, 1, 1, 1])], penalty: 0.01, steps: 20)
    #expect(losses.allSatisfy { $0 > 0 })
  }

  @Test func gradientIsTheSlope() {
    let field = field(11)
    let examples = [
      TaggedFeatures(features: features, tags: [0, 1, 2, 2, 0]),
      TaggedFeatures(features: [[1, 3]], tags: [1]),
      TaggedFeatures(features: [], tags: []),
    ]
    let gradient = field.lossAndGradient(on: examples, penalty: 0.3).gradient
    for index in field.weights.indices {
      func loss(_ step: Double) -> Double {
        var moved = field
        moved.weights[index] += step
        return moved.lossAndGradient(on: examples, penalty: 0.3).loss
      }
      expectEqual(gradient[index], (loss(1e-5) - loss(-1e-5)) / 2e-5, within: 1e-8)
    }
    let logProbabilities = examples.map { field.logProbability(of: $0.tags, given: $0.features) }
    let penalty = field.weights.reduce(0) { $0 + 0.3 * $1 * $1 }
    expectEqual(
      field.lossAndGradient(on: examples, penalty: 0.3).loss, penalty - logProbabilities.reduce(0, +),
      within: 1e-12)
  }

  /// On texts of one place the field is softmax regression on the features.
  @Test func ofOnePlaceItIsMaximumEntropy() {
    let field = field(2)
    let scores = (0..<3).map { tag in
      exp(field.weights[tag] + field.weights[field.index(feature: 2, tag: tag)])
    }
    expectEqual(field.marginals(of: [[0, 2]])[0], normalized(scores), within: 1e-14)
    let gradient = field.lossAndGradient(
      on: [TaggedFeatures(features: [[0, 2]], tags: [1])], penalty: 0
    ).gradient
    let slopes = zip(normalized(scores), [0.0, 1, 0]).map { $0 - $1 }
    expectEqual(Array(gradient[0..<3]), slopes, within: 1e-14)
    expectEqual(Array(gradient[6..<9]), slopes, within: 1e-14)
    #expect(gradient.suffix(9).allSatisfy { $0 == 0 })
  }

  @Test func noStepRaisesTheLoss() {
    var field = ConditionalRandomField(tagCount: 3, featureCount: 4)
    let examples = [
      TaggedFeatures(features: features, tags: [0, 1, 2, 2, 0]),
      TaggedFeatures(features: [[1, 3]], tags: [1]),
    ]
    let losses = field.fit(examples, penalty: 0.1, steps: 30)
    expectEqual(losses[0], 6 * log(3), within: 1e-12)
    #expect(losses.count == 31 && zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
    expectEqual(
      losses[losses.count - 1], field.lossAndGradient(on: examples, penalty: 0.1).loss, within: 1e-12)
    var stopped = field
    #expect(stopped.fit(examples, penalty: 0.1, steps: 0).count == 1 && stopped == field)
    // At the lowest place no step lowers it.
    let found = field.fit(examples, penalty: 0.1, steps: 10_000).count
    #expect(found < 1_000)
    #expect(field.lossAndGradient(on: examples, penalty: 0.1).gradient.allSatisfy { abs($0) < 1e-5 })
  }

  /// The first step may be as long as the gradient, each other one twice what the one before was of its own; of all halves of
  /// that it is the first by which the loss falls by half of what the slope promises.
  @Test func stepsAreAsLongAsTheyMayBe() {
    let examples = [
      TaggedFeatures(features: features, tags: [0, 1, 2, 2, 0]),
      TaggedFeatures(features: [[1, 3]], tags: [1]),
    ]
    var field = ConditionalRandomField(tagCount: 3, featureCount: 4)
    var rate = 1.0
    var halvings = 0
    for steps in 1...8 {
      let (loss, gradient) = field.lossAndGradient(on: examples, penalty: 0.1)
      let steepness = gradient.reduce(0) { $0 + $1 * $1 }
      func moved() -> ConditionalRandomField {
        var moved = field
        moved.weights = zip(field.weights, gradient).map { $0 - rate * $1 }
        return moved
      }
      while moved().lossAndGradient(on: examples, penalty: 0.1).loss > loss - rate * steepness / 2 {
        rate /= 2
        halvings += 1
      }
      field = moved()
      var found = ConditionalRandomField(tagCount: 3, featureCount: 4)
      found.fit(examples, penalty: 0.1, steps: steps)
      expectEqual(found.weights, field.weights, within: 1e-12)
      rate *= 2
    }
    #expect(halvings > 3)
  }

  @Test func crfsuite() throws {
    for oracle in try TaggerFixture.read().fields {
      var field = ConditionalRandomField(tagCount: oracle.tagCount, featureCount: oracle.featureCount)
      field.weights = oracle.weights
      // CRFsuite lists its weights with six digits after the point.
      for text in oracle.texts {
        expectEqual(
          exp(field.logProbability(of: text.tags, given: text.features)), text.probability, within: 1e-5)
        expectEqual(
          field.marginals(of: text.features).flatMap { $0 }, text.marginals.flatMap { $0 }, within: 1e-5)
        #expect(field.likeliestTags(of: text.features) == text.best)
      }
      var own = ConditionalRandomField(tagCount: oracle.tagCount, featureCount: oracle.featureCount)
      own.fit(
        oracle.texts.map { TaggedFeatures(features: $0.features, tags: $0.tags) }, penalty: oracle.penalty,
        steps: 500)
      expectEqual(own.weights, oracle.weights, within: 1e-5)
    }
  }

  @Test func fixtureIsOfThePinnedVersions() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/requirements-taggers.txt")
    let pinned = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.replacing("==", with: " ") }.joined(separator: ", ")
    #expect(try TaggerFixture.read().madeBy == "make_taggers.py, \(pinned)")
  }
}

@Suite("What a tagger sees of a word") struct TaggingFeatureTests {
  @Test func namesAreWhatCanBeSeen() {
    #expect(
      TaggingFeatures.names(of: ["Anna", "has", "2"], at: 0) == [
        "word=Anna", "ending=a", "ending=na", "capital", "before=<s>", "after=has",
      ])
    #expect(
      TaggingFeatures.names(of: ["Anna", "has", "2"], at: 2) == [
        "word=2", "digit", "before=has", "after=</s>",
      ])
    // Of two letters the last is an ending; a capital is the first letter, a digit any.
    #expect(
      TaggingFeatures.names(of: ["aB", "x2y"], at: 0) == [
        "word=aB", "ending=B", "before=<s>", "after=x2y",
      ])
    #expect(
      TaggingFeatures.names(of: ["aB", "x2y"], at: 1) == [
        "word=x2y", "ending=y", "ending=2y", "digit", "before=aB", "after=</s>",
      ])
  }

  @Test func numbersFollowTheFirstOccurrence() {
    let features = TaggingFeatures(sentences: [["a", "b"], ["a"]])
    #expect(features.count == 6)
    #expect(features(["a", "b"]) == [[0, 1, 2], [3, 4, 5]])
    #expect(features(["a"]) == [[0, 1, 5]])
    #expect(features.number(of: "after=b") == 2 && features.number(of: "word=c") == nil)
    // Of a word that never occurred, what stands beside it.
    #expect(features(["c"]) == [[1, 5]])
  }
}
