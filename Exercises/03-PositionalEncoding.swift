import Workbench

// MARK: - sinusoidalPositions

/// The encodings of the positions 0 to time − 1, one a row: `[time, channels]`, with an even number of channels.
///
/// PE(p, 2i) = sin(p / 10000^(2i/d)) and PE(p, 2i + 1) = cos(p / 10000^(2i/d)), where p is the position, i the pair of
/// channels and d the number of channels (Vaswani et al. 2017, §3.5). So `sinusoidalPositions(time: 2, channels: 4)`
/// is [[0, 1, 0, 1], [0.8415, 0.5403, 0.0100, 1.0000]]. Compute in `Double` and turn into `Float` at the end; five
/// digits are compared.
public func sinusoidalPositions(time: Int, channels: Int) throws -> Tensor {
  throw Unsolved()
}

// MARK: - rotation

/// The matrix R for which PE(p + offset) = PE(p) · R at *every* position p: `[channels, channels]`.
///
/// PE(p) is a row of the table of `sinusoidalPositions`, with the sine and the cosine of pair i in channels 2i and
/// 2i + 1. R depends on the offset and the number of channels alone. The offset may be negative or 0, the number of
/// channels is even.
public func rotation(by offset: Int, channels: Int) throws -> Tensor {
  throw Unsolved()
}

// MARK: - addPositions

/// Embeddings with the positions of their tokens added: `[batch, time, channels]` and `[context, channels]` give
/// `[batch, time, channels]`.
///
/// Token t of every sequence receives row t of the table; of a table with more rows than the sequences have tokens
/// (context ≥ time) the first ones are used. Compose tensor operations: gradients flow through this function, to the
/// embeddings and to the positions, which may be learned.
public func addPositions(_ embeddings: Tensor, _ positions: Tensor) throws -> Tensor {
  throw Unsolved()
}
