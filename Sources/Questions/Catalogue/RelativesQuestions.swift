import Formulas
import Platform

/// Chapter 13: hidden states, and tags.
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
      transitions: Matrix([row(draw.decimal(0.1...0.9)), row(draw.decimal(0.1...0.9))]),
      emissions: Matrix([row(draw.decimal(0.1...0.9)), row(draw.decimal(0.1...0.9))]))
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
    let sums = (0..<4).map { _ in draw.pick([0.05, 0.1, 0.2, 0.25, 0.4, 0.5]) }
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
        Slip(
          .number(0), "The last α sums to 1 because it was divided: that is the share of the states, not P."),
      ],
      readings: [
        Slip(.number(exp(total)), "That is P, the product. Its logarithm was asked for."),
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
        Slip(own(greedy), "That is the likeliest step at each place. What looks best now may lead on badly."),
        Slip(
          answer(best, whole), "The way is right. The number is that of the text, over all ways."),
        Slip(
          answer(best, probability(best) / model.initial[best[0]]),
          "The way is right; in the number π is missing."),
      ],
      readings: [
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
        + [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]].filter {
          $0 != best
        }.map {
          Slip(
            own($0),
            "The number belongs to the way \($0.map(String.init).joined(separator: " ")), and there is a likelier one."
          )
        })
  }

  private static let relativesReestimated = QuestionKind("reestimated", "A step of Baum and Welch") { draw in
    let shares = (0..<4).map { _ in draw.decimal(0.1...0.9) }
    let text = draw.shuffled(["x", "x", "y", draw.pick(["x", "y"])])
    let places = text.indices.filter { text[$0] == "x" }
    func expected(_ weights: [Double]) -> Double { places.reduce(0) { $0 + weights[$1] } }
    let others = shares.map { 1 - $0 }
    let (own, other) = (shares.reduce(0, +), others.reduce(0, +))
    let right = [shares[0], expected(shares) / own, expected(others) / other]
    let hard = shares.map { $0 > 0.5 ? 1.0 : 0 }
    let soft = hard.map { 1 - $0 }
    return Question(
      """
      Of two states, the model as it is gives state 0 these probabilities at the four places of the text “\(text.joined(separator: " "))”:

          γ(0) = \(written(shares))

      After a step of Baum and Welch: how likely is state 0 at the beginning, how likely does state 0 say x, and how likely does state 1 say x?
      """, .numbers(right),
      way:
        "The first γ; then what is expected of a state at the places of x, as a share of what is expected of it at all places.",
      slips: [
        Slip(
          .numbers([shares[0], expected(shares) / 4, expected(others) / 4]),
          "It is divided by the number of places. The state is not at all of them: divide by what is expected of it."
        ),
        Slip(
          .numbers([
            shares[0], expected(shares) / Double(places.count), expected(others) / Double(places.count),
          ]),
          "It is divided by the number of x. That says which state is behind an x, not what a state says."),
        Slip(
          .numbers([own / 4, right[1], right[2]]),
          "The first number is the state's share of the whole text. π is about the first place alone."),
        Slip(
          .numbers([shares[0], right[1], 1 - right[1]]),
          "What the two states say of x does not sum to 1; what *one* state says of x and y does."),
        Slip(
          .numbers([shares[0], expected(shares), expected(others)]),
          "Those are expected counts. They are to be divided by those of the state at all places."),
        Slip(
          .numbers([0.5, right[1], right[2]]),
          "The first number is what is known of nothing. After the step it is the first γ."),
      ],
      readings: [
        Slip(
          .numbers([hard[0], expected(hard) / hard.reduce(0, +), expected(soft) / soft.reduce(0, +)]),
          "Each place is given to its likelier state. It belongs to both, by their probabilities."),
        Slip(
          .numbers([
            shares[0], Double(places.count) / 4, Double(places.count) / 4,
          ]), "That is the share of x in the text. Each state has a share of its own."),
        Slip(
          .numbers([shares[0], right[2], right[1]]), "The two states are exchanged in what they say."),
        Slip(
          .numbers([shares[0], 1 - right[1], 1 - right[2]]), "That is how likely they say y."),
        Slip(
          .numbers([shares[0], expected(shares) / own, expected(others) / own]),
          "State 1 is divided by what is expected of state 0."),
      ])
  }

  private static let relativesField = QuestionKind("field", "How likely tags are") { draw in
    let scores = Matrix(rowCount: 2, columnCount: 2, elements: draw.vector(4, 0...2))
    let moves = Matrix(rowCount: 2, columnCount: 2, elements: draw.vector(4, -1...1))
    let tags = [draw.whole(0...1), draw.whole(0...1)]
    func score(_ first: Int, _ second: Int, moves: Matrix) -> Double {
      scores[0, first] + scores[1, second] + moves[first, second]
    }
    let all = [(0, 0), (0, 1), (1, 0), (1, 1)]
    func share(_ moves: Matrix) -> Double {
      exp(score(tags[0], tags[1], moves: moves))
        / all.reduce(0) { $0 + exp(score($1.0, $1.1, moves: moves)) }
    }
    let (logZ, right) = try Formula.HiddenStates.logProbability(
      ofTags: tags, scores: scores, transitions: moves)
    let local = try Formula.HiddenStates.locallyNormalized(ofTags: tags, scores: scores, transitions: moves)
    let own = score(tags[0], tags[1], moves: moves)
    let total = all.reduce(0) { $0 + score($1.0, $1.1, moves: moves) }
    let best = all.map { score($0.0, $0.1, moves: moves) }.max() ?? 0
    return Question(
      """
      A conditional random field gives two words the scores s, a row each, for the tags 0 and 1, and T to a tag (row) before a tag
      (column):

      \(written("s", scores))

      \(written("T", moves))

      How likely are the tags \(tags[0]), \(tags[1])?

      \(exponentials(all.map { score($0.0, $0.1, moves: moves) } + [0]))
      """, .number(exp(right)),
      way:
        "e to the score of these tags, T among it, divided by the sum of that over all four pairs of tags.",
      slips: [
        Slip(.number(exp(own)), "It is not divided by Z, the sum over all pairs of tags."),
        Slip(.number(right), "That is ln P. How likely the tags are was asked."),
        Slip(
          .number(share(moves * 0)), "T is left out: that is maximum entropy, each tag by itself."),
        Slip(
          .number(exp(own) / (exp(logZ) - exp(own))),
          "It is divided by the *other* pairs. Z sums over all, these tags among them."),
      ],
      readings: [
        Slip(
          .number(exp(local)),
          "Each word is divided by a sum of its own. There is one Z for the whole sentence."),
        Slip(
          .number(share(moves.transposed)), "T is read the wrong way: the row is the tag before."),
        Slip(
          .number(own / total), "The scores are divided by their sum. They stand in exponents."),
        Slip(.number(own), "That is the score. It stands in an exponent, and is divided by Z."),
        Slip(
          .number(exp(own - best)), "It is divided by the likeliest pair alone. Z sums over all pairs."),
        Slip(
          .number(exp(own) / 4), "It is divided by the number of pairs, not by their sum."),
        Slip(.number(exp(logZ)), "That is Z. e to the score of these tags is divided by it."),
        Slip(.number(1 - exp(right)), "That is how likely any others are."),
      ])
  }

  private static let relativesExpected = QuestionKind("expected", "The derivative by a weight of the field") {
    draw in
    let shares = (0..<4).map { _ in draw.decimal(0.1...0.9) }
    let count = draw.whole(1...3)
    let isThing = draw.shuffled((0..<4).map { $0 < count })
    let truth = isThing.map { $0 ? "thing" : "other" }
    let sum = shares.reduce(0, +)
    let right = sum - Double(count)
    let guessed = Double(shares.count { $0 > 0.5 })
    let onTrue = zip(shares, isThing).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    return Question(
      """
      The feature “ends in -er” is there at four places. The field gives them the tag “thing” with P = \(written(shares)); in truth they are
      \(truth.joined(separator: ", ")). What is the derivative of the loss −ln P(tags) by the weight of “ends in -er” for “thing”?
      """, .number(right),
      way:
        "How often the model expects the two together, less how often they are: the sum of P less the count.",
      slips: [
        Slip(
          .number(-right),
          "That is how often it is so, less how often it is expected: the way that ln P rises, not the loss."),
        Slip(.number(right / 4), "It is divided by four. The loss is that of all tags together."),
        Slip(
          .number(guessed - Double(count)),
          "The likeliest tags are counted. What is *expected* is the sum of the probabilities."),
        Slip(
          .number(onTrue - Double(count)),
          "Only the places that are things are counted. The model expects things at the others, too."),
        Slip(.number(sum), "That is what is expected. How often it is so is to be taken off."),
      ],
      readings: [
        Slip(
          .number(Double(count) - onTrue),
          "Only the places that are things are counted, and the sign is turned."),
        Slip(
          .number(sum - 4), "It is compared with all four places. Only some of them are things."),
        Slip(
          .number(sum / 4), "That is the mean of what is expected. How often it is so is to be taken off."),
        Slip(
          .number(sum - onTrue),
          "That is what is expected where it is not so. The places where it is so count as well."),
        Slip(
          .number(sum / Double(count)), "Divided instead of subtracted: of equal numbers the derivative is 0."
        ),
        Slip(
          .number(-zip(shares, isThing).reduce(0) { $0 + log($1.1 ? $1.0 : 1 - $1.0) }),
          "That is the loss. Its derivative by one weight was asked for."),
      ])
  }
}
