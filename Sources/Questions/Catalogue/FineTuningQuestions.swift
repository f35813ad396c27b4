import Formulas
import Platform

/// Chapter 9: the loss of a fine-tuning, and how an answer is judged.
extension QuestionKind {
  static let finetuning: [QuestionKind] = [
    fineTuningTargets, fineTuningAnswerLoss, fineTuningAuxiliaryLoss, fineTuningPrecision, fineTuningF1,
    fineTuningOneAnswer, fineTuningShares, fineTuningStopping, fineTuningAdapterCount, fineTuningAdapter,
    fineTuningFirstStep,
  ]

  private static let fineTuningTargets = QuestionKind("targets", "What of a dialogue is learned") { draw in
    let story = draw.whole(20...60)
    let questions = draw.distinct(2, 4...9)
    let answers = draw.distinct(2, 1...6)
    let all = story + 6 + questions.reduce(0, +) + answers.reduce(0, +)
    let said = answers.reduce(0, +)
    return Question(
      """
      A dialogue begins with a story of \(story) tokens. Two turns follow, each with the marker “ask”, a question, the marker “reply”, an
      answer, and the marker “end”. The questions have \(questions[0]) and \(questions[1]) tokens, the answers \(answers[0]) and \(answers[1]). Of how many tokens is the
      loss the mean?
      """, .whole(said + 2),
      way: "The answers' tokens, and the “end” of each answer: that is what the model has to say.",
      slips: [
        Slip(
          .whole(said),
          "The “end” of an answer is left out: the model would not learn to stop. It has to say that, too."),
        Slip(
          .whole(said + 4),
          "The marker “reply” is counted as well. It is given to the model, which goes on from there."),
        Slip(
          .whole(said + questions.reduce(0, +) + 6),
          "Whole turns are counted. The questions and the markers before them are the reader's."),
        Slip(.whole(all), "That is the whole dialogue. The story and the questions are read, not said."),
        Slip(.whole(all - 1), "All but the first token: so a story would be learned, not an answer."),
        Slip(
          .whole(answers[1] + 1),
          "That is the last answer alone. The first one was the model's to say as well."),
        Slip(.whole(said + 1), "There is one “end” for both. Each answer has its own."),
      ],
      readings: [
        Slip(
          .whole(said + 6), "All three markers of a turn are counted. “end” alone is for the model to say."),
        Slip(
          .whole(said + questions.reduce(0, +)),
          "The questions are counted with the answers, and no marker. The reader asks; the model answers, and ends."
        ),
        Slip(
          .whole(questions.reduce(0, +) + 2),
          "Those are the questions. It is the answers that the model has to say."),
      ])
  }

  private static let fineTuningAnswerLoss = QuestionKind("answer-loss", "The loss of an answer") { draw in
    let parts = [draw.whole(2...3), draw.whole(2...3)]
    let surprises = (0..<(parts[0] + parts[1])).map { _ in Double(draw.whole(1...30)) / 10 }
    let (question, answer) = (Array(surprises.prefix(parts[0])), Array(surprises.suffix(parts[1])))
    func sum(_ numbers: [Double]) -> Double { numbers.reduce(0, +) }
    return Question(
      """
      A model has read a question of \(parts[0]) tokens and an answer of \(parts[1]), “end” among them. −ln P of the tokens is, in this order:

          \(surprises.map { written($0) }.joined(separator: "   "))

      What is the loss L₂ of fine-tuning?
      """, .number(sum(answer) / Double(answer.count)),
      way: "The mean of −ln P over the tokens of the answer alone.",
      slips: [
        Slip(
          .number(sum(surprises) / Double(surprises.count)),
          "That is the mean over all tokens. How the question goes on is nothing that the model has to say."),
        Slip(.number(sum(answer)), "That is the sum. The loss is a mean: long answers do not weigh more."),
        Slip(
          .number(sum(answer) / Double(surprises.count)),
          "The sum over the answer is divided by the number of all tokens. Divide by those that count."),
        Slip(.number(sum(question) / Double(question.count)), "That is the mean over the question."),
        Slip(
          .number(sum(Array(answer.dropLast())) / Double(answer.count - 1)),
          "The “end” is left out. The model has to say it, or it would never stop."),
        Slip(.number(sum(surprises)), "That is the sum over all tokens, those of the question among them."),
      ],
      readings: [
        Slip(
          .number(sum(surprises) / Double(answer.count)),
          "The sum goes over all tokens, and is divided by those of the answer. Both have to be the answer's."
        ),
        Slip(
          .number(exp(sum(answer) / Double(answer.count))),
          "That is the perplexity, e to the loss. The loss itself is asked for."),
      ])
  }

  private static let fineTuningAuxiliaryLoss = QuestionKind("auxiliary", "The task and the language") {
    draw in
    let weight = draw.pick([0.25, 0.5, 2])
    let task = (0..<2).map { _ in draw.pick([0.2, 0.5, 0.8]) }
    let text = (0..<3).map { _ in draw.pick([0.1, 0.25, 0.4, 0.5]) }
    let losses = [task, text].map { $0.map { -log($0) } }
    let (own, other) = (losses[0].reduce(0, +), losses[1].reduce(0, +))
    let right = Formula.FineTuning.meanLoss(task: task, text: text, weight: weight)
    return Question(
      """
      The two tokens of an answer have the probabilities \(written(task)), the three other tokens \(written(text)). What is L₃ = L₂ + λ·L₁ with
      λ = \(written(weight)), where both losses are means?

      \(logarithms(task + text))
      """, .number(right),
      way: "The mean of −ln P over the answer's tokens, and λ times the mean over the others.",
      slips: [
        Slip(
          .number(own + weight * other),
          "Those are sums, as GPT-1's authors write it. With means a long text does not weigh more."),
        Slip(
          .number((own + other) / 5),
          "That is one mean over all tokens. There are two means, and λ between them."),
        Slip(
          .number(own / 2 + other / 3), "λ is left out: the language counts as much as the task here."),
        Slip(
          .number(weight * own / 2 + other / 3),
          "λ stands before the task. It says how much the language counts beside it."),
        Slip(
          .number((own + weight * other) / 5),
          "Both sums are divided by the number of all tokens. Each has a number of its own."),
        Slip(.number(own / 2), "That is L₂ alone: the stories would be forgotten."),
      ],
      readings: [
        Slip(
          .number((1 - weight) * own / 2 + weight * other / 3),
          "The task is weighted with 1 − λ. In L₃ it counts in full."),
        Slip(
          .number(own / 2 + weight * (own + other) / 5),
          "L₁ is the mean over the *other* tokens. Here those of the answer are among them."),
        Slip(
          .number((own / 2 + other / 3) / 2),
          "That is the mean of both losses. λ says how much the second one counts."),
        Slip(.number(own + other), "Those are sums, and λ is left out."),
      ])
  }

  private static let fineTuningPrecision = QuestionKind("precision", "Precision and recall from a table") {
    draw in
    let counts = [draw.whole(2...9), draw.whole(1...9), draw.whole(1...9), draw.whole(4...12)].map(
      Double.init)
    let (hits, alarms, misses, rest) = (counts[0], counts[1], counts[2], counts[3])
    let metrics = Formula.Metrics(
      truePositives: hits, falsePositives: alarms, falseNegatives: misses, trueNegatives: rest)
    let all = counts.reduce(0, +)
    return Question(
      """
      Of \(written(hits + misses)) sad stories a model calls \(written(hits)) sad and \(written(misses)) happy; of \(written(alarms + rest)) happy \
      ones it calls \(written(alarms)) sad and \(written(rest)) happy. What are
      precision and recall of “sad”?
      """, .numbers([metrics.precision, metrics.recall]),
      way:
        "Precision: of the stories that are *called* sad, the share that is. Recall: of those that *are* sad, the share that is called so.",
      slips: [
        Slip(
          .numbers([metrics.recall, metrics.precision]),
          "The two are exchanged. Precision looks at what was answered, recall at what is there."),
        Slip(
          .numbers([metrics.accuracy, metrics.recall]),
          "That is the accuracy in the place of precision. Precision asks of the answers “sad” alone."),
        Slip(
          .numbers([metrics.precision, metrics.accuracy]),
          "That is the accuracy in the place of recall. Recall asks of the sad stories alone."),
        Slip(
          .numbers([hits / all, hits / all]),
          "It is divided by all stories. Each of the two has a denominator of its own."),
        Slip(
          .numbers([hits + rest, hits + rest].map { $0 / all }),
          "Both are the accuracy: the right answers of both kinds over all."),
        Slip(
          .numbers([rest / (rest + misses), rest / (rest + alarms)]),
          "Those are precision and recall of “happy”. The class that is asked for is “sad”."),
        Slip(
          .numbers([hits / alarms, hits / misses]),
          "It is divided by the mistakes alone. What is right belongs to the denominator as well."),
      ],
      readings: [
        Slip(
          .numbers([hits / all, metrics.recall]),
          "The first is divided by all stories. Precision is a share of what is *called* sad."),
        Slip(
          .numbers([metrics.precision, misses / (hits + misses)]),
          "The second is the share of the sad stories that are *missed*. Recall is the share that is found."),
        Slip(
          .numbers([alarms / (hits + alarms), metrics.recall]),
          "The first is the share of wrong answers “sad”. Precision is the share of right ones."),
        Slip(
          .numbers([hits / (hits + misses), hits / (hits + misses)]),
          "The first is the recall already. Precision is a share of what is *called* sad."),
        Slip(
          .numbers([metrics.recall, rest / (alarms + rest)]),
          "Those are the shares of the sad and of the happy stories that are found. Precision looks at what is called sad."
        ),
      ])
  }

  private static let fineTuningF1 = QuestionKind("f1", "F₁ of precision and recall") { draw in
    let pair = draw.distinct(2, 1...10).map { Double($0) / 10 }
    let (precision, recall) = (pair[0], pair[1])
    let harmonic = 2 * precision * recall / (precision + recall)
    return Question(
      "A model has a precision of \(written(precision)) and a recall of \(written(recall)). What is its F₁? (\(roots([precision * recall])))",
      .number(harmonic),
      way: "Twice their product over their sum: the harmonic mean.",
      slips: [
        Slip(
          .number((precision + recall) / 2),
          "That is the plain mean. Who answers yes to everything has recall 1 and would be praised for it."),
        Slip(
          .number(harmonic / 2), "The factor 2 is missing: with precision and recall of 1, F₁ has to be 1."),
        Slip(
          .number((precision * recall).squareRoot()),
          "That is the geometric mean, the root of the product. F₁ is the harmonic one."),
        Slip(
          .number(precision * recall), "That is the product, smaller than both. A mean lies between them."),
        Slip(.number(min(precision, recall)), "That is the smaller of the two. F₁ lies between them."),
        Slip(
          .number((precision + recall) / (2 * precision * recall)),
          "Upside down: the mean of the reciprocals has to be turned round again."),
      ],
      readings: [
        Slip(
          .number(2 * (precision + recall) / (precision * recall)), "Upside down: the product stands above."),
        Slip(
          .number(precision * recall / (2 * (precision + recall))),
          "The 2 stands below. With precision and recall of 1, F₁ has to be 1."),
      ])
  }
}
