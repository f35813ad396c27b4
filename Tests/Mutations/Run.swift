import Dispatch
import Foundation
import Synchronization

/// A run over mutations, in one copy or in several at the same time.
struct Run: Sendable {
  private let mutations: [Mutation]
  private let package: URL
  private let record: Record
  /// How wide a name is printed.
  private let width: Int

  init(over mutations: [Mutation], in package: URL, recording record: Record) {
    self.mutations = mutations
    self.package = package
    self.record = record
    width = mutations.reduce(0) { max($0, $1.name.count) }
  }

  /// What became of each mutation, printed as it comes.
  ///
  /// - Throws: when the copies cannot be made, or the tests fail in one with nothing broken.
  func callAsFunction(jobs: Int) throws -> [(mutation: Mutation, verdict: Verdict)] {
    let count = max(1, min(jobs, mutations.count))
    let outcomes = Mutex<[Result<[(mutation: Mutation, verdict: Verdict)], any Error>]>([])
    DispatchQueue.concurrentPerform(iterations: count) { job in
      let outcome = Result { try work(on: Part(job + 1, of: count).of(mutations), job: job) }
      outcomes.withLock { $0.append(outcome) }
    }
    return try outcomes.withLock { try $0.flatMap { try $0.get() } }
  }

  /// Goes through mutations in one copy, those of one target's tests after the other's.
  private func work(on mutations: [Mutation], job: Int) throws -> [(mutation: Mutation, verdict: Verdict)] {
    // Copies are kept for the next run.
    let folder = job == 0 ? ".build-mutations" : ".build-mutations-\(job + 1)"
    var results: [(mutation: Mutation, verdict: Verdict)] = []
    for target in Set(mutations.map(\.testTarget)).sorted() {
      let group = mutations.filter { $0.testTarget == target }
      let start = Date()
      let laboratory = try Laboratory(package: package, folder: folder, target: target, mutations: group)
      print("\(target): built and tested whole in \(seconds(since: start)) s")
      for mutation in group { results.append((mutation, verdict(on: mutation, in: laboratory))) }
      do {
        try laboratory.finish()
      } catch {
        for mutation in group { try record.remove(mutation) }
        throw error
      }
    }
    return results
  }

  private func verdict(on mutation: Mutation, in laboratory: Laboratory) -> Verdict {
    let start = Date()
    var built = start
    var verdict: Verdict
    do {
      let complaint = try laboratory.build(mutation)
      built = Date()
      verdict = try complaint.map { .misstated("it does not compile: \($0)") } ?? laboratory.test(mutation)
      try record.add(verdict, of: mutation)
    } catch {
      verdict = .misstated("\(error)")
    }
    let name = mutation.name.padding(toLength: width, withPad: " ", startingAt: 0)
    print("\(name)  build\(seconds(since: start, to: built)) s, test\(seconds(since: built)) s  \(verdict)")
    fflush(nil)
    return verdict
  }
}

/// The seconds since a time, to a tenth.
func seconds(since start: Date, to end: Date = Date()) -> String {
  String(format: "%6.1f", end.timeIntervalSince(start))
}
