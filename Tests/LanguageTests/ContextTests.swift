import Language
import Testing

@Suite struct ContextTests {
  /// A sentence begins anew after every `<s>`, also where the text before began with one itself.
  @Test func onlyTheLastBeginningCounts() throws {
    let toy = try ToyLanguage()
    for smoothing in everySmoothing(order: 3) {
      let model = toy.model(3, smoothing)
      let own = model.distribution(after: [model.beginning])
      #expect(model.distribution(after: [model.beginning, model.beginning]) == own, "\(smoothing)")
      #expect(model.distribution(after: [model.beginning, 0, 1, model.beginning]) == own, "\(smoothing)")
    }
  }
}
