import Vectors

// Sums and maxima of consecutive elements, the building blocks of the reductions and of the row operations.
//
// A compiler may not reorder floating-point additions, so a plain loop adds one element every four cycles.
// Here sixteen lanes are summed independently, in an order that is part of the definition: element i goes to
// lane i mod 16, and the lanes are added as a tree at the end. The result depends on the elements alone.
//
// The last vector may read past `count` (see `MemoryPool`); the lanes beyond are replaced before use.

/// Σ x[i]
@inline(never)
func sumSpan(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  var sum = Lanes.zero
  var i = 0
  while i &+ 16 <= count {
    sum += load(x + i)
    i &+= 16
  }
  if i < count { sum += first(count &- i, of: load(x + i), else: 0) }
  return total(sum)
}

/// Σ (x[i] − mean)²
@inline(never)
func sumOfSquaredDeviations(_ x: UnsafePointer<Float>, mean: Float, _ count: Int) -> Float {
  var sum = Lanes.zero
  var i = 0
  while i &+ 16 <= count {
    let deviation = load(x + i) - mean
    sum = multiplyAdd(sum, deviation, deviation)
    i &+= 16
  }
  if i < count {
    let deviation = first(count &- i, of: load(x + i) - mean, else: 0)
    sum = multiplyAdd(sum, deviation, deviation)
  }
  return total(sum)
}

/// Σ x[i]·y[i]
@inline(never)
func dotSpan(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float {
  var sum = Lanes.zero
  var i = 0
  while i &+ 16 <= count {
    sum = multiplyAdd(sum, load(x + i), load(y + i))
    i &+= 16
  }
  if i < count {
    let left = count &- i
    sum = multiplyAdd(sum, first(left, of: load(x + i), else: 0), first(left, of: load(y + i), else: 0))
  }
  return total(sum)
}

/// Σ g[i]·gain[i] and Σ g[i]·gain[i]·x̂[i] with x̂ = (x − mean)·inverseDeviation.
@inline(never)
func normalizedSums(
  _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, gain: UnsafePointer<Float>, mean: Float,
  inverseDeviation: Float, _ count: Int
) -> (plain: Float, weighted: Float) {
  var plain = Lanes.zero
  var weighted = Lanes.zero
  var i = 0
  while i < count {
    var scaled = load(g + i) * load(gain + i)
    var normalized = (load(x + i) - mean) * inverseDeviation
    if i &+ 16 > count {
      scaled = first(count &- i, of: scaled, else: 0)
      normalized = first(count &- i, of: normalized, else: 0)
    }
    plain += scaled
    weighted = multiplyAdd(weighted, scaled, normalized)
    i &+= 16
  }
  return (total(plain), total(weighted))
}

/// Σ x[i]·y[i]·z[i]
@inline(never)
func scaledDot(
  _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafePointer<Float>, _ count: Int
) -> Float {
  var sum = Lanes.zero
  var i = 0
  while i < count {
    var (left, right) = (load(x + i), load(y + i) * load(z + i))
    if i &+ 16 > count {
      left = first(count &- i, of: left, else: 0)
      right = first(count &- i, of: right, else: 0)
    }
    sum = multiplyAdd(sum, left, right)
    i &+= 16
  }
  return total(sum)
}

/// The greatest of `scale` times each element, −∞ of none. A NaN is passed over.
@inline(never)
func maximumSpan(_ x: UnsafePointer<Float>, scale: Float = 1, _ count: Int) -> Float {
  var greatest = Lanes(repeating: -.infinity)
  var i = 0
  while i < count {
    var next = load(x + i) * scale
    if i &+ 16 > count { next = first(count &- i, of: next, else: -.infinity) }
    greatest = greatest.replacing(with: next, where: next .> greatest)
    i &+= 16
  }
  let eight = greatest.lowHalf.replacing(
    with: greatest.highHalf, where: greatest.highHalf .> greatest.lowHalf)
  let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return two[1] > two[0] ? two[1] : two[0]
}

/// Σ x[i]², each square and the sum in `Double`, in eight lanes.
@inline(never)
func sumOfSquaresSpan(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
  var sum = SIMD8<Double>.zero
  var i = 0
  while i < count {
    var next = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Float>.self)
    if i &+ 8 > count {
      next = next.replacing(with: 0, where: laneNumbers.lowHalf .>= Float(count &- i))
    }
    let wide = SIMD8<Double>(next)
    sum += wide * wide
    i &+= 8
  }
  let four = sum.lowHalf + sum.highHalf
  let two = four.lowHalf + four.highHalf
  return two[0] + two[1]
}
