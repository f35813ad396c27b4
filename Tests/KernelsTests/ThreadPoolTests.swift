import Foundation
import Kernels
import Synchronization
import Testing

@Suite("Threads that help") struct ThreadPoolTests {
  private static let x = numbers(60_000, seed: 5, scale: 3)
  private static let expected = Threads.$count.withValue(1) { map(.hyperbolicTangent, x) }

  @Test("tasks that ask for help at the same time all get their own results")
  func manyCallers() async {
    let right = await withTaskGroup(of: Bool.self) { group in
      for caller in 0..<8 {
        group.addTask {
          var scaled = Self.x
          scale(&scaled, by: Float(caller))
          let expected = Threads.$count.withValue(1) { map(.sigmoid, scaled) }
          return (0..<200).allSatisfy { _ in map(.sigmoid, scaled) == expected }
        }
      }
      return await group.allSatisfy { $0 }
    }
    #expect(right)
  }

  @Test("helpers that have gone to sleep come back, and short work after long leaves no part undone")
  func sleepAndWake() async throws {
    for _ in 0..<20 {
      try await Task.sleep(for: .milliseconds(2))
      for _ in 0..<5 { #expect(map(.hyperbolicTangent, Self.x) == Self.expected) }
    }
  }

  @Test("more threads than the machine has, and fewer, give the same", arguments: [1, 2, 3, 64, 5_000])
  func anyNumberOfThreads(count: Int) {
    Threads.$count.withValue(count) {
      #expect(bits(map(.hyperbolicTangent, Self.x)) == bits(Self.expected))
    }
  }

  @Test("every item is done exactly once, whatever the number of items and threads")
  func everyItemOnce() {
    for threads in [2, 3, 8] {
      for count in [1, 2, 3, 15, 16, 17, 31, 1_000, 4_097] {
        let times = (0..<count).map { _ in Counter() }
        Threads.$count.withValue(threads) {
          parallel(over: count, nanoseconds: 20_000, multiple: 3) { part in
            for item in part { times[item].value.add(1, ordering: .relaxed) }
          }
        }
        #expect(times.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
      }
    }
  }

  /// The parts that work is handed out in, in order.
  private func parts(_ count: Int, nanoseconds: Double, multiple: Int = 1, threads: Int = 2) -> [Range<Int>] {
    let parts = Mutex<[Range<Int>]>([])
    Threads.$count.withValue(threads) {
      parallel(over: count, nanoseconds: nanoseconds, multiple: multiple) { part in
        parts.withLock { $0.append(part) }
      }
    }
    return parts.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
  }

  @Test(
    "work below 4 µs is one part; more is cut into up to eight a thread, at multiples of what is asked for")
  func partsOfWork() {
    #expect(parts(0, nanoseconds: 1e9).isEmpty)
    #expect(parts(3_999, nanoseconds: 1) == [0..<3_999])
    #expect(parts(4_000, nanoseconds: 1) == [0..<2_000, 2_000..<4_000])
    #expect(parts(1_000, nanoseconds: 1_000).count == 16)
    #expect(parts(1_000, nanoseconds: 1_000, threads: 1) == [0..<1_000])
    #expect(parts(3, nanoseconds: 1e6, threads: 8) == [0..<1, 1..<2, 2..<3])
    let ofMultiples = parts(1_001, nanoseconds: 1_000, multiple: 64)
    #expect(ofMultiples.count == 16 && ofMultiples.allSatisfy { $0.lowerBound.isMultiple(of: 64) })
    #expect(ofMultiples.last?.upperBound == 1_001)
  }

  /// How many threads take part in work of 5 ms.
  private static func threadsAtWork(_ count: Int) -> Int {
    let seen = Mutex<Set<ObjectIdentifier>>([])
    Threads.$count.withValue(count) {
      parallel(over: 16, nanoseconds: 300_000) { _ in
        seen.withLock { _ = $0.insert(ObjectIdentifier(Thread.current)) }
        usleep(300)
      }
    }
    return seen.withLock { $0.count }
  }

  /// In a process of its own, where the helpers are nobody else's; they may be without a processor for a while, hence
  /// more than one attempt.
  @Test("a helper that sleeps is woken and takes parts; with one thread the caller does all")
  func helpersHelp() async {
    await #expect(processExitsWith: .exitCode(7)) {
      guard Self.threadsAtWork(1) == 1 else { exit(1) }
      guard Threads.count > 1 else { exit(7) }
      // The helpers are awake when they are made.
      _ = Self.threadsAtWork(2)
      let end = ContinuousClock.now + .seconds(20)
      while ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(5))
        if Self.threadsAtWork(2) == 2 { exit(7) }
      }
      exit(1)
    }
  }

  @Test(
    "TRANSFORMER_THREADS names a smaller number of threads; what is no such number changes nothing",
    arguments: [("1", 1), ("100000", nil), ("0", nil), ("-1", nil), ("two", nil), ("", nil)]
      as [(String, Int?)])
  func environment(value: String, count: Int?) async {
    await #expect(processExitsWith: .exitCode(7)) {
      [value, count = (count ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) as Int] in
      setenv("TRANSFORMER_THREADS", value, 1)
      exit(Threads.count == count ? 7 : 1)
    }
  }

  @Test("eight kernels in a row without help for 2 ms make callers work alone for as long as those took")
  func contention() {
    let helped = Contention()
    for index in 0..<40 { helped.note(helped: index % 8 == 7, from: 1_000, to: 9_000_000) }
    #expect(!helped.isPresent(at: 9_000_000))

    let missed = Contention()
    for kernel in UInt64(1)...8 {
      #expect(!missed.isPresent(at: 1_000_000 * kernel))
      missed.note(helped: false, from: 1_000_000 * kernel, to: 1_000_000 * kernel + 1_000_000)
    }
    #expect(missed.isPresent(at: 16_999_999) && !missed.isPresent(at: 17_000_000))

    let brief = Contention()
    for kernel in UInt64(1)...199 { brief.note(helped: false, from: 10_000 * kernel, to: 10_000 * kernel) }
    #expect(!brief.isPresent(at: 2_000_000))
  }

  @Test("what is in vain again soon after is avoided for twice as long, up to 32 times; else for once")
  func solitude() {
    let millisecond: UInt64 = 1_000_000
    let contention = Contention()
    var time = 1_000 * millisecond
    for factor in [1, 2, 4, 8, 16, 32, 32] as [UInt64] {
      contention.noteVainAttempt(from: time, to: time + millisecond)
      time += millisecond + factor * millisecond
      #expect(contention.isPresent(at: time - 1) && !contention.isPresent(at: time))
    }
    time += 51 * millisecond
    contention.noteVainAttempt(from: time, to: time + millisecond)
    #expect(!contention.isPresent(at: time + 2 * millisecond))
  }

  @Test("a body that shares out work itself does all of it")
  func nested() {
    let times = Counter()
    parallel(over: 64, nanoseconds: 10_000) { outer in
      for _ in outer {
        parallel(over: 64, nanoseconds: 10_000) { times.value.add($0.count, ordering: .relaxed) }
      }
    }
    #expect(times.value.load(ordering: .relaxed) == 64 * 64)
  }
}

private final class Counter: Sendable {
  let value = Atomic<Int>(0)
}
