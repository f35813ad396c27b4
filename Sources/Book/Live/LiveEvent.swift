import Foundation
import Pages

/// What a page is told of a run: a line of JSON each.
package struct LiveEvent: Encodable, Hashable, Sendable {
  /// What has happened.
  package enum Kind: String, Encodable, Sendable {
    /// The run is known by the name in `text`, by which it can be stopped.
    case begin
    /// It waits for others; `text` says for how many.
    case waiting
    /// Its program has started.
    case running
    /// A cell is there, as HTML in `html`.
    case cell
    /// The program says how far it is.
    case progress
    /// It is over; `text` says how it ended.
    case done, stopped, failed
  }

  package let kind: Kind
  package var text: String?
  package var html: String?

  package init(_ kind: Kind, _ text: String? = nil) {
    self.kind = kind
    self.text = text
  }

  /// A cell.
  package init(cell: Markup) {
    kind = .cell
    html = cell.html
  }

  /// The event as a line.
  package var line: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array((try? encoder.encode(self)) ?? Data()) + [UInt8(ascii: "\n")]
  }
}
