extension ShapleyValuesExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "banzhaf", diagnosis: "the plain mean over all sets without the player: Banzhaf's value",
      remedy:
        "Most sets have half of the players, and few have none or all. In orders every size is equally likely.",
      frequency: 3
    ) { players, values in worths(players, values) { _ in 1 / Double(1 << (players - 1)) } },
    Misconception(
      "banzhaf-made-to-add-up",
      diagnosis: "the plain means over all sets, scaled so that they add up to v(all) − v(none)",
      remedy: "That they add up is one rule of four. Another weight for the sets is another question.",
      frequency: 1
    ) { players, values in
      let means = worths(players, values) { _ in 1 }
      let scale = (values[values.count - 1] - values[0]) / means.reduce(0, +)
      return means.map { $0 * scale }
    },
    Misconception(
      "left-out", diagnosis: "v(all) − v(all without the player): leaving one out",
      remedy: "Where two players do the same, none of them is missed, and yet they are worth something.",
      frequency: 3
    ) { players, values in
      worths(players, values) { $0 == players - 1 ? 1 : 0 }
    },
    Misconception(
      "alone", diagnosis: "v({i}) − v(none): what each reaches alone",
      remedy: "A left glove alone is worth nothing. Who is there already when it comes in?", frequency: 3
    ) { players, values in worths(players, values) { $0 == 0 ? 1 : 0 } },
    Misconception(
      "none-is-zero", diagnosis: "v(none) taken for 0",
      remedy: "A model says something of an empty text, too. values[0] is what.", frequency: 2
    ) { players, values in try reference(players, [0] + values.dropFirst()) },
    Misconception(
      "alone-and-none-is-zero", diagnosis: "v({i}) itself",
      remedy: "What is reached without any player is not his. And who is there already when he comes in?",
      frequency: 2
    ) { players, values in (0..<players).map { values[1 << $0] } },
    Misconception(
      "bits-reversed", diagnosis: "the players read from the other end: bit i taken for player n − 1 − i",
      remedy: "Bit 0 is the last digit of the number as it is printed. It is player 0.", frequency: 2
    ) { players, values in try reference(players, values).reversed() },
    Misconception(
      "number-for-bit", diagnosis: "i itself taken for the bit of player i",
      remedy: "Player 3 is 1 << 3 = 8, and 3 is the set of the players 0 and 1.", frequency: 2
    ) { players, values in
      worths(players, values, bit: { $0 }, weight: { weight($0, of: players) })
    },
    Misconception(
      "player-counted", diagnosis: "weights for the size of the set with the player in it",
      remedy: "|S| is how many were there before. S = none must get 0! (n − 1)!/n! = 1/n.", frequency: 3
    ) { players, values in worths(players, values) { weight($0 + 1, of: players) } },
    Misconception(
      "not-divided", diagnosis: "|S|! (n − |S| − 1)! without n!: counts of orders, not shares",
      remedy: "Of how many orders? They must add up to v(all) − v(none).", frequency: 2
    ) { players, values in
      worths(players, values) { weight($0, of: players) * factorial(players) }
    },
    Misconception(
      "sizes-added", diagnosis: "the mean of every size, and the sizes added up: n times too much",
      remedy: "There are n sizes, from 0 to n − 1, and each is met in one of n orders.", frequency: 2
    ) { players, values in
      worths(players, values) { weight($0, of: players) * Double(players) }
    },
    Misconception(
      "sizes-not-shared", diagnosis: "1/n for every set: as much for each as its whole size should get",
      remedy: "The sets of a size share 1/n. How many are there of size |S|?", frequency: 2
    ) { players, values in worths(players, values) { _ in 1 / Double(players) } },
    Misconception(
      "whole-division", diagnosis: "the weights divided as whole numbers: all 0, but for one player",
      remedy: "2/6 is 0 where both are Int. Make them Double before you divide.", frequency: 3
    ) { players, values in
      worths(players, values) { weight($0, of: players).rounded(.towardZero) }
    },
    Misconception(
      "sign", diagnosis: "v(S) − v(S ∪ {i}): the signs exchanged",
      remedy: "Whoever helps must get more than 0.", frequency: 2
    ) { players, values in try reference(players, values).map { -$0 } },
    Misconception(
      "one-order", diagnosis: "one order alone: what each adds as the players come in by their numbers",
      remedy: "Who comes in late finds all done. Every order counts.", frequency: 2
    ) { players, values in
      (0..<players).map { (player: Int) -> Double in
        let before = (1 << player) - 1
        return values[before | 1 << player] - values[before]
      }
    },
    Misconception(
      "all-left-out",
      diagnosis: "the set of all players not looked at: 2ⁿ − 1 taken for the end of the range",
      remedy: "The last index is 2ⁿ − 1, so the range ends before 2ⁿ.", frequency: 2
    ) { players, values in
      worths(players, values) { $0 == players - 1 ? 0 : weight($0, of: players) }
    },
    Misconception(
      "evenly", diagnosis: "v(all) − v(none) shared out evenly",
      remedy: "It adds up, and tells nobody apart.", frequency: 1
    ) { players, values in
      Array(repeating: (values[values.count - 1] - values[0]) / Double(players), count: players)
    },
    Misconception(
      "in-float", diagnosis: "the values taken as Float: near a thousand million it knows steps of 64 only",
      remedy: "What is asked are small differences of large values. Subtract in Double.", frequency: 1
    ) { players, values in try reference(players, values.map { Double(Float($0)) }) },
    Misconception(
      "all-orders", diagnosis: "every order of the players gone through, one after the other",
      remedy:
        "Of twelve there are 479,001,600, and only 4,096 sets. In how many orders is a set there when i comes in?",
      frequency: 2
    ) { players, values in
      guard players < 10 else { throw RunsOn() }
      return try reference(players, values)
    },
  ]
}
