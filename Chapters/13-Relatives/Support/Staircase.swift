import Language

/// Who loses how much on the held-out stories, in nats a character.
struct Staircase {
  private(set) var names: [String] = []
  private(set) var losses: [Double] = []
  /// The best n-gram, which other sections ask as well.
  let best: NGramModel

  init(best: NGramModel) { self.best = best }

  mutating func add(_ name: String, _ loss: Double) {
    names.append(name)
    losses.append(loss)
  }

  /// The loss of a model; NaN of one that is not there, so that every check of it fails.
  func loss(of name: String) -> Double { zip(names, losses).first { $0.0 == name }?.1 ?? .nan }
}
