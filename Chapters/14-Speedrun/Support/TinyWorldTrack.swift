import Language
import Training

extension Track {
  /// Stories of Tiny World in chapter 7's tokens, each read from its own start.
  static func tinyWorld() throws -> Track {
    let world = TinyWorld()
    let training = world.stories(count: 6_000, seed: 1)
    let heldOut = world.stories(count: 100, seed: 2)
    let text = (training + heldOut).joined()
    let tokenizer = AnyTokenizer.words(WordTokenizer(corpus: text))
    let context = 96
    let newline = try tokenizer.encode("\n")
    let sequences = (
      training: try training.map { try tokenizer.encode($0) },
      heldOut: try heldOut.map { try tokenizer.encode($0) }
    )
    var stream = newline
    var starts: [Int] = []
    for story in sequences.training {
      starts.append(stream.count - 1)  // the end of the story before
      stream += story
    }
    let pieces = sequences.heldOut.flatMap { cut(newline + $0, context: context) }
    let characters = heldOut.joined().unicodeScalars.count
    return Track(
      name: "tiny-world", tokenizer: tokenizer, layers: 2, heads: 2, channels: 64,
      context: context,
      target: 0.1377, sequences: sequences,
      entropy: -world.logProbability(of: heldOut.joined()) / Double(characters), stream: stream,
      starts: starts, heldOut: longestFirst(pieces),
      characters: characters, identity: String(Training.fingerprint(of: text), radix: 16), seeds: 8,
      plain: Recipe(
        steps: 5_000, batch: 4, rate: 0.003, warmUp: 100, tunedRate: 0.01, tunedWarmUp: 20, muonRate: 0.02,
        adamWShare: 2, decayShare: 0.7,
        stages: [.init(batch: 4, context: 32), .init(batch: 4, context: 64), .init(batch: 4, context: 96)]))
  }

  /// A sequence in pieces that the context holds, every token but the first predicted once.
  static func cut(_ sequence: [Int], context: Int) -> [TargetedSequence] {
    stride(from: 0, to: sequence.count - 1, by: context).map { start in
      TargetedSequence(learning: Array(sequence[start...min(start + context, sequence.count - 1)]))
    }
  }

  /// The same sequences, the longest first.
  static func longestFirst(_ sequences: [TargetedSequence]) -> [TargetedSequence] {
    sequences.sorted { $0.tokens.count > $1.tokens.count }
  }
}
