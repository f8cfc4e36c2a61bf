package org.cotangent.opencl.indexing;

import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.opencl.support.BothForms;
import org.cotangent.opencl.support.RandomTensors;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexingKernelsTest {
    private static final List<DType> FLOATS = List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16);

    private static BothForms forms;

    private final RandomTensors tensors = new RandomTensors(7);
    private final Draw draw = new Draw(new SplittableRandom(8), 3);

    @BeforeAll
    static void open() {
        forms = BothForms.open(IndexingKernels::new);
    }

    @AfterAll
    static void close() {
        if (forms != null) {
            forms.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gather",
                "GatherElements",
                "GatherND",
                "ai.onnx.ml::ArrayFeatureExtractor",
                "ScatterElements",
                "ScatterND",
                "org.cotangent::WeightedScatter",
                "TensorScatter",
                "OneHot"
            })
    void samplesAgreeWithPortableOnes(String operator) {
        List<DType> types = operator.contains("ArrayFeature")
                ? List.of(DType.FLOAT, DType.DOUBLE)
                : operator.equals("OneHot") ? FLOATS.subList(0, 3) : FLOATS;
        forms.assertSampledAgree(operator, 8, types);
    }

    private Tensor indices(DType type, long limit, long... sizes) {
        return draw.indices(sizes, -limit, limit).converted(type);
    }

    private void agree(String operator, Attributes attributes, Tensor... inputs) {
        forms.assertAgree(operator, attributes, List.of(inputs), 1, 0);
    }

    /** Elements of every width, slices long and short. */
    @Test
    void everyTypeIsGathered() {
        for (DType type : List.of(
                DType.FLOAT,
                DType.DOUBLE,
                DType.BFLOAT16,
                DType.BOOL,
                DType.INT8,
                DType.UINT16,
                DType.UINT32,
                DType.INT64)) {
            Tensor data = tensors.of(type, 3, 5, 37);
            for (int axis = 0; axis < 3; axis++) {
                Attributes along = Attributes.of("axis", axis - 3);
                long limit = data.size(axis);
                agree("Gather", along, data, indices(DType.INT32, limit, 2, 3));
                agree("Gather", along, data, indices(DType.INT64, limit));
                agree("GatherElements", along, data, indices(DType.INT32, limit, 3, 4, 31));
            }
        }
    }

    @Test
    void longSlicesAreCopiedInPieces() {
        Tensor data = tensors.of(DType.FLOAT, 2, 3, 20011);
        agree("Gather", Attributes.of("axis", 1), data, indices(DType.INT64, 3, 5));
        agree("GatherND", Attributes.of("batch_dims", 1), data, indices(DType.INT64, 3, 2, 2, 1));
        agree(
                "ScatterND",
                Attributes.none(),
                data,
                indices(DType.INT64, 2, 1, 1),
                tensors.of(DType.FLOAT, 1, 3, 20011));
    }

    /** Tuples without indices stand for the whole tensor. */
    @Test
    void tuplesMayBeEmpty() {
        Tensor data = tensors.of(DType.FLOAT, 3, 2);
        agree("GatherND", Attributes.none(), data, Tensor.allocate(DType.INT64, 4, 0));
        agree(
                "ScatterND",
                Attributes.of("reduction", "add"),
                data,
                Tensor.allocate(DType.INT64, 4, 0),
                tensors.of(DType.FLOAT, 4, 3, 2));
    }

    @Test
    void tensorsMayBeEmpty() {
        Tensor none = tensors.of(DType.FLOAT, 0, 4);
        Tensor some = tensors.of(DType.FLOAT, 3, 4);
        Tensor nowhere = Tensor.allocate(DType.INT64, 0);
        agree("Gather", Attributes.none(), some, nowhere);
        agree("Gather", Attributes.of("axis", 1), none, indices(DType.INT64, 4, 5));
        agree("GatherElements", Attributes.of("axis", 1), some, Tensor.allocate(DType.INT64, 0, 7));
        agree("GatherND", Attributes.none(), some, Tensor.allocate(DType.INT64, 0, 1));
        agree("OneHot", Attributes.none(), nowhere, Tensor.scalar(3L), tensors.of(DType.FLOAT, 2));
        for (String reduction : List.of("none", "add")) {
            for (DType type : List.of(DType.FLOAT, DType.FLOAT16)) {
                Attributes attributes = Attributes.of("reduction", reduction);
                Tensor empty = tensors.of(type, 0, 4);
                Tensor data = tensors.of(type, 3, 4);
                agree("ScatterElements", attributes, data, Tensor.allocate(DType.INT64, 0, 4), empty);
                agree("ScatterElements", attributes, empty, Tensor.allocate(DType.INT64, 0, 4), empty);
                agree("ScatterND", attributes, data, Tensor.allocate(DType.INT64, 0, 1), empty);
                agree("ScatterND", attributes, empty, Tensor.allocate(DType.INT64, 0, 1), empty);
            }
        }
        agree("TensorScatter", Attributes.of("axis", 1), some, Tensor.allocate(DType.FLOAT, 3, 0));
    }

    /** Many updates for the same elements, which are combined in their order. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "add", "mul", "min", "max"})
    void updatesThatMeetAreCombinedInOrder(String reduction) {
        Attributes attributes = Attributes.of("reduction", reduction);
        for (DType type : List.of(
                DType.FLOAT,
                DType.DOUBLE,
                DType.FLOAT16,
                DType.BFLOAT16,
                DType.INT8,
                DType.UINT8,
                DType.INT32,
                DType.INT64,
                DType.UINT64)) {
            for (int axis = 0; axis < 2; axis++) {
                Tensor data = tensors.of(type, 9, 7, 3);
                long[] sizes = axis == 0 ? new long[] {50, 5, 3} : new long[] {8, 60, 2};
                Tensor updates = tensors.of(type, sizes);
                Tensor indices = indices(axis == 0 ? DType.INT32 : DType.INT64, data.size(axis), sizes);
                agree("ScatterElements", attributes.with("axis", axis), data, indices, updates);
            }
            Tensor rows = tensors.of(type, 11, 70);
            agree("ScatterND", attributes, rows, indices(DType.INT64, 11, 40, 1), tensors.of(type, 40, 70));
            Tensor cells = tensors.of(type, 5, 6);
            agree("ScatterND", attributes, cells, indices(DType.INT64, 5, 4, 25, 2), tensors.of(type, 4, 25));
        }
        Tensor line = tensors.of(DType.FLOAT, 1000);
        Tensor places = indices(DType.INT64, 1000, 3000);
        agree("ScatterElements", attributes, line, places, tensors.of(DType.FLOAT, 3000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"min", "max", "mul", "add"})
    void reductionsTreatSpecialNumbersAlike(String reduction) {
        for (DType type : FLOATS) {
            Tensor data = tensors.special(type, 40);
            Tensor updates = tensors.special(type, 70);
            Attributes attributes = Attributes.of("reduction", reduction);
            agree("ScatterElements", attributes, data, indices(DType.INT64, 40, 70), updates);
        }
    }

    @Test
    void everyTypeCountsAsAnIndex() {
        for (DType type : DType.numeric()) {
            if (type != DType.BFLOAT16) {
                Tensor places = indices(DType.INT64, type.kind() == DType.Kind.UNSIGNED ? 5 : 7, 2, 5)
                        .converted(type);
                agree("OneHot", Attributes.of("axis", 1), places, Tensor.scalar(6L), tensors.of(DType.INT16, 2));
            }
        }
    }
}
