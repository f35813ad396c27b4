/// How often each run of up to `order` tokens stands in a text: all that an n-gram model knows (S2 §1.1).
///
/// The tokens that are counted and predicted are `0 ..< vocabularySize`. What precedes the first token of a
/// sequence is one more symbol, ``beginning`` (`<s>`): it is only ever context, never predicted, and has no count.
/// A sentence's end, if there is one (`</s>`), is an ordinary token of the vocabulary.
///
/// ```swift
/// let words = try Vocabulary(["the", "cat", "dog", "sat", "ran", "</s>"])
/// let counts = NGramCounts(
///   order: 2, vocabularySize: words.count, sequences: [try words.ids(of: ["the", "cat", "sat", "</s>"])])
/// counts.count(of: 1, after: [0])  // C(the, cat) = 1
/// ```
///
/// The runs are the nodes of a tree: a node's parent is the run without its last token, its suffix link the run
/// without its first. One table finds the child of a node by a token, so that a text of T tokens takes
/// O(T · order) steps whatever the vocabulary, and no key is ever a string.
public struct NGramCounts: Sendable {
  struct Node {
    var count: Int32 = 0  // C(run): how often its last token came after the others.
    var precederKinds: Int32 = 0  // N₁₊(•run): before how many different symbols' runs it stands.
    var parent: Int32
    var suffix: Int32
    var firstChild: Int32 = -1
    var nextSibling: Int32 = -1
    var token: Int32
    var depth: Int16  // The number of symbols of the run.
    var startsAtBeginning: Bool
  }

  static let root = 0  // The empty run.
  static let beginningNode = 1

  /// The length of the longest runs counted.
  public let order: Int
  /// The number of different tokens.
  public let vocabularySize: Int
  /// The number of tokens counted, over all sequences.
  public private(set) var tokenCount = 0
  private(set) var nodes: [Node] = []
  private(set) var children: IntegerTable

  /// The symbol before the first token of a sequence: `vocabularySize`, one past the last token.
  public var beginning: Int { vocabularySize }

  /// Counts of nothing yet; stops when `order` is not 1 to 64, or the vocabulary is empty.
  public init(order: Int, vocabularySize: Int) {
    guard (1...64).contains(order), vocabularySize > 0 else {
      fatalError("NGramCounts: order \(order) (1 to 64) over \(vocabularySize) tokens")
    }
    self.order = order
    self.vocabularySize = vocabularySize
    children = IntegerTable(minimumCapacity: 1 << 16)
    nodes.append(Node(parent: -1, suffix: -1, token: -1, depth: 0, startsAtBeginning: false))
    nodes.append(
      Node(parent: 0, suffix: 0, token: Int32(vocabularySize), depth: 1, startsAtBeginning: true))
    _ = children.insert(Self.root, vocabularySize, Self.beginningNode)
  }

  /// The counts of `sequences`, each from its beginning.
  public init(order: Int, vocabularySize: Int, sequences: some Sequence<[Int]>) {
    self.init(order: order, vocabularySize: vocabularySize)
    for sequence in sequences { add(sequence) }
  }

  /// Counts one more sequence; stops when a token is not in the vocabulary.
  public mutating func add(_ sequence: [Int]) {
    // contexts[k] is the node of the last k symbols, for k up to known.
    var contexts = [Int](repeating: Self.root, count: order + 1)
    if order > 1 { contexts[1] = Self.beginningNode }
    var known = min(1, order - 1)
    for token in sequence {
      guard token >= 0, token < vocabularySize else {
        fatalError("token \(token) in a vocabulary of \(vocabularySize)")
      }
      // From the shortest context up: the run of one symbol less is the suffix of the next.
      var suffix = Self.root
      var context = contexts[0]
      for length in 0...known {
        let next = contexts[length &+ 1]
        var node = children.insert(context, token, nodes.count)
        if node < 0 {
          node = nodes.count
          nodes.append(
            Node(
              parent: Int32(context), suffix: Int32(suffix), nextSibling: nodes[context].firstChild,
              token: Int32(token), depth: Int16(length + 1),
              startsAtBeginning: nodes[context].startsAtBeginning))
          nodes[context].firstChild = Int32(node)
          if length > 0 { nodes[suffix].precederKinds &+= 1 }
        }
        nodes[node].count &+= 1
        contexts[length &+ 1] = node
        suffix = node
        context = next
      }
      known = min(known + 1, order - 1)
    }
    tokenCount += sequence.count
  }

  /// C(h, w): how often `token` stands directly after `context`.
  public func count(of token: Int, after context: [Int]) -> Int {
    guard let parent = node(of: context[...]) else { return 0 }
    let node = children.value(parent, token)
    return node < 0 ? 0 : Int(nodes[node].count)
  }

  /// C(h) = Σ_w C(h, w): how often any token stands directly after `context`.
  public func total(after context: [Int]) -> Int {
    followers(of: context).reduce(0) { $0 + $1.count }
  }

  /// The tokens seen directly after `context` with their counts C(h, w), in the order of their ids.
  public func followers(of context: [Int]) -> [(token: Int, count: Int)] {
    guard let node = node(of: context[...]) else { return [] }
    var result: [(token: Int, count: Int)] = []
    forEachChild(of: node) { child in
      result.append((Int(nodes[child].token), Int(nodes[child].count)))
    }
    return result.sorted { $0.token < $1.token }
  }

  /// N₁₊(•g): after how many different symbols (`<s>` among them) the run `tokens` stands; Kneser and Ney's count.
  ///
  /// Known for runs shorter than ``order``.
  public func precederKinds(of tokens: [Int]) -> Int {
    node(of: tokens[...]).map { Int(nodes[$0].precederKinds) } ?? 0
  }

  /// The table C(h, w) of bigrams, one row a context h: the tokens in order, then ``beginning``; a column a token w.
  ///
  /// Shape [vocabularySize + 1, vocabularySize]; for small vocabularies, and an order of at least 2.
  public func bigramTable() -> [[Int]] {
    (0...vocabularySize).map { context in
      var row = [Int](repeating: 0, count: vocabularySize)
      for (token, count) in followers(of: [context]) { row[token] = count }
      return row
    }
  }

  /// The number of different runs of `length` symbols that end in a token.
  ///
  /// At the start of a sequence a run is as long as what there is, `<s>` included.
  public func distinctCount(length: Int) -> Int {
    nodes.reduce(0) { $0 + (Int($1.depth) == length && Int($1.token) != vocabularySize ? 1 : 0) }
  }

  /// The share of the n-grams in `sequences` that have the count 0 here: how sparse the data is (S2 §1.1).
  ///
  /// Each token makes one n-gram, with the n − 1 symbols before it or as many as there are from `<s>` on.
  public func unseenShare(in sequences: some Sequence<[Int]>, order length: Int) -> Double {
    guard (1...order).contains(length) else { fatalError("unseenShare: order \(length) of \(order) counted") }
    var unseen = 0
    var total = 0
    for sequence in sequences {
      forEachRun(of: sequence, order: length) { _, events, known in
        total += 1
        if events[known] < 0 { unseen += 1 }
      }
    }
    return total == 0 ? 0 : Double(unseen) / Double(total)
  }

  /// The node of a run of symbols, or nil when it is not in the text.
  func node(of symbols: ArraySlice<Int>) -> Int? {
    var node = Self.root
    for symbol in symbols {
      guard symbol >= 0, symbol <= vocabularySize else {
        fatalError("symbol \(symbol) in a vocabulary of \(vocabularySize) and <s>")
      }
      node = children.value(node, symbol)
      if node < 0 { return nil }
    }
    return node
  }

  func forEachChild(of node: Int, _ body: (Int) -> Void) {
    var child = nodes[node].firstChild
    while child >= 0 {
      body(Int(child))
      child = nodes[Int(child)].nextSibling
    }
  }

  /// Walks a sequence from its beginning. For each token, `contexts[k]` is the node of the k symbols before it,
  /// and `events[k]` of those symbols and the token, for k from 0 to `known`; −1 for a run that is not here.
  func forEachRun(
    of sequence: [Int], order length: Int, _ body: (_ contexts: [Int], _ events: [Int], _ known: Int) -> Void
  ) {
    var contexts = [Int](repeating: -1, count: length + 1)
    var events = contexts
    contexts[0] = Self.root
    if length > 1 { contexts[1] = Self.beginningNode }
    var known = min(1, length - 1)
    for token in sequence {
      guard token >= 0, token < vocabularySize else {
        fatalError("token \(token) in a vocabulary of \(vocabularySize)")
      }
      var event = 0
      for k in 0...known {
        // Where a run is missing, so is every longer one that ends with it.
        let context = contexts[k]
        event = event < 0 || context < 0 ? -1 : children.value(context, token)
        events[k] = event
      }
      body(contexts, events, known)
      for k in 0...known { contexts[k &+ 1] = events[k] }
      known = min(known + 1, length - 1)
    }
  }
}
