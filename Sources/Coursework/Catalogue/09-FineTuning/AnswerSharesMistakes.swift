extension AnswerSharesExercise {
  package static let misconceptions: [Misconception<Function>] = all.flatMap(\.self)

  private static let all: [[Misconception<Function>]] = [
    mistakes(
      "declining-is-wrong",
      diagnosis: "right answers to what is told alone: a right decline is no right answer",
      remedy: "Where the story does not tell, declining is what is asked for: nil equals nil.", frequency: 3
    ) { counts, share in
      (
        share(counts.rightTold, counts.all), share(counts.declined, counts.told),
        share(counts.invented, counts.untold)
      )
    },
    mistakes(
      "declining-is-right", diagnosis: "every decline counted as right, also where the story tells",
      remedy: "Who declines everything would then be perfect.", frequency: 2
    ) { counts, share in
      (
        share(counts.right + counts.declined, counts.all), share(counts.declined, counts.told),
        share(counts.invented, counts.untold)
      )
    },
    mistakes(
      "right-of-the-told", diagnosis: "the share of right answers among what the story tells, not among all",
      remedy: "The first share is of all replies.", frequency: 2
    ) { counts, share in
      (
        share(counts.rightTold, counts.told), share(counts.declined, counts.told),
        share(counts.invented, counts.untold)
      )
    },
    mistakes(
      "right-of-the-answered", diagnosis: "the share of right answers among the replies that say something",
      remedy: "Who answers one question of a hundred, and rightly, would be perfect. All replies count.",
      frequency: 2
    ) { counts, share in
      (
        share(counts.rightTold, counts.told - counts.declined + counts.invented),
        share(counts.declined, counts.told), share(counts.invented, counts.untold)
      )
    },
    mistakes(
      "of-all", diagnosis: "declined and invented as shares of all replies",
      remedy: "A model can decline wrongly only where the story tells, and invent only where it does not.",
      frequency: 3
    ) { counts, share in
      (
        share(counts.right, counts.all), share(counts.declined, counts.all),
        share(counts.invented, counts.all)
      )
    },
    mistakes(
      "of-the-declines",
      diagnosis: "declined as a share of all declines, and invented as a share of all that was answered",
      remedy:
        "The denominator is what was asked, not what was replied: truths that are nil, and truths that are not.",
      frequency: 2
    ) { counts, share in
      (
        share(counts.right, counts.all), share(counts.declined, counts.declined + counts.rightUntold),
        share(counts.invented, counts.told - counts.declined + counts.invented)
      )
    },
    mistakes(
      "all-declines", diagnosis: "all declines counted as declined, the right ones too",
      remedy: "Declining where the story does not tell is right. Count the others.", frequency: 2
    ) { counts, share in
      (
        share(counts.right, counts.all), share(counts.declined + counts.rightUntold, counts.all),
        share(counts.invented, counts.untold)
      )
    },
    mistakes(
      "invented-and-wrong", diagnosis: "every wrong reply counted as invented, also where the story tells",
      remedy:
        "A wrong answer to what the story tells is a mistake; invented is an answer where there is none.",
      frequency: 2
    ) { counts, share in
      let wrong = counts.told - counts.rightTold - counts.declined + counts.invented
      return (share(counts.right, counts.all), share(counts.declined, counts.told), share(wrong, counts.all))
    },
    mistakes(
      "told-or-not",
      diagnosis: "all declines and all wrong replies as shares of all: nobody asked what the story tells",
      remedy:
        "The same reply is right for one question and a fault for another. Look at the truth first: is it nil?",
      frequency: 2
    ) { counts, share in
      let wrong = counts.told - counts.rightTold - counts.declined + counts.invented
      return (
        share(counts.right, counts.all), share(counts.declined + counts.rightUntold, counts.all),
        share(wrong, counts.all)
      )
    },
    mistakes(
      "exchanged", diagnosis: "declined and invented exchanged",
      remedy: "Which one has a reply of nil, and which a truth of nil?", frequency: 1
    ) { counts, share in
      (
        share(counts.right, counts.all), share(counts.invented, counts.untold),
        share(counts.declined, counts.told)
      )
    },
    [
      Misconception(
        "divided-by-nothing", diagnosis: "0/0 where nothing is told, or everything: not a number",
        remedy: "A share of nothing is 0: look before you divide.", frequency: 3
      ) { replies, truths in
        let counts = Counts(replies, truths)
        return (
          quotient(counts.right, counts.all), quotient(counts.declined, counts.told),
          quotient(counts.invented, counts.untold)
        )
      }
    ],
  ]

  /// A mistake in what is counted, and the same where it is divided by nothing as well.
  private static func mistakes(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ shares:
      @escaping @Sendable (Counts, (Int, Int) -> Double) -> (
        right: Double, declined: Double, invented: Double
      )
  ) -> [Misconception<Function>] {
    let mistake = Misconception<Function>(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) {
      shares(Counts($0, $1), share)
    }
    return [mistake, mistake.variant("divided-by-nothing") { shares(Counts($0, $1), quotient) }]
  }

  @Sendable private static func quotient(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(whole) }
}
