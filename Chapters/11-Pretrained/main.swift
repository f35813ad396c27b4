import Notebook

Chapter(
  "pretrained", title: "Chapter 11 · Models from elsewhere, and smaller ones",
  summary: """
    A GPT-2 that somebody else has trained is read from its folder, number for number; what was trained here is written so that
    it runs there. Then the model becomes smaller: by eight bits a weight, by leaving weights out, and by teaching a smaller one.
    """,
  options: Options.all, exclusive: [Options.breaking],
  sections: [
    "A folder from elsewhere",
    "The same numbers",
    "A little more training",
    "And out again",
    "Eight bits",
    "Leaving weights out",
    "A student",
  ],
  source: sourceText,
  examples: [
    "swift run pretrained --export my-model": "the course's model, for Hugging Face's libraries",
    "swift run pretrained --model my-model --prompt \"It is calm\"":
      "read a folder, and go on with your words",
    "swift run pretrained --linear-layout": "what a transposed weight does",
    "swift run pretrained --seeds 5": "how far teaching a student depends on chance",
  ]
).run { notebook in
  var lesson = try Lesson(notebook)
  try folderFromElsewhere(notebook, &lesson)
  try sameNumbers(notebook, lesson)
  let tuned = try moreTraining(notebook, lesson)
  try outAgain(notebook, lesson, tuned)
  try eightBits(notebook, lesson)
  try leavingWeightsOut(notebook, lesson)
  try student(notebook, lesson)
  notebook.tryNext([
    "swift run pretrained --linear-layout": "broken: a weight that is taken the other way round",
    "swift run pretrained --hard-teacher": "broken: the teacher does not say what else it holds possible",
    "swift run pretrained --student-stories 200": "with more text a teacher is worth less",
    "swift run pretrained --seeds 5": "five students of each kind",
  ])
}
