import Foundation
import Testing

/// A chapter, and the tensors that its notebook promises to machines by these names.
struct ChapterPromise: Sendable, CustomTestStringConvertible {
  let command: String
  let folder: String
  let tensors: [String]

  var testDescription: String { command }
}

let promises = [
  ChapterPromise(
    command: "autodiff", folder: "00-Autodiff", tensors: ["values", "gradients", "finiteDifferences"]),
  ChapterPromise(
    command: "ngram", folder: "01-NGram", tensors: ["counts", "probabilities", "perplexity", "unseenShare"]),
  ChapterPromise(
    command: "embeddings", folder: "02-Embeddings", tensors: ["oneHot", "table", "embedded", "cosine"]),
  ChapterPromise(
    command: "positions", folder: "03-PositionalEncoding",
    tensors: ["positions", "dotProducts", "asPrintedS0", "asPrintedS1", "asPrintedS3"]),
  ChapterPromise(
    command: "attention", folder: "04-SingleHeadAttention",
    tensors: ["input", "query", "key", "value", "scores", "scaled", "weights", "output"]),
  ChapterPromise(
    command: "multihead", folder: "05-MultiHeadAttention",
    tensors: [
      "head.0.weights", "head.0.output", "head.1.weights", "head.1.output", "concatenated", "outputWeight",
      "output",
    ]),
  ChapterPromise(
    command: "block", folder: "06-TransformerBlock",
    tensors: [
      "input", "mean", "variance", "normalized", "attention", "residual", "hidden", "feedForward", "output",
      "logits",
    ]),
  ChapterPromise(
    command: "training", folder: "07-TrainingLoop",
    tensors: ["loss", "validationLoss", "baselines", "entropy"]),
  ChapterPromise(
    command: "generation", folder: "08-Generation",
    tensors: [
      "logits", "probabilities", "entropyByTemperature", "keptByTopK", "keptByTopP", "beamScores", "flawless",
      "completionAccuracy", "correctionAccuracy", "recognitionAccuracy",
    ]),
  ChapterPromise(
    command: "finetuning", folder: "09-FineTuning",
    tensors: [
      "confusion", "accuracy", "precision", "recall", "f1", "learningCurve.pretrained",
      "learningCurve.scratch",
      "answerAccuracy", "forgetting", "trainedParameters",
    ]),
  ChapterPromise(
    command: "translation", folder: "10-EncoderDecoder",
    tensors: ["crossWeights", "loss", "validationLoss", "bleu", "exactMatch", "meaningKept"]),
  ChapterPromise(
    command: "pretrained", folder: "11-Pretrained",
    tensors: ["logits", "loss", "quantized.loss", "bytes", "student.loss", "alone.loss"]),
  ChapterPromise(
    command: "inside", folder: "12-Inside",
    tensors: [
      "lens", "attribution", "entropy", "ablation", "induction", "induction.trained", "patching",
      "gradientTimesInput", "shapley", "lime",
    ]),
  ChapterPromise(
    command: "relatives", folder: "13-Relatives",
    tensors: [
      "viterbi", "crfAccuracy", "gradientByDistance", "recallByDistance", "maskedAccuracy", "written",
      "staircase",
    ]),
  ChapterPromise(
    command: "speedrun", folder: "14-Speedrun",
    tensors: ["baseline.loss", "recipe.loss", "stepsToLoss", "secondsToLoss", "singularValues", "turned"]),
]

@Suite("Every chapter at its defaults")
struct TranscriptTests {
  /// One run serves all promises: what is printed, what machines read, and the exit status.
  @Test("prints its transcript, passes its checks, and writes the JSON that it promises", arguments: promises)
  func transcript(_ promise: ChapterPromise) throws {
    let known = try KnownRun.atDefaults(promise)
    let run = known.run
    #expect(run.status == 0, "\(run.errors)")
    // Where COURSE_PAGES names a folder, the run's page and notebook file are left there with the JSON, for a browser.
    if let folder = ProcessInfo.processInfo.environment["COURSE_PAGES"].map({ URL(filePath: $0) }) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (form, data) in [("json", known.json), ("html", known.html), ("ipynb", known.ipynb)] {
        try data.write(to: folder.appending(path: "\(promise.command).\(form)"))
      }
    }
    #expect(
      !run.errors.contains("has changed since"), "the sources are those that were compiled: \(run.errors)")

    let file = packageFolder.appending(path: "Chapters/\(promise.folder)/transcript.txt")
    let committed = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #if FUSED_MULTIPLY_ADD
      // A portable build rounds differently, and training magnifies that; its checks still have to pass.
      expectSameLines(withoutWhereTheModelIs(run.output), committed, of: promise.command)
      if promise.command == "training" {
        let own = packageFolder.appending(path: "Chapters/\(promise.folder)/model.safetensors")
        #expect(
          try known.model == Data(contentsOf: own),
          "the model differs; if that is meant: swift run training --export-model \(own.path)")
      }
    #endif

    let notebook = try JSONDecoder().decode(NotebookFile.self, from: known.json)
    #expect(notebook.chapter == promise.command)
    #expect(known.html.count <= 500_000, "the page has \(known.html.count) bytes")
    let tensors = notebook.cells.filter { $0.kind == "tensor" }
    #expect(Set(tensors.compactMap(\.name)).count == tensors.count, "tensor names are unique")
    for name in promise.tensors {
      let tensor = try #require(tensors.first { $0.name == name }, "the tensor «\(name)» is missing")
      #expect(tensor.shape?.reduce(1, *) == tensor.values?.count, "\(name) fills its shape")
    }
    for case .named(let name) in tensors.flatMap({ $0.values ?? [] }) {
      #expect(["Infinity", "-Infinity", "NaN"].contains(name))
    }
    let checks = notebook.cells.filter { $0.kind == "check" }
    #expect(!checks.isEmpty)
    #expect(checks.allSatisfy { $0.passed == true })
  }

  @Test("fits 80 columns when piped", arguments: promises)
  func width(_ promise: ChapterPromise) throws {
    let file = packageFolder.appending(path: "Chapters/\(promise.folder)/transcript.txt")
    let committed = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    for line in committed.split(separator: "\n") where line.unicodeScalars.allSatisfy({ $0.value < 0x2E80 }) {
      #expect(line.count <= 80, "\(line)")
    }
    #expect(!committed.contains("\u{1B}"), "no escape sequences in a pipe")
  }

  /// What is printed but for the paragraph that tells where `--export-model` has written to.
  private func withoutWhereTheModelIs(_ output: String) -> String {
    output.components(separatedBy: "\n\n").filter { !$0.hasPrefix("The model alone is in") }
      .joined(separator: "\n\n")
  }

  /// Fails with the first line that differs, and how to renew the transcript when the change was meant.
  private func expectSameLines(_ output: String, _ committed: String, of command: String) {
    let (now, before) = (
      output.split(separator: "\n", omittingEmptySubsequences: false),
      committed.split(
        separator: "\n", omittingEmptySubsequences: false)
    )
    let difference = (0..<max(now.count, before.count)).first { line in
      line >= now.count || line >= before.count || now[line] != before[line]
    }
    guard let line = difference else { return }
    Issue.record(
      """
      line \(line + 1) of the transcript differs
        committed: \(line < before.count ? before[line] : "(no such line)")
        now:       \(line < now.count ? now[line] : "(no such line)")
      If the change is meant: swift run \(command) > the chapter's transcript.txt, and look at the diff.
      """)
  }
}
