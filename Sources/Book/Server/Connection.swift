import Platform

/// A connection to a client, in which every wait has an end.
struct Connection: Sendable {
  /// Why nothing more comes from the client.
  enum Ending: Error {
    /// It has closed its side.
    case closed
    /// It was too slow.
    case late
  }

  let descriptor: Int32

  /// Takes over a socket: nothing waits in its calls, no program that is started inherits it, and writing to a client that
  /// has gone is no signal.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      var isOn: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  /// The next bytes that come, at least one, before `deadline`.
  func read(before deadline: ContinuousClock.Instant) throws(Ending) -> ArraySlice<UInt8> {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      guard isReady(for: POLLIN, before: deadline) else { throw .late }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      let fault = errno
      if count > 0 { return buffer[..<count] }
      if count == 0 || (fault != EINTR && fault != EAGAIN) { throw .closed }
    }
  }

  /// Writes all bytes; false when the client has gone, or has not taken them before `deadline`.
  func write(_ bytes: [UInt8], before deadline: ContinuousClock.Instant) -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    var start = 0
    while start < bytes.count {
      guard isReady(for: POLLOUT, before: deadline) else { return false }
      let piece = Array(bytes[start..<min(bytes.count, start + 1 << 16)])
      let count = send(descriptor, piece, piece.count, flags)
      let fault = errno
      if count >= 0 {
        start += count
      } else if fault != EINTR && fault != EAGAIN {
        return false
      }
    }
    return true
  }

  /// Whether the client has closed its side.
  var isClosed: Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK))
    let fault = errno
    return count == 0 || (count < 0 && fault != EINTR && fault != EAGAIN)
  }

  /// Says that no more is sent, and takes in what the client still sends, until `deadline` at most: closed sooner, it might
  /// never see the answer.
  func finish(before deadline: ContinuousClock.Instant) {
    shutdown(descriptor, Int32(SHUT_WR))
    while (try? read(before: deadline)) != nil {}
  }

  private func isReady(for event: Int32, before deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = (deadline - .now) / .milliseconds(1)
      guard left > 0 else { return false }
      var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      if poll(&entry, 1, Int32(min(left.rounded(.up), 60_000))) > 0 { return true }
    }
  }
}

/// An answer that is sent piece by piece.
package struct ResponseStream: Sendable {
  let connection: Connection
  let patience: Duration

  /// Sends a piece; false when the client has gone, or does not read.
  package func send(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty else { return isWanted }  // An empty chunk would be the end.
    let size = String(bytes.count, radix: 16)
    return connection.write(
      Array("\(size)\r\n".utf8) + bytes + Array("\r\n".utf8), before: .now + patience)
  }

  /// Whether the client is still there.
  package var isWanted: Bool { !connection.isClosed }

  /// Sends the end.
  func finish() { _ = connection.write(Array("0\r\n\r\n".utf8), before: .now + patience) }
}
