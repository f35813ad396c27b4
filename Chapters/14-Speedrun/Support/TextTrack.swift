import Language
import Notebook
import Training

extension Track {
  /// A text of the reader's, letter by letter, with the sizes that nanoGPT has for a small computer: 4 layers, 128 channels,
  /// 64 letters. The last tenth is held out, and measured on in 200 windows that are spread over it.
  static func text(_ text: String, target: Double, _ notebook: ChapterNotebook) throws -> Track {
    let context = 64
    let tokenizer = AnyTokenizer.characters(CharacterTokenizer(corpus: text))
    let (training, heldOut) = try Corpus(name: "the text", text: text).split()
    let sequences = (
      training: [try tokenizer.encode(training.text)], heldOut: [try tokenizer.encode(heldOut.text)]
    )
    let (stream, few) = (sequences.training[0], sequences.heldOut[0])
    guard stream.count > context + 1, few.count > context else {
      throw notebook.refusal(
        ofText: "is too short: its last tenth has \(few.count.grouped) letters, and the context \(context)")
    }
    let windows = cut(few, context: context)
    let chosen = windows.count > 200 ? (0..<200).map { windows[$0 * windows.count / 200] } : windows
    return Track(
      name: "text", tokenizer: tokenizer, layers: 4, heads: 4, channels: 128, context: context,
      target: target, sequences: sequences, entropy: nil, stream: stream,
      starts: Array(0..<(stream.count - context)), heldOut: longestFirst(chosen),
      characters: chosen.reduce(0) { $0 + $1.tokens.count - 1 },
      identity: String(Training.fingerprint(of: text), radix: 16), seeds: 3,
      plain: Recipe(
        steps: 2_000, batch: 12, rate: 0.001, warmUp: 100, tunedRate: 0.003, tunedWarmUp: 50, muonRate: 0.02,
        adamWShare: 0.3, decayShare: 0.5,
        stages: [.init(batch: 12, context: 32), .init(batch: 12, context: 48), .init(batch: 12, context: 64)])
    )
  }
}
