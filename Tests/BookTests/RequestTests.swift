import Testing

@testable import Book

@Suite("A request of HTTP")
struct RequestTests {
  private func request(_ lines: String...) throws(HTTPRefusal) -> HTTPRequest {
    try HTTPRequest(head: Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  @Test("Its parts are read: method, path, query, headers without regard to capitals, cookies, length")
  func parts() throws {
    let read = try request(
      "POST /a%20b/%C3%A9?heads=4&text=a+b%26&x HTTP/1.1", "HOST: localhost:80", "Cookie: one=1; two=2=3",
      "content-length:  12 ", "X-Empty:")
    #expect(read.method == "POST" && read.path == ["a b", "é"] && read.bodyLength == 12)
    #expect(read.query.fields == [.init("heads", "4"), .init("text", "a b&"), .init("x", "")])
    #expect(
      read.header("host") == "localhost:80" && read.header("x-empty") == "" && read.header("none") == nil)
    #expect(read.cookie("one") == "1" && read.cookie("two") == "2=3" && read.cookie("o") == nil)
    let plain = try request("GET / HTTP/1.0", "Host: a")
    #expect(plain.path.isEmpty && plain.query == FormFields() && plain.bodyLength == 0)
  }

  @Test(
    "What is not written as a request is refused, with its status",
    arguments: [
      ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
      ("GET /\r\nHost: a\r\n\r\n", 400), ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400), ("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505), ("get / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
      ("PUT / HTTP/1.1\r\nHost: a\r\n\r\n", 405), ("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\n X: b\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nX: \u{7F}\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nOrigin: a\r\nOrigin: b\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nCookie: a\r\ncookie: b\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
      ("GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /%FF HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /?a=%FF HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /.. HTTP/1.1\r\nHost: a\r\n\r\n", 404), ("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n", 404),
      ("GET /%2e%2E HTTP/1.1\r\nHost: a\r\n\r\n", 404), ("GET /./a HTTP/1.1\r\nHost: a\r\n\r\n", 404),
      ("GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n", 404), ("GET /a%5Cb HTTP/1.1\r\nHost: a\r\n\r\n", 404),
      ("GET //a HTTP/1.1\r\nHost: a\r\n\r\n", 404), ("GET /a/ HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    ])
  func refusals(_ head: String, _ status: Int) {
    let refusal = #expect(throws: HTTPRefusal.self, "\(head)") { try HTTPRequest(head: Array(head.utf8)) }
    #expect(refusal?.status == status, "\(head): \(refusal?.reason ?? "")")
  }

  @Test("A head that is not UTF-8 is refused")
  func encoding() {
    let bytes = Array("GET / HTTP/1.1\r\nHost: ".utf8) + [0xFF] + Array("\r\n\r\n".utf8)
    let refusal = #expect(throws: HTTPRefusal.self) { try HTTPRequest(head: bytes) }
    #expect(refusal?.status == 400)
  }

  @Test("Fields come back from the query that they are written as")
  func fields() {
    let fields = FormFields([
      .init("text", "a b&c=d+e%\r\nü→ \u{1F600}"), .init("a b", ""), .init("text", "second"),
    ])
    #expect(FormFields(encoded: fields.encoded) == fields && fields["text"] == fields.fields[0].value)
    #expect(fields.encoded.utf8.allSatisfy { (0x21..<0x7F).contains($0) })
    #expect(FormFields(encoded: "&&a&&")?.fields == [.init("a", "")] && FormFields(encoded: "%") == nil)
  }
}

@Suite("Who may ask")
struct GateTests {
  private let gate = Gate(port: 8017, key: "secret")

  private func answer(_ path: String, method: String = "GET", _ headers: String...) throws -> HTTPResponse? {
    let lines = ["\(method) \(path) HTTP/1.1"] + headers + ["", ""]
    return gate.answer(try HTTPRequest(head: Array(lines.joined(separator: "\r\n").utf8)))
  }

  private let cookie = "Cookie: other=1; book-8017=secret"

  @Test(
    "The loopback names with the port may, and no other host", arguments: ["127.0.0.1", "LOCALHOST", "[::1]"])
  func hosts(_ name: String) throws {
    #expect(try answer("/", "Host: \(name):8017", cookie) == nil)
    for host in [
      name, "\(name):8018", "a.\(name):8017", "\(name).a:8017", "example.com:8017", "0.0.0.0:8017", "",
    ] {
      #expect(try answer("/", "Host: \(host)", cookie)?.status == 403, "\(host)")
    }
    #expect(
      try Gate(port: 80, key: "k").answer(
        HTTPRequest(head: Array("POST /?key=k HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))) == nil)
  }

  @Test("A page of this server may, and no other page")
  func origins() throws {
    for origin in ["http://127.0.0.1:8017", "http://localhost:8017"] {
      #expect(try answer("/", method: "POST", "Host: localhost:8017", "Origin: \(origin)", cookie) == nil)
    }
    for origin in [
      "null", "http://localhost:3000", "https://localhost:8017", "http://example.com", "", "localhost:8017",
    ] {
      #expect(
        try answer("/", method: "POST", "Host: localhost:8017", "Origin: \(origin)", cookie)?.status == 403,
        "\(origin)")
    }
  }

  @Test("Without the key nobody may; a wrong one is none")
  func keys() throws {
    for (path, cookie) in [
      ("/", ""), ("/?key=", ""), ("/?key=secre", ""), ("/?key=secrets", ""), ("/?key=SECRET", ""),
      ("/", "book-8017="), ("/", "book-8017=other"), ("/", "book-8018=secret"), ("/", "secret"),
    ] {
      let answer = try answer(path, "Host: localhost:8017", "Cookie: \(cookie)")
      #expect(answer?.status == 403, "\(path) \(cookie)")
      guard case .whole(let body)? = answer?.body else { continue }
      #expect(!String(decoding: body, as: UTF8.self).contains("secret"))
    }
  }

  @Test("The address with the key leads to the one without it, with a cookie that no script can read")
  func first() throws {
    let answer = try answer("/a%20b?heads=4&key=secret&text=a+b", "Host: localhost:8017")
    let headers = Dictionary(uniqueKeysWithValues: try #require(answer).headers.map { ($0.name, $0.value) })
    #expect(answer?.status == 303 && headers["Location"] == "/a%20b?heads=4&text=a%20b")
    #expect(headers["Set-Cookie"] == "book-8017=secret; Path=/; HttpOnly; SameSite=Lax")
    #expect(try self.answer("/run?key=secret", method: "POST", "Host: localhost:8017") == nil)
  }

  @Test("The key is drawn anew for each server: 128 bits")
  func drawn() {
    let keys = (0..<20).map { _ in Gate(port: 1).address.split(separator: "=").last.map(String.init) ?? "" }
    #expect(Set(keys).count == 20 && keys.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
  }
}
