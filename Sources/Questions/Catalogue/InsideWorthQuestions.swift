import Formulas
import Platform

/// Chapter 12: what words are worth.
extension QuestionKind {
  static let insideOrders = QuestionKind("orders", "Sets, orders, and the orders of a set") { draw in
    let count = draw.whole(5...7)
    let size = draw.whole(1...count - 2)
    let words = draw.shuffled(["A", "B", "C", "D", "E", "F", "G"].prefix(count))
    let others = words[1...size].sorted().joined(separator: ", ")
    func factorial(_ number: Int) -> Int { number < 2 ? 1 : (2...number).reduce(1, *) }
    let (sets, orders) = (1 << count, factorial(count))
    let right = factorial(size) * factorial(count - size - 1)
    return Question(
      """
      The Shapley values of \(count) words, exactly. How many sets of words have to be looked at, in how many orders can the words come, and in how many
      of these orders does word \(words[0]) find just \(others) there when it comes? (Three whole numbers.)
      """, .whole([sets, orders, right]),
      way:
        "2ⁿ sets and n! orders, n the number of words. Those that are there have come in any order, and the rest follows in any order.",
      slips: [
        Slip(
          .whole([orders, sets, right]),
          "Sets and orders are exchanged. A word is in a set or not: that is two ways for each word."),
        Slip(
          .whole([count * count, orders, right]),
          "Each word is in the set or is not: two ways for each of them, multiplied."),
        Slip(
          .whole([sets / 2, orders, right]),
          "Those are the sets without the word. To know what it adds the sets with it have to be looked at, too."
        ),
        Slip(.whole([sets - 1, orders, right]), "The empty set counts as well: some word comes first."),
      ],
      readings: [
        Slip(
          .whole([2 * count, orders, right]), "Two ways for each word: that multiplies, and is not added."),
        Slip(
          .whole([sets, orders, count - size]),
          "That is how many words are not among the others. In how many orders do they come?"),
        Slip(
          .whole([sets, count * count, right]),
          "Orders of words: any first, any of the others second, and so on."),
        Slip(
          .whole([sets, orders, orders / count]),
          "That is how often the word comes at a certain place. Before it stand other sets of that size, too."
        ),
        Slip(
          .whole([sets, orders, 1]),
          "Those that are there may have come in any order, and the others may follow in any order."),
        Slip(
          .whole([sets, orders, factorial(size)]),
          "The words that follow have orders, too: each of them goes with each order of the first."),
        Slip(
          .whole([sets, orders, factorial(count - size - 1)]),
          "The words that are there have come in any order as well."),
        Slip(
          .whole([sets, orders, factorial(size) * factorial(count - size)]),
          "The word itself is counted among those that follow. It stands in between, at one place."),
        Slip(
          .whole([sets, orders, factorial(size + 1) * factorial(count - size - 1)]),
          "The word itself is counted among those that are there. It comes when they are."),
        Slip(
          .whole([sets, orders, orders / (factorial(size) * factorial(count - size))]),
          "That is how many sets of this size there are. How many orders meet this one?"),
        Slip(
          .whole([sets, orders, factorial(count - 1)]),
          "That is how often the word comes at a certain place. Before it stand other sets of that size, too."
        ),
        Slip(
          .whole([sets, orders, factorial(count - size)]),
          "Those that are there have come in any order, and the word itself has its place behind them."),
        Slip(
          .whole([sets, orders, size * (count - size - 1)]),
          "Numbers of words are multiplied. It is their orders that multiply."),
        Slip(
          .whole([sets, orders, factorial(size) + factorial(count - size - 1)]),
          "Each order of those before goes with each of those after: they multiply."),
      ])
  }

  static let insideShapley = QuestionKind("shapley", "Shapley values of three words") { draw in
    let none = Double(draw.whole(-6 ... -4))
    let alone = (0..<3).map { _ in none + Double(draw.whole(0...2)) }
    let pairs = (0..<3).map { _ in none + Double(draw.whole(1...4)) }
    let all = none + Double(draw.whole(4...6))
    // By the bits of the players: nobody, 0, 1, 01, 2, 02, 12, everybody.
    let worth = [none, alone[0], alone[1], pairs[0], alone[2], pairs[1], pairs[2], all]
    let values = try Computed(.g_SHAP, ["v": .numbers(worth)], gives: "phi")
    let firsts = alone.map { $0 - none }
    let inOrder = [alone[0] - none, pairs[0] - alone[0], all - pairs[0]]
    // |S| counted with the player itself: 1, 2 and 3 in the place of 0, 1 and 2.
    let weights = [1.0 / 6, 1.0 / 3, 0]
    let miscounted = (0..<3).map { player in
      worth.indices.filter { $0 >> player & 1 == 0 }.reduce(0) {
        $0 + weights[$1.nonzeroBitCount] * (worth[$1 | 1 << player] - worth[$1])
      }
    }
    return Question(
      """
      v is ln p of the answer when only the words of a set stand in the text. For three words it is

          nobody \(written(none));  A \(written(alone[0])), B \(written(alone[1])), C \(written(alone[2]))
          AB \(written(pairs[0])), AC \(written(pairs[1])), BC \(written(pairs[2]));  ABC \(written(all))

      What are the Shapley values of A, B and C?
      """, values.answer,
      way:
        "What a word adds on its arrival: weight 1/3 for coming first, 1/6 after each single other, 1/3 for coming last. Together they are v(ABC) − v(nobody).",
      slips: [
        Slip(
          .numbers(firsts), "That is what each adds alone. It also comes when others are there already."),
        Slip(.numbers(alone), "That is v of each alone. What is there without any word is not its merit."),
        Slip(.numbers(inOrder), "That is one order alone, A, B, C. All six count."),
        Slip(
          .numbers(Array(repeating: (all - none) / 3, count: 3)),
          "It is shared out evenly. That adds up, and tells nobody apart."),
        Slip(
          .numbers(values.numbers.map { $0 * 6 }), "The six orders are added up, and not divided by six."),
        Slip(
          .numbers(values.numbers.map { $0 * 3 }),
          "Something is divided by two and not by six: together they are three times what there is to share out."
        ),
        Slip(
          .numbers(values.numbers.map { $0 + none / 3 }),
          "v of nobody is taken for 0: some word comes first, and adds to v of nobody."),
      ],
      readings: values.readings + [
        Slip(
          .numbers([all - pairs[2], pairs[2] - alone[2], alone[2] - none]),
          "That is one order alone, C, B, A. All six count."),
        Slip(
          .numbers(
            (0..<3).map { player in
              worth.indices.reduce(0) { $0 + ($1 >> player & 1 == 1 ? worth[$1] / 4 : 0) }
            }),
          "That is the mean of v over the sets with the word. What it *adds* is v with it less v without it."),
        Slip(
          .numbers(miscounted),
          "The weights are those of the set with the word in it. Who comes first finds nobody there: 1/3."),
        Slip(
          .numbers((0..<3).map { (firsts[$0] + all - worth[7 ^ 1 << $0]) / 2 }),
          "Only coming first and coming last count. In two of six orders a word comes second."),
        Slip(
          .numbers(firsts.map { $0 / 3 }),
          "That is a third of what each adds alone: what it adds to others is missing."),
      ])
  }

  static let insideRest = QuestionKind("rest", "What is left for the last word") { draw in
    let (full, empty) = (draw.pick([0.5, 0.6, 0.7, 0.8, 0.9]), draw.pick([0.01, 0.02, 0.05]))
    let known = [draw.decimal(0.8...1.5), draw.decimal(0.2...0.6), -draw.decimal(0.1...0.3)]
    let sum = known.reduce(0, +)
    let total = log(full) - log(empty)
    return Question(
      """
      The answer has p = \(written(full)) after the whole text, and p = \(written(empty)) when all four words of it give way to a filler. With v = ln p three of them
      have the Shapley values \(written(known)). What is that of the fourth?

      \(logarithms([full, empty]))
      """, .number(total - sum),
      way:
        "All that is there is shared out: the four add up to v(all) − v(nobody) = ln \(written(full)) − ln \(written(empty)).",
      slips: [
        Slip(
          .number(log(full) - sum),
          "v of nobody is taken for 0. With a filler in all places the model still says something."),
        Slip(
          .number(full - empty - sum),
          "The probabilities are subtracted. v is their logarithm."),
        Slip(.number(total), "That is what there is to share out; the three others have some of it."),
        Slip(.number(total + sum), "What the others have is taken off, not added."),
        Slip(
          .number(total - known.reduce(0) { $0 + abs($1) }),
          "A minus is lost: one of the three has a negative value, and takes nothing away."),
        Slip(
          .number(-log(empty) - sum),
          "v of all is taken for 0, as if the answer were certain after the whole text."),
        Slip(.number(total / 4), "It is shared out evenly. The three others have their values already."),
        Slip(.number(log(full) + log(empty) - sum), "v of nobody is taken off: a minus is lost."),
      ],
      readings: [
        Slip(.number(total / 3), "It is shared out evenly among three."),
        Slip(.number(log(full) / log(empty) - sum), "The logarithms are divided. v(nobody) is taken off."),
        Slip(.number(full - sum), "p is taken for v. v is its logarithm, and v of nobody is taken off."),
        Slip(.number((total - sum) / 4), "What is left belongs to one word: nothing is to be divided."),
        Slip(.number(sum), "That is the sum of the three. What is left of the whole was asked."),
        Slip(.number(1 - sum), "The four add up to v(all) − v(nobody), not to 1."),
        Slip(.number(log(empty) - log(full) - sum), "The whole is v(all) less v(nobody), not the other way."),
        Slip(.number(sum - total), "The sign: the whole less the three."),
        Slip(
          .number(log(full - empty) - sum), "The difference of two logarithms is not that of the difference."),
      ])
  }

  static let insideTwice = QuestionKind("twice", "Two words that say the same") { draw in
    let none = -draw.decimal(3...6, step: 0.5)
    let one = none + draw.decimal(1.5...2.5, step: 0.5)
    let both = one + draw.decimal(0.2...0.6, step: 0.2)
    return Question(
      """
      The same word stands twice in a text. ln p of the answer is \(written(none)) without both, \(written(one)) with either of them, and \(written(both)) with both. What
      does each get by leaving one out, what by its Shapley value, and what do the two Shapley values add up to?
      """, .numbers([both - one, ((one - none) + (both - one)) / 2, both - none]),
      way:
        "Without one the other is still there. In half of the orders a word comes first and adds much, in half it comes second.",
      slips: [
        Slip(
          .numbers([one - none, (both - none) / 2, both - none]),
          "Leaving one out begins with the whole text; that is what the first one adds to nothing."),
        Slip(
          .numbers([both - one, both - one, 2 * (both - one)]),
          "The Shapley value is taken for what is lost without the word. In half of the orders it comes first."
        ),
        Slip(
          .numbers([both - one, one - none, 2 * (one - none)]),
          "The Shapley value is taken for what a word adds alone. In half of the orders it comes second."),
        Slip(
          .numbers([both - one, both - none, 2 * (both - none)]),
          "Each is given the whole. It is to be shared by the two."),
        Slip(
          .numbers([(both - none) / 2, (both - none) / 2, both - none]),
          "Half of the whole is lost only if each did its part alone. Without one the other is still there."),
        Slip(
          .numbers([both - none, (both - none) / 2, both - none]),
          "Leaving one out leaves *one* out: the other still stands in the text."),
        Slip(
          .numbers([one - both, (both - none) / 2, both - none]),
          "The sign: what is lost without a helpful word is positive."),
        Slip(
          .numbers([one, (both - none) / 2, both - none]),
          "That is v without the word. How much is lost was asked."),
      ],
      readings: [
        Slip(
          .numbers([both - one, (both - one) / 2, both - one]),
          "What is lost without one is shared by the two. There is more to share: v of both less v of nobody."
        ),
        Slip(
          .numbers([both - one, (one - none) / 2, one - none]),
          "What one of them adds alone is shared by the two. Both together add more."),
        Slip(
          .numbers([both - one, (both - none) / 2, both]),
          "The whole is what the two have added: v of nobody is to be taken off."),
        Slip(
          .numbers([0, (both - none) / 2, both - none]),
          "Leaving one out costs something here: both are better than one."),
        Slip(
          .numbers([both - one, both / 2, both]),
          "v of nobody is taken for 0: what the two share is the difference."),
        Slip(
          .numbers([both - one, (both - none) / 2, 2 * (both - one)]),
          "Shapley values add up to the whole, not to what is lost without one, twice."),
      ])
  }

  static let insideNearness = QuestionKind("nearness", "How much a text counts for LIME") { draw in
    // Squares, so that no root has to be taken.
    let (all, kept) = draw.pick([
      (16, 9), (25, 16), (25, 9), (9, 4), (16, 4), (36, 25), (36, 16), (100, 81), (100, 64), (49, 36),
      (64, 49),
      (64, 36), (36, 9), (81, 64), (49, 25), (64, 25),
    ])
    let (n, z) = (Double(all), Double(kept))
    let distance = 1 - (z / n).squareRoot()
    let straight = 1 - z / n
    let inverse = 1 - ((n - z) / n).squareRoot()
    func weight(_ distance: Double) -> Double { exp(-16 * distance * distance) }
    return Question(
      """
      LIME leaves \(all - kept) of the \(all) words of a text out. With D = 1 − √(|z|/n), |z| the words that stay, and σ = ¼: what is D, and what is the
      weight π = e^(−D²/σ²) of this text?

      \(exponentials([16 * distance * distance, 4 * distance, distance * distance, 4 * distance * distance].map { -$0 }))
      """, .numbers([distance, weight(distance)]),
      way: "D is how far it is from the whole text; D/σ is 4·D, and its square stands in the exponent.",
      slips: [
        Slip(
          .numbers([straight, weight(straight)]),
          "The root is left out: D would be the share of words that are gone."),
        Slip(
          .numbers([distance, exp(-distance * distance)]), "σ is left out: D² is to be divided by σ²."),
        Slip(
          .numbers([distance, exp(-4 * distance * distance)]),
          "D² is divided by σ. It is divided by σ²."),
        Slip(
          .numbers([distance, exp(-distance * distance / 16)]),
          "D² is multiplied by σ². It is divided by it."),
        Slip(
          .numbers([distance, weight(distance).squareRoot()]),
          "That is the root of the weight: so the library counts, and not the formula."),
      ],
      readings: [
        Slip(
          .numbers([distance, exp(-4 * distance)]),
          "D/σ stands in the exponent without its square."),
        Slip(
          .numbers([1 - distance, weight(1 - distance)]),
          "That is √(|z|/n) itself. It is 1 for the whole text, which is at distance 0."),
        Slip(
          .numbers([inverse, weight(inverse)]),
          "The words that are left *out* are counted. |z| are those that stay; of the whole text D is 0."),
        Slip(
          .numbers([distance, exp(16 * distance * distance)]),
          "The minus is lost: a weight grows towards the whole text and is 1 at most."),
        Slip(
          .numbers([distance, -weight(distance)]), "A power of e is positive."),
        Slip(.numbers([distance, exp(-16 * distance)]), "D is to be squared, too, and not σ alone."),
        Slip(
          .numbers([distance * distance, weight(distance * distance)]),
          "That is D². The weight is made of D², not of its square."),
      ])
  }
}
