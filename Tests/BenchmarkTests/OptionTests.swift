import Terminal
import Testing

@testable import BenchmarkCommand

@Suite("The benchmark's options")
struct OptionTests {
  @Test("Without a word every benchmark is run that needs no text, with --text all, and a name picks one")
  func works() throws {
    let untold = try Options([])
    #expect(untold.action == .benchmarks && untold.budget == 3 && !untold.isJSON)
    #expect(untold.works.map(\.name) == Work.all.filter { !$0.needsText }.map(\.name))
    #expect(try Options(["--text", "book.txt"]).works.map(\.name) == Work.all.map(\.name))
    #expect(
      try Options(["ngrams", "training", "products"]).works.map(\.name) == ["ngrams", "training", "products"])
    let told = try Options(["--growth", "layers", "--json", "--seconds", "0.5"])
    #expect(told.action == .growth && told.names == ["layers"] && told.isJSON && told.budget == 0.5)
  }

  @Test("Every size of a training step can be set, and its own words set it again")
  func sizes() throws {
    let words = [
      "training", "--context", "256", "--channels", "96", "--layers", "2", "--heads", "3", "--batch", "5",
      "--vocabulary", "99",
    ]
    let sizes = try Options(words).sizes
    let expected = TrainingSizes(context: 256, channels: 96, layers: 2, heads: 3, batch: 5, vocabulary: 99)
    #expect(sizes == expected)
    #expect(["training"] + expected.arguments == words)
    #expect(sizes.configuration.contextLength == 256 && sizes.configuration.layerCount == 2)
    #expect(sizes.configuration.block.channels == 96 && sizes.configuration.block.headCount == 3)
    #expect(sizes.configuration.vocabularySize == 99)
    #expect(
      sizes.listed(without: "batch") == "context 256, channels 96, layers 2, heads 3, vocabulary 99")
  }

  @Test("The sizes that are not given are those of the benchmark training-small")
  func defaults() throws {
    #expect(try Options(["training"]).sizes.configuration == smallConfiguration)
    #expect(TrainingSizes().batch == 12)
  }

  @Test(
    "What cannot be had is refused with what is accepted",
    arguments: [
      (["fly"], "no benchmark «fly»"), (["--fly"], "unknown option --fly"),
      (["--seconds", "0"], "from 0.001 to 600"),
      (["--seconds", "nan"], "a number from"), (["--seconds"], "needs a value: a number"),
      (["--text"], "needs a value: a path"),
      (["training", "--context", "x"], "--context takes a whole number from 1 to 65536"),
      (["training", "--batch", "0"], "--batch takes a whole number from 1"),
      (["training", "--vocabulary", "1"], "from 2"), (["training", "--layers"], "--layers needs"),
      (["training", "--heads", "3"], "multiple of --heads, but 128 and 3"),
      (["training", "--context", "99999999999999999999"], "--context takes"),
      (["training", "--channels", "65536", "--layers", "1024"], "this machine has"),
      (["--batch", "4"], "--batch is for the benchmark training"),
      (["products", "--batch", "4"], "--batch is for the benchmark training"),
      (["--growth", "--batch", "4"], "--batch is for the benchmark training"),
      (["--growth", "heads"], "there are context, channels, layers, batch"),
      (["--threads", "ngrams"], "there are products, training-small, training-124m"),
      (
        ["--floors", "products"],
        "no floor «products»; there are product, attention, gelu, rows, cache, threads, pairs"
      ),
      (["--floors", "--json"], "--floors takes no --json"),
      (["--floors", "--seconds", "1"], "--floors takes no --seconds"),
      (["--floors", "--text", "a"], "--floors takes no --text"),
      (["--growth", "--text", "a"], "--growth takes no --text"),
      (["--threads", "--text", "a"], "--threads takes no --text"),
      (["--ladder", "--text", "a"], "--ladder takes no --text"),
      (["--ladder", "--batch", "4"], "--batch is for the benchmark training"),
      (
        ["--ladder", "products"],
        "«products» is not a shape: ROWSxINNERxCOLUMNS, each a whole number from 1 to 4096"
      ),
      (["--ladder", "8x8"], "«8x8» is not a shape"), (["--ladder", "8x8x8x8"], "«8x8x8x8» is not a shape"),
      (["--ladder", "0x8x8"], "is not a shape"), (["--ladder", "8x8x4097"], "is not a shape"),
      (["--ladder", "8x-8x8"], "is not a shape"), (["--ladder", "8x8x"], "is not a shape"),
      (["--ladder", "8x8x8", "8x8"], "«8x8» is not a shape"),
      (["--ladder", "--floors"], "exclude each other"),
      (["--growth", "--threads"], "--growth and --threads exclude"),
    ])
  func refusals(_ words: [String], part: String) {
    let error = #expect(throws: CommandFailure.self) { try Options(words) }
    #expect(error?.description.contains(part) == true, "\(words): \(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test("The ladder takes shapes up to 4096, and two usual ones when none is named")
  func shapes() throws {
    #expect(try Options(["--ladder"]).shapes.map(\.description) == ["768×128×512", "1024×1024×1024"])
    #expect(
      try Options(["--ladder", "1x2x3", "4096×4096×4096"]).shapes == [
        ProductShape(rows: 1, inner: 2, columns: 3), ProductShape(rows: 4_096, inner: 4_096, columns: 4_096),
      ])
    #expect(try Options(["--ladder", "8x8x8", "--json", "--seconds", "2"]).budget == 2)
  }

  @Test("Sizes are refused for memory only where the step cannot do without it")
  func memory() throws {
    // 809,856 parameters × 16 bytes, and 768 tokens × (4 × 8 × 128 + 65) floats
    let needed = 809_856.0 * 16 + 768 * 4_161 * 4
    try TrainingSizes().check(memory: needed)
    #expect(throws: CommandFailure.self) { try TrainingSizes().check(memory: needed - 1) }
  }

  @Test("The help names every benchmark, every size with its value, and fits 80 columns")
  func help() throws {
    #expect(try Options(["--help"]).action == .help)
    for name in Work.all.map(\.name) + ScaledWork.all.map(\.name) + Growth.all.map(\.size)
      + Guard.all.map(\.name)
    {
      #expect(Options.help.contains(name), "\(name)")
    }
    let lines = Options.help.split(separator: "\n")
    for option in TrainingSizes.options {
      let line = lines.first { $0.contains("--\(option.name) N ") }
      #expect(line?.hasSuffix("(\(TrainingSizes()[keyPath: option.size]))") == true, "\(option.name)")
    }
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
  }
}
