import Autodiff

extension AuxiliaryLossExercise {
  package static let misconceptions: [Misconception<Function>] = all.flatMap(\.self)

  private static let all: [[Misconception<Function>]] = [
    [
      Misconception(
        "padding-learned", diagnosis: "the padding counted as text: every place that is not of the task",
        remedy: "Not of the task may be padding, too. There are three kinds of places here.", frequency: 3
      ) { losses, isTask, _, weight in
        mean(losses, of: isTask) + mean(losses, of: isTask.map { !$0 }) * weight
      },
      Misconception(
        "padding-divided",
        diagnosis: "the padding left out of the sum of the text, and counted in what it is divided by",
        remedy: "One more column of padding would lower the loss. Divide by what was added.", frequency: 2
      ) { losses, isTask, isPadding, weight in
        mean(losses, of: isTask)
          + mean(losses, of: text(isTask, isPadding), by: max(1, isTask.count { !$0 })) * weight
      },
      Misconception(
        "over-all-places", diagnosis: "both sums divided by the number of all places",
        remedy:
          "mean() of masked losses counts the zeros as well: a short answer in a long text would teach next to nothing.",
        frequency: 3
      ) { losses, isTask, isPadding, weight in
        mean(losses, of: isTask, by: isTask.count)
          + mean(losses, of: text(isTask, isPadding), by: isTask.count) * weight
      },
      Misconception(
        "one-mean",
        diagnosis:
          "one mean of task and text together, the text's losses weighted by λ: the text drowns the task",
        remedy: "Each of the two is a mean over its own places; then they are added.", frequency: 3
      ) { losses, isTask, isPadding, weight in
        let count = isPadding.count { !$0 }
        return mean(losses, of: isTask, by: count)
          + mean(losses, of: text(isTask, isPadding), by: count) * weight
      },
      Misconception(
        "summed", diagnosis: "sums in the place of the means: the loss grows with the length of the text",
        remedy: "GPT-1's paper prints sums; asked for are the means over each kind of places.", frequency: 2
      ) { losses, isTask, isPadding, weight in
        mean(losses, of: isTask, by: 1) + mean(losses, of: text(isTask, isPadding), by: 1) * weight
      },
      Misconception(
        "text-with-task", diagnosis: "L₁ over task and text: the places of the task counted in it as well",
        remedy: "They count once, in L₂. The text is what is neither task nor padding.", frequency: 3
      ) { losses, isTask, isPadding, weight in
        mean(losses, of: isTask) + mean(losses, of: isPadding.map { !$0 }) * weight
      },
      Misconception(
        "task-alone", diagnosis: "the loss of the task alone: λ·L₁ was left out",
        remedy: "That is right for λ = 0 only. What keeps the language alive while the task is learned?",
        frequency: 1
      ) { losses, isTask, _, _ in mean(losses, of: isTask) },
      Misconception(
        "divided-by-nothing", diagnosis: "0/0 where there is no text: the loss is not a number",
        remedy: "One batch without text, and every parameter is NaN after it. Count before you divide.",
        frequency: 3
      ) { losses, isTask, isPadding, weight in
        mean(losses, of: isTask) + quotient(losses, text(isTask, isPadding)) * weight
      },
      Misconception(
        "detached",
        diagnosis: "the right loss of numbers that were taken out of their tensor: no gradient comes back",
        remedy: "`scalars` and x[i] cut the graph. Multiply by a mask and sum instead.", frequency: 2
      ) { losses, isTask, isPadding, weight in
        try reference(Tensor(shape: losses.shape, scalars: losses.scalars), isTask, isPadding, weight)
      },
    ],
    mistakes(
      "unweighted", diagnosis: "L₂ + L₁: λ was left out", remedy: "With λ = 0 nothing of L₁ may be left.",
      frequency: 2
    ) { task, text, _ in task + text },
    mistakes(
      "weight-on-task", diagnosis: "λ·L₂ + L₁: the weight was put on the task",
      remedy: "The task counts whole; λ says how much the language counts beside it.", frequency: 2
    ) { task, text, weight in task * weight + text },
    mistakes(
      "mixture", diagnosis: "(1 − λ)·L₂ + λ·L₁: a mixture whose weights sum to 1",
      remedy: "λ may exceed 1. What would such a mixture do with the task then?", frequency: 2
    ) { task, text, weight in task * (1 - weight) + text * weight },
  ]

  /// A mistake in how the right means are added, and the same where that of no text is 0/0 as well.
  private static func mistakes(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ sum: @escaping @Sendable (_ task: Tensor, _ text: Tensor, _ weight: Float) -> Tensor
  ) -> [Misconception<Function>] {
    let mistake = Misconception<Function>(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      losses, isTask, isPadding, weight in
      sum(mean(losses, of: isTask), mean(losses, of: text(isTask, isPadding)), weight)
    }
    let variant = mistake.variant("divided-by-nothing") { losses, isTask, isPadding, weight in
      sum(mean(losses, of: isTask), quotient(losses, text(isTask, isPadding)), weight)
    }
    return [mistake, variant]
  }

  /// The mean of some losses, which of none is not a number.
  private static func quotient(_ losses: Tensor, _ places: [Bool]) -> Tensor {
    mean(losses, of: places, by: places.count { $0 })
  }
}
