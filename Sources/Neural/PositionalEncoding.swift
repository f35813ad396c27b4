import Autodiff
import Platform

/// The sinusoidal table of Vaswani et al. 2017 §3.5: `[length, channels]`, position 0 first.
///
/// PE(p, 2i) = sin(p / 10000^(2i/d)) and PE(p, 2i+1) = cos(p / 10000^(2i/d)): sine on even channels, cosine on
/// odd ones. Row p+k is row p turned by angles that depend on k alone, so that distances between positions look
/// the same everywhere. Computed in `Double`; it has no parameters.
public func sinusoidalPositions(length: Int, channels: Int) -> Tensor {
  sinusoidalPositions(0..<length, channels: channels)
}

/// The rows of the sinusoidal table for some positions.
func sinusoidalPositions(_ positions: Range<Int>, channels: Int) -> Tensor {
  Tensor(
    shape: [positions.count, channels],
    scalars: positions.flatMap { position in
      (0..<channels).map { channel in
        let angle = Double(position) / pow(10_000, Double(channel / 2 * 2) / Double(channels))
        return Float(channel.isMultiple(of: 2) ? sin(angle) : cos(angle))
      }
    })
}

/// Where a model's knowledge of positions comes from.
public enum PositionKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// A table of parameters, one row for every position, as in GPT-2.
  case learned
  /// The fixed table of sines and cosines of 2017.
  case sinusoidal
  /// None: without a mask the model then cannot tell one order from another.
  case none
}
