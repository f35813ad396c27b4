import Language
import Notebook
import Training

/// The stories, what counting makes of them, and what nobody can do better than.
func oneText(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> Staircase {
  notebook.heading("One text for all")
  let (world, training, heldOut) = (lesson.world, lesson.training, lesson.heldOut)
  let example = lesson.heldOutText[0].dropLast()
  notebook.prose(
    """
    \(training.count.grouped) stories of Tiny World to learn from, and \(heldOut.count.counted("other")) to be measured by, such as

    - \(example)

    Every model of this chapter reads these tokens, \(lesson.vocabulary) kinds of them, and says how likely the held-out stories are. What it loses
    is told in nats a character. First those that count, as in chapter 1, and the end of the staircase that is known: the source itself,
    below which nobody comes. Near it stands the model of chapter 7, which has read 6,000 stories, and has more than four times the
    parameters of what is trained here:
    """)
  notebook.code()
  let characters = Double(lesson.characters)
  let counts = NGramCounts(
    order: 6, vocabularySize: lesson.vocabulary, sequences: training)
  let counted = (1...6).map { order in
    NGramModel(counts: counts, order: order, smoothing: .kneserNey(.modified))
  }
  let losses = counted.map { model in
    -heldOut.reduce(0) { $0 + model.logProbability(of: $1) } / characters
  }
  let source = -world.logProbability(of: lesson.heldOutText.joined())
  let stories = heldOut.map(lesson.sequence)
  let seventh = try meanLoss(on: stories) { lesson.seventh($0) }

  let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
  var staircase = Staircase(best: counted[best])
  for (order, loss) in losses.enumerated() { staircase.add("\(order + 1)-gram", loss) }
  staircase.add("chapter 7", lesson.perCharacter(seventh))
  staircase.add("the source", source / characters)
  notebook.table(
    "held-out stories", columns: ["model", "nats a character"],
    rows: zip(staircase.names, staircase.losses).map { [$0, $1] })
  return staircase
}
