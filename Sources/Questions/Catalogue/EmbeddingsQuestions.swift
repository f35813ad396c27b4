import Formulas
import Platform

/// Chapter 2.
extension QuestionKind {
  static let embeddings: [QuestionKind] = [
    embeddingsIds, embeddingsPair, embeddingsMerges, embeddingsLookUp, embeddingsCost, embeddingsGradient,
    embeddingsRowsInUse, embeddingsParameters, embeddingsNeighbour, embeddingsCosine, embeddingsChance,
    embeddingsLengths,
  ]

  private static let embeddingsIds = QuestionKind("ids", "The ids of byte pairs") { draw in
    let merges = draw.whole(3...30) * 100
    let rank = draw.whole(10...250)
    return Question(
      """
      A byte-level tokenizer has learned \(merges) merges, of ranks 0, 1, 2, … Its single bytes have the first ids.
      How many tokens has its vocabulary, and which id has the token made by the merge of rank \(rank)? (Two numbers.)
      """, .whole([256 + merges, 256 + rank]),
      way: "256 bytes come first, then one token for each merge.",
      slips: [
        Slip(.whole([merges, rank]), "The 256 single bytes are tokens too, and have the first ids."),
        Slip(
          .whole([merges, 256 + rank]), "The vocabulary has the 256 single bytes too, not the merges alone."),
        Slip(
          .whole([256 + merges, rank]), "The ids up to 255 are the single bytes; the merges come after them."),
        Slip(
          .whole([256 + merges, 257 + rank]), "Ranks and ids are counted from 0: rank 0 has the id after 255."
        ),
        Slip(.whole([256 + merges, 255 + rank]), "255 is the last single byte. Rank 0 has the id after it."),
        Slip(
          .whole([255 + merges, 256 + rank]),
          "The id is right. The vocabulary has a token more than its greatest id, which is counted from 0."),
        Slip(.whole([255 + merges, 255 + rank]), "A byte has 256 values, 0 to 255."),
        Slip(.whole([128 + merges, 128 + rank]), "A byte has 256 values; 128 of them are ASCII."),
        Slip(
          .whole([26 + merges, 26 + rank]), "It begins with bytes, not with the letters of the alphabet."),
      ])
  }

  private static let embeddingsPair = QuestionKind("pair", "The next merge") { draw in
    let words = draw.shuffled([
      "hat", "that", "than", "ten", "hen", "then", "the", "heat", "neat", "eat", "tea", "net",
    ]).prefix(4)
    let counts = draw.distinct(4, 1...9)
    func pairs(_ word: String) -> [String] {
      zip(word, word.dropFirst()).map { "\($0)·\($1)" }
    }
    func best(_ scores: [String: Double]) -> String {
      scores.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? ""
    }
    var weighted: [String: Double] = [:], plain: [String: Double] = [:]
    var letters: [String: Double] = [:], across: [String: Double] = [:]
    for (word, count) in zip(words, counts) {
      for pair in pairs(word) {
        weighted[pair, default: 0] += Double(count)
        plain[pair, default: 0] += 1
      }
      for letter in word { letters["\(letter)", default: 0] += Double(count) }
      if let last = word.last, let first = word.first {
        across["\(last)·\(first)", default: 0] += Double(count)
      }
    }
    let right = best(weighted)
    let isTied = weighted.count { $0.value == weighted[right] } > 1
    let ordered = letters.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let rarest = weighted.max { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? ""
    return Question(
      """
      Single letters are the symbols of these words; beside each stands how often it occurs in the text:

      \(zip(words, counts).map { "    \($0) \($1)" }.joined(separator: "\n"))

      Which pair of neighbours is merged first?
      """, right: right,
      wrong: [
        isTied ? right : best(plain):
          "That pair is in the most words of this list. A word counts as often as it stands in the text.",
        ordered.prefix(2).joined(separator: "·"):
          "These are the two most frequent letters. Pairs are counted: both next to each other, in this order.",
        best(across):
          "Its letters meet where one word ends and the same begins again. Merges stay inside words.",
        rarest: "That is the rarest pair: the most frequent one is merged first, for it saves the most.",
      ],
      way:
        "Every pair gets the number of each word that it stands in. “\(right)” has \(Int(weighted[right] ?? 0)).",
      order: &draw)
  }

  private static let embeddingsMerges = QuestionKind("merges", "Merges by rank") { draw in
    let word = draw.pick(["banana", "cocoa", "tartar", "seesaws", "sisters", "anagram", "tomato", "papaya"])
    let letters = word.map(String.init)
    func split(_ symbols: [String]) -> String { symbols.joined(separator: "·") }
    func merged(_ symbols: [String], _ merge: [String]) -> [String] {
      var result: [String] = []
      for symbol in symbols {
        if symbol == merge[1], result.last == merge[0] {
          result[result.count - 1] = merge[0] + merge[1]
        } else {
          result.append(symbol)
        }
      }
      return result
    }
    var merges: [[String]] = []
    var symbols = letters
    while merges.count < 4, symbols.count > 1 {
      let place = draw.whole(0...symbols.count - 2)
      let merge = [symbols[place], symbols[place + 1]]
      if !merges.contains(merge) { merges.append(merge) }
      if draw.pick([true, false]) { symbols = merged(symbols, merge) }
    }
    func tokens(_ merges: [[String]]) throws -> String {
      let encoding = try Formula.BytePairEncoding(
        merges: merges.enumerated().map { "\($0) \($1[0]) \($1[1])" })
      return split(encoding.encode(word).map { encoding.decode([$0]) })
    }
    let known = letters + merges.map { $0.joined() }
    var (rest, longest) = (Substring(word), [String]())
    while let part = known.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
      longest.append(part)
      rest = rest.dropFirst(part.count)
    }
    let right = try tokens(merges)
    let list = merges.enumerated().map { "\($0) \($1[0])·\($1[1])" }.joined(separator: "   ")
    return Question(
      """
      A tokenizer has these merges, each behind its rank:

          \(list)

      Into which tokens does it cut the word “\(word)”?
      """, right: right,
      wrong: [
        try tokens(merges.reversed()):
          "The merges were taken from the highest rank down. What was learned first, rank 0, is merged first.",
        split(merged(letters, merges[0])):
          "That is the word after the first merge. The others of the list come after it.",
        split(longest):
          "Cut from the left, each time the longest token that fits. Merges go by rank, wherever the pair stands.",
      ], way: "The pair of lowest rank that stands there is merged everywhere, and so on until none is left.",
      order: &draw)
  }

  /// The sum of some rows.
  private static func rowsAdded(_ table: Matrix, _ rows: [Int]) -> [Double] {
    table.columns.map { column in rows.map { column[$0] }.reduce(0, +) }
  }

  private static let embeddingsLookUp = QuestionKind("look-up", "An id picks a row") { draw in
    let table = Matrix(rowCount: 4, columnCount: 2, elements: draw.distinct(8, -9...9).map(Double.init))
    let tokens = draw.distinct(2, 1...3)
    func rows(_ ids: [Int]) -> Answer { .numbers(ids.flatMap(table.row)) }
    return Question(
      """
      A table of 4 tokens and 2 channels:

      \(written("E", table))

      Which numbers are the embedding of the tokens \(tokens[0]), \(tokens[1]), one after the other?
      """,
      .numbers(try Formula.Embedding.published(table: table, tokens: tokens).elements),
      way: "A token's id is the number of its row, counted from 0.",
      slips: [
        Slip(rows(tokens.map { $0 - 1 }), "The rows are counted from 1 here. Id 0 has the first row."),
        Slip(rows([0, 1]), "These are the first two rows. The id picks the row, not the place in the text."),
        Slip(rows(tokens.reversed()), "The rows are right, but the first token comes first."),
        Slip(
          .numbers(rowsAdded(table, tokens)),
          "The two rows are added. Each token keeps a row of its own."),
        Slip(
          .numbers(tokens.flatMap { table.row($0).map { $0 * 2.0.squareRoot() } }),
          "Multiplied by √d, as Vaswani et al. do before positions are added. A lookup copies."),
      ])
  }

  private static let embeddingsCost = QuestionKind("cost", "What a lookup saves") { draw in
    let size = draw.pick([50, 100, 200, 500])
    let width = draw.pick([4, 8, 16, 32])
    let count = draw.pick([10, 20, 30])
    return Question(
      """
      A text of \(count) tokens, a vocabulary of \(size), \(width) channels. How many multiplications does the product of the one-hot
      rows with the table take, and how many numbers does a lookup copy instead? (Two numbers.)
      """, .whole([count * size * width, count * width]),
      way:
        "Each of the \(count)·\(width) results is a sum over all \(size) tokens; a lookup copies these results.",
      slips: [
        Slip(
          .whole([size * width, width]), "That is for one token. The text has \(count) of them."),
        Slip(
          .whole([count * size, count * width]),
          "That is how many numbers the one-hot rows have. Each of them meets every channel."),
        Slip(
          .whole([size * width, count * width]),
          "That is the size of the table. It is gone through for every token."),
        Slip(
          .whole([count * width, count * width]),
          "Only the products with the 1 are counted. A matrix product multiplies by the zeros as well."),
        Slip(
          .whole([count * size * width, size * width]),
          "A lookup does not copy the whole table: a row for each token of the text."),
        Slip(
          .whole([count * size * width, count]), "A lookup copies a whole row for each token, not one number."
        ),
        Slip(
          .whole([count * size * width, 0]),
          "0 is the number of its multiplications. Asked for is how many numbers it copies."),
        Slip(
          .whole([count * size * width, width]), "That is the row of one token. The text has \(count)."),
      ])
  }

  private static let embeddingsGradient = QuestionKind("gradient", "The gradient of a row") { draw in
    let token = draw.whole(0...2)
    let others = [0, 1, 2].filter { $0 != token }
    let tokens = draw.shuffled([token, token, draw.pick(others), draw.pick(others)])
    let upstream = draw.matrix(4, 2, -3...5)
    let places = tokens.indices.filter { tokens[$0] == token }
    let sum = rowsAdded(upstream, places)
    return Question(
      """
      The tokens \(tokens.map(String.init).joined(separator: ", ")) were looked up in a table. From above comes a gradient for each place of the text:

      \(written("g", upstream))

      What is the gradient of the table's row \(token)? (All is counted from 0.)
      """, .numbers(sum),
      way: "Token \(token) stands at the places \(places[0]) and \(places[1]): their gradients are added.",
      slips: [
        Slip(
          .numbers(upstream.row(places[1])),
          "That is what the last use brings: it has overwritten the one before, to which it should be added."),
        Slip(
          .numbers(upstream.row(places[0])), "That is what the first use brings. The other counts as well."),
        Slip(
          .numbers(sum.map { $0 / 2 }),
          "That is the mean of the two uses. A row that is used twice matters twice."),
        Slip(
          .numbers(rowsAdded(upstream, [0, 1, 2, 3])),
          "All places are added. Only those where the token stands used its row."),
        Slip(
          .numbers([2, 2]),
          "That is how often the row was used: right only if every gradient from above were 1."),
        Slip(
          .numbers(sum.map { $0 / 4 }),
          "Divided by the number of places. If the loss is a mean, g has that factor already."),
        Slip(
          .numbers([sum.reduce(0, +)]),
          "The channels are added up. Each channel of the row has a gradient of its own."),
      ],
      readings: [
        Slip(
          .numbers(upstream.row(token)),
          "That is row \(token) of g. Its rows belong to places, not to tokens.")
      ])
  }

  private static let embeddingsRowsInUse = QuestionKind("rows-in-use", "Which rows learn") { draw in
    let names = draw.shuffled(["a", "cat", "dog", "the", "sat", "on", "mat"])
    let count = draw.whole(6...9)
    let words = (0..<count).map { _ in names[draw.whole(0...4)] }
    let different = Set(words).count
    let size = draw.whole(20...90)
    return Question(
      """
      A batch is the text “\(words.joined(separator: " "))”. The vocabulary has \(size) words. How many rows of the table have a gradient that is not
      0, if the table is only looked up in? And how many if it is also the output head (tied)? (Two numbers.)
      """, .whole([different, size]),
      way:
        "Looked up are the \(different) different words. A tied head multiplies every row with every place.",
      slips: [
        Slip(.whole([count, size]), "Words that come twice use one row: count the different ones."),
        Slip(
          .whole([different, different]),
          "A tied head says of *every* word how likely it is next: every row is used."),
        Slip(
          .whole([size, size]),
          "A row that is not looked up is not used, and what is not used has no gradient."),
        Slip(.whole([size - different, size]), "These are the rows that stay as they are."),
        Slip(
          .whole([different, different + size]), "A tied head is the same table: it has no rows besides."),
        Slip(.whole([different, 2 * different]), "A tied head uses every row, and it is one table still."),
        Slip(.whole([count, count]), "Count the different words; and a tied head uses every row."),
        Slip(.whole([size, different]), "The two are exchanged: it is the head that uses every row."),
      ])
  }
}
