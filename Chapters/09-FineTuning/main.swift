import Notebook

Chapter(
  "finetuning", title: "Chapter 9 · Fine-tuning",
  summary: """
    The model of chapter 7 tells stories. A little more training, on a few examples, and it labels them, answers questions
    about them and sums them up; an exact judge counts how often it is right.
    """,
  options: Options.all, exclusive: [Options.breaking],
  sections: [
    "What it starts from",
    "A labelled task",
    "What pre-training is worth",
    "Overfitting",
    "Small changes",
    "A dialogue",
    "Two domains",
    "Talking",
  ],
  source: sourceText,
  examples: [
    "swift run finetuning --seeds 5": "how far the learning curves depend on chance",
    "swift run finetuning --loss-on-everything": "learn the questions, too",
    "swift run finetuning --chat": "talk with the tuned model about a story",
  ]
).run { notebook in
  var lesson = try Lesson(notebook)
  lesson.model = try whatItStartsFrom(notebook, lesson)
  if !notebook[Options.chat] {
    let task = try labelledTask(notebook, lesson)
    try learningCurves(notebook, lesson, task)
    try overfitting(notebook, lesson, task)
    try smallChanges(notebook, lesson, task)
  }
  let talk = try dialogue(notebook, lesson)
  try twoDomains(notebook, lesson, talk)
  try talking(notebook, lesson, talk)
  notebook.tryNext([
    "swift run finetuning --label-steps 5": "what a handful of steps can do",
    "swift run finetuning --rank 1": "the smallest adapters",
    "swift run finetuning --loss-on-everything": "broken: the questions are learned, too",
    "swift run finetuning --no-stories": "broken: the stories are forgotten",
    "swift run finetuning --chat": "ask it yourself",
  ])
}
