import Autodiff

extension GPT {
  /// The model with the weights of least magnitude set to 0, a share of every projection's weight (See et al. 2016).
  ///
  /// Of n weights, the share times n are taken out, rounded to the nearest whole number (halfway: up); of equal
  /// magnitudes the earlier in row-major order. Each matrix loses the same share: one threshold for all would empty those
  /// whose weights are small throughout. The tables of tokens and positions, an output head of its own, norms and biases stay.
  ///
  /// Traps when the share is not in [0, 1].
  public func pruned(share: Float) -> GPT {
    guard (0...1).contains(share) else { fatalError("pruned: a share of \(share) is not in [0, 1]") }
    var model = self
    for block in model.blocks.indices {
      for projection in AdaptedGPT.Projection.allCases {
        let weight = model.blocks[block][keyPath: projection.path].weight
        model.blocks[block][keyPath: projection.path].weight = weight.withoutLeast(share: share)
      }
    }
    return model
  }
}

extension Tensor {
  /// The tensor with a share of its numbers, those of least magnitude, set to 0.
  fileprivate func withoutLeast(share: Float) -> Tensor {
    var scalars = scalars
    let removed = Int((Double(share) * Double(count)).rounded())
    guard removed > 0 else { return self }
    // As whole numbers, the bits of magnitudes have the order of the magnitudes.
    let magnitudes = scalars.map(\.magnitude.bitPattern).sorted()
    let greatest = magnitudes[removed - 1]
    var equal = magnitudes[..<removed].count { $0 == greatest }
    for index in scalars.indices {
      let magnitude = scalars[index].magnitude.bitPattern
      if magnitude < greatest {
        scalars[index] = 0
      } else if magnitude == greatest, equal > 0 {
        scalars[index] = 0
        equal -= 1
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }
}
