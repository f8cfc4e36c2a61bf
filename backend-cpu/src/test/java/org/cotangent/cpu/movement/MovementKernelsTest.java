package org.cotangent.cpu.movement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.ComputePool;
import org.cotangent.cpu.KernelCall;
import org.cotangent.cpu.PortableTwin;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Twins;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MovementKernelsTest {

    private static Tensor numbered(DType dtype, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setLong(i, i);
        }
        return tensor;
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void permutationsAgreeWithThePortableOnes(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new MovementKernels(primitives), pool);
            Operator transpose = twin.operator("", "Transpose");
            assertEquals(150, twin.agreeOnDraws(transpose, DType.FLOAT, 150, 8, 0));
            long[][] orders = {
                {0, 1, 2, 3}, {0, 2, 1, 3}, {0, 2, 3, 1}, {0, 3, 1, 2}, {3, 2, 1, 0}, {1, 0, 3, 2}, {2, 3, 0, 1}
            };
            for (long[] order : orders) {
                for (Tensor x :
                        new Tensor[] {numbered(DType.INT32, 3, 70, 5, 33), numbered(DType.FLOAT, 2, 17, 64, 48)}) {
                    Attributes attributes = Attributes.of("perm", order);
                    assertTrue(twin.agree(transpose, attributes, Arrays.asList(x), 1, 0));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void rowsAreJoinedAndCutAsThePortableKernelsDo(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new MovementKernels(primitives), pool);
            Operator concat = twin.operator("", "Concat");
            Operator split = twin.operator("", "Split");
            assertTrue(twin.agreeOnDraws(concat, DType.FLOAT, 150, 8, 0) > 20);
            assertTrue(twin.agreeOnDraws(split, DType.FLOAT, 150, 8, 0) > 5);
            for (long[] widths : new long[][] {{64, 64}, {16, 3, 0, 48}, {33, 32, 300}}) {
                List<Tensor> parts = new ArrayList<>();
                for (long width : widths) {
                    parts.add(numbered(DType.INT32, 11, 13, width));
                }
                assertTrue(twin.agree(concat, Attributes.of("axis", -1), parts, 1, 0));
                Tensor whole = numbered(DType.FLOAT, 9, Arrays.stream(widths).sum(), 7);
                Tensor cuts = Tensor.of(widths, widths.length);
                assertTrue(twin.agree(split, Attributes.of("axis", 1), List.of(whole, cuts), widths.length, 0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void pixelsAreMadeOfThreePlanes(Primitives primitives) {
        PortableTwin twin = new PortableTwin(new MovementKernels(primitives), Parallel.sequential());
        for (int width : new int[] {1, 15, 16, 17, 40, 129}) {
            Tensor planes = numbered(DType.FLOAT, 2, 3, 5, width);
            assertTrue(twin.agree(
                    twin.operator("", "Transpose"),
                    Attributes.of("perm", new long[] {0, 2, 3, 1}),
                    Arrays.asList(planes),
                    1,
                    0));
        }
    }

    @Test
    void offersNameTheLoopsAndOtherWidthsAreDeclined() {
        MovementKernels provider = new MovementKernels();
        Operator transpose = new PortableTwin(provider, Parallel.sequential()).operator("", "Transpose");
        Tensor x = numbered(DType.FLOAT, 2, 3);
        Offer offer = provider.offer(KernelCall.of(transpose, x.reshaped(3, 2).type(), x));
        assertEquals(
                "transposed planes, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, offer).description());
        Tensor wide = numbered(DType.INT64, 2, 3);
        assertInstanceOf(Offer.Declined.class, provider.offer(KernelCall.of(transpose, wide.type(), wide)));
    }
}
