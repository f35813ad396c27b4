import Coursework
import Terminal

/// An exercise with its chapter.
struct Item {
  let chapter: CourseChapter
  let exercise: AnyExercise

  var name: String { exercise.name }
  var number: String { Syllabus.number(of: exercise) }

  /// All exercises in order.
  static var all: [Item] {
    Syllabus.chapters.flatMap { chapter in
      chapter.exercises.map { Item(chapter: chapter, exercise: $0) }
    }
  }

  /// The exercise that a learner names: `softmax`, `4.1`.
  static func named(_ word: String) throws(CommandFailure) -> Item {
    if let (chapter, exercise) = Syllabus.exercise(word) { return Item(chapter: chapter, exercise: exercise) }
    throw unknown(word, what: "exercise")
  }

  /// The exercises that a word stands for: one, or all of a chapter.
  static func selected(by word: String) throws(CommandFailure) -> [Item] {
    if let (chapter, exercise) = Syllabus.exercise(word) {
      return [Item(chapter: chapter, exercise: exercise)]
    }
    guard let chapter = Syllabus.chapters.first(where: { "\($0.number)" == word || $0.folder == word }) else {
      throw unknown(word, what: "exercise or chapter")
    }
    guard !chapter.exercises.isEmpty else { throw .usage("chapter \(word) has no exercises") }
    return chapter.exercises.map { Item(chapter: chapter, exercise: $0) }
  }

  private static func unknown(_ word: String, what: String) -> CommandFailure {
    let shown = DisplayWidth.truncated(word.printable, to: 40)
    if let number = word.split(separator: ".").first, word.contains("."),
      let chapter = Syllabus.chapters.first(where: { "\($0.number)" == number }), !chapter.exercises.isEmpty
    {
      let range = chapter.exercises.count == 1 ? "only" : "\(number).1 to"
      return .usage(
        "no exercise \(shown); chapter \(number) has \(range) \(number).\(chapter.exercises.count)")
    }
    let nearest = NearestName.of(word, among: all.map(\.name)).map { "did you mean \($0)?" }
    return .usage("unknown \(what) \"\(shown)\"; \(nearest ?? "`swift run course list` shows all")")
  }
}

extension Item {
  /// How far it is.
  func state(in workshop: Workshop) -> Workshop.State { workshop.state(of: exercise, in: chapter) }

  /// Whether it has passed as it stands.
  func hasPassed(in workshop: Workshop) -> Bool {
    if case .passed = state(in: workshop) { true } else { false }
  }

  /// The first exercise that has not passed as it stands; after another one, and then from the beginning.
  static func next(after item: Item? = nil, in workshop: Workshop) -> Item? {
    let items = all
    let start = items.firstIndex { $0.name == item?.name }.map { $0 + 1 } ?? 0
    return (items[start...] + items[..<start]).first {
      $0.name != item?.name && !$0.hasPassed(in: workshop)
    }
  }

  /// The exercise before another in the course, whether or not it has passed; before the first comes the last.
  static func previous(before item: Item?) -> Item? {
    let items = all
    let place = items.firstIndex { $0.name == item?.name } ?? 0
    return place > 0 ? items[place - 1] : items.last
  }
}
