/// How long the guide says that lectures take.
package enum LectureTime {
  /// The minutes of the lecture of that heading in the text of the guide; nil when it does not say.
  package static func minutes(of heading: String, in guide: String) -> Int? {
    let sections = guide.split(separator: "\n## ").map(String.init)
    let section = sections.first { $0.prefix { !$0.isNewline } == heading }
    return section?.firstMatch(of: /\*\*The lecture, ([0-9]+) minutes\.\*\*/).flatMap { Int($0.1) }
  }
}
