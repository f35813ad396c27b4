import Autodiff
import Randomness

/// A GPT that is not changed, and adapters beside some of its projections that are: the model that low-rank
/// fine-tuning trains.
///
/// It presents the adapters' parameters alone, under the names of the projections: `blocks.0.attention.query.down`.
/// So an optimizer sees, remembers and changes nothing else, a gradient is taken through nothing else, and a
/// checkpoint of it holds nothing else.
///
/// ```swift
/// var adapted = AdaptedGPT(model, rank: 4, alpha: 8, seed: 1)
/// let logits = adapted.model([[5, 3, 8]])  // those of `model`, as long as nothing is learned
/// let merged = adapted.merged()            // a GPT like any other, with the same logits
/// ```
public struct AdaptedGPT: Module {
  /// The projections of a block that adapters may stand beside.
  public enum Projection: String, Sendable, Hashable, CaseIterable {
    case query = "attention.query"
    case key = "attention.key"
    case value = "attention.value"
    case output = "attention.output"
    case expand = "feedForward.expand"
    case contract = "feedForward.contract"

    var path: WritableKeyPath<TransformerBlock, Linear> & Sendable {
      switch self {
      case .query: \.attention.query
      case .key: \.attention.key
      case .value: \.attention.value
      case .output: \.attention.output
      case .expand: \.feedForward.expand
      case .contract: \.feedForward.contract
      }
    }
  }

  /// The model with its adapters; its own parameters stay as they are.
  public private(set) var model: GPT
  /// Which projections of every block have an adapter, in the order of a block's parts.
  public let projections: [Projection]

  /// Adapters of one rank beside projections of every block, which change nothing yet.
  ///
  /// The paper's choice for a given number of parameters is query and value.
  public init(
    _ model: GPT, rank: Int, alpha: Float, projections: Set<Projection> = [.query, .value], seed: Seed
  ) {
    var generator = seed.generator()
    self.model = model
    self.projections = Projection.allCases.filter(projections.contains)
    for block in model.blocks.indices {
      for projection in self.projections {
        let weight = model.blocks[block][keyPath: projection.path].weight
        self.model.blocks[block][keyPath: projection.path].adapter = LowRankAdapter(
          inputs: weight.shape[0], outputs: weight.shape[1], rank: rank, alpha: alpha, using: &generator)
      }
    }
  }

  /// The model with every adapter's change added to its weight, W + (α/r)·A·B: no slower than before, and with the same
  /// logits up to rounding.
  public func merged() -> GPT {
    var merged = model
    for block in merged.blocks.indices {
      for projection in projections {
        merged.blocks[block][keyPath: projection.path] = merged.blocks[block][keyPath: projection.path].merged
      }
    }
    return merged
  }

  /// Presents the adapters' parameters, and nothing of the model's.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    for block in model.blocks.indices {
      for projection in projections {
        visitor.visit(
          "blocks.\(block).\(projection.rawValue)", &model.blocks[block][keyPath: projection.path].adapter)
      }
    }
  }
}

extension Linear {
  /// The layer with the adapter's change added to the weight, and without the adapter.
  var merged: Linear { adapter.map { Linear(weight: weight + $0.change, bias: bias) } ?? self }
}

extension GPT {
  /// Whether an adapter stands beside one of its projections.
  public var isAdapted: Bool {
    blocks.contains { block in
      AdaptedGPT.Projection.allCases.contains { block[keyPath: $0.path].adapter != nil }
    }
  }
}
