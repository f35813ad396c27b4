import Formulas
import Testing

/// What the specification gives at the ends of what it takes: nothing, zero, infinity, and ties.
@Suite struct BoundaryTests {
  /// 0·ln 0 counts as 0, on either side; a class that is there and was held impossible costs ∞.
  @Test func zeroTimesTheLogarithmOfZeroIsZero() throws {
    #expect(try Formula.CrossEntropy.published(targets: [1, 0], predictions: [1, 0]) == 0)
    #expect(try Formula.CrossEntropy.published(targets: [1, 0], predictions: [0, 1]) == .infinity)
    #expect(try Formula.CrossEntropy.binary(labels: [1, 0], predictions: [1, 0]) == 0)
    #expect(Formula.CrossEntropy.entropy([0, 1, 0]) == 0)
    #expect(try Formula.CrossEntropy.divergence([1, 0], from: [1, 0]) == 0)
  }

  /// Of several greatest values the first is taken, by greedy decoding as by the temperature 0.
  @Test func firstOfEqualsIsGreedy() {
    #expect(Formula.Sampling.greedy([1, 3, 3, 3]) == 1)
    #expect(Formula.Sampling.greedy([-.infinity, -.infinity]) == 0)
    #expect(Formula.Sampling.published([2, 5, 5], temperature: 0) == [0, 1, 0])
    let second: Matrix = [[0.5, 0.5], [0.5, 0.5]]
    #expect(Formula.Sampling.greedyPath(first: [0.5, 0.5], second: second).path == [0, 0])
    #expect(Formula.Sampling.bestPath(first: [0.5, 0.5], second: second).path == [0, 0])
  }

  /// Every sequence may be impossible: the first is then as good as any.
  @Test func bestPathOfWhatIsImpossibleHasProbabilityZero() {
    let best = Formula.Sampling.bestPath(first: [0, 0], second: [[1, 0], [0, 1]])
    #expect(best.path == [0, 0] && best.probability == 0)
  }

  /// A row that is −∞ throughout has no probabilities; one score that is not −∞ has them all.
  @Test func softmaxOfARowThatIsMaskedWhole() {
    #expect(Formula.Softmax.published([-.infinity, -.infinity]).allSatisfy { $0.isNaN })
    #expect(Formula.Softmax.published([-.infinity, -1e300]) == [0, 1])
    #expect(Formula.Softmax.published([]).isEmpty)
  }

  /// Weights sum to 1 over the keys of a query, the queries of a key, or everything.
  @Test func softmaxSumsToOneAlongItsAxis() {
    let scores: Matrix = [[1, 2, 3], [0, -1, 5]]
    let (rows, columns) = (
      Formula.Softmax.published(scores), Formula.Softmax.published(scores, along: .columns)
    )
    for row in rows.rows { #expect(abs(row.reduce(0, +) - 1) < 1e-15) }
    for column in columns.columns { #expect(abs(column.reduce(0, +) - 1) < 1e-15) }
    #expect(abs(Formula.Softmax.published(scores, along: .whole).elements.reduce(0, +) - 1) < 1e-15)
    #expect(rows.shape == [2, 3] && columns.shape == [2, 3])
  }

  /// A query sees the keys up to its own number, in a score matrix of any width.
  @Test func maskHidesTheKeysAfterTheQuery() {
    let masked = Formula.Attention.masked(Matrix(rowCount: 2, columnCount: 3) { _, _ in 7 })
    #expect(masked == [[7, -.infinity, -.infinity], [7, 7, -.infinity]])
  }

  /// The scale is the root of the queries' width unless it is given.
  @Test func scoresAreScaledByTheWidthOfTheQueries() throws {
    let query: Matrix = [[3, 0, 0, 0]]
    #expect(try Formula.Attention.scores(query: query, key: [[4, 0, 0, 0], [0, 1, 0, 0]]) == [[6, 0]])
    #expect(try Formula.Attention.scores(query: query, key: query, scale: 3) == [[3]])
  }

  /// Nothing side by side is nothing; the greatest magnitude of nothing is 0, and a sign does not count.
  @Test func matricesOfNothing() throws {
    #expect(try Matrix.concatenatingColumns([]).shape == [0, 0])
    #expect(try Matrix.concatenatingRows([]).shape == [0, 0])
    #expect(try Matrix.sum([]).shape == [0, 0])
    #expect(Matrix([]).largestMagnitude == 0)
    #expect(Matrix([[1, -3], [2, 0]]).largestMagnitude == 3)
    #expect(Matrix([[1, .nan], [2, 0]]).largestMagnitude.isNaN)
  }

  /// Both branches of the warm-up meet at its last step; without the residual a gradient is multiplied, with it grows.
  @Test func schedulesAndGainsMeetWhereTheyChange() {
    let peak = Formula.Optimization.warmUp(step: 100, width: 4, warmUpSteps: 100)
    #expect(abs(peak - 0.05) < 1e-17)
    for step in [99.0, 101] {
      #expect(Formula.Optimization.warmUp(step: step, width: 4, warmUpSteps: 100) < peak)
    }
    #expect(Formula.Residual.gain(slope: 0.5, layerCount: 0) == 1)
    #expect(Formula.Residual.gain(slope: 0.5, layerCount: 2) == 2.25)
    #expect(Formula.Residual.gain(slope: 0.5, layerCount: 2, residual: false) == 0.25)
    #expect(Formula.Optimization.descent(from: 0, rate: 1, steps: 0).count == 1)
  }

  /// After a word that never occurred counting gives 0, adding k the uniform share, and mixing only the unigram.
  @Test func bigramsAfterAnUnknownHistory() {
    let bigrams = Formula.Bigrams(["<s> b a </s>", "<s> a </s>"])
    #expect(bigrams.words == ["b", "a", "</s>"] && bigrams.eventCount == 5)
    #expect(bigrams.probability(of: "a", after: "c", .maximumLikelihood) == 0)
    #expect(bigrams.probability(of: "a", after: "c", .addK(0.5)) == 1.0 / 3)
    #expect(bigrams.probability(of: "a", after: "c", .interpolated(0.75)) == 0.25 * 0.4)
    #expect(bigrams.probability(of: "<s>", after: "a", .unigram) == 0)
    #expect(bigrams.probabilities(of: "<s> a b", .maximumLikelihood) == [0.5, 0])
    let model = Formula.MaximumEntropy(["<s> b a </s>"])
    #expect(model.words == ["<s>", "b", "a", "</s>"])
    #expect(model.probability(of: "c", after: "a") == 0 && model.probability(of: "a", after: "c") == 0)
    #expect(model.probability(of: "a", after: "b") == 0.25)
  }

  /// The merge of least rank first, wherever it stands; numbers that stand for nothing are passed over.
  @Test func bytePairsOfTheSpecification() throws {
    let encoding = try Formula.BytePairEncoding(merges: ["1 a b", "0 b c", "2 a a"])
    #expect(encoding.encode("abc") == [64, 256] && encoding.encode("aaa") == [258, 64])
    #expect(encoding.encode("ab cab") == [257, 220, 66, 257])
    #expect(encoding.decode([64, 9_999, 256]) == "abc")
    let error = #expect(throws: Formula.BytePairEncoding.MergeError.self) {
      try Formula.BytePairEncoding(merges: ["1 a b", "a b"])
    }
    #expect(error?.description == "“a b” is not a merge: a rank and two symbols are needed")
    #expect(throws: Formula.BytePairEncoding.MergeError.self) {
      try Formula.BytePairEncoding(merges: ["x a b"])
    }
    #expect(Formula.BytePairEncoding.asPrintedNormalization("Hello, WORLD! 你好。") == "hello world 你好")
  }

  /// 4·d² in narrow heads, 4·h·d² in wide ones, and as many as the weights of heads have.
  @Test func parametersOfHeadsAreCounted() {
    #expect(Formula.MultiHead.parameterCount(width: 6, headCount: 3) == 4 * 36)
    #expect(Formula.MultiHead.parameterCount(width: 6, headCount: 3, fullWidthHeads: true) == 4 * 3 * 36)
    let narrow = Matrix(rowCount: 6, columnCount: 2) { _, _ in 0 }
    let weights = Formula.MultiHead.Weights(
      query: [narrow, narrow, narrow], key: [narrow, narrow, narrow], value: [narrow, narrow, narrow],
      output: .identity(6))
    #expect(weights.parameterCount == 4 * 36)
  }
}
