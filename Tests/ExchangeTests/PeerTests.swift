import Autodiff
import Exchange
import Foundation
import Language
import Neural
import Testing
import Training

/// What the scripts beside the fixtures (`Tests/OracleTests/Fixtures/compare_*.py`, `train_further.py`) ask of this side:
/// they run these with the name of a folder that both sides write to.
@Suite(
  "What Hugging Face's libraries make of our folders, and we of theirs",
  .enabled(if: ProcessInfo.processInfo.environment["PEER_FOLDER"] != nil))
struct PeerTests {
  /// What one side says of a model.
  private struct Account: Codable {
    var texts: [String]
    var tokens: [[Int]]
    /// The logits after the last token.
    var logits: [[Float]]
    /// The mean of −ln P over the tokens after each text's first.
    var losses: [Float]
  }

  private let folder = URL(filePath: ProcessInfo.processInfo.environment["PEER_FOLDER"] ?? "/none")

  private func account(of pretrained: PretrainedModel, _ texts: [String]) throws -> Account {
    var account = Account(texts: texts, tokens: [], logits: [], losses: [])
    for text in texts {
      let tokens = try pretrained.tokenizer.encode(text)
      let logits = pretrained.model(tokens)
      account.tokens.append(tokens)
      account.logits.append(logits.selected(axis: 0, tokens.count - 1).scalars)
      let loss = crossEntropy(
        logits: logits.sliced(axis: 0, 0..<tokens.count - 1), targets: Array(tokens.dropFirst()))
      account.losses.append(loss.scalar)
    }
    return account
  }

  /// Exports of every kind of tokenizer, and of models as far from GPT-2 as its layout goes.
  @Test("exports are written")
  func ours() throws {
    let course = try PretrainedModel(at: nil)
    guard case .words(let words) = course.tokenizer else { throw CancellationError() }
    let stories = TinyWorld().stories(count: 20, seed: 9).filter {
      ((try? words.encode($0)) ?? []).count > 1
    }
    #expect(stories.count > 2)
    let odd = [
      "It's 10 o’clock, naïve 'quotes' and  two spaces\r\nend ",
      "我爱你。 café cafe\u{301} A\u{30A} \u{212B} x_1",
      "👩‍👩‍👧 ½ ２ 々〇 \u{A0}a\u{2028}\t\tb",
    ]
    let corpus = odd.joined(separator: "\n")
    func make(
      _ tokenizer: AnyTokenizer, _ change: (inout GPTConfiguration) -> Void = { _ in }
    ) -> PretrainedModel {
      var configuration = GPTConfiguration(
        vocabularySize: tokenizer.vocabularySize, contextLength: 96, layerCount: 2, headCount: 2,
        channels: 12, hiddenChannels: 20)
      change(&configuration)
      var model = GPT(configuration, seed: 5)
      model.forEachParameter { name, value in value = value * 8 + (name.hasSuffix("gain") ? -7 : 0) }
      return PretrainedModel(model: model, tokenizer: tokenizer)
    }
    let pairs = try BytePairTokenizer.train(
      on: corpus + corpus, mergeCount: 12, specialTokens: ["<|endoftext|>"])
    let gaps = try BytePairTokenizer(
      merges: [.init(rank: 7, left: "a", right: "b")], specialTokens: ["<end>": 300])
    let marked = try WordTokenizer(corpus: corpus, unknownWords: .replace(with: "<unk>"))
      .adding(specialTokens: ["<ask>", "<answer>"])
    for (name, model, texts) in [
      ("course", course, stories),
      (
        "characters", make(.characters(CharacterTokenizer(corpus: corpus))) { $0.positions = .sinusoidal },
        odd
      ),
      ("words", make(.words(WordTokenizer(corpus: corpus))) { $0.block.hasBias = false }, odd),
      ("marked", make(.words(marked)) { $0.tiesHead = false }, odd + ["zebra 我 other"]),
      ("pairs", make(.bytePairs(pairs)) { $0.block.activation = .relu }, odd),
      (
        "gaps",
        make(.bytePairs(gaps)) {
          $0.positions = .none
          $0.block.activation = .geluExact
        }, odd
      ),
    ] {
      try model.export(toFolder: folder.appending(path: name).path)
      let json = try JSONEncoder().encode(account(of: model, texts))
      try json.write(to: folder.appending(path: "\(name).json"))
    }
  }

  @Test("folders of the other side are read, with the tokens, logits and losses that it says")
  func theirs() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where name.hasSuffix(".theirs.json") {
      let expected = try JSONDecoder().decode(
        Account.self, from: Data(contentsOf: folder.appending(path: name)))
      let model = try PretrainedModel(
        contentsOf: folder.appending(path: String(name.dropLast(".theirs.json".count))).path)
      let own = try account(of: model, expected.texts)
      #expect(own.tokens == expected.tokens, "\(name)")
      var distance: Float = 0
      for (own, its) in zip(own.logits + [own.losses], expected.logits + [expected.losses]) {
        #expect(own.count == its.count)
        distance = zip(own, its).map { abs($0 - $1) }.reduce(distance, max)
      }
      #expect(distance < 1e-4, "\(name)")
      print("\(name): \(own.texts.count) texts, greatest distance of logits and losses \(distance)")
    }
  }

  @Test("texts are cut into tokens")
  func tokens() throws {
    struct Question: Decodable {
      let vocabulary: String
      let texts: [String]
    }
    let file = folder.appending(path: "question.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    let question = try JSONDecoder().decode(Question.self, from: Data(contentsOf: file))
    let tokenizer = try AnyTokenizer(contentsOfFolder: question.vocabulary)
    let tokens = try question.texts.map(tokenizer.encode)
    for (text, tokens) in zip(question.texts, tokens) {
      #expect(try Array(tokenizer.decode(tokens).utf8) == Array(text.utf8))
    }
    try JSONEncoder().encode(tokens).write(to: folder.appending(path: "answer.json"))
  }
}
