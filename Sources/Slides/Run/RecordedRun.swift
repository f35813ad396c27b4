import Cells
import Foundation
import Pages

/// A run of a chapter as its JSON tells of it.
package struct RecordedRun: Sendable {
  /// What ran, as typed into a shell: `swift run attention --no-scale`.
  package let command: String
  /// The chapter's title.
  package let title: String
  /// Where the run's random numbers started.
  package let seed: UInt64
  /// What the run was given, defaults too, as far as it is a number or a word.
  package let options: [String: RunValue]
  /// What the notebook says, in order.
  package let cells: [Cell]

  /// A run that had these cells.
  package init(
    command: String, title: String, seed: UInt64, options: [String: RunValue] = [:], cells: [Cell]
  ) {
    self.command = command
    self.title = title
    self.seed = seed
    self.options = options
    self.cells = cells
  }

  /// The run as a page, as the chapter itself makes it.
  package var page: Page { Page(title: title, command: command, seed: seed, cells: cells) }
}

extension RecordedRun {
  /// Reads the whole of what a chapter has written with `--json -`; throws what cannot be read.
  package init(command: String, title: String, json: Data) throws {
    let lines = String(decoding: json, as: UTF8.self).split(separator: "\n")
    let head = try JSONDecoder().decode(Head.self, from: Data(((lines.first ?? "") + "]}").utf8))
    let cells = try lines.dropFirst().filter { $0.hasPrefix("{") }.map { line in
      try Cell(json: String(line.last == "," ? line.dropLast() : line))
    }
    self.init(
      command: command, title: title, seed: head.seed, options: head.options.compactMapValues(\.value),
      cells: cells)
  }

  private struct Head: Decodable {
    let seed: UInt64
    let options: [String: Option]
  }

  /// What an option is; switches, lists and what is absent are neither numbers nor words.
  private struct Option: Decodable {
    let value: RunValue?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if (try? container.decode(Bool.self)) != nil {
        value = nil
      } else if let number = try? container.decode(Double.self) {
        value = .number(number)
      } else {
        value = (try? container.decode(String.self)).map(RunValue.words)
      }
    }
  }
}
