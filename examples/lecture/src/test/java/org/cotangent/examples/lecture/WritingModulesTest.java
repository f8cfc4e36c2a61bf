package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.examples.lenet.LeNet;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.layer.Conv2d;
import org.cotangent.train.layer.Layer;
import org.cotangent.train.layer.LayerList;
import org.cotangent.train.layer.Linear;
import org.cotangent.train.layer.Sequential;
import org.cotangent.train.layer.Summary;
import org.cotangent.train.layer.UnaryLayer;
import org.junit.jupiter.api.Test;

/** Lecture 4.6, writing a module: a LeNet, Sequential, named parameters, lists of modules. */
class WritingModulesTest extends Slides {
    private static Map<String, String> sizes(Layer layer) {
        Map<String, String> sizes = new LinkedHashMap<>();
        layer.parameters()
                .forEach((name, parameter) ->
                        sizes.put(name, parameter.type().shape().toString()));
        return sizes;
    }

    @Test
    void batchesOfPicturesAreReshaped() {
        Variable d = autograd.zeros(600, 28, 28);
        Variable x = d.reshape(d.size(0), 1, d.size(1), d.size(2));
        assertEquals(Shape.of(600, 1, 28, 28), x.shape());
        assertEquals(Shape.of(600, 784), x.reshape(x.size(0), -1).shape());
    }

    @Test
    void leNetHasTheParametersAndProductsOfTheSlide() {
        Summary summary = new LeNet().summary(autograd.cotangent(), 1, 1, 28, 28);
        assertEquals(105_506, summary.parameters());
        assertEquals(1_333_200, summary.products());
        assertEquals(
                List.of(832L, 51_264L, 51_400L, 2_010L),
                summary.rows().stream().map(Summary.Row::parameters).toList());
        assertEquals(
                List.of(460_800L, 819_200L, 51_200L, 2_000L),
                summary.rows().stream().map(Summary.Row::products).toList());
    }

    @Test
    void sizesBetweenTheLayersAreThoseOfTheSlide() {
        Variable first = new Conv2d(1, 32, 5).apply(autograd.randn(1, 1, 28, 28));
        assertEquals(Shape.of(1, 32, 24, 24), first.shape());
        Variable pooled = first.maxPool(3);
        assertEquals(Shape.of(1, 32, 8, 8), pooled.shape());
        Variable second = new Conv2d(32, 64, 5).apply(pooled.relu());
        assertEquals(Shape.of(1, 64, 4, 4), second.shape());
        Variable small = second.maxPool(2);
        assertEquals(Shape.of(1, 64, 2, 2), small.shape());
        assertEquals(Shape.of(1, 256), small.relu().reshape(-1, 256).shape());
    }

    @Test
    void leNetGivesTenScoresForEachPicture() {
        LeNet model = new LeNet();
        Variable output = model.apply(autograd.randn(12, 1, 28, 28));
        assertEquals(Shape.of(12, 10), output.shape());
    }

    @Test
    void parametersAreNamedByFields() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("conv1.weight", "[32, 1, 5, 5]");
        expected.put("conv1.bias", "[32]");
        expected.put("conv2.weight", "[64, 32, 5, 5]");
        expected.put("conv2.bias", "[64]");
        expected.put("fc1.weight", "[200, 256]");
        expected.put("fc1.bias", "[200]");
        expected.put("fc2.weight", "[10, 200]");
        expected.put("fc2.bias", "[10]");
        assertEquals(
                List.copyOf(expected.entrySet()), List.copyOf(sizes(new LeNet()).entrySet()));
    }

    @Test
    void sequentialBuildsSimpleArchitectures() {
        Sequential model = new Sequential(
                new Linear(10, 100), Variable::relu, new Linear(100, 50), Variable::relu, new Linear(50, 2));
        assertEquals(Shape.of(7, 2), model.apply(autograd.randn(7, 10)).shape());
        assertEquals(
                List.of("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"),
                List.copyOf(model.parameters().keySet()));
    }

    /** What is buggy on the slide: a layer in a plain list. Here it is found. */
    @SuppressWarnings("unused") // fields are read by reflection
    private static final class Buggy extends UnaryLayer {
        private final Conv2d conv = new Conv2d(1, 32, 5);
        private final Parameter param = Parameter.of(Tensor.allocate(DType.FLOAT, 123, 456));
        private final List<Linear> otherStuff = List.of(new Linear(543, 21));

        @Override
        public Variable forward(Variable x) {
            return otherStuff.getFirst().apply(x);
        }
    }

    @Test
    void layersInPlainListsAreFound() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("param", "[123, 456]");
        expected.put("conv.weight", "[32, 1, 5, 5]");
        expected.put("conv.bias", "[32]");
        expected.put("other_stuff.0.weight", "[21, 543]");
        expected.put("other_stuff.0.bias", "[21]");
        assertEquals(
                List.copyOf(expected.entrySet()), List.copyOf(sizes(new Buggy()).entrySet()));
    }

    @SuppressWarnings("unused") // fields are read by reflection
    private static final class NotBuggy extends UnaryLayer {
        private final Conv2d conv = new Conv2d(1, 32, 5);
        private final Parameter param = Parameter.of(Tensor.allocate(DType.FLOAT, 123, 456));
        private final LayerList<Linear> otherStuff = new LayerList<>();

        NotBuggy() {
            otherStuff.add(new Linear(543, 21));
        }

        @Override
        public Variable forward(Variable x) {
            return otherStuff.get(0).apply(x);
        }
    }

    @Test
    void listsOfLayersAreLayers() {
        assertEquals(sizes(new Buggy()), sizes(new NotBuggy()));
    }

    /** A layer where no search finds it. */
    private static final class Hidden extends UnaryLayer {
        private final Supplier<Linear> elsewhere;

        Hidden(Linear layer) {
            elsewhere = () -> layer;
        }

        @Override
        public Variable forward(Variable x) {
            return elsewhere.get().apply(x);
        }
    }

    @Test
    void theUseOfParametersThatAreNotFoundIsAnError() {
        Hidden hidden = new Hidden(new Linear(3, 2));
        GraphException refusal = assertThrows(GraphException.class, () -> hidden.apply(autograd.randn(1, 3)));
        says(refusal, "hold it");
    }
}
