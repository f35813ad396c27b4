import Foundation
import Testing

#if FUSED_MULTIPLY_ADD
  /// A number that a lecture or the guide names, and the run of a program that shows it.
  struct NamedNumber: Sendable, CustomTestStringConvertible {
    let document: String
    let sentence: String
    let command: String
    let shown: [String]

    init(_ document: String, _ sentence: String, by command: String, shows shown: String...) {
      (self.document, self.sentence, self.command, self.shown) = (document, sentence, command, shown)
    }

    var testDescription: String { "\(command): \(sentence)" }
  }

  private let zero = "Chapters/00-Autodiff/README.md"
  private let one = "Chapters/01-NGram/README.md"
  private let two = "Chapters/02-Embeddings/README.md"
  private let three = "Chapters/03-PositionalEncoding/README.md"
  private let twelve = "Chapters/12-Inside/README.md"
  private let thirteen = "Chapters/13-Relatives/README.md"
  private let fourteen = "Chapters/14-Speedrun/README.md"
  private let guide = "Docs/Teaching.md"
  private let answers = "Docs/Answers.md"

  private let numbers = [
    NamedNumber(
      fourteen, "(+0.0029 and +0.0039, p = 0.26 and 0.42)", by: "speedrun",
      shows: "+ tuned-rates 1 not there – 0.1367 0.0029 0.2642 8",
      "+ stable-decay 1 not there – 0.1378 0.0039 0.4238 8"),
    NamedNumber(
      fourteen, "squared ReLU and rotary positions harm (+0.0104 and +0.0044", by: "speedrun",
      shows: "+ rotary 3 not there – 0.1382 0.0044 0.0249 8",
      "+ squared-relu 6 not there – 0.1442 0.0104 0.0071 8"),
    NamedNumber(
      zero, "−0.985 instead of −1.5", by: "autodiff --step 1", shows: "x1      2.000    -1.500      -0.985"),
    NamedNumber(
      zero, "$`1 - y^2 = 4 \\cdot 10^{-6}`$", by: "autodiff --x1 0", shows: "b       6.881   4.17e-6"),
    NamedNumber(zero, "(in `Float` $`4.77 \\cdot 10^{-7}`$", by: "autodiff", shows: "4.5e-7", "4.77e-7"),
    NamedNumber(
      zero, "cannot fall below ¼, whatever `--hidden` is", by: "autodiff --linear --hidden 16 --rate 0.05",
      shows: "a linear network's loss stays at ¼ or above (0.25 ≥"),
    NamedNumber(
      guide, "With `--hidden 16` the linear one bursts", by: "autodiff --linear --hidden 16",
      shows: "The descent has burst.", "A rate of 0.1 is small enough"),
    NamedNumber(
      zero, "the descent bursts", by: "autodiff --rate 1", shows: "burst: the loss has passed a million"),
    NamedNumber(
      guide, "−12, for b·f = −15 is missing; at b it is 4", by: "autodiff --wrong-order", shows: "-12     4"),
    NamedNumber(
      guide, "−6 at a, 4 at b", by: "autodiff --no-accumulate", shows: "but overwriting     -6      4"),
    NamedNumber(
      guide, "0.048 nats a character, *below* the source's 0.112",
      by: "ngram --tokens words --test-on-training", shows: " 0.048", " 0.112"),
    NamedNumber(
      guide, "12.49, 18.67, 37.25, 61.84", by: "ngram --tokens words", shows: "90.28 12.49 18.67 37.25 61.84"),
    NamedNumber(one, "from the fifth on", by: "ngram", shows: "add-1 20.852 8.328 3.223 2.305 2.322"),
    NamedNumber(one, "spoils less than Laplace's 1", by: "ngram --k 0.01", shows: "1.744"),
    NamedNumber(answers, "a character 0.472 and 0.435", by: "ngram --tokens words", shows: "6.04", "0.435"),
    NamedNumber(guide, "the column *one cut off* sums to 2/3", by: "ngram", shows: "all 1 1.000 1.000 0.667"),
    NamedNumber(
      guide, "by 0.008 only, and nearest to “Anna” is “cards”", by: "embeddings --shuffled", shows: "0.00",
      "Anna cards"),
    NamedNumber(guide, "15,073 times", by: "embeddings", shows: "15,073"),
    NamedNumber(two, "15,073 times", by: "embeddings", shows: "cosine(cat, dog) 0 0.742"),
    NamedNumber(
      guide, "“purple book”, which was seen 26 times, 0.0334", by: "embeddings",
      shows: "purple book 26 0.0443 0.0436 0.0334"),
    NamedNumber(answers, "0.0092 after 5,000", by: "embeddings --steps 5000", shows: "0.00919"),
    NamedNumber(
      three, "(the attention on the answer rises from 0.68 to 0.83)", by: "positions --base 20",
      shows: "sinusoidal 1.000 0.828"),
    NamedNumber(
      three, "has 30.9 % right, like the one without", by: "positions --no-positions",
      shows: "sinusoidal (off) 0.309", "none 0.309"),
    NamedNumber(
      three, "6 % at the defaults of the program, with ten times as large ones 60 %", by: "positions",
      shows: "1 0.058 10 0.602 100 1.000"),
    NamedNumber(guide, "0.309 for both", by: "positions --no-positions", shows: "sinusoidal (off) 0.309"),
    NamedNumber(
      answers, "to 5·10⁻⁷; no longer with a causal mask, 6.5", by: "positions", shows: "tokens alone 5e-7",
      "causal mask 6.5"),
    NamedNumber(
      twelve, "writes 10.225 of the 11.184", by: "inside", shows: "network 0     10.225",
      "together      11.184"),
    NamedNumber(
      twelve, "are worth 1.8186, 0.1476, 0.4023 and 0.6964 nats a token", by: "inside",
      shows: "1.8186", "0.1476", "0.4023", "0.6964"),
    NamedNumber(
      twelve, "0.985 and 0.990 in the second block", by: "inside", shows: "block 1   0.985   0.990"),
    NamedNumber(
      twelve, "red is worth 1.338 and blue 1.317", by: "inside", shows: "␣red              1.338        1.961"
    ),
    NamedNumber(
      twelve, "LIME's numbers add up to 5.287, and v(all) − v(none) is 4.686", by: "inside",
      shows: "together    4.686  5.287"),
    NamedNumber(
      twelve, "gives red 0.008, and the last word −0.627", by: "inside",
      shows: "␣the  -0.627            0.000", "␣red  0.008             1.000"),
    NamedNumber(
      twelve, "reads the last layer as 0.924", by: "inside --lens-without-norm", shows: "␣red 0.924 ␣purple"),
    NamedNumber(
      twelve, "the *first* block's heads score 0.94", by: "inside --one-distance",
      shows: "block 0   0.940   0.816"),
    NamedNumber(
      twelve, "the colour's place brings back 0.40", by: "inside --shuffled-patch", shows: "0.397"),
    NamedNumber(
      thirteen, "0.732 nats a character where the bigram loses 0.544", by: "relatives",
      shows: "loses 0.732 nats a character. The bigram loses 0.544"),
    NamedNumber(
      thirteen, "| CRF | 0.985 | 0.888 | 0.919 |", by: "relatives", shows: "CRF 0.985 0.958 0.888 0.919"),
    NamedNumber(
      thirteen, "| HMM | 0.972 | 0.941 | 0.834 |", by: "relatives", shows: "HMM 0.972 0.982 0.941 0.834"),
    NamedNumber(
      thirteen, "| maximum entropy | 0.977 | 0.826 | 0.838 |", by: "relatives",
      shows: "maximum entropy 0.977 0.940 0.826 0.838"),
    NamedNumber(
      thirteen, "| 30 | 5·10⁻¹¹ | 0.08 | 0.14 |", by: "relatives", shows: "30 5.12e-11 0.07598 0.1388"),
    NamedNumber(
      thirteen, "| GPT | 0.292 | 0.195 (792 steps) |", by: "relatives", shows: "GPT 95,104 0.292 0.195 792"),
    NamedNumber(
      thirteen, "| LSTM | 0.316 | 0.316 (360 steps) |", by: "relatives", shows: "LSTM 94,689 0.316 0.316 360"),
    NamedNumber(
      thirteen, "| 40–99 | 0.081 | 0.070 | 0.071 | 0.262 | 0.800 | 1.000 |", by: "relatives",
      shows: "40–99 55 0.081 0.070 0.071 0.262 0.800 1.000"),
    NamedNumber(
      thirteen, "| all | 0.681 | 0.630 |", by: "relatives", shows: "all words 0.681 0.630",
      "one said again 0.177 0.500"),
    NamedNumber(
      thirteen, "0.535 of the time, and 0.941 otherwise", by: "relatives",
      shows: "all words, left where they stand 0.941"),
    NamedNumber(
      thirteen, "it loses 3.788 nats a word where the GPT loses 0.985", by: "relatives",
      shows: "held-out texts 3.788 0.985", "the world tells 0.000 0.483"),
    NamedNumber(
      thirteen, "After 144 words of the held-out stories",
      by: "relatives --no-rescaling --steps 1 --masked-steps 1",
      shows: "After 144 words the product is smaller"),
    NamedNumber(
      thirteen, "word only 0.535 of the time, and 0.941 otherwise", by: "relatives --mask-only --steps 1",
      shows: "left where they stand 0.535"),
    NamedNumber(
      guide, "It is 5·10⁻¹¹ of that at the last word", by: "relatives", shows: "30 5.12e-11"),
    NamedNumber(
      guide, "right in 68 % of the gaps and the GPT in 63 %", by: "relatives", shows: "all words 0.681 0.630"),
  ]

  @Suite("What a lecture says of a run is what the run shows")
  struct LectureNumberTests {
    /// One space for every stretch of white space, so that lines may break anywhere.
    private func plain(_ text: String) -> String {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(arguments: numbers)
    func number(_ number: NamedNumber) throws {
      let document = String(
        decoding: try Data(contentsOf: packageFolder.appending(path: number.document)), as: UTF8.self)
      #expect(plain(document).contains(plain(number.sentence)), "\(number.document) no longer says so")
      let shown = plain(try Self.output(of: number.command))
      for part in number.shown {
        #expect(shown.contains(plain(part)), "\(number.command) does not show \(part)")
      }
    }

    /// What a command prints: without options the chapter's transcript, which another test holds against a run; each
    /// other command is run once for all its numbers.
    private static func output(of command: String) throws -> String {
      let words = command.split(separator: " ").map(String.init)
      guard words.count > 1 else {
        let promise = try #require(promises.first { $0.command == command })
        let file = packageFolder.appending(path: "Chapters/\(promise.folder)/transcript.txt")
        return try String(contentsOf: file, encoding: .utf8)
      }
      let run = try KnownRun.of(words[0], Array(words.dropFirst())).run
      #expect(run.status == 0, "\(run.errors)")
      return run.output
    }
  }
#endif
