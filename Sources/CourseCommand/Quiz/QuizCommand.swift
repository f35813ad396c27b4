import Coursework
import Questions
import Terminal

extension Command {
  /// `course quiz`.
  static var quiz: Command {
    Command(
      name: "quiz", operands: "[CHAPTER]", operandCount: 0...1,
      summary: "questions with numbers of their own, to answer by hand",
      details:
        "One of each kind that the chapter has; without a chapter, eight of all. Numbers are typed with spaces or commas "
        + "between them (`0.25 1/4 −1`), a choice by its letter. A wrong answer is told what is wrong with it, and may be tried "
        + "once more. `?` shows the way to the answer, an empty line passes on, the end of the input ends the quiz.",
      options: [
        seed("ask the questions of an earlier quiz"),
        OptionDeclaration("count", .integer(1...100), help: "ask so many questions"),
      ]
    ) { session, arguments in try session.quiz(arguments) }
  }
}

extension CourseChapter {
  /// The chapter that somebody names by its number, its command or its folder.
  static func named(_ word: String) throws(CommandFailure) -> CourseChapter {
    let chapters = Syllabus.chapters
    if let chapter = chapters.first(where: { ["\($0.number)", $0.command, $0.folder].contains(word) }) {
      return chapter
    }
    let nearest = NearestName.of(word, among: chapters.map(\.command)).map { "did you mean \($0)?" }
    let shown = DisplayWidth.truncated(word.printable, to: 40)
    throw .usage(
      "no chapter \"\(shown)\"; "
        + (nearest ?? "there are 0 to \(chapters.count - 1), such as 4 or attention"))
  }
}

extension Session {
  /// Asks questions until they or the input end, and says how many were right and what went wrong.
  func quiz(_ arguments: Arguments) throws -> Int32 {
    let workshop = try findWorkshop()
    let chapter = try arguments.operands.first.map { word throws in try CourseChapter.named(word) }
    let seed = arguments.seed
    let kindCount = chapter.map { QuestionKind.all(ofChapter: $0.number).count } ?? 8
    let quiz = Quiz(
      of: chapter.map { [$0] } ?? Syllabus.chapters, seed: seed,
      count: arguments.integer(of: "count") ?? kindCount)
    let title = chapter.map { workshop.title(of: $0) } ?? "All chapters"
    let noun = quiz.items.count == 1 ? "question" : "questions"
    try show(
      [StyledLine("\(title) · \(quiz.items.count) \(noun)", .bold)]
        + prose("An empty line passes on, ? shows the way to the answer, Ctrl-D ends."))
    var tally = QuizTally()
    for (index, item) in quiz.items.enumerated() {
      let place = StyledLine("\(index + 1)/\(quiz.items.count) ", .quiet)
      let origin = chapter == nil ? "chapter \(item.chapter.number)" : ""
      try show(
        [StyledLine(), line(place + StyledLine(item.kind.title, .bold), right: StyledLine(origin, .quiet))]
          + [StyledLine()] + lines(of: item.question) + [StyledLine()])
      guard try ask(item, &tally) else { break }
    }
    try show([StyledLine()] + summary(of: tally))
    let words = ["swift run course quiz"] + arguments.operands + ["--seed \(seed)"]
    let count = arguments.integer(of: "count").map { ["--count \($0)"] } ?? []
    try show(row("again", (words + count).joined(separator: " "), style: .code))
    return 0
  }

  /// Asks one question until it is right, wrong twice or passed over, and says whether there is more input.
  private func ask(_ item: Quiz.Item, _ tally: inout QuizTally) throws -> Bool {
    var (isSecondTry, isWayShown) = (false, false)
    while true {
      try console.writeOutput(Array("> ".utf8))
      guard let typed = console.readLine() else {
        try show([StyledLine()])
        return false
      }
      if !console.isInputTerminal { try console.show(typed.printable) }
      switch typed.filter({ !$0.isWhitespace }) {
      case "":
        tally.notePassed()
        try show(solution(of: item.question))
        return true
      case "?", "？":
        isWayShown = true
        try show(prose(item.question.way, indent: 2))
        continue
      default: break
      }
      let mark = item.question.mark(typed)
      try show(lines(on: mark, isLast: isSecondTry))
      switch mark {
      case .unreadable: continue
      case .right:
        tally.noteRight(isSecondTry: isSecondTry, isWayShown: isWayShown)
        return true
      case .slip(let message), .wrong(.some(let message)): tally.note(mistake: message, in: item.kind.title)
      case .wrong(nil): tally.note(mistake: "Another mistake.", in: item.kind.title)
      }
      if isSecondTry {
        tally.noteWrong()
        try show(solution(of: item.question))
        return true
      }
      isSecondTry = true
    }
  }

  /// What an answer is worth, in words.
  private func lines(on mark: Mark, isLast: Bool) -> [StyledLine] {
    let wrong = StyledLine("✗ ", .failed)
    func lines(_ message: String) -> [StyledLine] {
      hanging(wrong, prose(message + (isLast ? "" : " Once more."), width: width - wrong.width))
    }
    switch mark {
    case .right: return [StyledLine("✓ ", .passed) + StyledLine("right")]
    case .slip(let message), .wrong(.some(let message)): return lines(message)
    case .wrong(nil): return lines("That is wrong, by none of the mistakes that are known here.")
    case .unreadable(let message):
      return hanging(StyledLine("! ", .failed), prose(message, width: width - 2))
    }
  }

  /// The right answer, and how it is come by.
  private func solution(of question: Question) -> [StyledLine] {
    hanging(StyledLine("  → ", .passed), prose(question.solution, width: width - 4))
      + prose(question.way, indent: 4)
  }

  /// How many were right, and which mistakes were made.
  private func summary(of tally: QuizTally) -> [StyledLine] {
    guard tally.asked > 0 else { return prose("Nothing was answered.") }
    let mistakes = tally.mistakes.flatMap { mistake in
      [StyledLine("  \(mistake.title)", .bold)] + prose(mistake.message, indent: 4)
    }
    return prose(tally.summary) + mistakes
  }
}
