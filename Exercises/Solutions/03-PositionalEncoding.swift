import Workbench

// MARK: - sinusoidalPositions

/// The encodings of the positions 0 to time − 1, one a row: `[time, channels]`, with an even number of channels.
///
/// PE(p, 2i) = sin(p / 10000^(2i/d)) and PE(p, 2i + 1) = cos(p / 10000^(2i/d)), where p is the position, i the pair of
/// channels and d the number of channels (Vaswani et al. 2017, §3.5). So `sinusoidalPositions(time: 2, channels: 4)`
/// is [[0, 1, 0, 1], [0.8415, 0.5403, 0.0100, 1.0000]]. Compute in `Double` and turn into `Float` at the end; five
/// digits are compared.
public func sinusoidalPositions(time: Int, channels: Int) throws -> Tensor {
  var scalars: [Float] = []
  for position in 0..<time {
    for channel in 0..<channels {
      // Both channels of a pair have the exponent of the even one: that is what rounding down by / 2 * 2 does. This
      // division is of whole numbers on purpose, the next must not be: 2 / 4 of two Ints is 0.
      let exponent = Double(channel / 2 * 2) / Double(channels)
      let angle = Double(position) / power(10_000, exponent)
      // “And”, not “plus”: sine and cosine have a channel each.
      scalars.append(Float(channel.isMultiple(of: 2) ? sin(angle) : cos(angle)))
    }
  }
  return Tensor(shape: [time, channels], scalars: scalars)
}

// MARK: - rotation

/// The matrix R for which PE(p + offset) = PE(p) · R at *every* position p: `[channels, channels]`.
///
/// PE(p) is a row of the table of `sinusoidalPositions`, with the sine and the cosine of pair i in channels 2i and
/// 2i + 1. R depends on the offset and the number of channels alone. The offset may be negative or 0, the number of
/// channels is even.
public func rotation(by offset: Int, channels: Int) throws -> Tensor {
  var scalars = [Float](repeating: 0, count: channels * channels)
  for pair in 0..<channels / 2 {
    let frequency = 1 / power(10_000, Double(2 * pair) / Double(channels))
    let angle = Double(offset) * frequency
    let (sine, cosine) = (Float(sin(angle)), Float(cos(angle)))
    let (even, odd) = (2 * pair, 2 * pair + 1)
    // PE(p) is a row, so each *column* of R makes one number of the new row. With α = pω and β = the angle,
    // the new sine is sin(α + β) = sin α cos β + cos α sin β,
    scalars[even * channels + even] = cosine
    scalars[odd * channels + even] = sine
    // and the new cosine is cos(α + β) = cos α cos β − sin α sin β. For columns, as in the lecture, the minus sign
    // stands in the other corner: that matrix, used here, would go back instead of on.
    scalars[even * channels + odd] = -sine
    scalars[odd * channels + odd] = cosine
  }
  return Tensor(shape: [channels, channels], scalars: scalars)
}

// MARK: - addPositions

/// Embeddings with the positions of their tokens added: `[batch, time, channels]` and `[context, channels]` give
/// `[batch, time, channels]`.
///
/// Token t of every sequence receives row t of the table; of a table with more rows than the sequences have tokens
/// (context ≥ time) the first ones are used. Compose tensor operations: gradients flow through this function, to the
/// embeddings and to the positions, which may be learned.
public func addPositions(_ embeddings: Tensor, _ positions: Tensor) throws -> Tensor {
  let time = embeddings.shape[1]
  // Without the cut the sum only fits sequences as long as the table. The batch axis needs nothing: a missing leading
  // axis broadcasts, and its gradient is summed over the sequences by itself.
  return embeddings + positions.sliced(axis: 0, 0..<time)  // [batch, time, channels] + [time, channels]
}
