import Autodiff
import Neural
import Randomness

/// One attention head whose weights are random: nobody has trained it.
struct Head {
  let query: Linear  // width → d_k
  let key: Linear
  let value: Linear

  init(width: Int, keyWidth: Int, seed: Seed) {
    var generator = seed.generator()
    func projection() -> Linear {  // its weight: [width, d_k]
      Linear(
        inputs: width, outputs: keyWidth, hasBias: false, using: &generator)
    }
    (query, key, value) = (projection(), projection(), projection())
  }

  func callAsFunction(_ input: Tensor) -> Tensor {  // [time, d_k]
    scaledDotProductAttention(
      query: query(input), key: key(input), value: value(input))
  }
}
