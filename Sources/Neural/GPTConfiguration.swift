import Autodiff

/// The sizes and choices that decide a GPT.
public struct GPTConfiguration: Sendable, Hashable, Codable {
  /// How many tokens there are.
  public var vocabularySize: Int
  /// The longest sequence that the model can read.
  public var contextLength: Int
  /// How many blocks.
  public var layerCount: Int
  /// The sizes of every block.
  public var block: BlockConfiguration
  /// Where positions come from.
  public var positions: PositionKind
  /// Whether the embedding table is the output head too.
  public var tiesHead: Bool

  /// A model's sizes, with GPT-2's choices for what is not given.
  public init(
    vocabularySize: Int, contextLength: Int, layerCount: Int, headCount: Int, channels: Int,
    hiddenChannels: Int? = nil, normPlacement: NormPlacement = .pre, activation: Activation = .geluTanh,
    hasBias: Bool = true, positions: PositionKind = .learned, tiesHead: Bool = true, dropoutRate: Float = 0
  ) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.layerCount = layerCount
    block = BlockConfiguration(
      channels: channels, headCount: headCount, hiddenChannels: hiddenChannels, normPlacement: normPlacement,
      activation: activation, hasBias: hasBias, dropoutRate: dropoutRate)
    self.positions = positions
    self.tiesHead = tiesHead
  }

  /// GPT-2 with 124 million parameters (Radford et al. 2019).
  public static let gpt2Small = GPTConfiguration(gpt2Layers: 12, headCount: 12, channels: 768)
  /// GPT-2 with 355 million parameters.
  public static let gpt2Medium = GPTConfiguration(gpt2Layers: 24, headCount: 16, channels: 1024)
  /// GPT-2 with 774 million parameters.
  public static let gpt2Large = GPTConfiguration(gpt2Layers: 36, headCount: 20, channels: 1280)
  /// GPT-2 with 1.56 billion parameters.
  public static let gpt2XL = GPTConfiguration(gpt2Layers: 48, headCount: 25, channels: 1600)

  private init(gpt2Layers: Int, headCount: Int, channels: Int) {
    self.init(
      vocabularySize: 50_257, contextLength: 1_024, layerCount: gpt2Layers, headCount: headCount,
      channels: channels)
  }

  /// The parts of the model with the number of their parameters, in the order of the walk; nothing is allocated.
  public var parameterCounts: [(name: String, count: Int)] {
    let (channels, hidden) = (block.channels, block.hiddenChannels)
    func projection(_ inputs: Int, _ outputs: Int) -> Int { inputs * outputs + (block.hasBias ? outputs : 0) }
    let attention = 4 * projection(channels, channels)
    let feedForward = projection(channels, hidden) + projection(hidden, channels)
    var counts = [(name: "embedding", count: vocabularySize * channels)]
    if positions == .learned { counts.append(("positions", contextLength * channels)) }
    counts += (0..<layerCount).flatMap { layer in
      [
        (name: "blocks.\(layer).attentionNorm", count: 2 * channels),
        (name: "blocks.\(layer).attention", count: attention),
        (name: "blocks.\(layer).feedForwardNorm", count: 2 * channels),
        (name: "blocks.\(layer).feedForward", count: feedForward),
      ]
    }
    if block.normPlacement == .pre { counts.append(("finalNorm", 2 * channels)) }
    if !tiesHead { counts.append(("head", channels * vocabularySize)) }
    return counts
  }

  /// How many parameters the model has; a head tied to the embedding table adds none.
  public var parameterCount: Int {
    parameterCounts.reduce(0) { $0 + $1.count }
  }

  /// The standard deviations of a new model's numbers: 0.02, and 0.02/√(2·layers) in the projections that write to the
  /// residual path.
  var deviations: (inside: Float, ofOutputs: Float) {
    (0.02, 0.02 / Float(2 * max(1, layerCount)).squareRoot())
  }
}
