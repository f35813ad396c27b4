import Notebook

/// What the command line of the chapter takes.
enum Options {
  static let a = Option.number("a", default: 2, in: -100...100, help: "the input a, used twice")
  static let b = Option.number("b", default: -3, in: -100...100, help: "the input b")
  static let c = Option.number("c", default: 10, in: -100...100, help: "the input c")
  static let f = Option.number("f", default: 5, in: -100...100, help: "the input f")
  static let x1 = Option.number("x1", default: 2, in: -10...10, help: "the neuron's first input")
  static let x2 = Option.number("x2", default: 0, in: -10...10, help: "the neuron's second input")
  static let step = Option.number(
    "step", default: 0.001, in: 1e-9...1, help: "h, the nudge of the finite differences")
  static let hidden = Option.integer("hidden", default: 4, in: 1...16, help: "hidden units of the network")
  static let steps = Option.integer(
    "steps", default: 400, in: 1...20_000, help: "steps of its gradient descent")
  static let rate = Option.number("rate", default: 0.2, in: 0.001...1, help: "the size of a step")
  static let wrongOrder = Option.flag("wrong-order", help: "break it: visit the nodes level by level")
  static let noAccumulate = Option.flag(
    "no-accumulate", help: "break it: let what arrives replace what was there")
  static let linear = Option.flag("linear", help: "break it: a network without tanh")
  static let zeros = Option.flag("zeros", help: "break it: a network that starts from zeros")

  static let all: [any ChapterOption] = [
    a, b, c, f, x1, x2, step, hidden, steps, rate, wrongOrder, noAccumulate, linear, zeros,
  ]
}
