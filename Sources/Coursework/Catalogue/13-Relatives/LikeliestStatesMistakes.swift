import Platform

extension LikeliestStatesExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "greedy",
      diagnosis: "the likeliest step at every place, one after the other: no choice is ever taken back",
      remedy: "What looks best now may lead nowhere. Keep the best way into *each* state.", frequency: 3
    ) { initial, transitions, emissions, symbols in
      symbols.reduce(into: [Int]()) { path, symbol in
        let row = path.last.map { transitions[$0] } ?? initial
        path += greatest([row.indices.map { row[$0] * emissions[$0][symbol] }])
      }
    },
    Misconception(
      "emissions-alone", diagnosis: "at every place the state that says its symbol most readily",
      remedy: "A state has to be come to as well: initial and transitions count.", frequency: 2
    ) { initial, _, emissions, symbols in
      greatest(symbols.map { symbol in initial.indices.map { emissions[$0][symbol] } })
    },
    Misconception(
      "best-of-each-place", diagnosis: "the greatest δ of every place, without walking back",
      remedy:
        "The best state of a place may not lie on the best path. Begin at the end, and follow the origins.",
      frequency: 3
    ) { initial, transitions, emissions, symbols in
      greatest(passes(initial, transitions, emissions, symbols).map(\.score))
    },
    Misconception(
      "posterior",
      diagnosis: "the likeliest state of each place by itself, over all paths: forward and backward",
      remedy: "Those states need not be a path: a step between them may be impossible. One path is asked.",
      frequency: 2
    ) { initial, transitions, emissions, symbols in
      let forward = passes(initial, transitions, emissions, symbols, combined: sum).map(\.score)
      var (backward, row) = ([[Double]](), initial.map { _ in 1.0 })
      for symbol in symbols.reversed() {
        backward.insert(row, at: 0)
        let before = initial.indices.map { from in
          initial.indices.reduce(0) { $0 + transitions[from][$1] * emissions[$1][symbol] * row[$1] }
        }
        row = before.map { $0 / before.reduce(0, +) }
      }
      return greatest(zip(forward, backward).map { zip($0, $1).map { $0 * $1 } })
    },
    Misconception(
      "filtered",
      diagnosis: "the likeliest state given the symbols up to each place: the forward algorithm's",
      remedy: "Later symbols tell about earlier states as well. And one path is asked, not a state a place.",
      frequency: 2
    ) { initial, transitions, emissions, symbols in
      greatest(passes(initial, transitions, emissions, symbols, combined: sum).map(\.score))
    },
    Misconception(
      "sum", diagnosis: "the ways into a state added up, and the greatest of them walked back",
      remedy: "δ of the next place must be that of the best way alone: max in the place of Σ.", frequency: 2
    ) { initial, transitions, emissions, symbols in
      let passes = passes(initial, transitions, emissions, symbols, combined: sum)
      guard let last = passes.last else { return [] }
      return walkBack(passes.dropFirst().map(\.origin), greatest([last.score])[0])
    },
    Misconception(
      "reversed", diagnosis: "the path from its end to its beginning",
      remedy: "Walking back finds the last state first. Turn the list round.", frequency: 2
    ) { initial, transitions, emissions, symbols in
      path(initial, transitions, emissions, symbols).reversed()
    },
    Misconception(
      "origins-forward", diagnosis: "the origins followed from the first place on",
      remedy:
        "originₜ(j) is where j came *from*. Only the end of the path is known at the start of the walk.",
      frequency: 2
    ) { initial, transitions, emissions, symbols in
      path(initial, transitions, emissions, symbols) {
        $0 > $1
      } walk: { origins, last in
        origins.reduce([last]) { $0 + [$1[$0[$0.count - 1]]] }
      }
    },
    Misconception(
      "first-state", diagnosis: "the walk begun at state 0, and not at the state of the greatest δ",
      remedy: "s_T = argmaxⱼ δ_T(j).", frequency: 1
    ) { initial, transitions, emissions, symbols in
      path(initial, transitions, emissions, symbols) {
        $0 > $1
      } walk: { origins, _ in
        walkBack(origins, 0)
      }
    },
    Misconception(
      "one-too-few", diagnosis: "the origins alone: a state is missing",
      remedy: "There is an origin less than there are symbols. The state of the greatest δ comes last.",
      frequency: 2
    ) { initial, transitions, emissions, symbols in
      path(initial, transitions, emissions, symbols).dropLast()
    },
    Misconception(
      "initial-forgotten", diagnosis: "every state equally likely at first: `initial` is not used",
      remedy: "δ₁(j) = initial[j] · emissions[j][o₁].", frequency: 2
    ) { initial, transitions, emissions, symbols in
      path(initial.map { _ in 1 }, transitions, emissions, symbols)
    },
    Misconception(
      "transposed", diagnosis: "transitions[j][i] in the place of transitions[i][j]: every step backwards",
      remedy: "Row i says where state i goes, and j is where the path arrives.", frequency: 3
    ) { initial, transitions, emissions, symbols in
      let back = transitions.indices.map { row in transitions.indices.map { transitions[$0][row] } }
      return path(initial, back, emissions, symbols)
    },
    Misconception(
      "underflow",
      diagnosis: "products of probabilities: on the long text all are 0, and the first state wins",
      remedy: "Add logarithms, or divide δ by its greatest number at every place.", frequency: 3
    ) { initial, transitions, emissions, symbols in
      let passes = passes(initial, transitions, emissions, symbols, rescales: false)
      guard let last = passes.last else { return [] }
      return walkBack(passes.dropFirst().map(\.origin), greatest([last.score])[0])
    },
    Misconception(
      "least", diagnosis: "the least likely path: the smallest score kept",
      remedy: "−ln P is smallest where P is greatest, but ln P is not.", frequency: 1
    ) { initial, transitions, emissions, symbols in
      path(initial, transitions, emissions, symbols, isBetter: <)
    },
    Misconception(
      "all-paths", diagnosis: "every path gone through, one after the other",
      remedy: "Of three states and 900 symbols there are 3⁹⁰⁰. Of those that meet in a state keep the best.",
      frequency: 2
    ) { initial, transitions, emissions, symbols in
      guard symbols.count < 20 else { throw RunsOn() }
      return path(initial, transitions, emissions, symbols)
    },
  ]

  private static let greatestOf: @Sendable ([Double]) -> Double = { $0.max() ?? 0 }
  private static let sum: @Sendable ([Double]) -> Double = { $0.reduce(0, +) }

  /// The scores of every place as probabilities, and where the greatest way into each state came from.
  private static func passes(
    _ initial: [Double], _ transitions: [[Double]], _ emissions: [[Double]], _ symbols: [Int],
    combined: ([Double]) -> Double = greatestOf, rescales: Bool = true
  ) -> [(score: [Double], origin: [Int])] {
    var passes: [(score: [Double], origin: [Int])] = []
    for symbol in symbols {
      let ways = initial.indices.map { next in
        passes.last.map { before in initial.indices.map { before.score[$0] * transitions[$0][next] } }
          ?? [initial[next]]
      }
      let score = ways.indices.map { combined(ways[$0]) * emissions[$0][symbol] }
      let total = rescales ? score.reduce(0, +) : 1
      passes.append((score.map { $0 / total }, greatest(ways)))
    }
    return passes
  }
}
