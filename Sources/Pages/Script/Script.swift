import Cells
import Digests

/// A script that stands in a page, and that its policy names by its hash: a browser runs this one and no other.
package struct Script: Sendable {
  /// The script, as a browser reads it.
  package let text: String

  /// A script of JavaScript; stops later, in the page, when the text holds what would end the element early.
  package init(_ text: String) { self.text = text }

  /// What the policy calls it: `'sha256-…'`, the hash of its UTF-8 in base 64.
  package var source: String { "'sha256-\(Self.base64(SHA256.hash(of: Array(text.utf8))))'" }

  /// What a page of some cells runs: the keys of every tensor, and what its explorations need.
  package static func needed(for cells: [Cell]) -> Script {
    whole { kind in
      cells.contains { if case .explore(let explore) = $0 { explore.kind == kind } else { false } }
    }
  }

  /// What a page of any cells runs.
  package static var whole: Script { whole { _ in true } }

  private static func whole(_ isNeeded: (ExploreCell.Kind) -> Bool) -> Script {
    let kinds = ExploreCell.Kind.allCases.filter(isNeeded)
    let files =
      [PackageResources.page_js] + (kinds.isEmpty ? [] : [PackageResources.explore_js]) + kinds.map(file)
    return Script(files.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"))
  }

  private static func file(of kind: ExploreCell.Kind) -> [UInt8] {
    switch kind {
    case .attention: PackageResources.attention_js
    case .graph: PackageResources.graph_js
    case .distance: PackageResources.distance_js
    case .smoothing: PackageResources.smoothing_js
    case .neighbours: PackageResources.neighbours_js
    case .curve: PackageResources.curve_js
    case .choice: PackageResources.choice_js
    }
  }

  var markup: Markup { .verbatim("script", [:], text) }

  /// Bytes in base 64 (RFC 4648 §4).
  static func base64(_ bytes: [UInt8]) -> String {
    let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? signs[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}
