import Formulas
import Platform

/// Chapter 12: induction heads, and what is put in.
extension QuestionKind {
  static let insideFollowing = QuestionKind("following", "Where an induction head looks") { draw in
    let period = draw.whole(4...6)
    let letters = draw.shuffled(["A", "B", "C", "D", "E", "F", "G", "H"]).prefix(period)
    let query = period + draw.whole(1...period - 2)
    let length = query + 1 + draw.whole(1...3)
    let text = (0..<length).map { letters[letters.startIndex + $0 % period] }.joined(separator: " ")
    return Question(
      """
      A text of \(length) letters, places counted from 0, says the same \(period) letters again and again:

          \(text)

      At which place does an induction head look from place \(query), on the letter's last time, and how many weights does the mean of its
      score take in this text?
      """, .whole([query - period + 1, length - period]),
      way:
        "The letter stood \(period) places before; the head looks at the place after it. A letter counts that has been there before.",
      slips: [
        Slip(
          .whole([query - period, length - period]),
          "There the same letter stands. To copy on, the head looks at what came *after* it."),
        Slip(
          .whole([query - period - 1, length - period]),
          "That is the place before the letter's last time. What came after it is to be said."),
        Slip(
          .whole([query - 1, length - period]),
          "That is the place just before: a previous-token head. Induction needs it, and is not it."),
        Slip(
          .whole([query - period + 1, length]),
          "The place is right. In the mean count only letters that have been there before."),
        Slip(
          .whole([query - period + 1, length - period + 1]),
          "The place is right. The last letter of the first time has not been there before, and does not count."
        ),
        Slip(
          .whole([query - period + 1, length - period - 1]),
          "The place is right. The last letter looks back as well, though nothing follows it."),
        Slip(
          .whole([query - period + 1, period]),
          "The place is right. The weights are as many as letters after the first time, not as a period has."),
        Slip(.whole([query - period, length]), "That is the letter itself, and a mean over the whole text."),
        Slip(
          .whole([query + 1, length - period]),
          "That place comes later: a causal head does not see it, and has to foresee what stands there."),
      ],
      readings: [
        Slip(
          .whole([query - period + 1, length - query]),
          "The place is right. The mean is over all letters that have been there before, not from this place on."
        ),
        Slip(
          .whole([query - period + 1, 1]),
          "The place is right. The mean of the score takes a weight of each such letter."),
        Slip(
          .whole([query - period + 2, length - period]),
          "That is the place counted from 1. Places count from 0."),
        Slip(
          .whole([query, length - period]),
          "There it would look at itself. What came after the letter stands further back."),
      ])
  }

  static let insideScore = QuestionKind("score", "An induction score") { draw in
    let period = 3
    let rows = (0..<6).map { query -> [Double] in
      // Tenths, shared out among the places in view.
      var tenths = Array(repeating: 0.0, count: 6)
      for _ in 0..<10 { tenths[draw.whole(0...query)] += 1 }
      return tenths.map { $0 / 10 }
    }
    let weights = Matrix(rows)
    func mean(_ queries: ClosedRange<Int>, back: Int, over count: Double) -> Answer {
      .number(queries.reduce(0) { $0 + weights[$1, $1 - back] } / count)
    }
    return Question(
      """
      Three tokens are said twice. A head's weights, a row for each token that looks:

      \(written("A", weights))

      What is its induction score?
      """, mean(period...5, back: period - 1, over: 3),
      way:
        "The mean of A(3, 1), A(4, 2) and A(5, 3), counted from 0: what came after the token's first time.",
      slips: [
        Slip(
          mean(period...5, back: period, over: 3),
          "That is the weight on the same token of the first time. The one after it counts."),
        Slip(mean(period...5, back: 1, over: 3), "That is the weight on the token just before."),
        Slip(mean(period...5, back: 0, over: 3), "That is the weight of the tokens on themselves."),
        Slip(
          mean(2...5, back: period - 1, over: 4),
          "The diagonal begins one row too early: the third token has not been there before."),
        Slip(
          mean(period...5, back: period - 1, over: 6),
          "It is divided by all tokens. The first three have nothing to repeat, and do not count."),
        Slip(mean(period...5, back: period - 1, over: 1), "That is the sum. A score is a mean."),
        Slip(
          mean(period...4, back: period - 1, over: 2),
          "The last token is left out. It looks at what came after it, though nothing comes now."),
        Slip(
          mean(4...5, back: period - 1, over: 2),
          "The first token of the second time is left out. It has been there before."),
      ],
      readings: [
        Slip(
          mean(2...4, back: period - 1, over: 3),
          "Every row is one too early: the first row that counts is that of the fourth token."),
        Slip(
          .number((3...5).reduce(0) { $0 + (weights.row($1).max() ?? 0) } / 3),
          "Those are the largest weights of the rows, wherever they are. A certain place is asked of each."),
        Slip(
          .number(weights[5, 3]), "That is the last row alone. The score is a mean over all that repeat."),
        Slip(
          mean(4...5, back: period + 1, over: 2),
          "That is the weight on what stood *before* the token the first time."),
        Slip(
          mean(4...5, back: period + 1, over: 3),
          "That is the weight on what stood before the token the first time, divided by three."),
        Slip(
          .number((3...5).reduce(0) { $0 + weights.row($1)[..<3].reduce(0, +) } / 3),
          "That is the weight on the whole first time. One place of it is the one after."),
        Slip(
          .number((weights[3, 1] + weights[4, 2]) / 3),
          "After the third token came the first one again: place 3 counts for the last row."),
        Slip(
          .number((weights[3, 1] + weights[4, 2] + weights[5, 0]) / 3),
          "After the third token of the first time came place 3, not place 0."),
      ])
  }

  static let insideShare = QuestionKind("share", "The share that comes back") { draw in
    let clean = Double(draw.whole(2...6))
    let corrupted = -Double(draw.whole(1...4))
    let patched = draw.shuffled([
      corrupted + draw.decimal(0.5...3.5, step: 0.5), corrupted - draw.decimal(0.5...1, step: 0.5),
    ])
    func each(_ change: (Double) -> Double) -> Answer { .numbers(patched.map(change)) }
    let whole = clean - corrupted
    return Question(
      """
      The logit of “red” less that of “green” is \(written(clean)) after the story with red, and \(written(corrupted)) after the one with green. One state of
      the first story is put into the second, once at one place and once at another; then the difference is \(written(patched[0])) and \(written(patched[1])).
      Which shares come back?
      """, each { ($0 - corrupted) / whole },
      way:
        "How far it has come from \(written(corrupted)), divided by how far it is to \(written(clean)). A share below 0 has made it worse.",
      slips: [
        Slip(
          each { $0 / clean },
          "It is divided by the first story's difference. Where nothing is brought back the share would not be 0."
        ),
        Slip(
          each { ($0 - corrupted) / clean },
          "It is divided by the first story's difference alone. All comes back when it has gone the *whole* way."
        ),
        Slip(each { $0 - corrupted }, "It is not divided. A share is 1 where all comes back."),
        Slip(
          each { (clean - $0) / whole }, "That is the share that is still missing."),
        Slip(
          each { abs($0 - corrupted) / whole },
          "The signs are gone. A state may make it worse than it was: below 0."),
        Slip(
          each { max(0, ($0 - corrupted) / whole) },
          "A share below 0 is cut off. A state may make it worse than it was: show it."),
        Slip(
          each { ($0 - corrupted) / (clean + corrupted) },
          "The way is \(written(clean)) less \(written(corrupted)): a minus is lost."),
        Slip(each { $0 / whole }, "The second story's difference is to be taken off above, too."),
      ],
      readings: [
        Slip(
          each { $0 / corrupted },
          "It is divided by the second story's difference, and begins at 0 and not there."),
        Slip(
          each { (clean - $0) / clean },
          "That is a share that is missing, and of the first story's difference alone."),
        Slip(
          each { ($0 - corrupted) / abs(corrupted) },
          "It is divided by the second story's difference, without its sign."),
        Slip(
          each { ($0 - corrupted) / corrupted },
          "It is divided by the second story's difference. It is the way from one to the other that is 1."),
        Slip(each { ($0 + corrupted) / whole }, "Less a negative number: a minus is lost above."),
      ])
  }

  static let insidePlaces = QuestionKind("places", "Where nothing can come back") { draw in
    let length = draw.whole(12...20)
    let place = draw.whole(4...length - 4)
    return Question(
      """
      Two texts of \(length) tokens differ in place \(place), counted from 0. A causal model of three blocks is asked for the next token, and one state
      of the first text is put into the second, at each place in turn. At how many of the \(length) places is the share that comes back
      certainly 0, whatever the model: in the embeddings, after the *first* block, and after the *last* block? (Three numbers.)
      """, .whole([length - 1, place, length - 1]),
      way:
        "Where both texts have the same state, and where nobody reads any more: embeddings differ in one place, after a block no place before \(place) can, and after the last block the last place alone is read.",
      slips: [
        Slip(
          .whole([length - 1, length - 1, length - 1]),
          "After the first block any later place may carry the difference: attention has moved it."),
        Slip(
          .whole([place, place, place]),
          "So it is after a block in the middle. In the embeddings the texts differ in one place; after the last block one is read."
        ),
        Slip(
          .whole([length - 1, place, place]),
          "After the last block only the last place is read; what stands in the others comes too late."),
        Slip(
          .whole([length - 1, length - 1 - place, length - 1]),
          "The mask is taken the wrong way: it is the *earlier* places that cannot know of the word."),
        Slip(
          .whole([length - 1, place + 1, length - 1]),
          "The word's own place is among them. Its state differs after the block, and later ones may read it."
        ),
        Slip(
          .whole([length - 1, 0, length - 1]),
          "A place before the word cannot know of it: the mask is causal, and its state is the same in both texts."
        ),
        Slip(
          .whole([1, length - place, 1]),
          "These are the places where something *may* come back. Where it is 0 was asked."),
        Slip(
          .whole([length - 1, length - 2, length - 1]),
          "You allow the word's place and the last one. Any place between them may carry it as well."),
        Slip(
          .whole([length - 1, place, 0]),
          "After the last block nothing is moved any more: the other places' states are not read."),
      ],
      readings: [
        Slip(
          .whole([length - 1, length - place, length - 1]),
          "Those are the word's place and the later ones, which *may* carry it. The earlier ones cannot."),
        Slip(
          .whole([length - 1, length - 1, place]),
          "It is after the first block that all earlier places are out, and after the last one all but one."),
        Slip(
          .whole([length - 1, place - 1, length - 1]),
          "Places count from 0: before place \(place) there is one more."),
        Slip(
          .whole([0, place, length - 1]),
          "In the embeddings all other places are the same in both texts: putting one in changes nothing."),
        Slip(.whole([place, place, length - 1]), "In the embeddings the later places are the same, too."),
        Slip(.whole([length, place, length - 1]), "In the embeddings the differing place brings all back."),
        Slip(
          .whole([length - 1, length - 1, 0]),
          "After the first block later places may differ; after the last one the last place alone is read."),
      ])
  }
}
