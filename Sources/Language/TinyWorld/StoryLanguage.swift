/// What a language adds to the world: the words for every fact, and the sentences.
struct StoryLanguage: Sendable {
  /// The words for each fact's values: the inventories that stories draw from.
  var words: [[String]]
  /// How each form is written, by form and then by the values of its facts (the first fact varies slowest).
  var renderings: [[StoryRendering]]
  /// One text, from its first letter to the newline that ends it.
  var grammar: StoryGrammar

  /// Writes every form of every value once, so that a story is put together from finished pieces.
  init(
    words: [[String]], grammar: StoryGrammar,
    segments: (_ form: StoryForm, _ values: [Int]) -> [StorySegment]
  ) {
    self.words = words
    self.grammar = grammar
    renderings = StoryForm.allCases.map { form in
      var combinations: [[Int]] = [[]]
      for fact in form.facts {
        combinations = combinations.flatMap { head in words[fact.rawValue].indices.map { head + [$0] } }
      }
      return combinations.map { StoryRendering(segments(form, $0)) }
    }
  }

  /// The values of the form's facts that the rendering at an index is of.
  func values(of form: StoryForm, at index: Int) -> [Int] {
    var rest = index
    return form.facts.reversed().map { fact in
      defer { rest /= words[fact.rawValue].count }
      return rest % words[fact.rawValue].count
    }.reversed()
  }
}

/// A piece of a mention, and the fact that it tells, if it tells one.
struct StorySegment {
  var text: String
  var fact: StoryFact?

  init(_ text: String, tells fact: StoryFact? = nil) {
    self.text = text
    self.fact = fact
  }
}

/// A mention in finished form.
struct StoryRendering: Sendable {
  /// The text in UTF-8.
  var bytes: [UInt8]
  var characters: Int
  var tokens: Int
  /// Where in the text, counted in characters, each fact is told.
  var ranges: [(fact: StoryFact, characters: Range<Int>)]

  init(_ segments: [StorySegment]) {
    let text = segments.map(\.text).joined()
    bytes = Array(text.utf8)
    characters = text.count
    tokens = StoryRendering.tokenCount(of: text)
    ranges = []
    var start = 0
    for segment in segments {
      let end = start + segment.text.count
      if let fact = segment.fact { ranges.append((fact, start..<end)) }
      start = end
    }
  }

  /// Words, ideographs, punctuation marks and newlines, one token each; spaces only separate.
  static func tokenCount(of text: String) -> Int {
    var count = 0
    var insideWord = false
    for character in text {
      let isIdeograph = character.unicodeScalars.allSatisfy(\.properties.isIdeographic)
      let isLetter = character.isLetter && !isIdeograph
      if isLetter ? !insideWord : character != " " { count += 1 }
      insideWord = isLetter
    }
    return count
  }
}
