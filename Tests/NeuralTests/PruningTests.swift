import Autodiff
import Neural
import Testing

@Suite("Pruning by magnitude")
struct PruningTests {
  private let model = GPT(
    GPTConfiguration(
      vocabularySize: 7, contextLength: 5, layerCount: 2, headCount: 2, channels: 6, hiddenChannels: 10,
      tiesHead: false), seed: 4)

  private func isProjection(_ name: String) -> Bool { name.hasPrefix("blocks") && name.hasSuffix("weight") }

  @Test("of every projection the share of least magnitude becomes 0, and nothing else changes")
  func share() {
    for share in [0, 0.1, 0.25, 0.5, 0.9, 1] as [Float] {
      for (old, new) in zip(model.parameters, model.pruned(share: share).parameters) {
        let removed = isProjection(old.name) ? Int((share * Float(old.value.count)).rounded()) : 0
        let least = Set(
          old.value.scalars.indices.sorted {
            old.value.scalars[$0].magnitude < old.value.scalars[$1].magnitude
          }
          .prefix(removed))
        let expected = old.value.scalars.enumerated().map { least.contains($0.offset) ? 0 : $0.element }
        #expect(new.value.scalars == expected, "\(old.name), \(share)")
      }
    }
    #expect(model.parameters.count { isProjection($0.name) } == 12)
  }

  @Test("of equal magnitudes the earlier go, and half a weight more is a weight more")
  func ties() {
    var model = model
    model.blocks[1].feedForward.expand.weight = Tensor(shape: [2, 3], scalars: [1, -1, 2, 1, -2, 0.5])
    func weight(_ share: Float) -> [Float] {
      model.pruned(share: share).blocks[1].feedForward.expand.weight.scalars
    }
    #expect(weight(1 / 6) == [1, -1, 2, 1, -2, 0])
    #expect(weight(2 / 6) == [0, -1, 2, 1, -2, 0])
    #expect(weight(0.5) == [0, 0, 2, 1, -2, 0])
    #expect(weight(0.25) == [0, -1, 2, 1, -2, 0])  // 1.5 weights
    #expect(weight(0.24) == [1, -1, 2, 1, -2, 0])
    #expect(weight(5 / 6) == [0, 0, 0, 0, -2, 0])
  }
}
