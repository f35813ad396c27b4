extension TStatisticExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "divided-by-n", diagnosis: "s² divided by n and not by n − 1",
      remedy:
        "The mean lies nearer to these runs than the truth does, so the squares about it are too small: by (n − 1)/n.",
      frequency: 3
    ) { losses, target in
      (mean(losses) - target) / (spread(losses, less: 0) / Double(losses.count).squareRoot())
    },
    Misconception(
      "not-of-the-mean", diagnosis: "(m − target)/s: measured in deviations of one run",
      remedy: "It is the mean that is compared, and means of n runs lie √n times as near together.",
      frequency: 3
    ) { losses, target in (mean(losses) - target) / spread(losses) },
    Misconception(
      "over-n", diagnosis: "s/n in the place of s/√n",
      remedy: "Variances of independent runs add up; the root of it is √n.", frequency: 2
    ) { losses, target in (mean(losses) - target) / (spread(losses) / Double(losses.count)) },
    Misconception(
      "one-less-twice", diagnosis: "s/√(n − 1), with n − 1 in s already",
      remedy: "n − 1 stands in s². The root beside it is that of n.", frequency: 2
    ) { losses, target in
      (mean(losses) - target) / (spread(losses) / (Double(losses.count) - 1).squareRoot())
    },
    Misconception(
      "without-root", diagnosis: "s² in the place of s",
      remedy: "t has no unit: of losses in other units it would be the same. Is yours?", frequency: 2
    ) { losses, target in
      (mean(losses) - target) / (spread(losses) * spread(losses) / Double(losses.count).squareRoot())
    },
    Misconception(
      "squared-error", diagnosis: "s²/n in the place of its root",
      remedy: "That is the variance of the mean. Its root is the standard error.", frequency: 2
    ) { losses, target in
      (mean(losses) - target) / (spread(losses) * spread(losses) / Double(losses.count))
    },
    Misconception(
      "other-sign", diagnosis: "target − m: positive where the runs are better",
      remedy: "m − target: below the target, which is better, t is negative.", frequency: 3
    ) { losses, target in try -reference(losses, target) },
    Misconception(
      "without-sign", diagnosis: "|t|: nobody can tell better from worse",
      remedy: "Far above the target is no record. Keep the sign.", frequency: 2
    ) { losses, target in try reference(losses, target).magnitude },
    Misconception(
      "about-the-target", diagnosis: "the squares taken about the target and not about the mean",
      remedy: "How far do the runs lie apart *from each other*? The target does not come into it.",
      frequency: 2
    ) { losses, target in
      (mean(losses) - target) / (spread(losses, about: target) / Double(losses.count).squareRoot())
    },
    Misconception(
      "best-run", diagnosis: "the best run in the place of the mean",
      remedy: "With enough runs some run is lucky. The mean has to be there.", frequency: 3
    ) { losses, target in
      ((losses.min() ?? 0) - target) / (spread(losses) / Double(losses.count).squareRoot())
    },
    Misconception(
      "last-run", diagnosis: "the last run in the place of the mean",
      remedy: "Every run counts alike.", frequency: 1
    ) { losses, target in
      ((losses.last ?? 0) - target) / (spread(losses) / Double(losses.count).squareRoot())
    },
    Misconception(
      "median", diagnosis: "the median in the place of the mean",
      remedy: "The standard error s/√n is that of the mean.", frequency: 1
    ) { losses, target in
      let sorted = losses.sorted()
      let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      return (median - target) / (spread(losses) / Double(losses.count).squareRoot())
    },
    Misconception(
      "magnitudes", diagnosis: "the mean of |lᵢ − m| in the place of s",
      remedy: "Squares, their sum over n − 1, and a root.", frequency: 1
    ) { losses, target in
      let middle = mean(losses)
      let apart = mean(losses.map { ($0 - middle).magnitude })
      return (middle - target) / (apart / Double(losses.count).squareRoot())
    },
    Misconception(
      "range", diagnosis: "the greatest loss less the least in the place of s",
      remedy: "A range grows with the number of runs. s does not.", frequency: 1
    ) { losses, target in
      let range = (losses.max() ?? 0) - (losses.min() ?? 0)
      return (mean(losses) - target) / (range / Double(losses.count).squareRoot())
    },
    Misconception(
      "difference-alone", diagnosis: "m − target itself: not divided by anything",
      remedy:
        "A hundredth is much where runs lie a thousandth apart, and nothing where they lie a tenth apart.",
      frequency: 2
    ) { losses, target in mean(losses) - target },
  ]
}
