package org.cotangent.ops.internal.reduce;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** Products of many elements written as multiplications, so that derivatives hold where elements are 0. */
public final class Products {
    private Products() {}

    /** {@return the product over the axes of a reduction} */
    public static Value reduced(Formulas f, Call call) {
        Value x = call.input(0);
        long[] axes = call.has(1) ? known(f, call.input(1)) : null;
        boolean[] flags = ReductionAxes.flags(x.shape(), axes, call.attributes());
        Value product = x;
        for (int axis = 0; axis < flags.length; axis++) {
            if (flags[axis]) {
                product = along(f, product, axis);
            }
        }
        Shape shape = ReductionAxes.reduce(x.shape(), flags, call.attributes().flag("keepdims"));
        Value shaped = f.reshape(product, shape);
        return shaped.equals(x) ? f.op("Identity", x) : shaped;
    }

    /** {@return the elements of a value that an expansion must know} */
    public static long[] known(Formulas f, Value value) {
        Tensor tensor = f.emitter().constantOf(value);
        if (tensor == null) {
            throw new UnsupportedException(
                    "the axes of a product must be constant where it is differentiated; '" + value.name() + "' is not");
        }
        return tensor.toLongs();
    }

    private static long size(Value x, int axis) {
        Dim dim = x.shape().dim(axis);
        if (!dim.isKnown()) {
            throw new UnsupportedException("a product over a size that is only known as " + dim
                    + " cannot be differentiated: specialise the graph first");
        }
        return dim.size();
    }

    /** {@return the product along an axis, which stays with size 1}, by halving */
    private static Value along(Formulas f, Value x, int axis) {
        long n = size(x, axis);
        if (n == 0) {
            return f.add(f.reduceSum(x, true, axis), 1);
        }
        List<Value> odd = new ArrayList<>();
        Value product = x;
        for (; n > 1; n /= 2) {
            if (n % 2 == 1) {
                odd.add(f.slice(product, axis, n - 1, n));
            }
            product = f.mul(f.slice(product, axis, 0, n / 2), f.slice(product, axis, n / 2, n / 2 * 2));
        }
        for (Value factor : odd) {
            product = f.mul(product, factor);
        }
        return product;
    }

    /** {@return the products of all beginnings along an axis, by doubling the length that is done} */
    public static Value cumulated(Formulas f, Value x, int axis, boolean exclusive, boolean reverse) {
        long n = size(x, axis);
        Value product = exclusive ? shifted(f, x, axis, 1, n, reverse) : x;
        for (long done = 1; done < n; done *= 2) {
            product = f.mul(product, shifted(f, product, axis, done, n, reverse));
        }
        return product;
    }

    /** {@return elements moved by {@code by} places, ones moving in} */
    private static Value shifted(Formulas f, Value x, int axis, long by, long n, boolean reverse) {
        if (n == 0) {
            return x;
        }
        Value ones = f.onesLike(f.slice(x, axis, 0, by));
        return reverse
                ? f.concat(axis, List.of(f.slice(x, axis, by, n), ones))
                : f.concat(axis, List.of(ones, f.slice(x, axis, 0, n - by)));
    }
}
