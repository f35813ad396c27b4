import Language
import Testing

@Suite("Edit distance") struct EditDistanceTests {
  /// Counted by hand; "ca" to "abc" is the example that tells the unrestricted distance from the aligned one, 3.
  @Test(arguments: [
    ("kitten", "sitting", 3), ("kite", "ktie", 1), ("ca", "abc", 2), ("", "abc", 3), ("abc", "", 3),
    ("", "", 0),
    ("boots", "boats", 1), ("boots", "bots", 1), ("boots", "bootts", 1), ("red", "erd", 1),
    ("abcd", "badc", 2),
    ("abcd", "dbca", 2), ("Tom", "tom", 1), ("ab", "bca", 2),
  ])
  func handValues(left: String, right: String, distance: Int) {
    #expect(editDistance(left, right) == distance)
    #expect(editDistance(right, left) == distance)
    #expect(editDistance(Array(left), Array(right)) == distance)
  }

  /// The length of the shortest way from one string to another in a graph whose edges are the four edits.
  @Test(arguments: [("ab", 4), ("abc", 3)])
  func isTheShortestWayOfEdits(letters: String, longest: Int) {
    let alphabet = Array(letters)
    var words: [[Character]] = [[]]
    for length in 0..<longest + 1 {
      words += words.filter { $0.count == length }.flatMap { word in alphabet.map { word + [$0] } }
    }
    let short = words.filter { $0.count <= longest }
    for start in short {
      var distances = [start: 0]
      var queue = [start]
      var read = 0
      while read < queue.count {
        let word = queue[read]
        read += 1
        for next in edits(of: word, alphabet) where next.count <= longest + 1 && distances[next] == nil {
          distances[next] = distances[word, default: 0] + 1
          queue.append(next)
        }
      }
      for end in short {
        #expect(editDistance(start, end) == distances[end], "\(String(start)) → \(String(end))")
      }
    }
  }

  private func edits(of word: [Character], _ alphabet: [Character]) -> [[Character]] {
    var result: [[Character]] = []
    for place in 0...word.count {
      result += alphabet.map { Array(word[..<place]) + [$0] + word[place...] }
      guard place < word.count else { break }
      result.append(Array(word[..<place] + word[(place + 1)...]))
      result += alphabet.map { Array(word[..<place]) + [$0] + word[(place + 1)...] }
      guard place + 1 < word.count else { continue }
      var exchanged = word
      exchanged.swapAt(place, place + 1)
      result.append(exchanged)
    }
    return result
  }

  /// Elements may be anything that can be compared, and a letter with an accent is one edit from another.
  @Test func comparesWhatItIsGiven() {
    #expect(editDistance([1, 2, 3], [2, 1, 3, 4]) == 2)
    #expect(editDistance("zoë", "zoé") == 1)
  }
}
