import Generation
import Language
import Neural
import Notebook
import Training

/// Questions and answers, turn by turn; the loss on the answers alone.
func dialogue(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> Talk {
  notebook.heading("A dialogue")
  let (world, seed, count) = (lesson.world, notebook.seed, notebook[Options.heldOut] / 2)
  notebook.code()
  let dialogues = world.dialogues(
    count: 3_000, turns: 2, longest: 76, seed: seed)
  let heldOut = world.dialogues(
    count: count, turns: 2, longest: 76, seed: seed ^ 0x96_0000)

  let example = dialogues.first { $0.turns[1].isAgain } ?? dialogues[0]
  notebook.prose(
    """
    A story, and two turns of questions and answers about it. The second may be "\(TinyWorld.Question.again)", and then only the turn before says what is
    asked. Of an age no story tells, and of a place where somebody looks only some: there the right answer is to decline.

    - \(example.story)
    \(example.turns.map { "- **\($0.text)** \($0.answer)" }.joined(separator: "\n"))

    A turn stands between markers. What is read is not learned; the answer is, and that it ends:
    """)
  notebook.declaration("dialogueSequence", in: "6-ADialogue.swift")
  let (everything, withStories) = (
    notebook[Options.lossOnEverything], !notebook[Options.noStories]
  )
  var sequences = try dialogues.map {
    try dialogueSequence($0, lesson, learnsEverything: everything)
  }
  let shown = try dialogueSequence(example, lesson, learnsEverything: everything)
  let learned = shown.isTarget.count { $0 }
  notebook.table(
    "the last tokens of that dialogue", columns: ["token", "learned"],
    rows: zip(shown.tokens, shown.isTarget).suffix(12).map {
      [lesson.label(of: $0), $1 ? "yes" : "·"]
    })
  notebook.prose(
    "Of its \(shown.tokens.count) tokens \(learned) are to be learned. A batch with none is refused, for its loss would be a mean over nothing:"
  )
  var nothing = TargetedSequence()
  nothing.read([lesson.start, lesson.token(.ask)])
  let unlearned = nothing
  notebook.code()
  var refusal = ""
  do { _ = try ChosenTargets([unlearned]) } catch { refusal = "\(error)" }

  notebook.prose("    \(refusal)")
  notebook.check("a batch without anything to learn is refused", isTrue: !refusal.isEmpty)
  var plan = TuningPlan(
    steps: notebook[Options.talkSteps], batch: 16, rate: Float(notebook[Options.rate]),
    seed: lesson.seed.derived(6))
  if withStories {
    plan.auxiliaryWeight = Float(notebook[Options.auxiliary])
    notebook.prose(
      """
      A quarter of what is drawn are whole stories as of old, in which nothing is an answer. They, and all that is read of the
      dialogues, count λ = \(NumberText.compact(notebook[Options.auxiliary])) times, so that the model stays what it was:
      """)
    notebook.formula(.g_AUX)
    notebook.code()
    let stories = world.stories(count: 1_000, seed: seed ^ 0x960)
    sequences += try stories.map { story in
      var sequence = TargetedSequence()
      sequence.read([lesson.start] + (try lesson.tokens(of: story)))
      return sequence
    }
  } else {
    notebook.prose("No stories, and λ = 0: nothing but answers counts.")
  }
  let start = lesson.model
  let progress = notebook.progress("tuning on dialogues", total: plan.steps)
  notebook.code()
  let model = try tuned(start, on: sequences, by: plan) {
    $0($1, dropout: $2)
  } watch: { result, _ in
    progress.report(step: result.step, loss: Double(result.loss))
  }

  progress.finish()
  notebook.prose(
    "Every question of \(heldOut.count.grouped) other dialogues is put, each after the right answers to those before it, and answered greedily up to `<end>`:"
  )
  notebook.declaration("reply", in: "6-ADialogue.swift")
  let (before, after) = (try judged(start, heldOut, lesson), try judged(model, heldOut, lesson))
  notebook.table(
    "the answers, judged exactly",
    columns: ["question", "asked", "right", "wrong", "declined"],
    rows: after.kinds.map { kind in
      [
        kind, after.total(of: kind), after.count(.right, of: kind), after.count(.wrong, of: kind),
        after.count(.declined, of: kind),
      ]
    })
  notebook.prose(
    """
    *Declined* counts what the story does tell. Of \(after.total(of: Kind.untold)) questions that it does not tell, \(after.count(.wrong, of: Kind.untold)) got an invented answer. A **summary**
    is the answer to "\(TinyWorld.Question.end.text)". Whom a story is about, and what that one has, the model had to know for every sentence that it ever
    guessed; where they meet is needed once in a story, and where somebody looks is told by few.
    """)
  let shares = [before.rightShare(), after.rightShare()]
  notebook.tensor(
    "answerAccuracy", shares, shape: [2], axes: ["model"], labels: [["before", "after"]],
    display: .plainTable)
  notebook.scalar("summaryAccuracy", after.rightShare(of: TinyWorld.Question.end.text))
  if lesson.isOwn, !everything, withStories {
    notebook.check("before, hardly an answer is right", measured: shares[0], atMost: 0.05)
    notebook.check("after, of all answers are right", measured: shares[1], atLeast: 0.7)
    notebook.check(
      "of the summaries", measured: after.rightShare(of: TinyWorld.Question.end.text), atLeast: 0.7)
    notebook.check(
      "what no story tells is declined", measured: after.rightShare(of: Kind.untold), atLeast: 0.8)
  }
  return Talk(model: model, heldOut: heldOut)
}

/// A dialogue as the model reads it: the story, and then for every turn
/// `<ask>`, the question, the answer and `<end>`.
func dialogueSequence(
  _ dialogue: TinyWorld.Dialogue, _ lesson: Lesson, learnsEverything: Bool
) throws -> TargetedSequence {
  var sequence = TargetedSequence()
  func read(_ tokens: [Int]) {
    if learnsEverything {
      sequence.learn(tokens)
    } else {
      sequence.read(tokens)
    }
  }
  read([lesson.start] + (try lesson.tokens(of: dialogue.story)))
  for turn in dialogue.turns {
    read([lesson.token(.ask)] + (try lesson.tokens(of: " " + turn.text)))
    let answer = try lesson.tokens(of: " " + turn.answer)
    sequence.learn(answer + [lesson.token(.end)])
  }
  return sequence
}

/// What a model answers to a question after all that was said before.
func reply(
  to question: String, after history: [Int], by model: GPT,
  _ lesson: Lesson, onText: (String) -> Bool = { _ in true }
) throws -> CompletionChoice {
  let asked = try lesson.tokens(of: " " + question)
  let request = CompletionRequest(
    .tokens(history + [lesson.token(.ask)] + asked),
    maximum: .newTokens(Lesson.longestAnswer),
    endToken: lesson.token(.end), temperature: 0)
  let completion = try complete(
    request, with: GPTPredictor(model), tokenizer: lesson.words
  ) { onText($1) }
  return completion.choices[0]
}

/// What kinds of questions are called in the table.
enum Kind {
  static let untold = "(the story does not say)"

  static func name(of turn: TinyWorld.Dialogue.Turn) -> String {
    guard turn.isTold else { return untold }
    return turn.text
  }
}

/// The judge's verdicts on a model's answers, each after the right ones before it.
func judged(
  _ model: GPT, _ dialogues: [TinyWorld.Dialogue], _ lesson: Lesson
) throws -> AnswerTable {
  var table = AnswerTable()
  for dialogue in dialogues {
    var history = [lesson.start] + (try lesson.tokens(of: dialogue.story))
    for turn in dialogue.turns {
      let said = try reply(to: turn.text, after: history, by: model, lesson).text
      table.note(dialogue.plan.verdict(on: said, to: turn.question), of: Kind.name(of: turn))
      history += try lesson.turn(turn.text, turn.answer)
    }
  }
  return table
}
