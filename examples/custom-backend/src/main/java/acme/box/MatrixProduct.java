package acme.box;

import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.tensor.Tensor;

/** The product of two matrices. */
record MatrixProduct() implements Kernel {
    @Override
    public void run(Bindings io) {
        Tensor x = BoxBlock.open(io.input(0));
        Tensor y = BoxBlock.open(io.input(1));
        Tensor product = BoxBlock.open(io.output(0));
        ((BoxQueue) io.queue()).submit(() -> multiply(x, y, product));
    }

    private static void multiply(Tensor x, Tensor y, Tensor product) {
        long depth = x.size(1);
        long columns = y.size(1);
        for (long i = 0; i < product.elements(); i++) {
            double sum = 0;
            for (long k = 0; k < depth; k++) {
                sum += x.getDouble(i / columns * depth + k) * y.getDouble(k * columns + i % columns);
            }
            product.setDouble(i, sum);
        }
    }
}
