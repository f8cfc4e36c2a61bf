package org.cotangent.train.internal;

import java.util.random.RandomGenerator;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.tune.LoRA;

/**
 * A change of low rank of one weight.
 *
 * @param weight the name of the initializer
 * @param a {@code [rank, in, kernel...]}
 * @param b {@code [out, rank]}
 */
public record Adapter(String weight, Tensor a, Tensor b, LoRA form) {
    /** {@return an adapter of a weight that changes nothing yet} */
    public static Adapter fresh(WeightUses.Use use, LoRA form, RandomGenerator random) {
        Value weight = use.weight();
        Tensor a = Tensor.allocate(weight.dtype(), sizesOfA(use, form.rank()));
        double bound = 1 / Math.sqrt((double) a.elements() / form.rank());
        for (long i = 0; i < a.elements(); i++) {
            a.setDouble(i, random.nextDouble(-bound, bound));
        }
        return new Adapter(weight.name(), a, Tensor.allocate(weight.dtype(), outputs(use), form.rank()), form);
    }

    private static long[] sizesOfA(WeightUses.Use use, long rank) {
        long[] sizes = use.weight().shape().sizes();
        long[] result = use.outputsFirst() ? sizes.clone() : new long[] {0, sizes[0]};
        result[0] = rank;
        return result;
    }

    private static long outputs(WeightUses.Use use) {
        return use.weight().shape().size(use.outputsFirst() ? 0 : 1);
    }

    /** {@return whether these are an adapter of a weight} */
    public static boolean fits(WeightUses.Use use, Tensor a, Tensor b) {
        DType dtype = use.weight().dtype();
        return a.rank() > 0
                && a.size(0) > 0
                && a.type().equals(TensorType.of(dtype, sizesOfA(use, a.size(0))))
                && b.type().equals(TensorType.of(dtype, outputs(use), a.size(0)));
    }

    /** {@return the name of A of a weight} */
    public static String nameOfA(String weight) {
        return weight + ".lora_A";
    }

    /** {@return the name of B of a weight} */
    public static String nameOfB(String weight) {
        return weight + ".lora_B";
    }

    public String nameOfA() {
        return nameOfA(weight);
    }

    public String nameOfB() {
        return nameOfB(weight);
    }

    /** {@return the adapter with another tensor for one of its names} */
    public Adapter with(String name, Tensor tensor) {
        boolean first = name.equals(nameOfA());
        Tensor before = first ? a : b;
        if (!before.type().equals(tensor.type())) {
            throw new GraphException("'" + name + "' is " + before.type() + " and cannot become " + tensor.type());
        }
        return first ? new Adapter(weight, tensor, b, form) : new Adapter(weight, a, tensor, form);
    }

    double scale() {
        return form.alpha() / form.rank();
    }

    /** {@return {@code W + (alpha / rank) B A} in the layout of W} */
    public Value merged(Formulas f, Value w, boolean outputsFirst) {
        Value product = f.matmul(f.constant(b), f.reshape(f.constant(a), form.rank(), -1));
        Value change = outputsFirst ? f.reshape(product, w.shape()) : f.transposeMatrix(product);
        return f.add(w, f.mul(change, scale()));
    }
}
