import Testing
import Training

@Suite("Batch and context that grow")
struct GrowingSizesTests {
  private let thirds: [GrowingSizes.Stage] = [
    .init(batch: 4, context: 32), .init(batch: 8, context: 64), .init(batch: 16, context: 96),
  ]

  @Test("every stage has an equal part of the steps, and the last stays")
  func stages() {
    for steps in [3, 4, 5, 300] {
      let sizes = GrowingSizes(thirds, steps: steps)
      let found = (1...steps + 5).map { sizes(step: $0) }
      #expect(found.first == thirds[0] && found.last == thirds[2] && found[steps - 1] == thirds[2])
      let counts = thirds.map { stage in found.prefix(steps).filter { $0 == stage }.count }
      #expect(counts.reduce(0, +) == steps && counts.allSatisfy { abs($0 - steps / 3) <= 1 }, "\(counts)")
      #expect(found == thirds.flatMap { stage in found.filter { $0 == stage } }, "in their order")
    }
    let sizes = GrowingSizes(thirds, steps: 300)
    #expect(sizes(step: 100) == thirds[0] && sizes(step: 101) == thirds[1])
    #expect(sizes(step: 200) == thirds[1] && sizes(step: 201) == thirds[2])
  }

  @Test("the tokens of the first steps are those of every step")
  func tokens() {
    for steps in [3, 7, 300] {
      let sizes = GrowingSizes(thirds, steps: steps)
      var total = 0
      #expect(sizes.tokens(through: 0) == 0)
      for step in 1...steps + 9 {
        total += sizes(step: step).batch * sizes(step: step).context
        #expect(sizes.tokens(through: step) == total, "\(step) of \(steps)")
      }
    }
    #expect(GrowingSizes(thirds, steps: 300).tokens(through: 101) == 100 * 4 * 32 + 8 * 64)
    #expect(GrowingSizes([.init(batch: 2, context: 3)], steps: 1).tokens(through: 5) == 30)
  }
}
