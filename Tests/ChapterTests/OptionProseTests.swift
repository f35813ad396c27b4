import Foundation
import Testing

/// A sentence that holds at the defaults does not stand where an option makes its numbers say otherwise.
@Suite("What chapters 0 to 3 say holds of what they show, under every option")
struct OptionProseTests {
  private func notebook(_ command: String, _ options: [String]) throws -> NotebookFile {
    let run = try ChapterRun(command, ["--json", "-"] + options)
    #expect(run.status == 0, "\(command) \(options): \(run.errors)")
    return try JSONDecoder().decode(NotebookFile.self, from: Data(run.output.utf8))
  }

  private func prose(_ notebook: NotebookFile) -> String {
    notebook.cells.filter { $0.kind == "prose" }.compactMap(\.text).joined(separator: "\n")
  }

  private func numbers(_ name: String, of notebook: NotebookFile) throws -> [Double] {
    let cell = try #require(notebook.cells.first { $0.kind == "tensor" && $0.name == name })
    return (cell.values ?? []).map { if case .finite(let number) = $0 { number } else { .infinity } }
  }

  @Test(
    "a descent that bursts is shown, with a rate that does not",
    arguments: [
      ([], "1"), (["--linear", "--hidden", "8"], "0.2"),
      (["--linear", "--hidden", "16", "--seed", "5"], "0.9"),
    ])
  func burst(options: [String], rate: String) throws {
    let text = prose(try notebook("autodiff", options + ["--rate", rate]))
    #expect(text.contains("The descent has burst."))
    let advice = try #require(text.firstMatch(of: /A rate of (?<rate>[0-9.]+) is small enough/))
    let slower = prose(try notebook("autodiff", options + ["--rate", String(advice.rate)]))
    #expect(!slower.contains("burst"))
  }

  @Test(
    "no model is said to stay above the source where one does not",
    arguments: [
      [], ["--tokens", "words"], ["--test-on-training"], ["--tokens", "words", "--test-on-training"],
    ])
  func bound(options: [String]) throws {
    let notebook = try notebook("ngram", options)
    let lowest = try #require(try numbers("natsPerCharacter", of: notebook).min())
    let bars = try #require(notebook.cells.first { $0.name == "the staircase" }?.series?.first?.y)
    let source = try #require(bars.last)
    let text = prose(notebook)
    #expect(text.contains("even looks better than the source") == (lowest < source))
    #expect(text.contains("no model does better on average") != options.contains("--test-on-training"))
  }

  @Test(
    "a sum over strings can be other than 1, and is where a text was cut off", arguments: [1, 0.001, 1000])
  func strings(k: Double) throws {
    let notebook = try notebook("ngram", ["--k", "\(k)", "--text", "to be or not to be that is it"])
    let checks = notebook.cells.filter { $0.kind == "check" }
    let sum = try #require(checks.first { $0.name == "every model's strings sum to 1" })
    #expect(sum.passed == true)
    let cut = try #require(
      checks.first { $0.name?.hasPrefix("with a sentence cut off they sum to 2/3") == true })
    #expect(cut.passed == true)
  }

  @Test(
    "what cosines say after a training that was broken",
    arguments: [
      ([], "it is the company"), (["--no-training"], "chance it stays"), (["--frozen"], "chance it stays"),
      (["--shuffled"], "how often each one comes"),
    ])
  func cosines(options: [String], sentence: String) throws {
    let text = prose(try notebook("embeddings", options + ["--steps", "5"]))
    for other in ["it is the company", "chance it stays", "how often each one comes"] {
      #expect(text.contains(other) == (other == sentence))
    }
  }

  @Test("two numbers a word are drawn as they are", arguments: [2, 3])
  func map(channels: Int) throws {
    let text = prose(try notebook("embeddings", ["--channels", "\(channels)", "--steps", "5"]))
    #expect(text.contains("Two numbers a word can be drawn"))
    #expect(text.contains("can be drawn, \(channels) cannot") == (channels > 2))
  }

  @Test("merges that are not there are not listed")
  func merges() throws {
    let text = prose(try notebook("embeddings", ["--merges", "0", "--steps", "5"]))
    #expect(text.contains("Here nothing is merged.") && !text.contains("the first merges are"))
  }

  @Test(
    "one value on every diagonal is promised of pairs alone",
    arguments: [([], true), (["--channels", "7"], false), (["--no-positions"], false)])
  func diagonals(options: [String], isPromised: Bool) throws {
    let notebook = try notebook("positions", options + ["--steps", "1"])
    #expect(prose(notebook).contains("every diagonal of this picture one value") == isPromised)
    let products = try numbers("dotProducts", of: notebook)
    let width = Int(Double(products.count).squareRoot())
    let diagonal: [Double] = (0..<width).map { products[$0 * width + $0] }
    let lengths = try #require(diagonal.max())
    if isPromised {
      #expect(try lengths - #require(diagonal.min()) < 1e-4)
    } else {
      #expect(lengths == 0 || lengths != diagonal[0])
    }
  }

  @Test(
    "switches go together: no check fails",
    arguments: [
      "autodiff --wrong-order --no-accumulate", "autodiff --linear --zeros", "autodiff --x1 -7 --step 1",
      "autodiff --hidden 16 --rate 0.3", "autodiff --a 0 --b 100 --wrong-order", "ngram --no-end --k 1000",
      "ngram --no-smoothing --test-on-training", "ngram --order 1 --tokens words",
      "embeddings --frozen --channels 2 --steps 60", "embeddings --shuffled --merges 0 --steps 60",
      "positions --swap --one-based --steps 1", "positions --swap --channels 7 --steps 1",
      "positions --no-positions --one-based --steps 1", "positions --base 2 --length 512 --steps 1",
      "positions --base 100000000 --channels 2 --steps 1", "positions --length 2 --channels 1 --steps 1",
    ])
  func together(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    _ = try notebook(words[0], Array(words.dropFirst()))
  }

  @Test("a stripe is seen where there is one", arguments: [1, 300])
  func stripe(steps: Int) throws {
    let notebook = try notebook("positions", ["--steps", "\(steps)"])
    let weights = try numbers("learnedWeights", of: notebook)
    var onAnswer = 0.0
    for place in 2..<12 { onAnswer += weights[12 * place + place - 2] / 10 }
    let speaksOfStripe = prose(notebook).contains("a stripe, 2 to the left")
    #expect(speaksOfStripe == (onAnswer >= 0.5))
  }
}
