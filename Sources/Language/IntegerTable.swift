/// A table from pairs of small integers to one: open addressing over packed keys, no allocation for an entry.
///
/// What a dictionary from `(Int, Int)` to `Int` would do, in a fifth of the time. Neither number of a key may be
/// negative or reach 2³²−1. Entries are never removed.
struct IntegerTable: Sendable {
  private struct Slot {
    var key: UInt64
    var value: Int32
  }

  private static let empty = UInt64.max
  private var slots: [Slot]
  private var shift: UInt64
  private(set) var count = 0

  init(minimumCapacity: Int = 0) {
    var bits: UInt64 = 8
    while 1 << bits < minimumCapacity * 2 { bits += 1 }
    slots = [Slot](repeating: Slot(key: Self.empty, value: 0), count: 1 << Int(bits))
    shift = 64 - bits
  }

  /// The value at the key, or −1 when there is none.
  func value(_ first: Int, _ second: Int) -> Int {
    let key = UInt64(truncatingIfNeeded: first) << 32 | UInt64(truncatingIfNeeded: second)
    let mask = slots.count &- 1
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while true {
      let slot = slots[place]
      if slot.key == key { return Int(slot.value) }
      if slot.key == Self.empty { return -1 }
      place = (place &+ 1) & mask
    }
  }

  /// The value at the key if there is one; else puts `newValue` there and returns −1.
  mutating func insert(_ first: Int, _ second: Int, _ newValue: Int) -> Int {
    let key = UInt64(truncatingIfNeeded: first) << 32 | UInt64(truncatingIfNeeded: second)
    let mask = slots.count &- 1
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while true {
      let slot = slots[place]
      if slot.key == key { return Int(slot.value) }
      if slot.key == Self.empty { break }
      place = (place &+ 1) & mask
    }
    slots[place] = Slot(key: key, value: Int32(truncatingIfNeeded: newValue))
    count &+= 1
    if count &* 2 > slots.count { grow() }
    return -1
  }

  private mutating func grow() {
    let old = slots
    shift -= 1
    slots = [Slot](repeating: Slot(key: Self.empty, value: 0), count: old.count * 2)
    let mask = slots.count &- 1
    for slot in old where slot.key != Self.empty {
      var place = Int(truncatingIfNeeded: (slot.key &* 0x9E37_79B9_7F4A_7C15) >> shift)
      while slots[place].key != Self.empty { place = (place &+ 1) & mask }
      slots[place] = slot
    }
  }
}
