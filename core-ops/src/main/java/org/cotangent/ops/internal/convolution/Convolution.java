package org.cotangent.ops.internal.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of images [batch, inputChannels, sizes...] with weights [outputChannels, inputChannels / groups,
 * kernel...] to images [batch, outputChannels, counts...], its transposes included: they share all numbers.
 */
public record Convolution(int batch, int inputChannels, int outputChannels, int groups, Windows windows) {

    /** {@return the convolution of tensors of these sizes} */
    public static Convolution of(Attributes attributes, long[] x, long[] w, long[] y) {
        SlidingWindow window = SlidingWindow.of(attributes, spatial(w));
        return new Convolution(
                Math.toIntExact(x[0]),
                Math.toIntExact(x[1]),
                Math.toIntExact(w[0]),
                Math.toIntExact(attributes.integer("group")),
                window.over(spatial(x), spatial(y)));
    }

    /** {@return the convolution of tensors of these types} */
    public static Convolution of(Attributes attributes, TensorType x, TensorType w, TensorType y) {
        return of(attributes, x.shape().sizes(), w.shape().sizes(), y.shape().sizes());
    }

    /**
     * {@return the windows of a convolution of these shapes, of which the batch may have any size}
     *
     * <p>Throws {@link ShapeException} if another size is not known.
     */
    public static Windows windows(Attributes attributes, Shape x, Shape w, Shape y) {
        for (Shape shape : List.of(x, w, y)) {
            if (!shape.dims().stream().skip(1).allMatch(Dim::isKnown)) {
                throw new ShapeException(
                        "to write the gradient of a convolution in ONNX's operators, all sizes but that"
                                + " of the batch must be known: give the inputs of the model their sizes; here they are "
                                + x
                                + ", " + w + " and " + y);
            }
        }
        return SlidingWindow.of(attributes, known(w)).over(known(x), known(y));
    }

    private static long[] known(Shape shape) {
        return shape.dims().stream().skip(2).mapToLong(Dim::size).toArray();
    }

    /** {@return the shape that a vector of sizes tells} Throws {@link ShapeException} if nothing is known of it. */
    public static Shape target(Formulas f, Value sizes) {
        List<Dim> dims = f.emitter().integersOf(sizes);
        if (dims == null) {
            throw new ShapeException("the sizes " + sizes + " must be known to write the gradient of a convolution in"
                    + " ONNX's operators");
        }
        return Shape.of(dims);
    }

    /** {@return images X, weights W and bias B to images Y} */
    public static Signature.Builder biased() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return declare(Signature.builder()
                .input("X", t)
                .parameter("W", t)
                .optionalParameter("B", t)
                .output("Y", t));
    }

    /** {@return the cotangent of the bias} */
    public static Value toBias(Formulas f, Value u) {
        return f.reduceSum(
                u,
                false,
                LongStream.range(0, u.shape().rank()).filter(axis -> axis != 1).toArray());
    }

    public static Signature.Builder declare(Signature.Builder signature) {
        return SlidingWindow.declare(signature).attribute("group", 1);
    }

    public static long[] spatial(long[] sizes) {
        return Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    /** {@return the sizes of the spatial axes; those of batch and channels may be symbolic} */
    public static long[] spatial(Shape shape) {
        return shape.slice(2, shape.rank()).sizes();
    }

    /** {@return the kernel sizes of weights of this shape, or of the attributes; null if neither tells} */
    public static long @Nullable [] kernel(Attributes attributes, Shape w) {
        Shape spatial = w.slice(2, w.rank());
        return spatial.isStatic() ? spatial.sizes() : attributes.integersOrNull("kernel_shape");
    }

    /** {@return sizes that are not known} */
    public static List<Dim> unknown(Inference call, int rank) {
        return IntStream.range(0, rank).mapToObj(axis -> call.fresh("size")).toList();
    }

    /** {@return the shape of the result for an image and weights of these shapes, which fit each other} */
    public static Shape result(Inference call, Shape x, Shape w) {
        long[] kernel = kernel(call.attributes(), w);
        List<Dim> counts = kernel == null
                ? unknown(call, x.rank() - 2)
                : SlidingWindow.of(call.attributes(), kernel).counts(x.dims().subList(2, x.rank()), call);
        return image(x.dim(0), w.dim(0), counts);
    }

    /** Throws {@link ShapeException} unless a convolution of such image and weights has a result of this shape. */
    public static void checkResult(Inference call, Shape x, Shape w, Shape y) {
        check(x, w, 1, call.attributes().integer("group"));
        Shape expected = result(call, x, w);
        for (int axis = 0; axis < expected.rank(); axis++) {
            Dim size = expected.dim(axis);
            if (y.rank() != expected.rank() || (size.isKnown() && y.dim(axis).isKnown() && !size.equals(y.dim(axis)))) {
                throw new ShapeException("images of shape " + x + " and weights of shape " + w + " convolve to shape "
                        + expected + ", but dY is of shape " + y);
            }
        }
    }

    /** {@return [batch, channels, spatial...]} */
    public static Shape image(Dim batch, Dim channels, List<Dim> spatial) {
        List<Dim> dims = new ArrayList<>(List.of(batch, channels));
        dims.addAll(spatial);
        return Shape.of(dims);
    }

    /** Throws {@link ShapeException} if ranks or channels of image, weights and bias do not fit each other. */
    public static void check(Shape image, Shape w, int channelAxis, long groups) {
        if (image.rank() < 3 || w.rank() != image.rank()) {
            throw new ShapeException("images of shape " + image + " and weights of shape " + w
                    + " must have equal ranks of at least 3: batch, channels, spatial axes");
        }
        Dim channels = image.dim(1);
        Dim expected = channelAxis == 1 ? w.dim(1).times(groups) : w.dim(0);
        if (channels.isKnown() && expected.isKnown() && !channels.equals(expected)) {
            throw new ShapeException("images of shape " + image + " have " + channels + " channels; weights of shape "
                    + w + " in " + groups + " groups want " + expected);
        }
        if (groups < 1 || (w.dim(0).isKnown() && w.dim(0).size() % groups != 0)) {
            throw new ShapeException("weights of shape " + w + " do not split into " + groups + " groups");
        }
    }

    /** Throws {@link ShapeException} if a bias does not have one element per channel. */
    public static void checkBias(Shape bias, Dim channels) {
        if (bias.rank() != 1
                || (bias.dim(0).isKnown() && channels.isKnown() && !bias.dim(0).equals(channels))) {
            throw new ShapeException("the bias must be of shape [" + channels + "], not " + bias);
        }
    }

    int inputChannelsPerGroup() {
        return inputChannels / groups;
    }

    int outputChannelsPerGroup() {
        return outputChannels / groups;
    }
}
