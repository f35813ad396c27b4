import Foundation
import Testing

@testable import Coursework

#if os(Linux)
  /// A limit holds for the whole process and all that it starts: each test has one of its own.
  @Suite("What a process with a learner's code may use")
  struct ProcessLimitTests {
    @Test("Four gibibytes of memory and sixteen mebibytes of output; it cannot raise them again")
    func limits() async {
      await #expect(processExitsWith: .success) {
        ProcessLimits.apply()
        var (memory, output) = (rlimit(), rlimit())
        getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &output)
        guard memory.rlim_cur == 4 << 30, memory.rlim_max == 4 << 30 else { exit(1) }
        guard output.rlim_cur == 16 << 20, output.rlim_max == 16 << 20 else { exit(2) }
        exit(0)
      }
    }

    @Test("A limit that is lower already stays, and cannot be raised further")
    func lower() async {
      await #expect(processExitsWith: .success) {
        var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 64 << 20)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        ProcessLimits.apply()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        exit(limit.rlim_cur == 1 << 20 && limit.rlim_max == 16 << 20 ? 0 : 1)
      }
    }

    @Test("Whoever prints more is stopped by a signal")
    func output() async {
      await #expect(processExitsWith: .signal(SIGXFSZ)) {
        signal(SIGXFSZ, SIG_DFL)
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)  // Threads of the pool let no signal through.
        ProcessLimits.apply()
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let descriptor = open(file.path, O_WRONLY | O_CREAT, 0o600)
        unlink(file.path)
        let block = [UInt8](repeating: 0x61, count: 1 << 20)
        for _ in 0..<16 where write(descriptor, block, block.count) != block.count { exit(1) }
        _ = write(descriptor, block, 1)
        exit(2)
      }
    }
  }
#endif
