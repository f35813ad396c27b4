import Autodiff
import Neural
import Notebook

/// Queries and keys: turned by their positions, and of one length.
func positions(_ notebook: ChapterNotebook) {
  notebook.heading("Positions")
  notebook.prose(
    """
    **`rotary`.** A table of positions has a row to be learned for each, and what is learned at one says nothing of another. *Rotary* positions have nothing to learn: every pair of
    channels is turned by an angle that grows with the position, in queries and keys.
    """)
  notebook.formula(.g_ROPE)
  notebook.code()
  let rotary = RotaryPositions(size: 4, length: 16)
  let ones = (0..<16).flatMap { _ in [1, 0, 1, 0] as [Float] }
  let same = Tensor(shape: [1, 16, 4], scalars: ones)
  let turned = rotary(same)  // [head, position, channel]
  let scores = matmul(turned, turned, rightTransposed: true)

  notebook.tensor(
    "turned", turned.sliced(axis: 1, 0..<6).reshaped([6, 4]), axes: ["position", "channel"],
    formula: .g_ROPE)
  notebook.prose(
    "A product of two turned vectors then depends on how far they are apart, and on nothing else:")
  notebook.code()
  let shifted = (0..<13).map { start in
    scores[0, start, start + 3] - scores[0, 0, 3]
  }

  notebook.check(
    "a score at distance 3 is the same wherever it stands", measured: Tensor(shifted).largestMagnitude,
    atMost: 1e-5)
  notebook.prose(
    """
    **`qk-norm`.** A score is a product of two lengths and a cosine. Where lengths grow, softmax becomes a choice of one, and its gradient vanishes. Divided by their root mean square all
    queries and keys have one length, and no score is above √d:
    """)
  notebook.formula(.g_QKNORM)
  notebook.code()
  let long = Tensor(shape: [1, 4], scalars: [30, -10, 20, 5])
  let normalized = rmsNorm(long)
  let score = (normalized * normalized).sum().scalar / 2  // over √4

  notebook.check(
    "even with itself: the largest score of 4 channels is √4", measured: score, near: 2, within: 1e-3)
}
