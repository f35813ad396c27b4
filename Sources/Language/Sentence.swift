/// A sentence as a chapter shows it: its words and punctuation marks without the spaces, and which of them are equal.
///
/// A script that writes no spaces is cut at every ideograph, and what reads as one character (a flag, a family of
/// emoji) stays whole. The spaces are gone: this is for looking at, and not a reversible tokenizer.
///
/// ```swift
/// let sentence = Sentence("the cat sees the dog")
/// sentence.words    // ["the", "cat", "sees", "the", "dog"]
/// sentence.numbers  // [0, 1, 2, 0, 3]
/// ```
public struct Sentence: Sendable, Hashable {
  /// The words, in order.
  public let words: [String]
  /// The number of each word: its place among `distinctWords`.
  public let numbers: [Int]
  /// The different words, in the order of their first appearance.
  public let distinctWords: [String]

  /// The sentence of a text; without words when the text has nothing but white space.
  public init(_ text: String) {
    var pieces: [String] = []
    for piece in WordTokenizer.words(of: text) {
      if let last = pieces.last, (last + piece).count < last.count + piece.count {
        pieces[pieces.count - 1] += piece  // the two are one character to a reader
      } else {
        pieces.append(piece)
      }
    }
    words = pieces.map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    var known: [String] = []
    numbers = words.map { word in
      if let number = known.firstIndex(of: word) { return number }
      known.append(word)
      return known.count - 1
    }
    distinctWords = known
  }
}
