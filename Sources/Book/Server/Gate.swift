/// Who may ask: pages of this server in a browser of this machine, whose reader has opened the address with the key.
///
/// Another page's script can send requests to any port of the machine (it is told apart by `Origin`), or have its own name lead
/// here (by `Host`); another user's program can, too (it does not know the key).
package struct Gate: Sendable {
  private let port: Int
  private let key: String

  /// The gate of a server; the key is drawn anew, 128 random bits.
  package init(port: Int) {
    var generator = SystemRandomNumberGenerator()
    let words = (0..<4).map { _ in String(UInt32.random(in: 0 ... .max, using: &generator), radix: 16) }
    self.init(port: port, key: words.map { String(repeating: "0", count: 8 - $0.count) + $0 }.joined())
  }

  init(port: Int, key: String) {
    self.port = port
    self.key = key
  }

  /// The address that lets a reader in.
  package var address: String { "http://127.0.0.1:\(port)/?key=\(key)" }

  private var hosts: [String] {
    // A browser leaves out the port that is the usual one.
    ["127.0.0.1", "localhost", "[::1]"].map { port == 80 ? $0 : "\($0):\(port)" }
  }

  /// The cookie's name has the port: browsers keep cookies by the host alone.
  private var cookie: String { "book-\(port)" }

  /// What is answered in place of a page: a refusal, or at first a cookie that holds the key, so that the address no longer has
  /// to; nil for a request that may pass.
  package func answer(_ request: HTTPRequest) -> HTTPResponse? {
    guard hosts.contains((request.header("Host") ?? "").lowercased()) else {
      return HTTPResponse(
        HTTPRefusal(403, "The server is for this machine: its name is 127.0.0.1 or localhost."))
    }
    if let origin = request.header("Origin"),
      !hosts.contains(where: { "http://" + $0 == origin.lowercased() })
    {
      return HTTPResponse(HTTPRefusal(403, "The request comes from a page of somebody else."))
    }
    if request.query["key"] == key {
      guard request.method == "GET" else { return nil }
      let rest = FormFields(request.query.fields.filter { $0.name != "key" }).encoded
      let path = "/" + request.path.map(FormFields.encoded).joined(separator: "/")
      var answer = HTTPResponse(seeOther: rest.isEmpty ? path : path + "?" + rest)
      // `Lax`: the cookie comes along when a link elsewhere leads here, as in a teacher's letter.
      answer.headers.append(("Set-Cookie", "\(cookie)=\(key); Path=/; HttpOnly; SameSite=Lax"))
      return answer
    }
    guard request.cookie(cookie) == key else {
      return HTTPResponse(
        HTTPRefusal(403, "The address needs its key: open the one that «swift run book serve» has printed."))
    }
    return nil
  }
}
