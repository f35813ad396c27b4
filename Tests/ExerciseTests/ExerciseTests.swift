import Coursework
import Foundation
import Programs
import Testing

/// The learner's functions, each called in a process of its own: unsolved ones are cancelled, wrong ones fail with
/// the diagnosis. With COURSE_SOLUTIONS=1 the same tests run over the solutions, and none may be unsolved.
func check(_ name: String) throws {
  let (chapter, exercise) = try #require(Syllabus.exercise(name))
  let program = try builtProgram(chapter.answeringProgram)
  let verdict = try Judge(of: exercise).check(program: program, seed: .random(in: 1...1_000_000))
  if verdict.isNotStarted, !usesSolutions {
    try Test.cancel("not attempted: swift run course next")
  }
  #expect(verdict.hasPassed, "\(verdict)")
}

/// Whether the solutions stand in the place of the learner's files.
let usesSolutions = ProcessInfo.processInfo.environment["COURSE_SOLUTIONS"] != nil

@Suite("The exercises' tests")
struct ExerciseTestsTests {
  @Test("Every exercise of the course has its test in this file")
  func complete() throws {
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let tested = source.matches(of: /try check\("(\w+)"\)/).map { String($0.1) }
    #expect(tested == Syllabus.exercises.map(\.name))
  }
}

@Suite("The programs that answer for the exercises")
struct AnsweringProgramTests {
  @Test(
    "One that is started without a question says what it is for",
    arguments: ["CapstoneAnswers"] + Syllabus.chapters.map(\.answeringProgram))
  func noQuestion(name: String) throws {
    let run = try ProgramRun(of: builtProgram(name))
    #expect(run.ending == .exited(64) && run.output.isEmpty)
    #expect(run.errorText.contains("see swift run course.") && run.errorText.count { $0 == "\n" } == 1)
  }
}

@Suite("Chapter 0: automatic differentiation")
struct AutodiffExercises {
  @Test func productPullback() throws { try check("productPullback") }
  @Test func sumToShape() throws { try check("sumToShape") }
  @Test func matrixProductPullback() throws { try check("matrixProductPullback") }
  @Test func topologicalOrder() throws { try check("topologicalOrder") }
  @Test func backward() throws { try check("backward") }
}

@Suite("Chapter 1: n-grams")
struct NGramExercises {
  @Test func nGramCounts() throws { try check("nGramCounts") }
  @Test func addKProbability() throws { try check("addKProbability") }
  @Test func sentenceLogProbability() throws { try check("sentenceLogProbability") }
  @Test func perplexity() throws { try check("perplexity") }
  @Test func interpolatedProbability() throws { try check("interpolatedProbability") }
}

@Suite("Chapter 2: embeddings")
struct EmbeddingsExercises {
  @Test func lookUp() throws { try check("lookUp") }
  @Test func lookUpPullback() throws { try check("lookUpPullback") }
  @Test func cosineSimilarity() throws { try check("cosineSimilarity") }
  @Test func mostFrequentPair() throws { try check("mostFrequentPair") }
  @Test func mergePair() throws { try check("mergePair") }
}

@Suite("Chapter 3: positional encoding")
struct PositionalEncodingExercises {
  @Test func sinusoidalPositions() throws { try check("sinusoidalPositions") }
  @Test func rotation() throws { try check("rotation") }
  @Test func addPositions() throws { try check("addPositions") }
}

@Suite("Chapter 4: single-head attention")
struct SingleHeadAttentionExercises {
  @Test func softmax() throws { try check("softmax") }
  @Test func attentionScores() throws { try check("attentionScores") }
  @Test func causalMask() throws { try check("causalMask") }
  @Test func attention() throws { try check("attention") }
  @Test func softmaxPullback() throws { try check("softmaxPullback") }
  @Test func attentionPullback() throws { try check("attentionPullback") }
}

@Suite("Chapter 5: multi-head attention")
struct MultiHeadAttentionExercises {
  @Test func splitHeads() throws { try check("splitHeads") }
  @Test func joinHeads() throws { try check("joinHeads") }
  @Test func multiHeadAttention() throws { try check("multiHeadAttention") }
  @Test func attentionParameterCount() throws { try check("attentionParameterCount") }
}

@Suite("Chapter 6: the Transformer block")
struct TransformerBlockExercises {
  @Test func layerNorm() throws { try check("layerNorm") }
  @Test func layerNormPullback() throws { try check("layerNormPullback") }
  @Test func residual() throws { try check("residual") }
  @Test func gelu() throws { try check("gelu") }
  @Test func feedForward() throws { try check("feedForward") }
  @Test func preNormBlock() throws { try check("preNormBlock") }
  @Test func encoderBlock() throws { try check("encoderBlock") }
  @Test func crossAttention() throws { try check("crossAttention") }
  @Test func languageModelLogits() throws { try check("languageModelLogits") }
}

@Suite("Chapter 7: the training loop")
struct TrainingLoopExercises {
  @Test func crossEntropy() throws { try check("crossEntropy") }
  @Test func crossEntropyPullback() throws { try check("crossEntropyPullback") }
  @Test func adamStep() throws { try check("adamStep") }
  @Test func learningRate() throws { try check("learningRate") }
  @Test func clippedGradients() throws { try check("clippedGradients") }
  @Test func samplingProbabilities() throws { try check("samplingProbabilities") }
  @Test func trainingStep() throws { try check("trainingStep") }
}

@Suite("Chapter 8: writing with a model")
struct GenerationExercises {
  @Test func promptLogProbabilities() throws { try check("promptLogProbabilities") }
  @Test func penalizedLogits() throws { try check("penalizedLogits") }
  @Test func nucleusProbabilities() throws { try check("nucleusProbabilities") }
  @Test func textBeforeStop() throws { try check("textBeforeStop") }
  @Test func beamStep() throws { try check("beamStep") }
  @Test func editDistance() throws { try check("editDistance") }
  @Test func rankedCorrections() throws { try check("rankedCorrections") }
}

@Suite("Chapter 9: fine-tuning")
struct FineTuningExercises {
  @Test func precisionRecall() throws { try check("precisionRecall") }
  @Test func dialogueTargets() throws { try check("dialogueTargets") }
  @Test func answerShares() throws { try check("answerShares") }
  @Test func auxiliaryLoss() throws { try check("auxiliaryLoss") }
  @Test func newAdapter() throws { try check("newAdapter") }
  @Test func adaptedProjection() throws { try check("adaptedProjection") }
}

@Suite("Chapter 10: encoder and decoder")
struct EncoderDecoderExercises {
  @Test func teacherForcing() throws { try check("teacherForcing") }
  @Test func smoothedCrossEntropy() throws { try check("smoothedCrossEntropy") }
  @Test func greedyTranslation() throws { try check("greedyTranslation") }
  @Test func bleu() throws { try check("bleu") }
}

@Suite("Chapter 11: pretrained")
struct PretrainedExercises {
  @Test func splitQueryKeyValue() throws { try check("splitQueryKeyValue") }
  @Test func quantizedRows() throws { try check("quantizedRows") }
  @Test func quantizedProduct() throws { try check("quantizedProduct") }
  @Test func pruned() throws { try check("pruned") }
  @Test func distillationLoss() throws { try check("distillationLoss") }
}

@Suite("Chapter 12: inside")
struct InsideExercises {
  @Test func logitAttribution() throws { try check("logitAttribution") }
  @Test func inductionScore() throws { try check("inductionScore") }
  @Test func patchedShares() throws { try check("patchedShares") }
  @Test func shapleyValues() throws { try check("shapleyValues") }
}

@Suite("Chapter 13: relatives")
struct RelativesExercises {
  @Test func textProbability() throws { try check("textProbability") }
  @Test func likeliestStates() throws { try check("likeliestStates") }
  @Test func lstmStep() throws { try check("lstmStep") }
  @Test func hiddenWords() throws { try check("hiddenWords") }
}

@Suite("Chapter 14: speedrun")
struct SpeedrunExercises {
  @Test func rmsNorm() throws { try check("rmsNorm") }
  @Test func rotaryPositions() throws { try check("rotaryPositions") }
  @Test func newtonSchulz() throws { try check("newtonSchulz") }
  @Test func warmUpStableDecay() throws { try check("warmUpStableDecay") }
  @Test func tStatistic() throws { try check("tStatistic") }
}
