package org.cotangent.opencl.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.cotangent.engine.kernel.CallPreparation;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.Subgraphs;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.OpenClDevice;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.launch.LaunchKernel;
import org.cotangent.opencl.memory.Block;
import org.cotangent.opencl.memory.OpenClQueue;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.ProductPrecision;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Runs calls as a family of kernels would on a device of some kind, whatever the device of this machine is. */
public record FamilyCalls(DeviceCalls calls, OpenClKernels family, DeviceFacts facts) {
    /** {@return the facts of the device, if it were a graphics processor} */
    public static DeviceFacts graphics(OpenClDevice device) {
        DeviceFacts own = device.facts();
        return new DeviceFacts(
                own.platform(),
                own.name(),
                own.version(),
                DeviceFacts.Kind.GPU,
                false,
                own.computeUnits(),
                1,
                Math.min(256, own.workGroup()),
                32 << 10,
                own.largestBlock(),
                own.memory(),
                own.fp64(),
                own.longAtomics());
    }

    /**
     * Fails unless the family computes what portable kernels do, in the first run and in another one.
     *
     * @param constants which inputs are the same in every run
     */
    public void assertAgrees(
            Operator operator,
            Attributes given,
            List<? extends @Nullable Tensor> inputs,
            Set<Integer> constants,
            double tolerance) {
        Tensor expected = calls.expected(operator, given, inputs, 1).getFirst();
        Attributes attributes = operator.signature().resolve(given);
        List<@Nullable ValueType> types = new ArrayList<>();
        List<@Nullable Tensor> known = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            types.add(input == null ? null : input.type());
            boolean constant =
                    constants.contains(i) || operator.signature().input(i).role() == Role.FIXED;
            known.add(constant ? input : null);
        }
        List<ValueType> results = HostCalls.types(operator, attributes, inputs, 1);
        Proposal proposal = family.propose(
                new CallPreparation(
                        operator.id().type(),
                        operator,
                        attributes,
                        types,
                        new ArrayList<>(results),
                        known,
                        Parallel.sequential(),
                        ProductPrecision.FP32,
                        calls.device(),
                        Subgraphs.none()),
                facts);
        if (!(proposal instanceof Proposal.Accepted accepted)) {
            throw new AssertionError(operator.id() + " is " + proposal);
        }
        try (OpenClQueue queue = calls.device().newQueue();
                LaunchKernel kernel = new LaunchKernel(accepted.plan().get(), calls.device())) {
            List<Block> blocks = new ArrayList<>();
            List<@Nullable Tensor> operands = new ArrayList<>();
            inputs.forEach(input -> operands.add(input == null ? null : onDevice(queue, input.type(), blocks)));
            for (int i = 0; i < inputs.size(); i++) {
                Tensor host = inputs.get(i);
                Tensor operand = operands.get(i);
                if (host != null && operand != null) {
                    queue.upload(host, operand);
                }
            }
            Tensor output = onDevice(queue, (TensorType) results.getFirst(), blocks);
            for (int run = 0; run < 2; run++) {
                kernel.run(new Operands(operands, output, queue));
            }
            Tensor actual =
                    Tensor.allocate(expected.dtype(), expected.type().shape().sizes());
            queue.download(output, actual);
            queue.finish();
            blocks.forEach(Block::close);
            DeviceCalls.assertClose(operator.id().type() + inputs + given, expected, actual, tolerance);
        }
    }

    private static Tensor onDevice(OpenClQueue queue, TensorType type, List<Block> blocks) {
        long[] sizes = type.shape().sizes();
        long bytes = type.dtype().byteSize(type.shape().elements().size());
        Block block = queue.allocate(Math.max(1, bytes));
        blocks.add(block);
        return Tensor.over(type.dtype(), sizes, block.part(0, bytes));
    }

    private record Operands(List<@Nullable Tensor> inputs, Tensor result, OpenClQueue queue) implements Bindings {
        private Operands {
            inputs = Collections.unmodifiableList(inputs);
        }

        @Override
        public Tensor input(int i) {
            Tensor input = inputs.get(i);
            if (input == null) {
                throw new IllegalArgumentException("input " + i + " is absent");
            }
            return input;
        }

        @Override
        public boolean hasInput(int i) {
            return i < inputs.size() && inputs.get(i) != null;
        }

        @Override
        public Tensor output(int i) {
            return result;
        }

        @Override
        public boolean hasOutput(int i) {
            return i == 0;
        }

        @Override
        public Tensor allocate(int i, long... sizes) {
            throw new UnsupportedOperationException("sizes are known");
        }

        @Override
        public RandomSource random() {
            return new RandomSource(1, 2);
        }

        @Override
        public OpenClQueue queue() {
            return queue;
        }
    }
}
