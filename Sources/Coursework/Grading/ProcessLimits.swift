@preconcurrency import Foundation
@preconcurrency import Platform

/// What a process that runs a learner's functions may use of the machine it runs on.
enum ProcessLimits {
  /// Bytes of memory; a capstone trains in a tenth of it.
  static let memory: rlim_t = 4 << 30
  /// Bytes of what it prints: whoever prints without an end is stopped by a signal, before the disk is full.
  static let output: rlim_t = 16 << 20

  /// Sets the limits for this process, before the learner's code runs.
  static func apply() {
    #if canImport(Glibc)
      lower(Int32(RLIMIT_FSIZE.rawValue), to: output)
      lower(Int32(RLIMIT_AS.rawValue), to: memory)
    #elseif canImport(Darwin)
      // Here RLIMIT_AS counts what is reserved and not used, of which there is much.
      lower(RLIMIT_FSIZE, to: output)
    #else
      lower(RLIMIT_FSIZE, to: output)
      lower(RLIMIT_AS, to: memory)
    #endif
  }

  private static func lower(_ resource: Int32, to bytes: rlim_t) {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_cur, bytes)
    limit.rlim_max = min(limit.rlim_max, bytes)
    setrlimit(resource, &limit)
  }
}
