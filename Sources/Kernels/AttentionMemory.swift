import Vectors

/// The keys and values of an attention layer, with room for more: a further position is written behind the others,
/// and nothing is moved but when the room doubles.
///
/// The keys of sixteen positions lie side by side, `[block, channel, 16]`, so that sixteen scores are formed at
/// once, each in the order in which a matrix product forms it; the values lie as they come, `[position, channel]`.
/// A memory is a value: copies share what they hold until one of them reads on.
public struct AttentionMemory: Sendable {
  /// How many heads share the channels.
  public let headCount: Int
  /// The width of a head's queries and keys.
  public let keySize: Int
  /// The width of a head's values.
  public let valueSize: Int
  /// How many positions are held.
  public private(set) var length = 0
  private var capacity = 0
  private var keys: Buffer = []
  private var values: Buffer = []

  private var keyChannels: Int { headCount * keySize }
  private var valueChannels: Int { headCount * valueSize }

  /// An empty memory.
  public init(headCount: Int, keySize: Int, valueSize: Int) {
    self.headCount = headCount
    self.keySize = keySize
    self.valueSize = valueSize
  }

  /// A memory of keys `[head, length, keySize]` and values `[head, length, valueSize]`; traps when their counts are
  /// others.
  public init(keys: Buffer, values: Buffer, headCount: Int, keySize: Int, valueSize: Int, length: Int) {
    self.init(headCount: headCount, keySize: keySize, valueSize: valueSize)
    requireCount(keys.count, length * keyChannels, "AttentionMemory", "the buffer of keys")
    requireCount(values.count, length * valueChannels, "AttentionMemory", "the buffer of values")
    reserve(length)
    self.length = length
    let (keyMemory, valueMemory) = (self.keys.uniqueAddress(), self.values.uniqueAddress())
    for head in 0..<headCount {
      for position in 0..<length {
        let row = head * length + position
        for i in 0..<keySize {
          keyMemory[keyOffset(position, head * keySize + i)] = keys.address[row * keySize + i]
        }
        (valueMemory + position * valueChannels + head * valueSize)
          .update(from: values.address + row * valueSize, count: valueSize)
      }
    }
  }

  /// The keys as `[head, length, keySize]` and the values as `[head, length, valueSize]`.
  public var contents: (keys: Buffer, values: Buffer) {
    (
      Buffer(count: length * keyChannels) { result in
        for i in 0..<result.count {
          let (row, channel) = (i / keySize, i % keySize)
          result[i] = keys.address[keyOffset(row % length, row / length * keySize + channel)]
        }
      },
      Buffer(count: length * valueChannels) { result in
        for i in 0..<result.count {
          let (row, channel) = (i / valueSize, i % valueSize)
          result[i] = values.address[row % length * valueChannels + row / length * valueSize + channel]
        }
      }
    )
  }

  private func keyOffset(_ position: Int, _ channel: Int) -> Int {
    (position / 16 * keyChannels + channel) * 16 + position % 16
  }

  /// Makes room for at least `count` positions.
  private mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    capacity = max(64, 2 * capacity, (count + 15) / 16 * 16)
    func grown(_ old: Buffer, _ channels: Int) -> Buffer {
      Buffer(count: capacity * channels) { new in
        new.baseAddress?.update(from: old.address, count: old.count)
      }
    }
    keys = grown(keys, keyChannels)
    values = grown(values, valueChannels)
  }

  /// Remembers the key and the value of one more position, and lets its query look at all of them.
  ///
  /// For every head softmax(q·Kᵀ·scale)·V, one head after the other on the same small memory.
  /// - Parameters:
  ///   - row: The query, the key and the value of the position, all heads side by side.
  ///   - scores: Memory for the weights of every head.
  ///   - result: `[head × valueSize]`.
  public mutating func attend(_ row: Buffer, scale: Float, scores: inout Buffer, into result: inout Buffer) {
    requireCount(row.count, 2 * keyChannels + valueChannels, "attend", "the row of query, key and value")
    reserve(length + 1)
    let key = row.address + keyChannels
    let slot = keys.uniqueAddress() + keyOffset(length, 0)
    for channel in 0..<keyChannels { slot[16 * channel] = key[channel] }
    (values.uniqueAddress() + length * valueChannels).update(from: key + keyChannels, count: valueChannels)
    length += 1
    let heads = AttentionHeads(
      query: row.address, keys: keys.address, values: values.address,
      scores: scores.memory(forCount: headCount * capacity),
      result: result.memory(forCount: valueChannels), keyChannels: keyChannels,
      valueChannels: valueChannels, keySize: keySize, valueSize: valueSize, length: length,
      capacity: capacity, scale: scale)
    parallel(over: headCount, nanoseconds: heads.nanoseconds) { part in
      for head in part { heads.run(head) }
    }
  }
}

/// One query's attention, head by head.
private struct AttentionHeads: Sendable {
  nonisolated(unsafe) let query: UnsafePointer<Float>
  nonisolated(unsafe) let keys: UnsafePointer<Float>
  nonisolated(unsafe) let values: UnsafePointer<Float>
  nonisolated(unsafe) let scores: UnsafeMutablePointer<Float>
  nonisolated(unsafe) let result: UnsafeMutablePointer<Float>
  let keyChannels: Int
  let valueChannels: Int
  let keySize: Int
  let valueSize: Int
  let length: Int
  let capacity: Int
  let scale: Float

  /// About how long one head takes.
  var nanoseconds: Double { Double(length) * (0.3 + 0.05 * Double(keySize + valueSize)) }

  func run(_ head: Int) {
    let weights = scores + head * capacity
    score(head, weights)
    softmaxSpan(weights, weights, length)
    let out = result + head * valueSize
    out.update(repeating: 0, count: valueSize)
    streamRow(
      inner: length, columns: valueSize, a: weights, aStep: 1, b: values + head * valueSize,
      bRow: valueChannels, c: out)
  }

  /// q·Kᵀ·scale, sixteen positions at a time; what lies behind the last position is never looked at.
  private func score(_ head: Int, _ weights: UnsafeMutablePointer<Float>) {
    let query = query + head * keySize
    let keys = keys + head * keySize * 16
    let blockSize = keyChannels * 16
    let blocks = (length + 15) / 16
    var block = 0
    while block &+ 4 <= blocks {
      var (sum0, sum1, sum2, sum3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var key = keys + block &* blockSize
      for k in 0..<keySize {
        let factor = Lanes(repeating: query[k])
        sum0 = multiplyAdd(sum0, factor, load(key))
        sum1 = multiplyAdd(sum1, factor, load(key + blockSize))
        sum2 = multiplyAdd(sum2, factor, load(key + 2 &* blockSize))
        sum3 = multiplyAdd(sum3, factor, load(key + 3 &* blockSize))
        key += 16
      }
      let to = UnsafeMutableRawPointer(weights + 16 &* block)
      to.storeBytes(of: sum0 * scale, as: Lanes.self)
      to.storeBytes(of: sum1 * scale, toByteOffset: 64, as: Lanes.self)
      to.storeBytes(of: sum2 * scale, toByteOffset: 128, as: Lanes.self)
      to.storeBytes(of: sum3 * scale, toByteOffset: 192, as: Lanes.self)
      block &+= 4
    }
    while block < blocks {
      var sum = Lanes.zero
      let key = keys + block &* blockSize
      for k in 0..<keySize {
        sum = multiplyAdd(sum, Lanes(repeating: query[k]), load(key + 16 &* k))
      }
      UnsafeMutableRawPointer(weights + 16 &* block).storeBytes(of: sum * scale, as: Lanes.self)
      block &+= 1
    }
  }
}
