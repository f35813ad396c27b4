import Language
import Notebook
import Platform
import Randomness

/// A hidden Markov model: how likely a text is, what its states become by learning, and their likeliest path.
func hiddenStates(_ notebook: ChapterNotebook, _ lesson: Lesson, _ staircase: inout Staircase) {
  notebook.heading("Hidden states")
  let (seed, sweeps) = (lesson.seed.derived(1), notebook[Options.sweeps])
  let stateCount = notebook[Options.states]
  notebook.prose(
    """
    An n-gram remembers words. A *hidden Markov model* remembers one of \(stateCount) states, which nobody sees: from state to state it
    goes with probabilities A, and in each it says a word with probabilities B. How likely is a text? All ways through the states have to be
    added up, \(stateCount)ⁿ of them; place by place it takes \(stateCount)² additions and multiplications:
    """)
  notebook.formula(.g_HMM)
  notebook.code()
  var model = HiddenMarkovModel(
    stateCount: stateCount, symbolCount: lesson.vocabulary, seed: seed)
  let text = lesson.heldOut.flatMap { $0 }

  forward(notebook, model, text)
  notebook.prose(
    """
    Its probabilities are random at first. Baum and Welch ask how often each state, each step and each word of a state is *expected*, by the
    model as it is, in the text as it is; the shares of that are the next model. No step makes the text less likely:
    """)
  notebook.formula(.g_BAUMWELCH)
  let progress = notebook.progress("Baum and Welch", total: sweeps)
  let stories = Array(lesson.training.prefix(Lesson.swept))
  notebook.code()
  var losses: [Double] = []
  for sweep in 1...sweeps {
    losses.append(-model.reestimate(from: stories))  // by the model before
    progress.report(step: sweep)
  }
  losses.append(-stories.reduce(0) { $0 + model.logLikelihood(of: $1) })
  let onHeldOut = -lesson.heldOut.reduce(0) {
    $0 + model.logLikelihood(of: $1)
  }

  progress.finish()
  let characters = Double(lesson.characters)
  let tokens = Double(stories.reduce(0) { $0 + $1.count })
  notebook.lineChart(
    "loss on the \(stories.count) stories that it reads, nats a token",
    [.init("", x: losses.indices.map(Double.init), y: losses.map { $0 / tokens })], xAxis: "step")
  // Sums of many logarithms are rounded.
  let rises = zip(losses, losses.dropFirst()).map { ($1 - $0) / tokens }
  notebook.check("no step raises the loss, nats a token", measured: rises.max() ?? 0, atMost: 1e-9)
  staircase.add("HMM", onHeldOut / characters)
  notebook.prose(
    """
    On held-out stories it loses \(NumberText.fixed(onHeldOut / characters, decimals: 3)) nats a character. The bigram loses \(NumberText.fixed(staircase.loss(of: "2-gram"), decimals: 3)): it remembers which of
    \(lesson.vocabulary) words was the last, and this one which of \(stateCount.counted("state")). What have they become? Nobody has told it that there are names, colours and
    things:
    """)
  notebook.table(
    "what the states say", columns: ["state", "share of the text", "likeliest words"],
    rows: statesInWords(model, stories, lesson))
  likeliestPath(notebook, lesson, model)
}

/// The forward pass with its numbers, rescaled or not.
private func forward(_ notebook: ChapterNotebook, _ model: HiddenMarkovModel, _ text: [Int]) {
  let states = 0..<model.stateCount
  let total: Double
  var empty: Int?
  if notebook[Options.noRescaling] {
    notebook.code()
    var alpha: [Double] = []  // P(words so far, state), [states]
    for (place, word) in text.enumerated() {
      alpha = states.map { state in
        let before =
          alpha.isEmpty
          ? model.initial[state]
          : states.reduce(0) { $0 + alpha[$1] * model.transitions[$1][state] }
        return before * model.emissions[state][word]
      }
      if alpha.allSatisfy({ $0 == 0 }) { empty = empty ?? place }
    }
    total = log(alpha.reduce(0, +))
  } else {
    notebook.code()
    var alpha: [Double] = []  // P(state | words so far), [states]
    var logProbability = 0.0
    for word in text {
      alpha = states.map { state in
        let before =
          alpha.isEmpty
          ? model.initial[state]
          : states.reduce(0) { $0 + alpha[$1] * model.transitions[$1][state] }
        return before * model.emissions[state][word]
      }
      let sum = alpha.reduce(0, +)  // P(word | words so far)
      alpha = alpha.map { $0 / sum }
      logProbability += log(sum)
    }
    total = logProbability
  }
  notebook.table(
    "all held-out stories as one text of \(text.count.grouped) words", columns: ["", "ln P"],
    rows: [["as written here", total], ["`HiddenMarkovModel`", model.logLikelihood(of: text)]])
  if notebook[Options.noRescaling], empty == nil {
    notebook.prose("The text is short, and the product has not come to its end yet.")
  } else if let empty {
    notebook.prose(
      """
      After \(empty.grouped) words the product is smaller than any number above 0 that a `Double` can hold, in every state, and stays 0: the text is
      called impossible.
      """)
  } else {
    notebook.prose(
      """
      At every word the states are divided by their sum, and its logarithm is kept. Without that the numbers become smaller with every word,
      until none is left (`--no-rescaling`).
      """)
  }
  if notebook[Options.noRescaling] {
    // Every word costs a nat at least, and a Double holds nothing below e⁻⁷⁴⁵.
    guard text.count >= 1_000 else { return }
    notebook.check("broken: every state has the probability", measured: exp(total), atMost: 0)
  } else {
    notebook.check(
      "written out it is what the library computes, as a part of it",
      measured: abs(total / model.logLikelihood(of: text) - 1), atMost: 1e-9)
  }
}

/// Of each state how much of the text it says, and its likeliest words; the most used states first.
private func statesInWords(
  _ model: HiddenMarkovModel, _ stories: [[Int]], _ lesson: Lesson
) -> [[any TableValue]] {
  var use = [Double](repeating: 0, count: model.stateCount)
  for story in stories {
    for row in model.posteriors(of: story) ?? [] {
      for (state, share) in row.enumerated() { use[state] += share }
    }
  }
  let all = use.reduce(0, +)
  return use.indices.sorted { use[$0] > use[$1] }.map { state in
    let words = model.emissions[state]
    let order = words.indices.sorted { words[$0] > words[$1] }.prefix(6)
    return [
      state, NumberText.fixed(use[state] / all, decimals: 3),
      order.map { lesson.label(of: $0).replacing("\n", with: "⏎") }.joined(separator: " "),
    ]
  }
}

/// Viterbi's path of the reader's sentence.
private func likeliestPath(_ notebook: ChapterNotebook, _ lesson: Lesson, _ model: HiddenMarkovModel) {
  let tokens = lesson.sentenceTokens
  notebook.prose(
    """
    Which way through the states is the likeliest, given a sentence? Again place by place, with the greatest in the place of the sum
    (Viterbi 1967):
    """)
  notebook.formula(.g_VITERBI)
  notebook.code()
  let path = model.likeliestStates(of: tokens)
  let posteriors = model.posteriors(of: tokens)  // [time, states]

  guard let path, let posteriors else {
    return notebook.prose("The model holds the sentence impossible: no way through the states says it.")
  }
  notebook.table(
    "the likeliest path", columns: ["word", "state", "P(state | sentence)"],
    rows: tokens.indices.map {
      [lesson.label(of: tokens[$0]), path.states[$0], posteriors[$0][path.states[$0]]]
    })
  notebook.tensor(
    "viterbi", path.states.map(Double.init), shape: [tokens.count], axes: ["position"],
    labels: [tokens.map { lesson.label(of: $0) }], display: .summary)
  notebook.check(
    "one path is no likelier than all together, ln P",
    measured: path.logProbability - model.logLikelihood(of: tokens), atMost: 1e-9)
}
