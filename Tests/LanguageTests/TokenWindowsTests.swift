import Language
import Randomness
import Testing

@Suite struct TokenWindowsTests {
  /// Token i is i itself, so a window shows where it came from.
  private func windows(_ count: Int, context: Int) throws -> TokenWindows {
    try TokenWindows(tokens: Array(0..<count), context: context)
  }

  @Test func targetsAreTheInputsShiftedByOne() throws {
    let batch = try windows(10, context: 3).batch(startingAt: [0, 6])
    #expect(batch.shape == [2, 3])
    #expect(batch.inputs == [0, 1, 2, 6, 7, 8])
    #expect(batch.targets == [1, 2, 3, 7, 8, 9])
    #expect(batch.keptCount == 6)
  }

  @Test func randomWindowsComeFromEveryPlaceAndOnlyFromThere() throws {
    let windows = try windows(12, context: 4)
    var generator = SeededGenerator(seed: 18)
    let batch = windows.randomBatch(size: 500, using: &generator)
    let starts = stride(from: 0, to: batch.inputs.count, by: 4).map { batch.inputs[$0] }
    #expect(Set(starts) == Set(0..<8))
    #expect(batch.targets == batch.inputs.map { $0 + 1 })
  }

  @Test func oneSeedDrawsOneBatch() throws {
    let windows = try windows(1000, context: 8)
    func draw(_ seed: UInt64) -> Batch {
      var generator = SeededGenerator(seed: seed)
      return windows.randomBatch(size: 6, using: &generator)
    }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
  }

  @Test(arguments: [5, 8, 9, 12, 13, 21]) func everyTokenButTheFirstIsATargetOnce(count: Int) throws {
    let batches = try windows(count, context: 4).everyTokenOnce(batchSize: 2)
    var targets: [Int] = []
    for batch in batches {
      #expect(batch.batchSize <= 2)
      #expect(batch.inputs.count == batch.batchSize * 4)
      for place in batch.targets.indices where batch.keeps[place] {
        targets.append(batch.targets[place])
        #expect(batch.inputs[place] + 1 == batch.targets[place])
      }
    }
    #expect(targets == Array(1..<count))
  }

  /// Two windows of four have their last target in the ninth token: there is no third, of padding alone.
  @Test func textOfWholeWindowsHasNoPadding() throws {
    let batches = try windows(9, context: 4).everyTokenOnce(batchSize: 5)
    #expect(batches.map(\.shape) == [[2, 4]])
    #expect(batches[0].keptCount == 8)
    #expect(try windows(10, context: 4).everyTokenOnce(batchSize: 5).map(\.shape) == [[3, 4]])
    #expect(try windows(10, context: 4).everyTokenOnce(batchSize: 5)[0].keptCount == 9)
  }

  @Test func evenWindowsReachFromTheFirstToTheLast() throws {
    let batches = try windows(104, context: 4).evenBatches(windowCount: 12, batchSize: 5)
    #expect(batches.map(\.batchSize) == [5, 5, 2])
    let starts = batches.flatMap { batch in
      stride(from: 0, to: batch.inputs.count, by: 4).map { batch.inputs[$0] }
    }
    #expect(starts == [0, 9, 18, 27, 36, 45, 54, 63, 72, 81, 90, 99])
    #expect(try windows(6, context: 4).evenBatches(windowCount: 600, batchSize: 600)[0].batchSize == 2)
    #expect(
      try windows(6, context: 4).evenBatches(windowCount: 2, batchSize: 2)[0].inputs == [
        0, 1, 2, 3, 1, 2, 3, 4,
      ])
    #expect(try windows(6, context: 4).evenBatches(windowCount: 1, batchSize: 1)[0].inputs == [0, 1, 2, 3])
    #expect(try windows(6, context: 4).evenBatches(windowCount: 0, batchSize: 1).isEmpty)
  }

  @Test func textShorterThanAWindowIsRefused() throws {
    #expect(throws: CorpusError.tooShort("poem", count: 4, minimum: 5, unit: "tokens")) {
      try TokenWindows(tokens: [1, 2, 3, 4], context: 4, name: "poem")
    }
    #expect(try windows(5, context: 4).count == 1)
  }

  @Test func noWindowReachesFromTrainingIntoValidation() throws {
    let text = String((0..<200).map { Character(Unicode.Scalar(0x4E00 + UInt32($0))!) })
    let corpus = Corpus(name: "signs", text: text)
    let tokenizer = CharacterTokenizer(corpus: text)
    let (training, validation) = try corpus.split()
    let train = try TokenWindows(tokens: tokenizer.encode(training.text), context: 8)
    let held = try TokenWindows(tokens: tokenizer.encode(validation.text), context: 8)
    var generator = SeededGenerator(seed: 19)
    let drawn = train.randomBatch(size: 2000, using: &generator)
    let measured = held.everyTokenOnce(batchSize: 4).flatMap { batch in
      batch.targets.indices.filter { batch.keeps[$0] }.map { batch.targets[$0] }
    }
    #expect(Set(drawn.inputs + drawn.targets).isDisjoint(with: held.tokens))
    #expect(measured == Array(181..<200))
  }

  @Test func sequencesAreMeasuredFromTheirStartAndPadded() {
    let batch = Batch(sequences: [[5, 6, 7], [8], []], start: 1, padding: 0)
    #expect(batch.shape == [3, 3])
    #expect(batch.inputs == [1, 5, 6, 1, 0, 0, 0, 0, 0])
    #expect(batch.targets == [5, 6, 7, 8, 0, 0, 0, 0, 0])
    #expect(batch.keeps == [true, true, true, true, false, false, false, false, false])
    #expect(batch.keptCount == 4)
    #expect(Batch(sequences: [[5]], start: 1, time: 4).shape == [1, 4])
    let padded = Batch(sequences: [[5, 6], []], start: 1, padding: 9, time: 3)
    #expect(padded.inputs == [1, 5, 9, 9, 9, 9] && padded.targets == [5, 6, 9, 9, 9, 9])
    #expect(padded.keptCount == 2 && Batch(sequences: [], start: 1).shape == [0, 0])
  }

  /// Each of three sequences a third of the time, within four standard deviations; rows as long as the longest drawn.
  @Test func sequencesAreDrawnUniformly() {
    let sequences = TokenSequences([[1], [2], [3, 3]], start: 7, padding: 9)
    var generator = SeededGenerator(seed: 22)
    let batch = sequences.randomBatch(size: 3_000, using: &generator)
    #expect(batch.shape == [3_000, 2])
    let deviation = (3_000 * 2.0 / 9).squareRoot()
    for token in 1...3 {
      let rows: Int = stride(from: 0, to: 6_000, by: 2).count { batch.targets[$0] == token }
      #expect(abs(Double(rows - 1_000)) < 4 * deviation, "\(rows) of \(token)")
    }
    #expect(Set(stride(from: 0, to: 6_000, by: 2).map { batch.inputs[$0] }) == [7])
    #expect(zip(batch.targets, batch.keeps).allSatisfy { ($0 == 9) != $1 })
    #expect(sequences.batches(size: 2, time: 4).map(\.shape) == [[2, 4], [1, 4]])
  }

  @Test func batchesOfSequencesHoldEachOnce() {
    let sequences = TokenSequences([[1, 2], [3], [4, 5, 6]], start: 0)
    let batches = sequences.batches(size: 2)
    #expect(sequences.longest == 3)
    #expect(batches.map(\.shape) == [[2, 2], [1, 3]])
    let kept = batches.flatMap { batch in
      batch.targets.indices.filter { batch.keeps[$0] }.map { batch.targets[$0] }
    }
    #expect(kept == [1, 2, 3, 4, 5, 6])
    func draw() -> Batch {
      var generator = SeededGenerator(seed: 20)
      return sequences.randomBatch(size: 3, time: 4, using: &generator)
    }
    #expect(draw() == draw())
    #expect(draw().shape == [3, 4])
  }
}
