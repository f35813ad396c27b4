import Platform

extension TextProbabilityExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "best-path", diagnosis: "the greatest way into each state, not the sum of all: Viterbi's path",
      remedy: "How likely is the *text*? Every path that could have said it counts.", frequency: 3
    ) { initial, transitions, emissions, symbols in
      // Sums that are carried along would be divided out again, so the greatest is taken to the end.
      var (alpha, answer) = (initial, 0.0)
      for (place, symbol) in symbols.enumerated() {
        if place > 0 {
          alpha = alpha.indices.map { next in
            alpha.indices.map { alpha[$0] * transitions[$0][next] }.max() ?? 0
          }
        }
        alpha = alpha.indices.map { alpha[$0] * emissions[$0][symbol] }
        let greatest = alpha.max() ?? 1
        alpha = alpha.map { $0 / greatest }
        answer += log(greatest)
      }
      return answer
    },
    Misconception(
      "greatest-at-the-end", diagnosis: "the likeliest last state alone, in the place of the sum over all",
      remedy: "The text may have ended in any state: Σⱼ α_T(j).", frequency: 2
    ) { initial, transitions, emissions, symbols in
      forward(initial, transitions, emissions, symbols) {
        $0.reduce(0, +)
      } ended: {
        symbols.isEmpty ? 1 : $0.max() ?? 1
      }
    },
    Misconception(
      "underflow", diagnosis: "ln 0: the probability of the long text has become 0 on the way",
      remedy: "Divide α by its sum at every place, and add up the logarithms of the sums.", frequency: 3
    ) { initial, transitions, emissions, symbols in
      symbols.isEmpty ? 0 : log(unscaled(initial, transitions, emissions, symbols).reduce(0, +))
    },
    Misconception(
      "probability", diagnosis: "the probability itself, not its logarithm",
      remedy: "ln P is asked. Of a long text nothing else can be told.", frequency: 2
    ) { initial, transitions, emissions, symbols in
      exp(forward(initial, transitions, emissions, symbols))
    },
    Misconception(
      "negative", diagnosis: "−ln P: a loss, not a logarithm of a probability",
      remedy: "A probability is at most 1, so its logarithm is at most 0.", frequency: 2
    ) { initial, transitions, emissions, symbols in
      -forward(initial, transitions, emissions, symbols)
    },
    Misconception(
      "initial-forgotten", diagnosis: "every state equally likely at first: `initial` is not used",
      remedy: "α₁(j) = initial[j] · emissions[j][o₁].", frequency: 2
    ) { initial, transitions, emissions, symbols in
      let even = initial.map { _ in 1 / Double(initial.count) }
      return forward(even, transitions, emissions, symbols)
    },
    Misconception(
      "initial-as-one", diagnosis: "α begins with 1 for every state, and not with `initial`",
      remedy: "The states share a probability of 1 at first, as `initial` says.", frequency: 2
    ) { initial, transitions, emissions, symbols in
      forward(initial.map { _ in 1 }, transitions, emissions, symbols)
    },
    Misconception(
      "step-before-the-first", diagnosis: "a step before the first symbol: `initial` · transitions",
      remedy: "`initial` says where the *first* symbol is said. The first step leads to the second.",
      frequency: 3
    ) { initial, transitions, emissions, symbols in
      let moved = initial.indices.map { next in
        initial.indices.reduce(0) { $0 + initial[$1] * transitions[$1][next] }
      }
      return forward(moved, transitions, emissions, symbols)
    },
    Misconception(
      "transposed", diagnosis: "transitions[j][i] in the place of transitions[i][j]: every step backwards",
      remedy: "Row i says where state i goes. α(i) is where the path comes from.", frequency: 3
    ) { initial, transitions, emissions, symbols in
      let back = transitions.indices.map { row in transitions.indices.map { transitions[$0][row] } }
      return forward(initial, back, emissions, symbols)
    },
    Misconception(
      "emission-of-the-origin",
      diagnosis: "the symbol said by the state that is left, not by the one that is reached",
      remedy: "αₜ(j) is multiplied by emissions[j][oₜ]: of the state at place t.", frequency: 2
    ) { initial, transitions, emissions, symbols in
      guard let first = symbols.first else { return 0 }
      var alpha = initial.indices.map { initial[$0] * emissions[$0][first] }
      var answer = 0.0
      for symbol in symbols.dropFirst() {
        alpha = alpha.indices.map { next in
          alpha.indices.reduce(0) { $0 + alpha[$1] * transitions[$1][next] * emissions[$1][symbol] }
        }
        let sum = alpha.reduce(0, +)
        alpha = alpha.map { $0 / sum }
        answer += log(sum)
      }
      return answer + log(alpha.reduce(0, +))
    },
    Misconception(
      "first-symbol-unsaid", diagnosis: "the first symbol never said: α₁ is `initial` alone",
      remedy: "The state that the text begins in says its first symbol: times emissions[j][o₁].", frequency: 2
    ) { initial, transitions, emissions, symbols in
      guard let first = symbols.first else { return 0 }
      let silent = emissions.map { row in row.indices.map { $0 == first ? 1 : row[$0] } }
      let moved = initial.indices.map { next in
        initial.indices.reduce(0) { $0 + initial[$1] * transitions[$1][next] }
      }
      guard symbols.count > 1 else { return forward(initial, transitions, silent, symbols) }
      return forward(moved, transitions, emissions, Array(symbols.dropFirst()))
    },
    Misconception(
      "last-left-out", diagnosis: "the last symbol left out",
      remedy: "There are as many emissions as symbols, and one step less.", frequency: 2
    ) { initial, transitions, emissions, symbols in
      forward(initial, transitions, emissions, Array(symbols.dropLast()))
    },
    Misconception(
      "states-alone",
      diagnosis: "no hidden state: each symbol by itself, with the states' shares at its place",
      remedy: "What has been said so far tells which states are likely now. α has both in it.", frequency: 1
    ) { initial, transitions, emissions, symbols in
      var (share, answer) = (initial, 0.0)
      for (place, symbol) in symbols.enumerated() {
        if place > 0 {
          share = share.indices.map { next in
            share.indices.reduce(0) { $0 + share[$1] * transitions[$1][next] }
          }
        }
        answer += log(share.indices.reduce(0) { $0 + share[$1] * emissions[$1][symbol] })
      }
      return answer
    },
    Misconception(
      "sums-forgotten",
      diagnosis: "α divided by its sum at every place, and only the last sum's logarithm taken",
      remedy: "What was divided away belongs to the answer: add ln s at every place.", frequency: 2
    ) { initial, transitions, emissions, symbols in
      guard symbols.count > 1 else { return forward(initial, transitions, emissions, symbols) }
      return forward(initial, transitions, emissions, symbols)
        - forward(initial, transitions, emissions, Array(symbols.dropLast()))
    },
    Misconception(
      "all-paths", diagnosis: "every path gone through, one after the other",
      remedy:
        "Of two states and 1,600 symbols there are 2¹⁶⁰⁰. Paths that end in one state go on alike: keep their sum.",
      frequency: 2
    ) { initial, transitions, emissions, symbols in
      guard symbols.count < 30 else { throw RunsOn() }
      return forward(initial, transitions, emissions, symbols)
    },
  ]
}
