import Notebook
import Training

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A run of a recipe from several seeds, which anybody can make again and compare bit for bit.
///
/// The seconds are quoted: they belong to the machine that is named, and are not compared.
struct Record: Codable {
  let track: String
  /// The text's fingerprint, in hexadecimal.
  let text: String
  /// Nats a character.
  let target: Double
  let recipe: Recipe
  var trials: [Trial]
  /// The processor and the day of the seconds.
  var machine: String
}

extension Record {
  /// A record of these trials.
  init(of recipe: Recipe, on track: Track, _ trials: [Trial], machine: String) {
    self.track = track.name
    text = track.identity
    target = track.target
    self.recipe = recipe
    self.trials = trials
    self.machine = machine
  }

  /// Whether the mean loss is at or below the target, and hardly by chance; nil with fewer than two seeds.
  var test: OneSidedTTest? {
    trials.count > 1 ? oneSidedTTest(of: trials.map(\.finalLoss), isBelow: target) : nil
  }

  /// Whether it counts.
  var counts: Bool { test.map { $0.mean <= target && $0.p < 0.01 } ?? false }

  /// Mean loss after every interval.
  var meanLosses: (steps: [Int], losses: [Double]) {
    let marks = trials[0].marks
    return (
      marks,
      marks.indices.map { mark in
        trials.reduce(0) { $0 + $1.losses[mark] } / Double(trials.count)
      }
    )
  }
}

extension Record {
  /// Reads a record; throws one line when the file cannot be read, is none, or is of another text than a track's.
  init(at path: String, option: String, on track: Track? = nil) throws(CommandFailure) {
    let file = try TextInput.text(inFile: path, option: option)
    func refusal(_ reason: String) -> CommandFailure {
      .input("\(option) \(path.printable) is no record of a run: \(reason); --record PATH writes one")
    }
    do { self = try JSONDecoder().decode(Record.self, from: Data(file.utf8)) } catch {
      throw refusal("it has not the members of one")
    }
    if let track, text != track.identity {
      throw .input(
        "\(option) \(path.printable) was made of another text, \(self.track.printable) of fingerprint \(text.printable), and this is \(track.name) of \(track.identity)"
      )
    }
    if let problem = problem(context: track?.context ?? .max) { throw refusal(problem) }
  }

  /// Refuses a place where no record can be put: without a folder, or where something else is.
  static func requirePlace(_ path: String, option: String) throws(CommandFailure) {
    try requireFolder(of: path)
    guard FileManager.default.fileExists(atPath: path), (try? Record(at: path, option: option)) == nil else {
      return
    }
    throw CommandFailure(
      .output, "\(option) \(path.printable) is there, and no record of a run: nothing is written over it")
  }

  /// Refuses a place whose folder is not there, or cannot be written.
  static func requireFolder(of path: String) throws(CommandFailure) {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else { throw unwritable(path) }
  }

  private static func unwritable(_ path: String) -> CommandFailure {
    CommandFailure(.output, "cannot write \(path.printable): is its folder there?")
  }

  /// What keeps it from being run again; nil when nothing does.
  private func problem(context: Int) -> String? {
    if let problem = recipe.problem(context: context) { return problem }
    guard !trials.isEmpty else { return "it has no seed" }
    guard trials.allSatisfy({ $0.steps == recipe.steps && $0.marks == recipe.marks }),
      trials.allSatisfy({ $0.losses.count == $0.marks.count })
    else { return "its measurements are not those of \(recipe.steps.grouped) steps" }
    return nil
  }

  /// Writes it, as a whole or not at all.
  func write(to path: String) throws(CommandFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do {
      // A list of numbers stands on one line.
      let text = String(decoding: try encoder.encode(self), as: UTF8.self)
        .replacing(/(\[|,)\n +(-?\d)/) { $0.output.1 + ($0.output.1 == "," ? " " : "") + $0.output.2 }
        .replacing(/(\d)\n +\]/) { $0.output.1 + "]" }
      try Data((text + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Self.unwritable(path)
    }
  }

  /// The folder of the chapter's records, among the sources that this was compiled from.
  static let folder =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "records").path
}
