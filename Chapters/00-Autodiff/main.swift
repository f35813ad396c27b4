import Notebook

Chapter(
  "autodiff", title: "Chapter 0 · Automatic differentiation",
  summary: "An engine on one page, every gradient in an expression, and a network that learns from them.",
  options: Options.all,
  sections: [
    "The whole engine on one page",
    "An expression is a graph",
    "The backward pass, and why its order matters",
    "Finite differences: the gradient, measured",
    "One neuron",
    "Which step? Truncation against rounding",
    "A network learns XOR",
    "What cannot go wrong here",
  ],
  source: sourceText, isScript: true,
  examples: [
    "swift run autodiff --wrong-order": "the gradient that a walk in the wrong order gives",
    "swift run autodiff --linear": "what tanh is for",
    "swift run autodiff --x1 0": "a saturated neuron",
  ]
).run { notebook in
  let letters = Letters(
    a: notebook[Options.a], b: notebook[Options.b], c: notebook[Options.c], f: notebook[Options.f])
  let breakage = Breakage(
    wrongOrder: notebook[Options.wrongOrder], noAccumulate: notebook[Options.noAccumulate])
  let step = notebook[Options.step]

  let expression = showEngine(notebook, letters)
  let walked = showGraph(notebook, expression, breakage)
  showOrder(notebook, walked, letters, breakage)
  measureGradient(notebook, walked, letters, breakage, step: step)
  showNeuron(notebook, x1: notebook[Options.x1], x2: notebook[Options.x2], step: step)
  measureError(notebook)
  let network = learnXOR(
    notebook, hidden: notebook[Options.hidden], steps: notebook[Options.steps], rate: notebook[Options.rate],
    linear: notebook[Options.linear], zeros: notebook[Options.zeros], seed: notebook.seed)
  whatCannotGoWrong(notebook, network, a: letters.a, b: letters.b)

  notebook.tryNext([
    "swift run autodiff --wrong-order": "the gradient that a walk in the wrong order gives",
    "swift run autodiff --no-accumulate": "the last path overwrites the others",
    "swift run autodiff --linear": "two layers without tanh are one",
    "swift run autodiff --zeros": "symmetry that descent cannot break",
    "swift run autodiff --hidden 1": "one unit is not enough",
    "swift run autodiff --rate 1": "steps that are too long",
    "swift run autodiff --x1 0": "a saturated neuron",
    "swift run autodiff --step 1": "a difference that is no gradient",
    "swift run autodiff --script": "the code shown here as a program of its own",
    "swift run ngram": "chapter 1: a language model that only counts",
  ])
}
