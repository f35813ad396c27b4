extension PrecisionRecallExercise {
  private typealias Result = (precision: Double, recall: Double, f1: Double)

  package static let misconceptions: [Misconception<Function>] = all.flatMap(\.self)

  private static let all: [[Misconception<Function>]] = [
    mistakes(
      "exchanged", diagnosis: "precision and recall exchanged; F₁, which does not care, is right",
      remedy: "Precision looks at what was answered: TP + FP. Recall looks at what is there: TP + FN.",
      frequency: 3
    ) { ($0.recall, $0.precision, $0.f1) },
    mistakes(
      "arithmetic-mean", diagnosis: "the arithmetic mean of precision and recall in the place of F₁",
      remedy: "Who answers yes always has recall 1: the plain mean rewards that, the harmonic one does not.",
      frequency: 3
    ) { ($0.precision, $0.recall, ($0.precision + $0.recall) / 2) },
    mistakes(
      "geometric-mean", diagnosis: "the root of precision times recall in the place of F₁",
      remedy: "F₁ is the harmonic mean: twice the product, divided by the sum.", frequency: 1
    ) { ($0.precision, $0.recall, ($0.precision * $0.recall).squareRoot()) },
    mistakes(
      "factor-two", diagnosis: "precision·recall/(precision + recall): F₁ without its factor 2",
      remedy: "With precision and recall 1, F₁ has to be 1.", frequency: 2
    ) { ($0.precision, $0.recall, $0.f1 / 2) },
    [
      Misconception(
        "micro", diagnosis: "the counts of all classes added before dividing: all three are the accuracy",
        remedy:
          "Every wrong answer is an FP of one class and an FN of another. Count for the class `positive` alone.",
        frequency: 2
      ) { labels, answers, _ in
        let accuracy = table(labels, answers).accuracy
        return (accuracy, accuracy, accuracy)
      },
      Misconception(
        "accuracy-for-precision",
        diagnosis: "the share of all answers that are right, of whatever class, in the place of precision",
        remedy: "That is the accuracy. Precision asks of the answers `positive` alone how many are right.",
        frequency: 2
      ) { labels, answers, positive in
        let (precision, recall) = (
          table(labels, answers).accuracy, table(labels, answers).recall(of: positive)
        )
        return (
          precision, recall, precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        )
      },
      Misconception(
        "macro", diagnosis: "the mean over all classes, not the numbers of the class that was asked for",
        remedy: "Each class has a precision, a recall and an F₁ of its own: return those of `positive`.",
        frequency: 2
      ) { labels, answers, _ in
        let table = table(labels, answers)
        let classes = Set(labels).union(answers).sorted()
        func mean(_ number: (Int) -> Double) -> Double {
          classes.map(number).reduce(0, +) / Double(classes.count)
        }
        return (mean(table.precision), mean(table.recall), mean(table.f1))
      },
      Misconception(
        "class-one", diagnosis: "the numbers of class 1, whichever was asked for",
        remedy: "Which class is the positive one is an argument.", frequency: 2
      ) { labels, answers, _ in try reference(labels, answers, 1) },
      Misconception(
        "true-negatives",
        diagnosis: "precision and recall with the true negatives in both numerator and denominator",
        remedy: "Whoever finds nothing is right about what is not there. TN stands in neither of the two.",
        frequency: 2
      ) { labels, answers, positive in
        let pairs = zip(labels, answers)
        let negatives = pairs.count { $0 != positive && $1 != positive }
        let found = pairs.count { $0 == positive && $1 == positive } + negatives
        func share(_ whole: Int) -> Double { whole == 0 ? 0 : Double(found) / Double(whole) }
        let precision = share(answers.count { $0 == positive } + negatives)
        let recall = share(labels.count { $0 == positive } + negatives)
        return (
          precision, recall, precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        )
      },
      dividedByNothing,
      dividedByNothing.variant("of-counts") { labels, answers, positive in
        let (precision, recall, _) = quotients(labels, answers, positive)
        let found = zip(labels, answers).count { $0 == positive && $1 == positive }
        let both = labels.count { $0 == positive } + answers.count { $0 == positive }
        return (precision, recall, Double(2 * found) / Double(both))
      },
      Misconception(
        "f1-of-nothing", diagnosis: "F₁ = 0/0 where precision and recall are both 0: not a number",
        remedy: "There are three quotients here. Which of them have you not looked at before dividing?",
        frequency: 3
      ) { labels, answers, positive in
        let (precision, recall, _) = try reference(labels, answers, positive)
        return (precision, recall, 2 * precision * recall / (precision + recall))
      },
    ],
  ]

  private static let dividedByNothing = Misconception<Function>(
    "divided-by-nothing", diagnosis: "0/0 where a class was never answered or never occurs: not a number",
    remedy: "A quotient of nothing is 0 here: look before you divide.", frequency: 3
  ) { labels, answers, positive in quotients(labels, answers, positive) }

  /// A mistake in what is made of the right numbers, and the same where they were divided by nothing as well.
  private static func mistakes(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ made: @escaping @Sendable (Result) -> Result
  ) -> [Misconception<Function>] {
    let mistake = Misconception<Function>(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      made(try reference($0, $1, $2))
    }
    return [mistake, mistake.variant("divided-by-nothing") { made(quotients($0, $1, $2)) }]
  }

  /// Precision, recall and F₁, which are not numbers where there is nothing to divide by.
  private static func quotients(_ labels: [Int], _ answers: [Int], _ positive: Int) -> Result {
    let found = Double(zip(labels, answers).count { $0 == positive && $1 == positive })
    let precision = found / Double(answers.count { $0 == positive })
    let recall = found / Double(labels.count { $0 == positive })
    return (precision, recall, 2 * precision * recall / (precision + recall))
  }
}
