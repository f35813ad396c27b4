import Language
import Testing

/// Discounting by hand on TOY-N: the·cat twice, the·dog, cat·sat, cat·ran, dog·sat once, sat·</s> twice, ran·</s>
/// once, `<s>`·the three times: eight kinds of bigram.
@Suite struct KneserNeyTests {
  let toy: ToyLanguage
  let the = 0, cat = 1, dog = 2, sat = 3, ran = 4, end = 5
  init() throws { toy = try ToyLanguage() }

  /// Kinds of words before each: the 1, cat 1, dog 1, sat 2, ran 1, </s> 2: eight together. With D = ½,
  /// P₁(w) = (N₁₊(•w) − ½)/8 + (½·6/8)/6: 1/8 where N₁₊ is 1, 1/4 where it is 2.
  /// P₂(cat|the) = (2 − ½)/3 + (½·2/3)·1/8 = 13/24; then dog 5/24, sat and </s> 2/24, the and ran 1/24.
  @Test func interpolatedKneserNeyByHand() {
    let model = toy.model(2, .kneserNey(.fixed(0.5)))
    for (word, share) in [(the, 1.0), (cat, 13), (dog, 5), (sat, 2), (ran, 1), (end, 2)] {
      expectEqual(model.probability(of: word, after: [the]), share / 24, within: 1e-15)
    }
    for (word, share) in [(the, 1.0), (cat, 1), (dog, 1), (sat, 2), (ran, 1), (end, 2)] {
      expectEqual(model.probability(of: word, after: []), share / 8, within: 1e-15)
      // </s> precedes nothing.
      expectEqual(model.probability(of: word, after: [end]), share / 8, within: 1e-15)
    }
    // γ(dog) = ½·1/1; γ(cat) = ½·2/2; γ(<s>) = ½·1/3.
    expectEqual(model.probability(of: ran, after: [dog]), 1.0 / 16, within: 1e-15)
    expectEqual(model.probability(of: ran, after: [cat]), 5.0 / 16, within: 1e-15)
    expectEqual(model.probability(of: the, after: [model.beginning]), 41.0 / 48, within: 1e-15)
  }

  /// In the trigram model the bigrams count by the kinds before them: the·cat and the·dog only follow `<s>`, one
  /// each, so P₂(cat|the) = (1 − ½)/2 + (½·2/2)·1/8 = 5/16, and P₃(cat|<s> the) = (2 − ½)/3 + (½·2/3)·5/16 = 29/48.
  /// `<s>`·the begins with `<s>` and keeps its count of 3: P(the|<s>) is 41/48 as before.
  @Test func lowerOrdersOfATrigramCountContexts() {
    let model = toy.model(3, .kneserNey(.fixed(0.5)))
    expectEqual(model.probability(of: cat, after: [the]), 5.0 / 16, within: 1e-15)
    expectEqual(model.probability(of: cat, after: [model.beginning, the]), 29.0 / 48, within: 1e-15)
    expectEqual(model.probability(of: the, after: [model.beginning]), 41.0 / 48, within: 1e-15)
  }

  /// Absolute discounting keeps the plain counts below: P₁(the) = (3 − ½)/12 + (½·6/12)/6 = 1/4 where Kneser–Ney has
  /// 1/8, since "the" is frequent but only begins sentences. γ(dog) = ½: P₂(the|dog) = 1/8 and 1/16.
  @Test func absoluteDiscountingDiffersInTheLowerOrder() {
    let absolute = toy.model(2, .absoluteDiscounting(.fixed(0.5)))
    expectEqual(absolute.probability(of: the, after: []), 1.0 / 4, within: 1e-15)
    expectEqual(absolute.probability(of: the, after: [dog]), 1.0 / 8, within: 1e-15)
    expectEqual(
      toy.model(2, .kneserNey(.fixed(0.5))).probability(of: the, after: [dog]), 1.0 / 16, within: 1e-15)
  }

  /// Bigrams: five kinds have the count 1 and two the count 2: D = 5/9. Unigrams, by contexts: four and two: D = ½.
  /// P(cat|the) = (2 − 5/9)/3 + (5/9·2/3)·1/8 = 19/36.
  @Test func estimatedDiscountIsThatOfNeyEssenAndKneser() {
    let model = toy.model(2, .kneserNey(.estimated))
    expectEqual(model.probability(of: cat, after: [the]), 19.0 / 36, within: 1e-15)
  }

  /// Counts 1, 1, 1, 1, 2, 2, 3, 4, 0, together 15: t = (4, 2, 1, 1), Y = 4/8, D₁ = 1 − 2·½·2/4 = ½,
  /// D₂ = 2 − 3·½·1/2 = 1¼, D₃₊ = 3 − 4·½·1/1 = 1; taken off: 4·½ + 2·1¼ + 2·1 = 6½, a ninth of it to each token.
  @Test func modifiedDiscountsAreThoseOfChenAndGoodman() {
    let text = [0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7]
    let model = NGramModel(
      order: 1, vocabularySize: 9, smoothing: .absoluteDiscounting(.modified), sequences: [text])
    let shared = 6.5 / 15 / 9
    for (token, kept) in [(0, 0.5), (3, 0.5), (4, 0.75), (5, 0.75), (6, 2), (7, 3), (8, 0)] {
      expectEqual(model.probability(of: token, after: []), kept / 15 + shared, within: 1e-15)
    }
  }

  /// "york" is frequent but only follows "new"; "mug" follows five words. After a new word "mug" is likelier.
  @Test func frequentWordOfOneContextIsNotExpectedElsewhere() throws {
    let text =
      "new york new york new york new york new york new york a mug the mug my mug red mug old mug odd"
    let spaced = text.split(separator: " ").map(String.init)
    let words = Vocabulary(sortedFrom: spaced)
    let tokens = try words.ids(of: spaced)
    let ids = try words.ids(of: ["odd", "york", "mug"])
    func ratio(_ smoothing: NGramSmoothing) -> Double {
      let model = NGramModel(order: 2, vocabularySize: words.count, smoothing: smoothing, sequences: [tokens])
      return model.probability(of: ids[2], after: [ids[0]]) / model.probability(of: ids[1], after: [ids[0]])
    }
    #expect(ratio(.absoluteDiscounting(.fixed(0.75))) < 1)
    #expect(ratio(.kneserNey(.fixed(0.75))) > 3)
  }

  /// Bigram counts 1, 2, 2, ten threes and a four: t = (1, 2, 10, 1), Y = 1/5, D₂ = 2 − 3·⅕·10/2 = −1. With the single
  /// discount instead, K (counted twice, both times before z) leaves ⅕·1/2 = 1/10 for other words.
  @Test func unseenWordIsPossibleWhereADiscountWouldBeNegative() {
    let (k, z) = (0, 1)
    var sequences = [[k, z], [k, z], [2]] + Array(repeating: [13], count: 4)
    for token in 3..<13 { sequences += Array(repeating: [token], count: 3) }
    let model = NGramModel(
      order: 2, vocabularySize: 14, smoothing: .absoluteDiscounting(.modified), sequences: sequences)
    let lower = NGramModel(
      order: 1, vocabularySize: 14, smoothing: .absoluteDiscounting(.modified), sequences: sequences)
    let left = 0.1 * lower.probability(of: 13, after: [])
    expectEqual(model.probability(of: 13, after: [k]), left, within: 1e-15)
    #expect(left > 0)
  }
}
