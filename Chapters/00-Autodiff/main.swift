import Autodiff
import Notebook
import Randomness

let letterA = Option.number("a", default: 2, in: -100...100, help: "the input a, used twice")
let letterB = Option.number("b", default: -3, in: -100...100, help: "the input b")
let letterC = Option.number("c", default: 10, in: -100...100, help: "the input c")
let letterF = Option.number("f", default: 5, in: -100...100, help: "the input f")
let firstInput = Option.number("x1", default: 2, in: -10...10, help: "the neuron's first input")
let secondInput = Option.number("x2", default: 0, in: -10...10, help: "the neuron's second input")
let step = Option.number("step", default: 0.001, in: 1e-9...1, help: "h, the nudge of the finite differences")
let hidden = Option.integer("hidden", default: 4, in: 1...16, help: "hidden units of the network")
let steps = Option.integer("steps", default: 400, in: 1...20_000, help: "steps of its gradient descent")
let rate = Option.number("rate", default: 0.2, in: 0.001...1, help: "the size of a step")
let wrongOrder = Option.flag("wrong-order", help: "break it: walk back level by level")
let noAccumulate = Option.flag("no-accumulate", help: "break it: let what arrives replace what was there")
let linear = Option.flag("linear", help: "break it: a network without tanh")
let zeros = Option.flag("zeros", help: "break it: a network that starts from zeros")

Chapter(
  "autodiff", title: "Chapter 0 · Automatic differentiation",
  summary: "An expression as a graph, every gradient in it, and a network that learns from them.",
  options: [
    letterA, letterB, letterC, letterF, firstInput, secondInput, step, hidden, steps, rate, wrongOrder,
    noAccumulate, linear, zeros,
  ],
  sections: [
    "An expression is a graph",
    "The walk back, and why its order matters",
    "Finite differences: the gradient, measured",
    "One neuron",
    "Which step? Truncation against rounding",
    "A network learns XOR",
    "What cannot go wrong here",
  ],
  source: sourceText,
  examples: [
    "swift run autodiff --wrong-order": "the gradient that a walk in the wrong order gives",
    "swift run autodiff --linear": "what tanh is for",
    "swift run autodiff --x1 0": "a saturated neuron",
  ]
).run { notebook in
  var generator = Seed(notebook.seed).derived(0).generator()
  let start = XORNetwork(
    hidden: notebook[hidden], isLinear: notebook[linear], startsAtZero: notebook[zeros], using: &generator)
  let training = XORTraining(from: start, steps: notebook[steps], rate: Float(notebook[rate]))
  func input(_ option: Option<Double>) -> Tensor { Tensor(Float(notebook[option])) }
  let letters = Letters(a: input(letterA), b: input(letterB), c: input(letterC), f: input(letterF))
  guard let expression = Expression(letters) else { return }
  let walk = BackwardWalk(
    order: notebook[wrongOrder] ? .breadthFirst : .usersFirst, accumulates: !notebook[noAccumulate])
  let isBroken = notebook[wrongOrder] || notebook[noAccumulate]
  let gradients = isBroken ? walk(expression.graph).gradients : expression.libraryGradients

  showGraph(notebook, expression, gradients: gradients)
  showOrder(notebook, expression, walk: walk)
  measureExpression(notebook, expression, walk: walk, gradients: gradients, step: notebook[step])
  showNeuron(notebook, Neuron(x1: input(firstInput), x2: input(secondInput)), step: notebook[step])
  measureError(notebook)
  learnXOR(
    notebook, training, steps: notebook[steps], startsAtZero: notebook[zeros],
    isUsualStart: notebook.seed == 1)
  whatCannotGoWrong(notebook, letters, training.end)

  notebook.tryNext([
    "swift run autodiff --wrong-order": "the gradient that a walk in the wrong order gives",
    "swift run autodiff --no-accumulate": "the last path overwrites the others",
    "swift run autodiff --linear": "two layers without tanh are one",
    "swift run autodiff --zeros": "symmetry that descent cannot break",
    "swift run autodiff --hidden 1": "one unit is not enough",
    "swift run autodiff --rate 1": "steps that are too long",
    "swift run autodiff --x1 0": "a saturated neuron",
    "swift run autodiff --step 1": "a difference that is no gradient",
    "swift run ngram": "chapter 1: a language model that only counts",
  ])
}
