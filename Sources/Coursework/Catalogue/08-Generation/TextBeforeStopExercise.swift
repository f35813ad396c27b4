import Randomness

/// Where a text that is being written ends.
package enum TextBeforeStopExercise: Exercise {
  /// What is returned: the text, and how many pieces were generated for it.
  package typealias Ending = (text: String, pieces: Int)
  /// The texts of tokens in the order in which they come, and stop texts, to the ending.
  package typealias Function = @Sendable (_ pieces: [String], _ stops: [String]) throws -> Ending

  /// What the stopping is tried on.
  package struct Inputs: Codable, Sendable {
    let pieces: [String]
    let stops: [String]

    init(_ pieces: [String], _ stops: [String]) {
      self.pieces = pieces
      self.stops = stops
    }
  }

  package static let about = About(
    name: "textBeforeStop", title: "stop texts",
    goal:
      "Pieces come one by one: the texts of the tokens that a model generates. Generation ends with the first piece after "
      + "which a stop text stands anywhere in all that was written, be it over the border of two pieces. Return the text "
      + "before the earliest place where a stop text begins in it, and the number of pieces that had come. Where none "
      + "ever stands there, that is the whole text and the number of all pieces. No stop text is empty.",
    formula: """
      n = the smallest number of pieces with a stop text in text = pieces[0] + … + pieces[n − 1]
      result: text up to the earliest beginning of a stop text, n
      """,
    minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "A stop text of three letters may come as the end of one piece and the beginning of the next. So it is searched in "
      + "what was written so far, each time that a piece has come.",
    shapes:
      "A list of texts goes in; one text and one number come out. The stop text itself is no part of the result, and "
      + "neither is what came behind it in the same piece.",
    pseudocode: """
      text ← ""
      for every piece, counted from 1:
        text ← text + piece
        of all stop texts that are in text: the place where the earliest begins
        if there is one: return the text before it, the count
      return text, the number of pieces
      """,
    line: """
      text += piece
      let starts = stops.compactMap { text.firstRange(of: $0)?.lowerBound }
      if let start = starts.min() { return (String(text[..<start]), index + 1) }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let letters = ["a", "b", "ab", "ba", "c", "bc"]
    func drawn(_ stops: [String]) -> Inputs {
      Inputs((0..<12).map { _ in letters[random.index(below: letters.count)] }, stops)
    }
    return [
      Inputs(["the", " dog", " ran", ".", "\n", "the", " cat"], ["\n"]),
      Inputs(["one", " two<", "en", "d> th", "ree"], ["<end>"]),
      // Two in one piece, of which the later one is named first; and more behind it.
      Inputs(["say", " yes? or no. then", " more"], [".", "?"]),
      Inputs(["a", "b", " ", "c", " "], ["x", "yz"]),
      Inputs([" well ", "Q", ": go on. Q: no", "Q:"], ["Q:", " no"]),
      Inputs(["stop"], ["stop"]),
      Inputs([], ["stop"]),
      // A longer stop text that begins earlier is complete only later.
      Inputs(["wa", "bc", "d."], ["abcd", "bc"]),
      Inputs(["no end ", "at all "], []),
      drawn(["abc", "cc"]),
      drawn(["caba", "bb"]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let ending = try function(inputs.pieces, inputs.stops)
    return Answer([
      Answer.Part("text", words: [ending.text]),
      Answer.Part("number of pieces", shape: [], numbers: [Double(ending.pieces)]),
    ])
  }

  package static let reference: Function = { pieces, stops in
    var text = ""
    for (index, piece) in pieces.enumerated() {
      text += piece
      if let start = stops.compactMap({ text.firstRange(of: $0)?.lowerBound }).min() {
        return (String(text[..<start]), index + 1)
      }
    }
    return (text, pieces.count)
  }
}
