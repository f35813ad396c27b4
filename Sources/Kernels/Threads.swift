import Platform

/// How many threads the kernels use.
///
/// The number changes the time that an operation takes, never a bit of its result: threads divide the elements
/// of the result among them, and each element is computed in one fixed order.
///
/// ```swift
/// Threads.$count.withValue(1) { matrixProduct(a, b, rows: 2, inner: 3, columns: 4) }
/// ```
public enum Threads {
  /// The number used by the current task: the processors that are online, unless the environment
  /// variable `TRANSFORMER_THREADS` names a smaller number.
  @TaskLocal public static var count: Int = standard

  private static let standard: Int = {
    let processors = available
    guard let value = getenv("TRANSFORMER_THREADS"), let wished = Int(String(cString: value)), wished > 0
    else { return processors }
    return min(wished, processors)
  }()

  /// The processors that are online.
  static let available = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}

/// Runs `body` over parts that together make up `0 ..< count`, on several threads when that saves time.
///
/// Handing out parts takes a fraction of a microsecond when the helpers are awake, so only work below 4 µs runs on the
/// calling thread alone. Work is cut into more parts than threads: when another program holds one processor, the others
/// take over its parts.
/// - Parameters:
///   - count: The number of items; each is computed wholly by one thread.
///   - nanoseconds: About how long one item takes.
///   - multiple: Every part but the last starts and ends at a multiple of this.
package func parallel(
  over count: Int, nanoseconds: Double, multiple: Int = 1, _ body: @Sendable (Range<Int>) -> Void
) {
  if count == 0 { return }
  let time = Double(count) * nanoseconds
  let units = (count + multiple - 1) / multiple
  let threads = min(Threads.count, units)
  if threads <= 1 || time < 4_000 { return body(0..<count) }
  let parts = min(units, threads * max(1, min(8, Int(time / Double(2_000 * threads)))))
  ThreadPool.shared.run(parts: parts, threads: threads, nanoseconds: time / Double(parts)) { part in
    let lower = units * part / parts * multiple
    let upper = min(count, units * (part + 1) / parts * multiple)
    body(lower..<upper)
  }
}
