import Coursework
import Terminal

/// One of the things that `swift run course` does.
struct Command {
  let name: String
  /// What it takes, as the help shows it.
  var operands = ""
  /// How many it takes.
  var operandCount = 0...0
  /// A line for the list of commands.
  let summary: String
  /// The rest of its help.
  var details = ""
  var options: [OptionDeclaration] = []
  let run: (Session, Arguments) throws -> Int32

  /// The options of every command.
  static let commonOptions: [OptionDeclaration] = [
    .flag("no-color", help: "no colours, as when piped or when NO_COLOR is set"),
    .flag("help", help: "explain the command"),
  ]

  /// `--seed`, with what it is for.
  static func seed(_ help: String) -> OptionDeclaration {
    OptionDeclaration("seed", .integer(0...Int.max), help: help)
  }

  private static let seed = seed("draw the random inputs from this number, to see a failure again")

  /// All commands, in the order of the help.
  static var all: [Command] {
    [
      Command(
        name: "list", summary: "the chapters and exercises, and how far you are",
        details: "✓ passed as it stands  ✗ did not pass  … begun, not checked as it stands  · not started  "
          + "! its file or its section is missing\n"
          + "●○○ one line, once the formula is clear  ●●○ a few lines  ●●● a derivation or an algorithm"
      ) { session, _ in try session.list() },
      Command(
        name: "next", summary: "the first exercise that has not passed: what to write, and where"
      ) { session, _ in try session.next() },
      Command(
        name: "check", operands: "[EXERCISE | CHAPTER]…", operandCount: 0...Int.max,
        summary: "try what you have written, and say what is wrong",
        details:
          "Without a name it checks what is written and has not passed as it stands. An exercise is named "
          + "by its function or its number (`softmax`, `4.1`), a chapter by its number (`4`). Each function "
          + "has 10 seconds, or 100 while its answers are right. The status is 1 unless all that was asked for passed.",
        options: [seed, .flag("all", help: "check every exercise of the course")]
      ) { session, arguments in try session.check(arguments) },
      Command(
        name: "hint", operands: "[EXERCISE]", operandCount: 0...1,
        summary: "one hint more: the idea, the shapes, the steps, the line",
        details: "The hints shown before are shown again. Without a name it is the next exercise's."
      ) { session, arguments in try session.hint(arguments) },
      Command(
        name: "solution", operands: "EXERCISE", operandCount: 1...1,
        summary: "how the course writes it, once yours has passed",
        details: "Before it has passed you are asked whether you mean it.",
        options: [.flag("yes", help: "show it without asking")]
      ) { session, arguments in try session.solution(arguments) },
      Command(
        name: "reset", operands: "EXERCISE", operandCount: 1...1,
        summary: "put an exercise back as it was at first",
        details: "The whole file is kept before in `Exercises/.course/backups`, with the time in its name."
      ) { session, arguments in try session.reset(arguments) },
      Command(
        name: "capstone", summary: "train a GPT of your functions alone, when all have passed",
        details:
          "Every exercise is checked first. Then your GPT and the reference learn Tiny World from the same start on "
          + "the same batches, in about half a minute, and their losses on unseen stories are compared.",
        options: [seed]
      ) { session, arguments in try session.capstone(arguments) },
      Command(
        name: "progress", summary: "a bar a chapter, and your points",
        details: "●○○ counts 1 point, ●●○ 2 and ●●● 3."
      ) { session, _ in try session.progress() },
      Command(
        name: "watch", operands: "[EXERCISE]", operandCount: 0...1, summary: "check again whenever you save",
        details:
          "It shows an exercise, or the next that has not passed, and follows you: what you save is what it checks, and "
          + "when that passes it goes on. Keys: n the next exercise that has not passed, p the one before, h a hint, "
          + "l the list, c check now, arrows and the space bar scroll, q or Ctrl-C the end. Without a terminal it "
          + "prints a report at every save.",
        options: [seed]
      ) { session, arguments in
        let item = try arguments.operands.first.map { word throws in try Item.named(word) }
        return try Watch(session, on: item, seed: arguments.seed).run()
      },
      .quiz,
      .sheet,
      .grade,
      .verify,
      Command(
        name: "catalogue", summary: "all mistakes that a check knows, as Markdown",
        details: "It makes the page `Docs/Misconceptions.md`."
      ) { session, _ in
        try session.console.writeOutput(Array(CataloguePage.markdown.utf8))
        return 0
      },
    ]
  }
}
