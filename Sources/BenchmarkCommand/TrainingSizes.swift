import Foundation
import Neural
import Terminal

/// The sizes of a training step: what its time and memory depend on.
///
/// ```swift
/// TrainingSizes(context: 256, batch: 2).arguments  // --context 256 --channels 128 … --vocabulary 65
/// ```
struct TrainingSizes: Codable, Hashable, Sendable, CustomStringConvertible {
  /// The tokens of a sequence: the model's context length, all of which is used.
  var context = 64
  /// The channels of the model; a multiple of the heads.
  var channels = 128
  /// The blocks of the model.
  var layers = 4
  /// The attention heads of a block.
  var heads = 4
  /// The sequences of a step.
  var batch = 12
  /// The tokens that there are.
  var vocabulary = 65

  /// A size as the command line names it.
  struct Option: Sendable {
    /// The name without `--`, which is also what tables call the size.
    let name: String
    /// What it sets.
    let size: WritableKeyPath<TrainingSizes, Int> & Sendable
    /// The values that are taken; memory sets a limit long before most of the upper ends.
    let range: ClosedRange<Int>
  }

  /// Every size, in the order in which they are shown.
  static let options = [
    Option(name: "context", size: \.context, range: 1...65_536),
    Option(name: "channels", size: \.channels, range: 1...65_536),
    Option(name: "layers", size: \.layers, range: 1...1_024),
    Option(name: "heads", size: \.heads, range: 1...1_024),
    Option(name: "batch", size: \.batch, range: 1...65_536),
    Option(name: "vocabulary", size: \.vocabulary, range: 2...1_048_576),
  ]

  /// Refuses sizes that make no model, or one that this machine cannot train.
  ///
  /// - Parameter memory: the bytes that the machine has.
  /// - Throws: `CommandFailure`.
  func check(memory: Double = Double(ProcessInfo.processInfo.physicalMemory)) throws(CommandFailure) {
    guard channels.isMultiple(of: heads) else {
      throw .usage("--channels must be a multiple of --heads, but \(channels) and \(heads) are not")
    }
    guard leastMemory <= memory else {
      let gibibytes = [leastMemory, memory].map { String(format: "%.3g GiB", $0 / 1_073_741_824) }
      throw .usage(
        "a step of these sizes needs more than \(gibibytes[0]), and this machine has \(gibibytes[1])")
    }
  }

  /// Bytes that a step cannot do without: four floats a parameter (weight, gradient, AdamW's two means), and for every
  /// token the logits and, in each block, the feed-forward layer's 4 × channels before and after its activation.
  private var leastMemory: Double {
    let tokens = Double(batch) * Double(context)
    let kept = tokens * (Double(layers) * 8 * Double(channels) + Double(vocabulary))
    return 16 * Double(configuration.parameterCount) + 4 * kept
  }

  /// The model of these sizes, GPT-2's choices for the rest.
  var configuration: GPTConfiguration {
    GPTConfiguration(
      vocabularySize: vocabulary, contextLength: context, layerCount: layers, headCount: heads,
      channels: channels)
  }

  /// The words that ask the command line for these sizes.
  var arguments: [String] {
    Self.options.flatMap { ["--\($0.name)", String(self[keyPath: $0.size])] }
  }

  /// `context 64, channels 128, …`
  var description: String { listed() }

  /// The sizes with their names, without one of them.
  func listed(without omitted: String? = nil) -> String {
    Self.options.filter { $0.name != omitted }
      .map { "\($0.name) \(self[keyPath: $0.size])" }.joined(separator: ", ")
  }
}
