import Language
import Notebook
import Training

/// One model, two kinds of text: how well it expects each.
func twoDomains(_ notebook: ChapterNotebook, _ lesson: Lesson, _ talk: Talk) throws {
  notebook.heading("Two domains")
  notebook.prose(
    """
    Stories and dialogues are two domains, and one model may serve both: what it has learned of one helps with the other. The
    perplexity, e to the mean loss of a token, on stories such as chapter 7's and on the answers of the dialogues:
    """)
  let stories = try otherStories(notebook, lesson)
  let answers = try talk.heldOut.map {
    try dialogueSequence($0, lesson, learnsEverything: false)
  }
  let models = [lesson.model, talk.model]
  notebook.code()
  func perplexities(on texts: [TargetedSequence]) throws -> [Double] {
    try models.map { model in
      perplexity(ofMeanLoss: try meanLoss(on: texts) { model($0) })
    }
  }
  let ofStories = try perplexities(on: stories)
  let ofAnswers = try perplexities(on: answers)

  notebook.tensor(
    "domainPerplexity", zip(ofStories, ofAnswers).flatMap { [$0, $1] }, shape: [2, 2],
    axes: ["model", "domain"], labels: [["before", "after"], ["stories", "answers"]], display: .summary)
  notebook.table(
    "perplexity", columns: ["model", "stories", "answers"],
    rows: ["before", "after"].enumerated().map { row, name in
      [name, NumberText.fixed(ofStories[row], decimals: 2), NumberText.fixed(ofAnswers[row], decimals: 2)]
    })
  notebook.prose(
    """
    Tuned on answers alone (`--no-stories`), a model forgets its stories; with a quarter of stories among the dialogues it keeps most of
    what it knew, for a little of what it learns.
    """)
  guard lesson.isOwn else { return }
  notebook.check("answers are expected after tuning", measured: ofAnswers[1], atMost: 2)
  if notebook[Options.noStories] {
    notebook.check("without stories they are forgotten", measured: ofStories[1], atLeast: 2 * ofStories[0])
  } else {
    notebook.check(
      "and stories still are", measured: ofStories[1] / ofStories[0], atMost: 1.5)
  }
}
