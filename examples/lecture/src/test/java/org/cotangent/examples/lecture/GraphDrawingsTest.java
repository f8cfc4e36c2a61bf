package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cotangent.autograd.GradientGraph;
import org.cotangent.autograd.Variable;
import org.junit.jupiter.api.Test;

/** Lecture 4.2, the graphs of autograd, drawn. */
class GraphDrawingsTest extends Slides {
    @Test
    void theGraphOfANorm() {
        Variable x = autograd.tensor(1., 2., 2.).requireGrad();
        Variable q = x.norm();
        assertEquals(3, q.item());
        GradientGraph graph = GradientGraph.of(q);
        assertEquals(Map.of("ReduceL2", 1, "AccumulateGrad", 1), graph.counts());
        assertEquals(List.of("FLOAT[3]"), graph.leaves());
        assertTrue(graph.dot().startsWith("digraph"), graph.dot());
        assertTrue(graph.dot().contains("f0 [label=\"ReduceL2\"]"), graph.dot());
        assertTrue(graph.dot().contains("f0 -> f1"), graph.dot());
        assertTrue(graph.dot().contains("f1 -> x0"), graph.dot());
    }

    @Test
    void theGraphOfAPerceptronWithTwoLayers() {
        Variable w1 = autograd.rand(20, 10).requireGrad();
        Variable b1 = autograd.rand(20).requireGrad();
        Variable w2 = autograd.rand(5, 20).requireGrad();
        Variable b2 = autograd.rand(5).requireGrad();
        Variable x = autograd.rand(10);
        Variable h = w1.matmul(x).add(b1).tanh();
        Variable y = w2.matmul(h).add(b2).tanh();
        Variable targets = autograd.rand(5);
        Variable loss = y.sub(targets).pow(2).mean();
        GradientGraph graph = GradientGraph.of(loss);
        assertEquals(
                Map.of("ReduceMean", 1, "Pow", 1, "Sub", 1, "Tanh", 2, "Add", 2, "MatMul", 2, "AccumulateGrad", 4),
                graph.counts());
        assertEquals(4, graph.leaves().size());
    }

    private static Variable blah(Variable w, int k, Variable x) {
        for (int i = 0; i < k; i++) {
            x = w.get(i).matmul(x).tanh();
        }
        return x;
    }

    /** The program has one loop; the graph has what the two calls of it did. */
    @Test
    void theGraphIsWhatWasComputedNotTheProgram() {
        Variable w = autograd.rand(3, 10, 10).requireGrad();
        Variable u = blah(w, 1, autograd.rand(10));
        Variable v = blah(w, 3, autograd.rand(10));
        Variable q = u.dot(v);
        GradientGraph graph = GradientGraph.of(q);
        assertEquals(Map.of("MatMul", 5, "Tanh", 4, "Gather", 4, "AccumulateGrad", 1), graph.counts());
        assertEquals(List.of("FLOAT[3, 10, 10]"), graph.leaves());
        Variable gradient = autograd.grad(q, w).getFirst();
        assertArrayEquals(w.shape().sizes(), gradient.shape().sizes());
    }
}
