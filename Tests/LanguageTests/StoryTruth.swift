import Foundation

/// What a story says of itself, read from its words with no knowledge of how it was made: the oracle for its plan, its
/// labels and the answers to questions.
struct StoryTruth {
  /// The things that each person takes home, "red kite", in the order of the last sentences.
  var takenHome: [String: [String]] = [:]
  /// Whose each thing is when the story begins.
  var firstOwner: [String: String] = [:]
  /// The place with its preposition.
  var place = ""

  /// Reads one story of the world.
  init(_ story: String) {
    let sentences = story.trimmingCharacters(in: .newlines)
      .replacingOccurrences(of: "[.!?]", with: ".", options: .regularExpression)
      .components(separatedBy: ".").map { $0.trimmingCharacters(in: .whitespaces) }
    place = sentences[0].components(separatedBy: " ").suffix(3).joined(separator: " ")
    for sentence in sentences {
      if sentence.hasPrefix("At night "), sentence.contains(" takes home ") {
        end(String(sentence.dropFirst(9)).replacingOccurrences(of: " takes home ", with: " "))
      } else if sentence.hasPrefix("Then "), sentence.contains(" goes home with ") {
        end(
          String(sentence.dropFirst(5)).replacingOccurrences(of: " goes home with ", with: " ")
            .replacingOccurrences(of: " with ", with: " "))
      }
    }
    opening(sentences)
  }

  /// "Anna the red kite, Tom the blue drum and the green hat and Eva the pink bell".
  private mutating func end(_ list: String) {
    var person = ""
    for part in list.replacingOccurrences(of: ",", with: " and").components(separatedBy: " and ") {
      var words = part.components(separatedBy: " ").filter { !$0.isEmpty }
      if words[0] != "the" { person = words.removeFirst() }
      takenHome[person, default: []].append(words.dropFirst().joined(separator: " "))
    }
  }

  /// "Anna has a red kite. Tom loves an orange drum." or "Anna has a red kite and Tom an orange drum."
  private mutating func opening(_ sentences: [String]) {
    for sentence in sentences.dropFirst() {
      let isList = sentence.contains(" has ") && sentence.contains(" and ")
      for part in sentence.replacingOccurrences(of: ",", with: " and").components(separatedBy: " and ") {
        let words = part.components(separatedBy: " ").filter { !["a", "an", ""].contains($0) }
        let thing = words.suffix(2).joined(separator: " ")
        guard words.count == 4 || (isList && words.count == 3), !sentence.contains(" the "),
          firstOwner[thing] == nil,
          ["has", "loves", "wears", "carries"].contains(words[1]) || words.count == 3
        else { return }
        firstOwner[thing] = words[0]
      }
    }
  }
}
