import Autodiff
import Language
import Neural
import Randomness
import Training

/// What is fixed in a race: the text, its tokens, the sizes of the model, and the loss that has to be reached.
struct Track {
  let name: String
  let tokenizer: AnyTokenizer
  let layers: Int
  let heads: Int
  let channels: Int
  let context: Int
  /// Nats a character.
  let target: Double
  /// What counting reads, and what it is measured on: stories, or one long text.
  let sequences: (training: [[Int]], heldOut: [[Int]])
  /// What the source itself loses, nats a character; nil where nobody knows.
  let entropy: Double?
  /// What is trained on, one text after the other.
  let stream: [Int]
  /// Where a window may begin in the stream: at a story, or anywhere.
  let starts: [Int]
  /// What is measured on, the longest first, so that sequences of a batch are of about one length.
  let heldOut: [TargetedSequence]
  /// The characters of all that is measured.
  let characters: Int
  /// The text's fingerprint, in hexadecimal.
  let identity: String
  /// How many runs a record and a row of the table have.
  let seeds: Int
  /// The baseline, where no record says otherwise.
  let plain: Recipe

  /// The loss is measured after every so many steps.
  static let interval = 25

  /// The sizes of the model with these parts.
  func configuration(_ parts: Set<FastPart>) -> FastGPTConfiguration {
    FastGPTConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: context, layerCount: layers, headCount: heads,
      channels: channels, parts: parts)
  }

  /// The next windows to train on: of each all tokens but the last are read, all but the first predicted.
  func batch(_ sizes: GrowingSizes.Stage, using generator: inout SeededGenerator) -> [[Int]] {
    let last = stream.count - sizes.context - 1
    return (0..<sizes.batch).map { _ in
      let start = min(last, starts[generator.index(below: starts.count)])
      return Array(stream[start...start + sizes.context])
    }
  }

  /// Nats a character on the held-out text.
  func loss(_ logits: (_ inputs: [[Int]]) -> Tensor) -> Double {
    let tokens = heldOut.reduce(0) { $0 + $1.tokens.count - 1 }
    guard let mean = try? meanLoss(on: heldOut, logits: logits) else { return .nan }
    return mean * Double(tokens) / Double(characters)
  }
}
