import Formulas
import Platform

/// Chapter 14: what it costs, and what is luck.
extension QuestionKind {
  static let speedrunSeconds = QuestionKind("seconds", "Tokens, and what they cost") { draw in
    let steps = draw.pick([10_000, 12_000, 16_000, 20_000])
    let fewer = draw.pick([2_000, 3_000, 4_000, 5_000])
    let batch = draw.pick([8, 16])
    let small = batch / 2
    let cost = draw.pick([10.0, 20])
    let dearer = cost * draw.pick([1.2, 1.5, 1.6, 1.8])
    let tokens = Double(fewer * small) / Double(steps * batch)
    let ratio = Double(fewer) / Double(steps)
    let dear = dearer / cost
    return Question(
      """
      A baseline makes \(steps) steps of \(batch) windows at \(written(cost)) milliseconds a step, a recipe \(fewer) steps of \(small) windows of the same length at \(written(dearer)). Which share of the
      baseline's tokens does it need, and which of its seconds?
      """, .numbers([tokens, ratio * dear]),
      way: "Tokens are steps times the batch; seconds are steps times what a step costs.",
      slips: [
        Slip(
          .numbers([ratio, ratio * dear]),
          "The first is the share of *steps*. A step of this recipe has fewer tokens."),
        Slip(
          .numbers([tokens, tokens]), "The seconds are taken to go with the tokens. What does a step cost?"),
        Slip(
          .numbers([tokens, tokens * dear]),
          "The milliseconds are those of a step, whatever it holds: tokens do not come into the seconds."),
        Slip(.numbers([tokens, dear]), "The second is what a step costs. There are fewer of them."),
        Slip(
          .numbers([tokens, ratio / dear]),
          "The seconds are divided by the cost of a step. A dearer step makes them more."),
        Slip(
          .numbers([tokens, ratio]), "The second is the share of steps, as if all steps cost the same."),
        Slip(
          .numbers([ratio, ratio]),
          "That is the share of steps. Neither are the steps' tokens as many, nor their cost the same."
        ),
        Slip(
          .numbers([1 / tokens, 1 / (ratio * dear)]),
          "Those are the baseline's as many times the recipe's. The shares are asked for."),
      ],
      readings: [
        Slip(
          .numbers([1 - tokens, 1 - ratio * dear]), "That is what is saved. What is needed was asked for."),
        Slip(
          .numbers([1 / ratio, 1 / (ratio * dear)]),
          "That is the baseline over the recipe, and steps in the place of tokens."),
        Slip(.numbers([ratio * dear, tokens]), "The two are exchanged."),
        Slip(
          .numbers([tokens, tokens / dear]),
          "The milliseconds are those of a step, not of a token, and a dearer step makes the seconds more."),
        Slip(
          .numbers([ratio, tokens * dear]),
          "The batch stands in the wrong place: it makes tokens of steps, and the milliseconds are a step's."),
        Slip(.numbers([ratio * 2, ratio * dear]), "The batch is half as large, not twice."),
        Slip(
          .numbers([ratio, dear]),
          "That is the share of steps, and the cost of one. Tokens and seconds are products of these."),
      ])
  }

  static let speedrunT = QuestionKind("t", "Is it faster, or was it luck?") { draw in
    let count = Double(draw.pick([4, 5, 8, 9]))
    let deviation = Double(draw.whole(2...9))
    let mean = Double(draw.whole(120...139))
    let below = Double(draw.whole(2...12))
    let target = mean + below * (draw.whole(0...3) == 0 ? -1 : 1)
    let squares = deviation * deviation * (count - 1)
    let difference = mean - target
    return Question(
      """
      \(written(count)) seeds end with a mean loss of \(written(mean)), and the squares of their distances from it add up to \(written(squares)). The target is \(written(target)) (all in thousandths of a nat). What
      is t?

      \(roots([count, count - 1, squares / (count - 1), ((squares / count) * 10).rounded() / 10]))
      """, .number(difference / (deviation / count.squareRoot())),
      way: "Mean less target over s/√n; s² is the sum of the squares over n − 1.",
      slips: [
        Slip(
          .number(difference / deviation),
          "That is measured in deviations of one run. Means of n runs lie nearer together."),
        Slip(
          .number(-difference / (deviation / count.squareRoot())),
          "The mean less the target, not the other way: below the target t is negative."),
        Slip(
          .number(difference / (deviation / count)),
          "The deviation of a mean is s over the root of n: variances add up, deviations do not."),
      ],
      readings: [
        Slip(
          .number(difference / ((squares / count).squareRoot() / count.squareRoot())),
          "s² is divided by n. The mean lies nearer to these runs than the truth does, so that it is too small."
        ),
        Slip(
          .number(difference / (deviation / (count - 1).squareRoot())),
          "n − 1 is in s already. The root beside it is that of n."),
        Slip(
          .number(difference / (deviation * deviation / count.squareRoot())),
          "That is over s², which has another unit than the losses: its root is missing."),
        Slip(
          .number(difference / (deviation * deviation / count)),
          "That is over the variance of the mean. Its root is wanted."),
        Slip(
          .number(difference / (squares / count.squareRoot())),
          "The sum of the squares is taken for s: divide it by n − 1, and take the root."),
        Slip(
          .number(difference / squares), "That is over the sum of the squares, which is no deviation yet."),
        Slip(
          .number(difference / squares.squareRoot()), "That is over the root of the sum: n − 1 is missing."),
        Slip(
          .number(difference),
          "That is the difference. Whether it is much depends on how far the runs lie apart."),
        Slip(
          .number(difference / (squares.squareRoot() / count.squareRoot())),
          "The sum of the squares is taken for s²: it is to be divided by n − 1."),
        Slip(
          .number(difference / (squares / count).squareRoot()),
          "That is measured in deviations of one run, and s² is divided by n and not by n − 1."),
        Slip(
          .number(difference / deviation / count.squareRoot()),
          "It is divided by √n. More seeds make the same difference surer."),
        Slip(
          .number(deviation / count.squareRoot()),
          "That is the deviation of the mean. The difference is measured by it."),
        Slip(.number(deviation), "That is s, the deviation of one run."),
        Slip(
          .number(-difference / deviation),
          "The mean less the target, and measured by how far *means* lie apart, not runs."),
      ])
  }

  static let speedrunChance = QuestionKind("chance", "What many questions do to a p") { draw in
    let count = draw.pick([8, 10, 12, 15, 20, 24, 30])
    let level = draw.pick([0.01, 0.02, 0.05, 0.1])
    let mean = Double(count) * level
    let none = pow(1 - level, Double(count))
    return Question(
      """
      A table has \(count) rows, and none of its parts does anything. Each row is tested, independently of the others, and is called a discovery where p < \(written(level)). How many
      discoveries are to be expected, and how probable is at least one?

      \(written(1 - level)) to the power of \(count) is \(written(none)), \(written(level)) to the power of \(count) as good as 0.
      """, .numbers([mean, 1 - none]),
      way: "n·p are expected. That none is one is (1 − p) to the power of n, and the rest is at least one.",
      slips: [
        Slip(
          .numbers([mean, none]), "The second is the probability of *no* discovery."),
        Slip(
          .numbers([mean, level]), "The second is that of one row. There are many rows, each with its chance."
        ),
        Slip(
          .numbers([level, 1 - none]),
          "The first is what one row is expected to give. Their numbers add up over the rows."),
        Slip(
          .numbers([0, level]),
          "Chance has no need of a part that works: each row has its probability, and there are many rows."),
        Slip(
          .numbers([0, 0]),
          "Chance has no need of a part that works. What does p < \(written(level)) say of one row?"),
      ],
      readings: [
        Slip(
          .numbers([mean, mean]),
          "The second is the number that is expected. Two discoveries in one table count twice in it; a probability is never above 1."
        ),
        Slip(
          .numbers([mean, 1]), "An expected number does not make it certain: many a table has none."),
        Slip(
          .numbers([mean, 1 - level]),
          "The second is that one row is no discovery. All of them are asked for."),
        Slip(
          .numbers([mean, 0]), "The second is that *every* row is a discovery. At least one is asked for."),
        Slip(.numbers([1, 1 - none]), "The first is not “at least one”, but how many on average."),
        Slip(.numbers([1 - none, mean]), "The two are exchanged."),
        Slip(
          .numbers([mean, Double(count) * level * pow(1 - level, Double(count - 1))]),
          "That is *exactly* one. At least one is more."),
        Slip(
          .numbers([Double(count) * (1 - level), 1 - none]), "The first is how many rows are *no* discovery."),
        Slip(
          .numbers([0, 1 - none]), "The second is right, and so the first cannot be 0: how many on average?"),
      ])
  }
}
