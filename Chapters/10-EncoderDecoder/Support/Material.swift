import Language
import Notebook
import Randomness

/// A text in both languages.
struct Pair {
  let meaning: TinyWorld.Meaning
  let source: String
  let target: String
  let sourceTokens: [Int]
  let targetTokens: [Int]
}

/// What is translated, and by what it is judged.
struct Material {
  let from: TinyWorld.Language
  let sourceWorld: TinyWorld
  let targetWorld: TinyWorld
  let sourceTokenizer: WordTokenizer
  let targetTokenizer: WordTokenizer
  let training: [Pair]
  let heldOut: [Pair]
  /// The newline of the target: it ends every text, and stands before it as well.
  let end: Int

  init(from: TinyWorld.Language, telling: TinyWorld.Telling, count: Int, seed: UInt64) throws {
    self.from = from
    let to: TinyWorld.Language = from == .english ? .chinese : .english
    let worlds = [from, to].map { TinyWorld(language: $0, telling: telling) }
    (sourceWorld, targetWorld) = (worlds[0], worlds[1])
    let english = worlds[from == .english ? 0 : 1]
    func texts(_ count: Int, seed: UInt64, except known: Set<String> = []) -> [Draft] {
      var generator = SeededGenerator(seed: seed)
      var drafts: [Draft] = []
      while drafts.count < count {
        let meaning = english.meaning(using: &generator)
        guard let source = worlds[0].text(of: meaning), let target = worlds[1].text(of: meaning),
          !known.contains(source)
        else { continue }
        drafts.append((meaning, source, target))
      }
      return drafts
    }
    let many = texts(count, seed: seed)
    // A tenth as many as are learned from, but no more than are soon translated.
    let few = texts(
      min(200, max(10, count / 10)), seed: seed ^ 0x7A_0F00_7000, except: Set(many.map(\.source)))
    // The whole vocabulary of the world, however few texts are learned from.
    let words = worlds.map { $0.text(characters: 100_000, seed: 1) }
    let sourceTokenizer = WordTokenizer(corpus: words[0] + (many + few).map(\.source).joined())
    let targetTokenizer = WordTokenizer(corpus: words[1] + (many + few).map(\.target).joined())
    func pairs(_ drafts: [Draft]) throws -> [Pair] {
      try drafts.map {
        Pair(
          meaning: $0.meaning, source: $0.source, target: $0.target,
          sourceTokens: try sourceTokenizer.encode($0.source),
          targetTokens: try targetTokenizer.encode($0.target))
      }
    }
    (self.sourceTokenizer, self.targetTokenizer) = (sourceTokenizer, targetTokenizer)
    training = try pairs(many)
    heldOut = try pairs(few)
    end = try targetTokenizer.encode("\n")[0]
  }

  private typealias Draft = (meaning: TinyWorld.Meaning, source: String, target: String)

  /// The longest text of either side, its newline counted.
  var longest: Int {
    (training + heldOut).reduce(0) { max($0, $1.sourceTokens.count, $1.targetTokens.count) }
  }

  /// How BLEU cuts the target.
  var tokenizerOfBLEU: BLEUTokenizer { from == .english ? .chinese : .mteval13a }
}
