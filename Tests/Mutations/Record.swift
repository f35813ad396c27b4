import Foundation
import Synchronization

/// Which mutations were killed, and in which state of the sources.
///
/// A kill holds as long as the mutation's own text, the file that it breaks and the files of its test's target are what
/// they were, whatever changes elsewhere. What was no kill is not kept.
final class Record: Sendable {
  private let package: URL
  private let file: URL
  private let kills: Mutex<[String: String]>

  /// The record of a package. Several runs may add to it at the same time.
  init(of package: URL) {
    self.package = package
    file = package.appending(path: ".build-mutations/kills.txt")
    let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
    var kills: [String: String] = [:]
    for line in lines {
      // A fingerprint without a text takes an earlier line back.
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      kills[words[0]] = words.count == 2 ? words[1] : nil
    }
    self.kills = Mutex(kills)
  }

  /// How a mutation was killed, if it was when everything that this stands on was what it is now.
  func kill(of mutation: Mutation) throws -> String? {
    let fingerprint = try fingerprint(of: mutation)
    return kills.withLock { $0[fingerprint] }
  }

  /// Keeps what became of a mutation, if it was killed.
  func add(_ verdict: Verdict, of mutation: Mutation) throws {
    if verdict.isKill { try set("\(verdict)", for: mutation) }
  }

  /// Forgets that a mutation was killed.
  func remove(_ mutation: Mutation) throws { try set(nil, for: mutation) }

  private func set(_ verdict: String?, for mutation: Mutation) throws {
    let fingerprint = try fingerprint(of: mutation)
    try kills.withLock { kills in
      kills[fingerprint] = verdict
      let files = FileManager.default
      if !files.fileExists(atPath: file.path) {
        try files.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: file)
      }
      let handle = try FileHandle(forWritingTo: file)
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("\(fingerprint) \(verdict ?? "")\n".utf8))
    }
  }

  /// A number for everything that a kill stands on: FNV-1a of 64 bits over the length and the bytes of each text.
  private func fingerprint(of mutation: Mutation) throws -> String {
    let tests = package.appending(path: "Tests/\(mutation.testTarget)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: tests.path)
    let files =
      [package.appending(path: mutation.file)]
      + names.filter { $0.hasSuffix(".swift") }.sorted().map { tests.appending(path: $0) }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for text in try [Data(mutation.text.utf8)] + files.map({ try Data(contentsOf: $0) }) {
      for byte in Array("\(text.count) ".utf8) + Array(text) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    return String(hash, radix: 16)
  }
}
