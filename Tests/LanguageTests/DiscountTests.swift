import Language
import Testing

/// What is taken off every count, by hand, where the counts of counts are few.
///
/// In a unigram model of N tokens a token of count c has (c − D)/N and its V-th part of all that was taken off.
@Suite struct DiscountTests {
  private func probabilities(_ text: [Int], _ vocabularySize: Int, _ discount: NGramDiscount) -> [Double] {
    NGramModel(
      order: 1, vocabularySize: vocabularySize, smoothing: .absoluteDiscounting(discount), sequences: [text]
    ).distribution(after: [])
  }

  private func expectShares(
    _ text: [Int], _ discount: NGramDiscount, _ shares: [Double], of whole: Double,
    location: SourceLocation = #_sourceLocation
  ) {
    let found = probabilities(text, shares.count, discount)
    for (probability, share) in zip(found, shares) {
      expectEqual(probability, share / whole, within: 1e-15, location: location)
    }
  }

  /// Each token once: t₂ = 0 would make D = 1. With ½ each keeps ½ of 3, and an eighth goes to each of four.
  @Test(arguments: [NGramDiscount.estimated, .modified]) func withoutCountsOfTwoTheDiscountIsOneHalf(
    _ discount: NGramDiscount
  ) {
    expectShares([0, 1, 2], discount, [7, 7, 7, 3], of: 24)
  }

  /// Each token twice: t₁ = 0 would make D = 0, and what was not seen impossible.
  @Test(arguments: [NGramDiscount.estimated, .modified]) func withoutCountsOfOneTheDiscountIsOneHalf(
    _ discount: NGramDiscount
  ) {
    expectShares([0, 0, 1, 1], discount, [11, 11, 2], of: 24)
  }

  /// Counts 1 and 2: D = 1/3. There is no t₃, so there are no three discounts.
  @Test(arguments: [NGramDiscount.estimated, .modified]) func withoutCountsOfThreeThereIsOneDiscount(
    _ discount: NGramDiscount
  ) {
    expectShares([0, 1, 1], discount, [8, 17, 2], of: 27)
  }

  /// Counts 1, 2 and 3: D = 1/3. t₄ = 0 would make D₃ = 3, and the token of count 3 as rare as an unseen one.
  @Test(arguments: [NGramDiscount.estimated, .modified]) func withoutCountsOfFourThereIsOneDiscount(
    _ discount: NGramDiscount
  ) {
    expectShares([0, 1, 1, 2, 2, 2], discount, [11, 23, 35, 3], of: 72)
  }

  /// Counts 1, 2, 3, 3 and 4: Y = 1/3, D₂ = 2 − 3·⅓·2/1 = 0, which is not positive: D = 1/3 for all.
  @Test func discountOfNothingIsNotUsed() {
    expectShares([0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4], .modified, [17, 35, 53, 53, 71, 5], of: 234)
  }

  /// Both ends of what is accepted: nothing is taken off, and of counts of one all is.
  @Test func fixedDiscountsGoFromZeroToOne() {
    expectShares([0, 1, 1], .fixed(0), [1, 2, 0], of: 3)
    expectShares([0, 1, 1], .fixed(1), [2, 5, 2], of: 9)
    #expect(probabilities([0, 1, 1], 3, .fixed(0))[2] == 0)
  }

  /// Kneser and Ney's lower orders count contexts, and their discounts are estimated from those counts: four tokens of
  /// the toy have one kind of context and two have two, D = ½. From plain counts (1, 1, 2, 2, 3, 3) it would be ⅓.
  /// With a seventh token that never occurs: P(sat) = (2 − ½)/8 + (½·6/8)/7.
  @Test func discountsOfKneserNeyAreThoseOfItsOwnCounts() throws {
    let model = NGramModel(
      order: 2, vocabularySize: 7, smoothing: .kneserNey(.estimated), sequences: try ToyLanguage().sentences)
    expectEqual(model.probability(of: 3, after: []), 27.0 / 112, within: 1e-15)
    expectEqual(model.probability(of: 6, after: []), 6.0 / 112, within: 1e-15)
  }

  @Test func smoothingsHaveNames() {
    let names: [(NGramSmoothing, String)] = [
      (.maximumLikelihood, "maximum likelihood"), (.addConstant(1), "add-1"), (.addConstant(0.5), "add-0.5"),
      (.addConstant(1e300), "add-1e+300"), (.interpolation(weights: [1]), "interpolation"),
      (.absoluteDiscounting(.modified), "absolute discounting"), (.kneserNey(.estimated), "Kneser–Ney"),
      (.kneserNey(.fixed(0.5)), "Kneser–Ney"), (.kneserNey(.modified), "modified Kneser–Ney"),
    ]
    for (smoothing, name) in names { #expect(smoothing.name == name) }
  }
}
