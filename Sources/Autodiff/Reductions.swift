import Kernels

// Reductions over axes. `keepingAxes` leaves each reduced axis with size 1, so that the result broadcasts
// against the tensor that it came from.

extension Tensor {
  /// The sum of all elements, a scalar. Every element's gradient is that of the sum.
  public func sum() -> Tensor {
    let own = shape
    return differentiable("sum", self) { x in
      (Tensor(Kernels.sum(x.buffer)), { $0.broadcast(to: own) })
    }
  }

  /// The sum along one axis.
  public func sum(alongAxis axis: Int, keepingAxis: Bool = false) -> Tensor {
    let own = shape
    let axis = own.axis(axis, in: "sum")
    let (outer, size, inner) = own.split(at: axis)
    let kept = own.replacing(axis: axis, with: 1)
    let result = differentiable("sum", self) { x in
      (
        Tensor(shape: kept, buffer: Kernels.sum(x.buffer, outer: outer, axis: size, inner: inner)),
        { $0.broadcast(to: own) }
      )
    }
    return keepingAxis ? result : result.dropping(axis: axis)
  }

  /// The sum along several axes.
  public func sum(alongAxes axes: [Int], keepingAxes: Bool = false) -> Tensor {
    reducing(axes, keepingAxes: keepingAxes) { $0.sum(alongAxis: $1, keepingAxis: true) }
  }

  /// The mean of all elements, a scalar.
  public func mean() -> Tensor {
    sum() / Float(count)
  }

  /// The mean along one axis.
  public func mean(alongAxis axis: Int, keepingAxis: Bool = false) -> Tensor {
    sum(alongAxis: axis, keepingAxis: keepingAxis) / Float(shape[shape.axis(axis, in: "mean")])
  }

  /// The mean along several axes.
  public func mean(alongAxes axes: [Int], keepingAxes: Bool = false) -> Tensor {
    reducing(axes, keepingAxes: keepingAxes) { $0.mean(alongAxis: $1, keepingAxis: true) }
  }

  /// The population variance along one axis: the mean of the squared distances from the mean, divided by the
  /// number of elements and not by one less.
  public func variance(alongAxis axis: Int, keepingAxis: Bool = false) -> Tensor {
    square(self - mean(alongAxis: axis, keepingAxis: true)).mean(alongAxis: axis, keepingAxis: keepingAxis)
  }

  /// The population variance along several axes together.
  public func variance(alongAxes axes: [Int], keepingAxes: Bool = false) -> Tensor {
    square(self - mean(alongAxes: axes, keepingAxes: true)).mean(alongAxes: axes, keepingAxes: keepingAxes)
  }

  /// The largest element along one axis. The gradient goes to the element that is largest, the first of equals.
  public func max(alongAxis axis: Int, keepingAxis: Bool = false) -> Tensor {
    let own = shape
    let axis = own.axis(axis, in: "max")
    let (outer, size, inner) = own.split(at: axis)
    guard size > 0 else { fatalError("max: axis \(axis) of shape \(own) is empty") }
    let result = differentiable("max", self) { x in
      let (values, winners) = maximumWithIndices(x.buffer, outer: outer, axis: size, inner: inner)
      return (
        Tensor(shape: own.replacing(axis: axis, with: 1), buffer: values),
        { upstream in
          var gradient = [Float](repeating: 0, count: own.elementCount)
          for (place, winner) in winners.enumerated() {
            let (block, lane) = place.quotientAndRemainder(dividingBy: inner)
            gradient[(block * size + winner) * inner + lane] = upstream.buffer[place]
          }
          return Tensor(shape: own, scalars: gradient)
        }
      )
    }
    return keepingAxis ? result : result.dropping(axis: axis)
  }

  /// The largest element along several axes together.
  public func max(alongAxes axes: [Int], keepingAxes: Bool = false) -> Tensor {
    reducing(axes, keepingAxes: keepingAxes) { $0.max(alongAxis: $1, keepingAxis: true) }
  }

  /// Where the largest element along the last axis is, for every row; the first of equals.
  public func argmax() -> [Int] {
    guard let size = shape.last, size > 0 else {
      fatalError("argmax: a tensor of shape \(shape) has no last axis")
    }
    return maximumWithIndices(buffer, outer: count / size, axis: size, inner: 1).indices
  }

  private func dropping(axis: Int) -> Tensor {
    var reduced = shape
    reduced.remove(at: axis)
    return reshaped(reduced)
  }

  private func reducing(_ axes: [Int], keepingAxes: Bool, _ step: (Tensor, Int) -> Tensor) -> Tensor {
    let indices = Set(axes.map { shape.axis($0, in: "reduction") })
    let result = indices.sorted().reduce(self, step)
    return keepingAxes
      ? result : result.reshaped(shape.indices.filter { !indices.contains($0) }.map { shape[$0] })
  }
}
