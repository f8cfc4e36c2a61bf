package org.cotangent.ops.signal;

import java.util.List;
import org.cotangent.ops.internal.signal.FourierShape;
import org.cotangent.ops.internal.signal.MelFilters;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Triangular filters from the frequencies of a DFT to bands of equal width on the mel scale, [dft_length / 2 + 1,
 * num_mel_bins]; {@code mel(f) = 2595 log10(1 + f / 700)}.
 *
 * <p>The range from lower_edge_hertz to upper_edge_hertz, in mel, is divided by num_mel_bins + 2. The points where its
 * parts begin are rounded down to frequencies {@code floor((dft_length + 1) f / sample_rate)} of the DFT. Band i rises
 * from point i to 1 at point i + 1 and falls to point i + 2. What lies beyond the last frequency is left out. ONNX
 * MelWeightMatrix, version 17.
 */
public final class MelWeightMatrix extends OnnxOperator {
    public MelWeightMatrix() {
        super("MelWeightMatrix", 17, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable count = Types.index("T1");
        TypeVariable hertz = TypeVariable.of("T2", DType.floating());
        return Signature.builder()
                .fixed("num_mel_bins", count)
                .fixed("dft_length", count)
                .fixed("sample_rate", count)
                .fixed("lower_edge_hertz", hertz)
                .fixed("upper_edge_hertz", hertz)
                .output("output", Types.numeric("T3"))
                .attribute("output_datatype", DType.FLOAT.code())
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        DType dtype = call.attributes().dtype("output_datatype");
        if (!DType.numeric().contains(dtype)) {
            throw new AttributeException("output_datatype must be one of numbers, not " + dtype);
        }
        Dim bands = FourierShape.scalar(call, 0);
        Dim length = FourierShape.scalar(call, 1);
        return List.of(new TensorType(
                dtype,
                Shape.of(List.of(
                        length == null ? call.fresh("frequencies") : FourierShape.half(length),
                        bands == null ? call.fresh("bands") : bands))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> io -> MelFilters.write(io));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("filters have their corners at whole frequencies");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of(
                        "output_datatype", draw.pick(DType.FLOAT, DType.DOUBLE).code()),
                Tensor.scalar((long) draw.integer(1, 4)),
                Tensor.scalar((long) draw.integer(2, 16)),
                Tensor.scalar(8000L),
                Tensor.scalar(draw.random().nextDouble(0, 100)),
                Tensor.scalar(draw.random().nextDouble(1000, 4000))));
    }
}
