package acme.box;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Every operator that is a scalar expression of its inputs, those included that plans make of several. A compiler for
 * real hardware would make code of the expressions; this kernel walks through them.
 *
 * @param places for each input the position of the element that is broadcast to each element of the outputs
 */
record Elementwise(List<Scalar> expressions, List<int[]> places, int elements) implements Kernel {
    static boolean covers(Preparation call, Forward.Pointwise forward) {
        return forward.covers(types(call)) && types(call).stream().anyMatch(type -> type != DType.BOOL);
    }

    static Kernel prepare(Preparation call, Forward.Pointwise forward) {
        DType dtype = types(call).stream().filter(type -> type != DType.BOOL).findFirst().orElse(DType.BOOL);
        long[] sizes = call.output(0).shape().sizes();
        int elements = (int) call.output(0).shape().elements().size();
        List<int[]> places = new ArrayList<>();
        for (int i = 0; i < call.inputCount(); i++) {
            places.add(places(call.input(i).shape().sizes(), sizes, elements));
        }
        return new Elementwise(forward.of(call.attributes(), dtype, call.inputCount()), places, elements);
    }

    private static List<DType> types(Preparation call) {
        List<DType> types = new ArrayList<>();
        for (int i = 0; i < call.inputCount(); i++) {
            types.add(call.input(i).dtype());
        }
        return types;
    }

    private static int[] places(long[] input, long[] output, int elements) {
        int[] places = new int[elements];
        for (int position = 0; position < elements; position++) {
            long rest = position;
            long stride = 1;
            for (int axis = 1; axis <= input.length; axis++) {
                long size = input[input.length - axis];
                places[position] += size == 1 ? 0 : (int) (rest % output[output.length - axis] * stride);
                rest /= output[output.length - axis];
                stride *= size;
            }
        }
        return places;
    }

    /** Takes down where everything stands in this run, and leaves the work to the queue. */
    @Override
    public void run(Bindings io) {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            inputs.add(BoxBlock.open(io.input(i)));
        }
        List<Tensor> outputs = new ArrayList<>();
        for (int k = 0; k < expressions.size(); k++) {
            outputs.add(BoxBlock.open(io.output(k)));
        }
        ((BoxQueue) io.queue()).submit(() -> compute(inputs, outputs));
    }

    private void compute(List<Tensor> inputs, List<Tensor> outputs) {
        double[] values = new double[inputs.size()];
        for (int element = 0; element < elements; element++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = inputs.get(i).getDouble(places.get(i)[element]);
            }
            for (int k = 0; k < outputs.size(); k++) {
                outputs.get(k).setDouble(element, expressions.get(k).valueAt(values));
            }
        }
    }
}
