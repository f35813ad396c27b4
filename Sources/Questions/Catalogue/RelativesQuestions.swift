import Formulas
import Platform

/// Chapter 13: hidden states.
extension QuestionKind {
  static let relatives: [QuestionKind] = [
    relativesPaths, relativesForward, relativesRescaled, relativesViterbi, relativesReestimated,
    relativesField, relativesExpected, relativesSlope, relativesCell, relativesHalf, relativesSeconds,
    relativesAsked, relativesMaskedLoss, relativesSides,
  ]

  private static let relativesPaths = QuestionKind("paths", "All ways, and the short way") { draw in
    let states = draw.whole(2...5)
    let length = draw.whole(3...6)
    func power(_ base: Int, _ exponent: Int) -> Int { (0..<exponent).reduce(1) { total, _ in total * base } }
    let (paths, products) = (power(states, length), (length - 1) * states * states)
    return Question(
      """
      A hidden Markov model has \(states) states, a text \(length) words. How many ways are there through the states, and how many products α·A does the
      forward algorithm compute?
      """, .whole([paths, products]),
      way: "A state at each word, freely chosen; and from one word to the next every state with every state.",
      slips: [
        Slip(
          .whole([paths, length * states * states]),
          "To the first word leads no step: there α is π·B. There is one step less than words."),
        Slip(
          .whole([power(states, length - 1), products]), "The first word has a state as well."),
        Slip(
          .whole([paths, (length - 1) * states]),
          "Into *each* state a sum over all states leads: states times states at every step."),
      ],
      readings: [
        Slip(
          .whole([paths, length * length]),
          "Words with words is what attention does. Here it is states with states, from word to word."),
        Slip(
          .whole([paths, states * states * length * length]),
          "From each word a step leads to the next one alone."),
        Slip(
          .whole([states * length, products]),
          "At each word any state may be chosen, whatever was chosen before: that multiplies."),
        Slip(
          .whole([paths, states * states]), "That is one step. It is done again at each further word."),
        Slip(
          .whole([paths, paths * (length - 1)]),
          "That is what it would take to follow each way by itself. Ways that meet in a state go on together."
        ),
        Slip(
          .whole([paths, (length - 1) * states * (states + 1)]),
          "The products with B are counted as well; the products α·A were asked for."),
        Slip(
          .whole([power(length, states), products]),
          "Base and exponent are exchanged: a state is chosen at each word, not a word for each state."),
        Slip(
          .whole([paths, length * states]), "Into *each* state of a word a sum over all states leads."),
        Slip(.whole([products, paths]), "The two are exchanged."),
        Slip(.whole([paths, paths]), "The forward algorithm does not follow the ways one by one."),
      ])
  }

  /// A model of two states and two symbols, and what it is to read.
  private static func markov(_ draw: inout Draw, length: Int) -> (
    model: Formula.HiddenStates.Model, symbols: [Int], text: String
  ) {
    func row(_ share: Double) -> [Double] { [share, ((1 - share) * 10).rounded() / 10] }
    let model = Formula.HiddenStates.Model(
      initial: row(draw.decimal(0.2...0.8)),
      transitions: Matrix(draw.distinct(2, 1...9).map { row(Double($0) / 10) }),
      emissions: Matrix(draw.distinct(2, 1...9).map { row(Double($0) / 10) }))
    let text = """
          π = \(written(model.initial))

      \(written("A", model.transitions))

      \(written("B", model.emissions))
      """
    return (model, (0..<length).map { _ in draw.whole(0...1) }, text)
  }

  private static let relativesForward = QuestionKind("forward", "How likely a text is") { draw in
    let (model, symbols, text) = markov(&draw, length: 2)
    func probability(_ model: Formula.HiddenStates.Model) throws -> Double {
      exp(try Formula.HiddenStates.likelihood(model, symbols: symbols).logProbability)
    }
    let (first, transitions) = (model.initial, model.transitions)
    let said = (0..<2).map { [model.emissions[$0, symbols[0]], model.emissions[$0, symbols[1]]] }
    func sum(_ term: (_ from: Int, _ to: Int) -> Double) -> Double {
      (0..<2).reduce(0) { $0 + term($1, 0) + term($1, 1) }
    }
    let ends = (0..<2).map { to in
      (0..<2).reduce(0) { $0 + first[$1] * said[$1][0] * transitions[$1, to] } * said[to][1]
    }
    let stepped = transitions.columns.map { zip(first, $0).reduce(0) { $0 + $1.0 * $1.1 } }
    var backwards = model
    backwards.transitions = transitions.transposed
    var even = model
    even.initial = [0.5, 0.5]
    var early = model
    early.initial = stepped
    return Question(
      """
      A hidden Markov model of two states and two symbols, 0 and 1, a row for each state:

      \(text)

      How likely is the text \(symbols[0]) \(symbols[1])?
      """, .number(try probability(model)),
      way:
        "α of the first place is π times the column of B; then each state sums over where it may come from, times its own B; the two are added.",
      slips: [
        Slip(
          .number(
            [(0, 0), (0, 1), (1, 0), (1, 1)].map {
              first[$0.0] * said[$0.0][0] * transitions[$0.0, $0.1] * said[$0.1][1]
            }.max() ?? 0),
          "That is the likeliest way alone. Every way that may have led to the text counts."),
        Slip(.number(ends.max() ?? 0), "The text may have ended in either state: the two are added."),
        Slip(
          .number(sum { first[$0] * transitions[$0, $1] * said[$1][1] }),
          "The first symbol is never said: the first state says it."),
        Slip(
          .number((0..<2).reduce(0) { $0 + first[$1] * said[$1][0] * said[$1][1] }),
          "Both symbols are said by the same state. The second one is said by the state that is reached."),
      ],
      readings: [
        Slip(
          .number(
            exp(try Formula.HiddenStates.likelihood(model, symbols: symbols.reversed()).logProbability)),
          "The text is read from its end."),
        Slip(
          .number(
            sum {
              first[$0] * model.emissions[symbols[0], $0] * transitions[$0, $1]
                * model.emissions[symbols[1], $1]
            }), "B is read by columns: a row belongs to a state, a column to a symbol."),
        Slip(
          .number(try probability(backwards)),
          "Each step is taken backwards: row i of A says where state i goes."),
        Slip(
          .number(try probability(early)),
          "A step is taken before the first symbol. π says where the *first* symbol is said."),
        Slip(
          .number(try probability(even)), "π is not used: the first state is not the toss of a coin."),
        Slip(
          .number((0..<2).reduce(0) { $0 + first[$1] * said[$1][0] }),
          "The second symbol is left out: that is how likely the first one is."),
        Slip(
          .number(
            (0..<2).reduce(0) { $0 + first[$1] * said[$1][0] }
              * (0..<2).reduce(0) { $0 + first[$1] * said[$1][1] }),
          "Each symbol is taken by itself, with π both times. Between them a step is taken."),
        Slip(
          .number(sum { said[$0][0] * transitions[$0, $1] * said[$1][1] }),
          "π is left out: the states share a probability of 1 at first."),
        Slip(
          .number(
            (0..<2).reduce(0) { $0 + first[$1] * said[$1][0] }
              * (0..<2).reduce(0) { $0 + stepped[$1] * said[$1][1] }),
          "The second symbol is taken as if the first had told nothing of the state."),
      ])
  }

  private static let relativesRescaled = QuestionKind("rescaled", "What was divided away") { draw in
    let sums = (0..<4).map { _ in draw.pick([0.1, 0.2, 0.25, 0.4, 0.5]) }
    let logs = sums.map { log($0) }
    let total = logs.reduce(0, +)
    return Question(
      """
      In a forward pass α is divided by its sum at each word, so that nothing becomes 0. At four words the sums were \(written(sums)). What
      is ln P of the text?

      \(logarithms(sums))
      """, .number(total),
      way: "What was divided away at each word belongs to the answer: the logarithms of the sums are added.",
      slips: [
        Slip(
          .number(logs[3]), "That is the last word's sum alone. What was divided away before belongs to it."),
        Slip(
          .number(-total), "That is −ln P, a loss. A probability is at most 1, and its logarithm at most 0."),
        Slip(.number(total / 4), "That is the mean, a word. The whole text was asked for."),
        Slip(
          .number(log(sums.reduce(0, +))),
          "The sums are added before the logarithm. They are factors of P."),
        Slip(.number(exp(total)), "That is P, the product. Its logarithm was asked for."),
        Slip(
          .number(0), "The last α sums to 1 because it was divided: that is the share of the states, not P."),
      ],
      readings: [
        Slip(.number(sums.reduce(0, +)), "Those are the sums, added. Each is a factor of P."),
        Slip(.number(-total / 4), "That is a loss a word. ln P of the whole text was asked for."),
        Slip(.number(total - logs[0]), "The first word's sum is left out. It was divided away as well."),
        Slip(.number(total - logs[3]), "The last word's sum is left out."),
        Slip(.number(total / log(2)), "Those are bits: a logarithm to the base 2."),
        Slip(.number(total / log(10)), "That is a logarithm to the base 10."),
        Slip(.number(log(sums.reduce(0, +) / 4)), "That is the logarithm of the mean. The sums multiply."),
        Slip(
          .number(logs.reduce(1, *)), "The logarithms are multiplied. Factors of P become summands of ln P."),
      ])
  }

  private static let relativesViterbi = QuestionKind("viterbi", "The likeliest way") { draw in
    let (model, symbols, text) = markov(&draw, length: 3)
    let found = try Formula.HiddenStates.viterbi(model, symbols: symbols)
    let whole = exp(try Formula.HiddenStates.likelihood(model, symbols: symbols).logProbability)
    let (transitions, emissions) = (model.transitions, model.emissions)
    func probability(_ path: [Int]) -> Double {
      path.indices.reduce(1) { product, time in
        product * (time == 0 ? model.initial[path[0]] : transitions[path[time - 1], path[time]])
          * emissions[path[time], symbols[time]]
      }
    }
    func answer(_ path: [Int], _ probability: Double) -> Answer {
      .numbers(path.map(Double.init) + [probability * 100])
    }
    func own(_ path: [Int]) -> Answer { answer(path, probability(path)) }
    func greater(_ weights: [Double]) -> Int { weights[1] > weights[0] ? 1 : 0 }
    var greedy = [greater((0..<2).map { model.initial[$0] * emissions[$0, symbols[0]] })]
    var deltas = [(0..<2).map { model.initial[$0] * emissions[$0, symbols[0]] }]
    for time in 1..<3 {
      let last = greedy[time - 1]
      greedy.append(greater((0..<2).map { transitions[last, $0] * emissions[$0, symbols[time]] }))
      let before = deltas[time - 1]
      deltas.append(
        (0..<2).map { to in
          max(before[0] * transitions[0, to], before[1] * transitions[1, to]) * emissions[to, symbols[time]]
        })
    }
    let sayers = symbols.map { symbol in greater((0..<2).map { emissions[$0, symbol] }) }
    var backwards = model
    backwards.transitions = transitions.transposed
    let turned = try Formula.HiddenStates.viterbi(backwards, symbols: symbols)
    let best = found.states
    let others = (0..<8).map { [$0 >> 2 & 1, $0 >> 1 & 1, $0 & 1] }.filter { $0 != best }
    return Question(
      """
      A hidden Markov model of two states and two symbols, 0 and 1, a row for each state:

      \(text)

      Which way through the states is the likeliest behind the text \(symbols.map(String.init).joined(separator: " ")), and what is the probability of this way and the text, in
      per cent? (Three states and a number, such as 0 1 1 2.5.)
      """, answer(best, exp(found.score)),
      way:
        "At each place keep the best way into *each* state, and where it came from; at the end begin with the better state and go back.",
      slips: [
        Slip(
          answer(best, others.map(probability).max() ?? 0),
          "The way is right. The number is that of the next best way."),
        Slip(own(greedy), "That is the likeliest step at each place. What looks best now may lead on badly."),
        Slip(
          answer(best, whole), "The way is right. The number is that of the text, over all ways."),
        Slip(
          answer(best, probability(best) / model.initial[best[0]]),
          "The way is right; in the number π is missing."),
      ],
      readings: [
        Slip(
          answer(sayers, sayers.indices.reduce(1) { $0 * emissions[sayers[$1], symbols[$1]] }),
          "That is B alone, place by place. A state also has to be come to."),
        Slip(
          answer(best, probability(best) / best.indices.reduce(1) { $0 * emissions[best[$1], symbols[$1]] }),
          "The way is right. In the number the symbols are not said."),
        Slip(
          answer(best, best.indices.reduce(1) { $0 * emissions[best[$1], symbols[$1]] }),
          "The way is right. In the number neither π nor the steps are there."),
        Slip(
          answer(best.reversed(), exp(found.score)), "That is the way from its end to its beginning."),
        Slip(
          own(deltas.map(greater)),
          "That is the better state of each place. The best way to the end may come through the other one."),
        Slip(own(sayers), "That is the state that says each symbol most readily. It also has to be come to."),
        Slip(
          answer(turned.states, exp(turned.score)),
          "Each step is taken backwards: row i of A says where state i goes."),
        Slip(
          answer(best, exp(found.score) / emissions[best[0], symbols[0]]),
          "The way is right; in the number the first symbol is not said."),
        Slip(
          answer(best, exp(found.score) / emissions[best[2], symbols[2]]),
          "The way is right; in the number the last symbol is not said."),
        Slip(
          answer(best, exp(found.score) / whole),
          "The way is right. The number is its share among all ways; its probability *and* the text's was asked for."
        ),
        Slip(
          answer(best, exp(found.score) / 100), "The way is right. The number was asked for in per cent."),
      ]
        + others.map {
          Slip(
            own($0),
            "The number belongs to the way \($0.map(String.init).joined(separator: " ")), and there is a likelier one."
          )
        })
  }
}
