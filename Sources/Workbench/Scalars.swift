import Foundation

/// eˣ of one number.
public func exp(_ x: Double) -> Double { Foundation.exp(x) }

/// ln x of one number.
public func log(_ x: Double) -> Double { Foundation.log(x) }

/// sin x of one number, in radians.
public func sin(_ x: Double) -> Double { Foundation.sin(x) }

/// cos x of one number, in radians.
public func cos(_ x: Double) -> Double { Foundation.cos(x) }

/// xⁿ of one number.
public func power(_ x: Double, _ exponent: Double) -> Double { Foundation.pow(x, exponent) }
