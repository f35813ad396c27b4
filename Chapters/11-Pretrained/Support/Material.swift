import Language
import Notebook
import Training

/// What a model reads to learn, and what it is measured by: sequences of tokens of which all but the first are asked for.
struct Material {
  /// How many sequences there are of each kind, at most.
  struct Sizes {
    let training: Int
    let heldOut: Int
  }

  let training: [TargetedSequence]
  let heldOut: [TargetedSequence]
  /// What the sequences are called.
  let name: String

  /// Stories that fit into the context, each after the end of another.
  init(
    _ world: TinyWorld, _ tokenizer: AnyTokenizer, context: Int, seed: UInt64, _ sizes: Sizes
  ) throws {
    func stories(_ count: Int, seed: UInt64) throws -> [TargetedSequence] {
      try world.stories(count: count, seed: seed).map {
        TargetedSequence(learning: Array(try tokenizer.encode("\n" + $0 + "\n").prefix(context + 1)))
      }
    }
    training = try stories(sizes.training, seed: seed ^ 0xB1)
    heldOut = try stories(sizes.heldOut, seed: seed ^ 0xB2)
    name = "stories of Tiny World"
  }

  /// Stretches of a text; its last tenth is held out. Refuses a text that is too short for both.
  init(text: String, _ tokenizer: AnyTokenizer, context: Int, _ sizes: Sizes) throws {
    let tokens: [Int]
    do { tokens = try tokenizer.encode(text) } catch { throw CommandFailure.input("--tune: \(error)") }
    let length = min(context, 128)
    let cut = tokens.count - max(2, tokens.count / 10)
    guard cut >= 2 else {
      throw CommandFailure.input("--tune has \(tokens.count.counted("token")), at least 4 are needed")
    }
    func stretches(_ part: ArraySlice<Int>) -> [TargetedSequence] {
      stride(from: part.startIndex, to: part.endIndex - 1, by: length).map {
        TargetedSequence(learning: Array(part[$0..<min($0 + length + 1, part.endIndex)]))
      }
    }
    training = stretches(tokens[..<cut])
    heldOut = Array(stretches(tokens[cut...]).prefix(sizes.heldOut))
    name = "stretches of the text"
  }

  /// The prompt alone, which nobody learns.
  init(prompt: [Int]) {
    training = []
    heldOut = prompt.count > 1 ? [TargetedSequence(learning: prompt)] : []
    name = "the prompt"
  }
}
