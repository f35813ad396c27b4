import Autodiff

extension LogitAttributionExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "each-normalised", diagnosis: "every part through the norm by itself, with its own standard deviation",
      remedy: "Then a part ten times as large adds as much. Add up what you return: is it the logit?",
      frequency: 3
    ) { parts, gain, bias, epsilon, column in
      (read(centred(parts) / deviation(parts, epsilon), gain, column), dot(bias, column))
    },
    added(
      "not-centred", diagnosis: "the parts with their means: none was taken out",
      remedy: "The norm takes the mean of the sum out, and every part has a share in it: its own mean.",
      frequency: 3
    ) { parts, sum, epsilon in parts / deviation(sum, epsilon) },
    added(
      "mean-of-sum", diagnosis: "the mean of the whole sum taken out of every part",
      remedy: "It is then gone as many times as there are parts. Each brings its own mean.", frequency: 3
    ) { parts, sum, epsilon in (parts - sum.mean()) / deviation(sum, epsilon) },
    added(
      "mean-shared", diagnosis: "the mean of the sum shared out evenly among the parts",
      remedy:
        "All together that is the logit, but a part that is the same in every channel says nothing, and must get 0.",
      frequency: 2
    ) { parts, sum, epsilon in (parts - sum.mean() / Float(parts.shape[0])) / deviation(sum, epsilon) },
    added(
      "mean-of-parts", diagnosis: "the mean over the parts taken out of every channel",
      remedy: "A norm looks along the channels of one token. Then nothing would add up to anything: to 0.",
      frequency: 2
    ) { parts, sum, epsilon in
      (parts - parts.mean(alongAxis: 0)) / deviation(sum, epsilon)
    },
    added(
      "last-deviation", diagnosis: "parts divided by the standard deviation of the last part",
      remedy: "What goes into the norm is the sum of all parts, not what the last layer added.", frequency: 2
    ) { parts, _, epsilon in
      centred(parts) / deviation(parts.selected(axis: 0, parts.shape[0] - 1), epsilon)
    },
    added(
      "not-divided", diagnosis: "the norm's mean taken out, and not divided by the standard deviation",
      remedy: "The deviation is taken for a constant, which is not to leave it away.", frequency: 2
    ) { parts, _, _ in centred(parts) },
    added(
      "by-variance", diagnosis: "parts divided by the variance, without a root",
      remedy: "Channels of twice the size have four times the variance.", frequency: 2
    ) { parts, sum, epsilon in
      centred(parts) / (sum.variance(alongAxis: -1, keepingAxis: true) + epsilon)
    },
    added(
      "unbiased", diagnosis: "a standard deviation divided by width − 1",
      remedy: "torch.std does that by itself; a layer norm divides by the width.", frequency: 3
    ) { parts, sum, epsilon in
      let width = Float(sum.count)
      return centred(parts) / sqrt(sum.variance(alongAxis: -1) * (width / (width - 1)) + epsilon)
    },
    added(
      "epsilon-outside", diagnosis: "ε added to the standard deviation, not to the variance",
      remedy: "It stands below the root.", frequency: 2
    ) { parts, sum, epsilon in centred(parts) / (sqrt(sum.variance(alongAxis: -1)) + epsilon) },
    added(
      "root-mean-square", diagnosis: "parts divided by the root mean square of the sum, its mean still in it",
      remedy: "RMSNorm does that. A layer norm takes the mean out first.", frequency: 2
    ) { parts, sum, epsilon in centred(parts) / sqrt((sum * sum).mean() + epsilon) },
    added(
      "one-pass-variance",
      diagnosis:
        "the variance as mean of squares less square of mean: where the mean is large nothing is left",
      remedy: "4096² has no digits left for an eighth. Subtract the mean first, and square what is left.",
      frequency: 1
    ) { parts, sum, epsilon in
      let mean = sum.mean()
      return centred(parts) / sqrt((sum * sum).mean() - mean * mean + epsilon)
    },
    Misconception(
      "without-gain", diagnosis: "the norm's gain left out",
      remedy: "It stands between the normalised sum and the head, channel by channel.", frequency: 3
    ) { parts, gain, bias, epsilon, column in
      try reference(parts, .ones(gain.shape), bias, epsilon, column)
    },
    Misconception(
      "column-centred", diagnosis: "the mean of the token's column taken out, before the gain is on it",
      remedy: "It may be taken out of gain · column, in the place of the parts' means. Why not before?",
      frequency: 1
    ) { parts, gain, bias, epsilon, column in
      let rows = parts / deviation(parts.sum(alongAxis: 0), epsilon)
      return (read(rows, gain, centred(column)), dot(bias, column))
    },
    Misconception(
      "bias-to-every-part", diagnosis: "what the bias adds given to every part",
      remedy: "The logit has it once. With three parts it would be there three times.", frequency: 3
    ) { parts, gain, bias, epsilon, column in
      let right = try reference(parts, gain, bias, epsilon, column)
      return (right.parts + right.bias, right.bias)
    },
    Misconception(
      "bias-shared", diagnosis: "what the bias adds shared out evenly among the parts",
      remedy: "No part has brought it. It is returned for itself.", frequency: 2
    ) { parts, gain, bias, epsilon, column in
      let right = try reference(parts, gain, bias, epsilon, column)
      return (right.parts + right.bias / Float(parts.shape[0]), right.bias)
    },
    Misconception(
      "left-out",
      diagnosis: "ablation: by how much the logit falls when a part is left out, and the norm computed anew",
      remedy:
        "That is ablation, another question: σ changes with it, and the numbers no longer add up to the logit.",
      frequency: 2
    ) { parts, gain, bias, epsilon, column in
      let sum = parts.sum(alongAxis: 0)
      let lost = lens(sum, gain, epsilon, column) - lens(sum - parts, gain, epsilon, column)
      return (lost, dot(bias, column))
    },
    Misconception(
      "logit-lens", diagnosis: "the logit after each part, as the logit lens reads it: everything so far",
      remedy: "What a part adds is asked, not how far the sum has come.", frequency: 2
    ) { parts, gain, bias, epsilon, column in
      let bias = dot(bias, column)
      return (lens(sumsSoFar(parts), gain, epsilon, column) + bias, bias)
    },
    Misconception(
      "lens-steps",
      diagnosis: "the steps of the logit lens: each sum so far with a standard deviation of its own",
      remedy:
        "They add up, but an early part is measured by a small sum. σ is that of the whole sum, for all.",
      frequency: 2
    ) { parts, gain, bias, epsilon, column in
      let lens = lens(sumsSoFar(parts), gain, epsilon, column).scalars
      return (Tensor(zip(lens, [0] + lens).map { $0 - $1 }), dot(bias, column))
    },
    Misconception(
      "shares", diagnosis: "shares that add up to 1",
      remedy: "The parts may cancel, and then a share is anything. Return logits.", frequency: 1
    ) { parts, gain, bias, epsilon, column in
      let right = try reference(parts, gain, bias, epsilon, column)
      return (right.parts / right.parts.sum(), right.bias)
    },
  ]

  /// A mistake in what is made of the parts and their sum before gain and column.
  private static func added(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ normalised: @escaping @Sendable (_ parts: Tensor, _ sum: Tensor, _ epsilon: Float) -> Tensor
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      parts, gain, bias, epsilon, column in
      let rows = normalised(parts, parts.sum(alongAxis: 0), epsilon)
      return (read(rows, gain, column), dot(bias, column))
    }
  }

  /// The logit that every row would have as it is, without the bias.
  private static func lens(_ rows: Tensor, _ gain: Tensor, _ epsilon: Float, _ column: Tensor) -> Tensor {
    read(centred(rows) / deviation(rows, epsilon), gain, column)
  }

  /// The sums of the first part, of the first two, and so on.
  private static func sumsSoFar(_ parts: Tensor) -> Tensor {
    stack((1...parts.shape[0]).map { parts.sliced(axis: 0, 0..<$0).sum(alongAxis: 0) })
  }
}
