import Foundation
import Slides
import Synchronization
import Testing

/// A run of a chapter that several tests look at: each is made once a process.
struct KnownRun: Sendable {
  /// What it printed, what it wrote to standard error, and how it ended.
  let run: ChapterRun
  /// What it wrote for machines, as a page and as a notebook file.
  let json, html, ipynb: Data
  /// The model that chapter 7 wrote.
  let model: Data

  /// The run of a chapter at its defaults, of which a portable build does fewer steps.
  static func atDefaults(_ promise: ChapterPromise) throws -> KnownRun {
    #if FUSED_MULTIPLY_ADD
      return try of(promise.command, exportsModel: promise.command == "training")
    #else
      // Two thousand steps take minutes without the machine's own vectors.
      let fewSteps = [
        "training": ["--steps", "100", "--stories", "600"],
        "finetuning": ["--label-steps", "5", "--talk-steps", "10", "--held-out", "20"],
        "translation": ["--steps", "50", "--texts", "500"],
        "relatives": ["--steps", "20", "--masked-steps", "20"], "speedrun": ["--steps", "25"],
      ]
      return try of(promise.command, fewSteps[promise.command] ?? [])
    #endif
  }

  /// The run of a chapter with these arguments.
  static func of(
    _ command: String, _ arguments: [String] = [], exportsModel: Bool = false
  ) throws -> KnownRun {
    let key = ([command] + arguments).joined(separator: " ")
    let place = places.withLock { places in
      let place = places[key] ?? Place()
      places[key] = place
      return place
    }
    return try place.run.withLock { known in
      let run = try known ?? KnownRun(command, arguments, exportsModel: exportsModel)
      known = run
      return run
    }
  }

  private init(_ command: String, _ arguments: [String], exportsModel: Bool) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func place(_ form: String) -> URL { folder.appending(path: "\(command).\(form)") }
    let forms = ["json", "html", "ipynb"].flatMap { ["--\($0)", place($0).path] }
    let model = place("safetensors")
    run = try ChapterRun(command, forms + arguments + (exportsModel ? ["--export-model", model.path] : []))
    func read(_ place: URL) -> Data { (try? Data(contentsOf: place)) ?? Data() }
    (json, html, ipynb) = (read(place("json")), read(place("html")), read(place("ipynb")))
    self.model = read(model)
  }

  /// The run as its JSON tells of it; fails when it has ended with another status than 0 or, with a switch, 1.
  func recorded(as command: String, isDefault: Bool) throws -> RecordedRun {
    guard run.status == 0 || (run.status == 1 && !isDefault) else {
      throw NoRun(description: "«\(command)» ended with status \(run.status): \(run.errors)")
    }
    return try RecordedRun(command: command, title: "", json: json)
  }

  private struct NoRun: Error, CustomStringConvertible { let description: String }

  private final class Place: Sendable {
    let run = Mutex<KnownRun?>(nil)
  }

  private static let places = Mutex<[String: Place]>([:])
}
