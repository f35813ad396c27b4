extension Worked {
  /// The questions of chapters 8 to 11, from generation to models from elsewhere.
  static let uses = [
    Worked(
      8, "temperature", "logits [3, −1, 1]. With which probabilities are they chosen at a temperature of 2",
      "0.665 0.09 0.245"),
    Worked(
      8, "odds", "logits [3, 0]. At which temperature is the less likely one chosen once in 5 times", "2.16"),
    Worked(
      8, "line",
      "laughs 0.08  nods 0.25  sings 0.18\n\nThey are laid side by side from 0 to 1 in this order, and the random number is 0.715",
      "c"),
    Worked(
      8, "top-p",
      "[0.05, 0.5, 0.15, 0.3] for its four tokens. With which probabilities are they chosen with top-p, p = 0.75",
      "0 0.625 0 0.375"),
    Worked(
      8, "penalties",
      "continued it with “B A A A”. The tokens A, B, C now have the logits\n[4, 3, 6]. The presence penalty is 0.5, the frequency penalty 0.3",
      "2.6 2.2 6"),
    Worked(8, "greedy", "[0.4, 0.25, 0.35]", "0.2 0.315"),
    Worked(
      8, "length-penalty", "one of 19 tokens with ln P = −5, one of 4 tokens with ln P = −10", "-1.25 -6.67"),
    Worked(8, "cache", "A prompt has 9 tokens, and 4 tokens are to be written", "12 42"),
    Worked(8, "stop", "“Mia”  “ claps”  “.”  “ Tom”  “ nods”  “.”\n\nA stop text is given: “. T”", "a"),
    Worked(8, "prompt", "The text is “B B C”", "-2.12"),
    Worked(8, "channel", "beads   −4        −37", "a"),
    Worked(9, "targets", "The questions have 7 and 9 tokens, the answers 2 and 5", "9"),
    Worked(9, "answer-loss", "3   0.4   1.6   2.3   1.6", "1.95"),
    Worked(
      9, "auxiliary",
      "[0.5, 0.8], the three other tokens [0.1, 0.4, 0.5]. What is L₃ = L₂ + λ·L₁ with\nλ = 0.5", "1.11"),
    Worked(
      9, "precision",
      "Of 15 sad stories a model calls 6 sad and 9 happy; of 8 happy ones it calls 4 sad and 4 happy",
      "0.6 0.4"),
    Worked(9, "f1", "a precision of 0.5 and a recall of 0.2", "0.286"),
    Worked(9, "one-answer", "Of 40 stories 12 are sad, and a model calls all of them happy", "0 0 0.7"),
    Worked(9, "shares", "reply   blue    red    red      –    red      –      –", "2/7 1/2 2/3"),
    Worked(9, "stopping", "others     2.24   2.04   1.96   2.09   2.44   3.01", "40"),
    Worked(
      9, "adapter-count", "In each of 2 layers an adapter of rank 4 stands beside a weight of 64 × 256",
      "2560"),
    Worked(9, "adapter", "x = [2, 2], α = 6", "2 0"),
    Worked(
      9, "first-step",
      "with x = 9, w = 5, a = 3 and b = 0, as a new adapter has it. The gradient of the loss\nby y is −8",
      "0 -216"),
    Worked(
      10, "shapes", "The source has 8 tokens, the target 12 so far; everything is 128 wide", "12 8 12 128"),
    Worked(10, "sight", "the source has 10 tokens, and the decoder reads 9 tokens", "7 10"),
    Worked(10, "forcing", "The target is 6 8 4", "1 6 8 4 0 6 8 4 2 0"),
    Worked(10, "label", "A vocabulary has 8 tokens, and ε = 0.3", "0.7375 0.0375"),
    Worked(
      10, "smoothed-loss",
      "[0.1, 0.1, 0.6, 0.2], and token 2 (counted from 0) is the true one. What is the\nloss with ε = 0.4",
      "0.979"),
    Worked(
      10, "gradient", "[0.2, 0.25, 0.5, 0.05], and token 3 (counted from 0) is the true one; ε = 0.4",
      "0.1 0.15 0.4 -0.65"),
    Worked(10, "rate", "at step 900, with a warm-up of w = 100, a width of\nd = 100 and k = 20", "0.0667"),
    Worked(10, "greedy", "1→7   7→4   8→2   6→3   3→8   4→3   5→4", "7 4 3"),
    Worked(
      10, "cache", "A source of 9 tokens is translated; the decoder reads 1, 2, … up to 6 tokens", "15 75"),
    Worked(10, "pairs", "The reference is “d d c b b b”, the translation “b a c a c”", "0.4 0"),
    Worked(10, "brevity", "have 5 and 4 tokens, their references 7 and 10", "0.411"),
    Worked(
      10, "bleu",
      "3 of 5 words right and 2 of 4 pairs, another 3 of 4 words and 1 of 3 pairs. The brevity penalty\nof both is 0.9",
      "0.481"),
    Worked(
      11, "columns",
      "128 × 384, whose columns are the outputs. It has 8 heads. Which\ncolumns make the key of head 6",
      "224 239"),
    Worked(11, "split", "4   7   5  3  16  11 ]\n\nWhat is the 2 × 2 weight of the query", "1 10 4 7"),
    Worked(11, "layout", "the bias [1, −2]. What does the layer give for x = [1, 0]", "5 -5"),
    Worked(11, "numbers", "[−50.8, 17.5, 7.5]", "-127 44 19"),
    Worked(11, "restored", "0.6  6.35  −0.87", "0.6 6.35 -0.85"),
    Worked(11, "error", "the least is −11.9 and the greatest 12. It is kept in 5 bits", "0.4"),
    Worked(11, "product", "The scales are [0.05, 0.01], and x = [0, −2]", "2.8 0.58"),
    Worked(11, "size", "A weight of 168 rows and 40 columns", "26880 7392"),
    Worked(11, "pruned", "0.8   1.1  −0.5    −1", "0 0 0 -0.7 0.8 1.1 0 -1"),
    Worked(11, "divergence", "p = [0.2, 0.1, 0.7], the student q = [0.3, 0.6, 0.1]", "4.41"),
    Worked(
      11, "mixture",
      "T = 3 and α = 0.6. The divergence KL of the softened probabilities of teacher and student is 0.2. The student's\ncross-entropy of the text is 2.6",
      "2.12"),
  ]
}
