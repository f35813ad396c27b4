import Foundation
import Platform
import Synchronization
import Terminal
import Testing

@testable import Book

@Suite("The server", .timeLimit(.minutes(5)))
struct ServerTests {
  private func limits(_ change: (inout HTTPServer.Limits) -> Void) -> HTTPServer.Limits {
    var limits = HTTPServer.Limits()
    change(&limits)
    return limits
  }

  @Test("A request is answered, with what a browser must not do, and the connection closed")
  func answers() throws {
    let server = try RunningServer()
    defer { server.end() }
    let answer = try #require(try server.post("/a/b", "12345"))
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\nPOST [\"a\", \"b\"] 5\n"))
    for header in [
      "Content-Length: 18", "Connection: close", "Cache-Control: no-store", "X-Content-Type-Options: nosniff",
      "Referrer-Policy: no-referrer", "frame-ancestors 'none'", "default-src 'none'", "script-src 'self';",
    ] { #expect(answer.contains(header), "\(header)") }
    #expect(try server.get("/..")?.hasPrefix("HTTP/1.1 404 Not Found\r\n") == true)
    let refused = try #require(try server.ask("PUT / HTTP/1.1\r\nHost: a\r\n\r\n"))
    #expect(refused.contains("405") && refused.contains("Allow: GET, POST"))
  }

  @Test("A request may come in pieces")
  func pieces() throws {
    let server = try RunningServer()
    defer { server.end() }
    let client = try server.connect()
    defer { client.close() }
    for byte in server.posted("/x", "body").utf8 {
      #expect(client.write([byte], before: .now + .seconds(10)))
    }
    #expect(client.rest()?.hasSuffix("POST [\"x\"] 4\n") == true)
  }

  @Test("It listens at 127.0.0.1 alone")
  func loopback() throws {
    let server = try RunningServer()
    defer { server.end() }
    var other = sockaddr.loopback(port: server.server.port)
    other.sa_data.5 = 2  // 127.0.0.2 is this machine too.
    #expect(throws: ConnectionRefused.self) { try Connection(to: other) }
  }

  @Test("A port that is taken is one line, and status 64")
  func occupied() throws {
    let server = try RunningServer()
    defer { server.end() }
    let port = server.server.port
    let failure = #expect(throws: CommandFailure.self) { try HTTPServer(port: port) }
    #expect(failure?.reason == .usage)
    #expect(
      failure?.description
        == "--port \(port) is taken by another program; give another one, or 0 for one that is free")
  }

  @Test("Two hundred requests at once are all answered, with fewer connections at one time")
  func many() throws {
    let server = try RunningServer()
    defer { server.end() }
    let answered = Atomic(0)
    let threads = DispatchGroup()
    for number in 0..<200 {
      threads.enter()
      Thread.detachNewThread {
        if let answer = try? server.get("/\(number)"), answer.hasSuffix("GET [\"\(number)\"] 0\n") {
          answered.add(1, ordering: .relaxed)
        }
        threads.leave()
      }
    }
    threads.wait()
    #expect(answered.load(ordering: .relaxed) == 200)
  }

  @Test("More connections than the limit wait until others have ended")
  func crowd() throws {
    let server = try RunningServer(
      limits: limits {
        $0.connections = 2
        $0.arrival = .seconds(1)
      })
    defer { server.end() }
    let silent = [try server.connect(), try server.connect()]
    defer { for client in silent { client.close() } }
    Thread.sleep(forTimeInterval: 0.3)  // They are let in.
    let start = ContinuousClock.now
    #expect(try server.get("/")?.contains("200 OK") == true)
    #expect(.now - start > .milliseconds(300), "not before the others' time is over")
  }

  @Test("A body of 64 kB is accepted, and one byte more refused before it is read")
  func bodies() throws {
    let server = try RunningServer()
    defer { server.end() }
    let most = String(repeating: "x", count: 65_536)
    #expect(try server.post("/", most)?.hasSuffix(" 65536\n") == true)
    #expect(try server.post("/", most + "x")?.hasPrefix("HTTP/1.1 413 Content Too Large\r\n") == true)
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n"
    #expect(try server.ask(head)?.contains(" 413 ") == true)
  }

  @Test("A head of 16 kB is accepted, and one byte more refused, whether it ends or not")
  func heads() throws {
    let server = try RunningServer()
    defer { server.end() }
    func head(_ count: Int) -> String {
      let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
      return start + String(repeating: "x", count: count - start.utf8.count - 4) + "\r\n\r\n"
    }
    #expect(try server.ask(head(16_384))?.contains("200 OK") == true)
    #expect(try server.ask(head(16_385))?.hasPrefix("HTTP/1.1 431 ") == true)
    #expect(try server.ask(String(head(20_000).dropLast(4)))?.hasPrefix("HTTP/1.1 431 ") == true)
  }

  @Test(
    "A request that does not arrive in time is refused, however it trickles",
    arguments: [
      "", "GET / HTT", "GET / HTTP/1.1\r\nHost: a\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n",
    ])
  func slow(_ beginning: String) throws {
    let server = try RunningServer(limits: limits { $0.arrival = .milliseconds(400) })
    defer { server.end() }
    let client = try server.connect()
    defer { client.close() }
    _ = client.write(Array(beginning.utf8), before: .now + .seconds(10))
    // A byte now and then does not give it more time.
    let start = ContinuousClock.now
    while .now - start < .seconds(30), (try? client.read(before: .now + .milliseconds(50))) == nil,
      !client.isClosed
    {
      if !beginning.isEmpty { _ = client.write([UInt8(ascii: "x")], before: .now + .seconds(1)) }
    }
    #expect(.now - start < .seconds(10))
    #expect(try server.get("/")?.contains("200 OK") == true)
  }

  @Test("The refusal of a slow request says so")
  func late() throws {
    let server = try RunningServer(limits: limits { $0.arrival = .milliseconds(100) })
    defer { server.end() }
    #expect(try server.ask("GET / HTTP/1.1\r\n")?.hasPrefix("HTTP/1.1 408 Request Timeout\r\n") == true)
  }

  @Test("An answer comes piece by piece, and none after its end")
  func stream() throws {
    let server = try RunningServer { _ in
      HTTPResponse(
        type: "text/plain",
        .stream { stream in
          for piece in ["one", "", "two"] { _ = stream.send(Array(piece.utf8)) }
        })
    }
    defer { server.end() }
    let answer = try #require(try server.get("/"))
    #expect(answer.contains("Transfer-Encoding: chunked\r\n") && !answer.contains("Content-Length"))
    #expect(answer.hasSuffix("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"))
  }

  @Test("A client that never reads is given up, and so is its stream; the others are answered")
  func neverReads() throws {
    let given = DispatchSemaphore(value: 0)
    let server = try RunningServer(limits: limits { $0.acceptance = .milliseconds(300) }) { request in
      guard request.path == ["endless"] else { return HTTPResponse(type: "text/plain", text: "ok") }
      return HTTPResponse(
        type: "text/plain",
        .stream { stream in
          while stream.send([UInt8](repeating: 120, count: 1 << 16)) {}
          given.signal()
        })
    }
    defer { server.end() }
    let client = try server.connect()
    defer { client.close() }
    _ = client.write(Array("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n".utf8), before: .now + .seconds(10))
    #expect(try server.get("/")?.hasSuffix("ok") == true)
    #expect(given.wait(timeout: .now() + 30) == .success)
  }

  @Test("A stream knows when its page is closed")
  func closedPage() throws {
    let (begun, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let server = try RunningServer { _ in
      HTTPResponse(
        type: "text/plain",
        .stream { stream in
          if stream.isWanted { begun.signal() }
          while stream.isWanted { Thread.sleep(forTimeInterval: 0.005) }
          ended.signal()
        })
    }
    defer { server.end() }
    let client = try server.connect()
    _ = client.write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8), before: .now + .seconds(10))
    #expect(begun.wait(timeout: .now() + 30) == .success && ended.wait(timeout: .now() + 0.2) == .timedOut)
    // With nothing left unread the end is a quiet one.
    #expect(client.text(until: "\r\n\r\n") != nil)
    client.close()
    #expect(ended.wait(timeout: .now() + 30) == .success)
  }

  @Test("Its end closes every connection and waits for what was being answered")
  func ending() throws {
    let (begun, hasEnded) = (DispatchSemaphore(value: 0), Flag())
    let server = try RunningServer { _ in
      HTTPResponse(
        type: "text/plain",
        .stream { stream in
          begun.signal()
          while stream.isWanted { Thread.sleep(forTimeInterval: 0.005) }
          Thread.sleep(forTimeInterval: 0.2)
          hasEnded.raise()
        })
    }
    let clients = [try server.connect(), try server.connect()]
    defer { for client in clients { client.close() } }
    _ = clients[0].write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8), before: .now + .seconds(10))
    #expect(begun.wait(timeout: .now() + 30) == .success)
    #expect(server.end() && hasEnded.isRaised)
    #expect(clients[1].rest() != nil, "a client that has asked nothing is not kept")
  }
}

/// Something that has happened, told from another thread.
final class Flag: Sendable {
  private let value = Atomic(false)
  var isRaised: Bool { value.load(ordering: .acquiring) }
  func raise() { value.store(true, ordering: .releasing) }
}
