import Autodiff
import Testing
import Training

@Suite("Softmax, layer norm, losses and tables against PyTorch")
struct RowOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("rows") }

  @Test func softmaxAlongAnyAxis() {
    oracle.expect("softmax") { softmax($0["x"], alongAxis: $0.settings.integer("axis")) }
  }

  @Test func logarithmOfSoftmax() {
    oracle.expect("log softmax") { logSoftmax($0["x"]) }
  }

  @Test func causalSoftmax() {
    oracle.expect("causal softmax") { inputs -> Tensor in
      let x = inputs["x"]
      return softmax(x.masked(.causal(queries: x.shape[x.rank - 2], keys: x.shape[x.rank - 1])))
    }
  }

  @Test func maskedSoftmax() {
    oracle.expect("masked softmax") {
      softmax(
        $0["x"].masked(Mask(shape: $0.settings.integers("shape"), keep: $0.settings.flags("keep"))))
    }
    oracle.expect("padded softmax") {
      softmax($0["x"].masked(.padding(lengths: $0.settings.integers("lengths"), time: 4)))
    }
  }

  // In rows of two the exact gradient of the input all but vanishes (the result is ±1 whatever the input), and what
  // is left are differences of numbers of about 1.
  @Test func layerNormalization() {
    oracle.expect("layer norm", cancelling: { $0 == "x" }) {
      layerNorm($0["x"], gain: $0["gain"], bias: $0["bias"], epsilon: $0.settings.number("epsilon"))
    }
  }

  @Test func meanCrossEntropy() {
    oracle.expect("cross-entropy, mean") { $0.crossEntropy(.mean) }
  }

  @Test func summedCrossEntropy() {
    oracle.expect("cross-entropy, sum") { $0.crossEntropy(.sum) }
  }

  @Test func smoothedCrossEntropy() {
    oracle.expect("smoothed cross-entropy, mean") { $0.crossEntropy(.mean) }
    oracle.expect("smoothed cross-entropy, sum") { $0.crossEntropy(.sum) }
  }

  @Test func distillation() {
    oracle.expect("distillation") {
      distillationLoss(
        student: $0["student"], teacher: $0["teacher"], targets: $0.settings.integers("targets"),
        keep: $0.settings.has("keep") ? $0.settings.flags("keep") : nil,
        temperature: $0.settings.number("temperature"), weight: $0.settings.number("weight"))
    }
  }

  @Test func lookingUp() {
    oracle.expect("look up") { lookUp($0["table"], at: $0.settings.integers("indices")) }
  }

  @Test func dropoutWithoutSeed() {
    oracle.expect("dropout without a seed") { dropout($0["x"], rate: 0.5, seed: nil) }
  }
}

extension Inputs {
  fileprivate func crossEntropy(_ reduction: Reduction) -> Tensor {
    Autodiff.crossEntropy(
      logits: self["logits"], targets: settings.integers("targets"),
      keep: settings.has("keep") ? settings.flags("keep") : nil,
      labelSmoothing: settings.number("smoothing", or: 0), reduction: reduction)
  }
}
