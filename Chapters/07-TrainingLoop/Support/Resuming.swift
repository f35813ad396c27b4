import Exchange
import Language
import Neural
import Notebook
import Training

/// A run that goes on from a checkpoint, with the options that it keeps and the text that it was trained on.
struct Resumption {
  private let path: String
  private let checkpoint: Checkpoint
  private let record: RunRecord

  /// Opens the checkpoint of `--resume` and takes over its options; nil without one.
  ///
  /// No tensor is read before all that was asked for has been compared with what the checkpoint keeps.
  init?(_ notebook: ChapterNotebook) throws {
    guard let path = notebook[Options.resume] else { return nil }
    self.path = path
    checkpoint = try Checkpoint(contentsOf: path)
    record = try RunRecord(of: checkpoint)
    try notebook.takeOver(record.options, from: "--resume \(path)", mayDiffer: [Options.steps])
    guard (notebook.givenText == nil) == record.text.isTinyWorld else {
      throw CommandFailure.usage(
        "--resume \(path): it was trained on \(record.text); "
          + (record.text.isTinyWorld ? "leave --text and --file out" : "give it with --text or --file"))
    }
  }

  /// The run that the checkpoint keeps.
  func run(_ plan: Plan, material: Material, stretches: Bool) throws -> Run {
    guard material.identity == record.text else {
      throw CommandFailure.input(
        "--resume \(path): it was trained on \(record.text), and this is \(material.identity)")
    }
    guard try checkpoint.configuration(as: GPTConfiguration.self) == plan.configuration,
      checkpoint.tokenizer == (try json(material.tokenizer))
    else {
      throw CommandFailure.input("--resume \(path): its model or its tokens are not those of its options")
    }
    var run = try Run(resuming: checkpoint, model: checkpoint.gpt())
    guard run.step <= plan.steps else {
      throw CommandFailure.usage(
        "--steps \(plan.steps): the checkpoint has made \(run.step.counted("step")) already")
    }
    if stretches { run.schedule = plan.schedule }
    return run
  }

  /// Says where the run goes on, with what, and what becomes of its schedule.
  func show(_ run: Run, plan: Plan, notebook: ChapterNotebook) {
    let options = notebook.words(of: Options.kept).filter { $0.value != "false" }.sorted { $0.key < $1.key }
      .map { $0.value == "true" ? "--\($0.key)" : "--\($0.key) \($0.value)" }
    notebook.prose(
      """
      This run goes on from step \(run.step.grouped) of \(plan.steps.grouped), with \(record.text), and with what the checkpoint keeps:
      `\(options.joined(separator: " "))`.
      """)
    guard case .cosine(_, let floor, _, let end) = run.schedule else { return }
    let rate = NumberText.compact(Double(run.schedule(step: run.step + 1)))
    if run.step == plan.steps {
      notebook.prose("All its steps are made: nothing is trained. A larger `--steps` goes on.")
    } else if notebook[Options.stretch] {
      notebook.prose(
        "Its schedule is drawn out to step \(end.grouped), as if that many had been planned: the next rate is \(rate)."
      )
    } else if end < plan.steps {
      notebook.prose(
        """
        Its schedule ends at step \(end.grouped): whatever comes after is trained at its floor, a rate of
        \(NumberText.compact(Double(floor))). `--stretch` draws the schedule out to step \(plan.steps.grouped) instead.
        """)
    } else if end > plan.steps {
      notebook.prose(
        """
        Its schedule was made for \(end.grouped) steps and stays: the run ends before the rate has come down to its floor.
        `--stretch` draws it together to \(plan.steps.grouped) steps instead.
        """)
    }
  }
}
