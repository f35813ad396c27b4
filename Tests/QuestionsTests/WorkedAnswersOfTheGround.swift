extension Worked {
  /// The questions of chapters 0 to 3, from gradients to positions.
  static let ground = [
    Worked(0, "paths", "at a = 4, b = 3, c = 1, f = 5", "39"),
    Worked(0, "used-twice", "At x = −5, y = 9: what is ∂u/∂x", "-1"),
    Worked(0, "order", "q = 8·t, p = t + 1, v = tanh p, r = q·v", "d"),
    Worked(0, "doublings", "xₖ₊₁ = xₖ + xₖ. How many paths lead from x to\nx_7", "128 8"),
    Worked(0, "chain", "at w = 3, x = −2, t = −9", "-12"),
    Worked(0, "neuron", "At w = −1, x = −5 and some b the forward pass gave y = 0.4", "-4.2 -0.84 0.84"),
    Worked(
      0, "difference", "f(z) = 3·z³. What is its central difference at z = 5 with the step h = 2", "237"),
    Worked(0, "evaluations", "4 inputs, 5 hidden tanh units", "31 62"),
    Worked(0, "stretched", "x of shape [3]", "-1 1 8"),
    Worked(0, "stretched-shape", "x of shape [9, 1] is added to y of shape [5, 1, 3]", "5 9 3 9 1"),
    Worked(0, "matrix-product", "What is the gradient by B", "5 6 5 4"),
    Worked(
      0, "descent", "w = [2, −1.5], the gradient of the loss by them is [6, 1], the rate is 0.1", "1.4 -1.6"),
    Worked(1, "runs", "a b a b b b a b b\n\nHow many bigrams", "8 3"),
    Worked(1, "counted", "What is P(dog | the)", "1/2"),
    Worked(1, "add-k", "hen 5   cat 2\n\nThe vocabulary has 11 tokens", "0.44"),
    Worked(1, "sentence", "P(the | <s>) = 0.6     P(dog | the) = 0.5     P(sat | dog) = 0.5", "0.075"),
    Worked(1, "logarithms", "[0.6, 0.2, 0.9] and its end 0.15", "-4.13"),
    Worked(1, "perplexity", "1/4, 1/4, 1/32, 1/2", "5.64"),
    Worked(
      1, "units", "perplexity 20 on a text whose words have, with the space after them, 5 characters", "0.6"),
    Worked(1, "discount", "[5, 2, 1] times; the vocabulary has 14", "0.3"),
    Worked(
      1, "mixture", "the probability 0.2 after its neighbour and 0.1 anywhere; there are 50 words", "0.101"),
    Worked(1, "contexts", "How probable is “Kong” there", "1/6"),
    Worked(1, "gibbs", "1/2, 1/4, 1/4; a model expects them with 1/2, 1/8, 1/8", "2"),
    Worked(1, "bridge", "[0.1, 0.4, 0.5]; in a text of N = 10 predictions", "-0.21 -0.14 0.35"),
    Worked(2, "ids", "2000 merges", "2256 364"),
    Worked(2, "pair", "than 9\n    heat 2\n    hat 3\n    the 1", "d"),
    Worked(2, "merges", "0 o·m   1 om·a   2 t·om   3 t·o", "d"),
    Worked(2, "look-up", "the tokens 3, 1", "-4 -6 -5 3"),
    Worked(2, "cost", "30 tokens, a vocabulary of 200, 8 channels", "48000 240"),
    Worked(2, "gradient", "The tokens 1, 0, 0, 1 were looked up", "1 7"),
    Worked(2, "rows-in-use", "“the mat a on cat a cat a”. The vocabulary has 71 words", "5 71"),
    Worked(2, "parameters", "200 tokens, 32 channels and learned positions for at most 40 tokens", "14080"),
    Worked(2, "neighbour", "e = [ 1  0 ]", "0.705 0.0351 0.26"),
    Worked(2, "cosine", "[12, 5] and [6, −8]", "0.246"),
    Worked(2, "chance", "100 channels", "0.1"),
    Worked(2, "lengths", "With d = 128", "11.3 8"),
    Worked(3, "row", "PE(13)", "0.42 0.907 0.13 0.992"),
    Worked(
      3, "wavelength", "d = 6 channels and the base 64 = 4^3. After how many positions has pair 1", "25.1"),
    Worked(3, "slowest", "d = 8 channels and the base 1296 = 6^4", "216"),
    Worked(3, "product", "What is PE(5)·PE(9)", "0.267"),
    Worked(3, "distance", "d = 32 channels, and for two positions PE(p)·PE(q) = 6.5", "19"),
    Worked(3, "diagonal", "PE(5)·PE(9)", "e"),
    Worked(3, "rotation", "(−0.8, 0.6). For a step of 9: sin 9ω = −0.6, cos 9ω = 0.8", "-1 0"),
    Worked(3, "added", "two others stand", "0 -6 14 -1"),
    Worked(3, "multiplied", "[5, 9, −2, −8]", "0 9 0 -8"),
    Worked(
      3, "learned", "500 tokens and 16 channels has learned positions for texts of up to 128 tokens", "2048 0"
    ),
    Worked(3, "blind", "without a mask, positions added to its input", "e"),
    Worked(3, "misprint", "sin(p/(10000² + j)) + cos(p/(10000² + j))", "c"),
  ]
}
