package org.cotangent.bench.suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Profile;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** The product of two square matrices that change from run to run. */
record SquareProduct(int size) implements Workload {
    @Override
    public String name() {
        return "product-" + size;
    }

    @Override
    public Kind kind() {
        return Kind.INFERENCE;
    }

    @Override
    public double tolerance() {
        return 1e-4;
    }

    @Override
    public Side ours(Setting setting) {
        return new Product(setting.cotangent());
    }

    @Override
    public void loadPeer() {}

    @Override
    public Side theirs(Setting setting) {
        throw new Unavailable("products alone are compared between backends, not with a peer");
    }

    private final class Product implements Side {
        private final Session session;
        private final Map<String, Tensor> inputs = new LinkedHashMap<>();
        private final Map<String, Tensor> outputs;

        Product(Cotangent cotangent) {
            GraphBuilder graph = cotangent.graph("product");
            SplittableRandom random = new SplittableRandom(size);
            Value a = graph.input("a", TensorType.of(DType.FLOAT, size, size));
            Value b = graph.input("b", TensorType.of(DType.FLOAT, size, size));
            for (Value input : List.of(a, b)) {
                Tensor tensor = Tensor.allocate(DType.FLOAT, size, size);
                for (long i = 0; i < tensor.elements(); i++) {
                    tensor.setDouble(i, random.nextDouble(-1, 1));
                }
                inputs.put(input.name(), tensor);
            }
            graph.output("y", graph.apply("MatMul", a, b));
            session = cotangent.plan(graph.build(), Map.of()).newSession();
            outputs = new LinkedHashMap<>(session.run(inputs));
        }

        @Override
        public void run() {
            session.run(inputs, outputs);
        }

        @Override
        public Map<String, Tensor> results() {
            run();
            return outputs;
        }

        @Override
        public Optional<Profile> profile() {
            return Optional.of(session.profile());
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
