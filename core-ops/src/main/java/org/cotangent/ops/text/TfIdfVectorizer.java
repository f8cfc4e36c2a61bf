package org.cotangent.ops.text;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.text.TextOperator;
import org.cotangent.ops.internal.text.TfIdfKernel;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * How often each n-gram of a pool occurs in a sequence of tokens, of shape [C], or in each row of a [N, C] tensor.
 *
 * <p>The pool holds all n-grams one after the other, first those of one token; {@code ngram_counts} says where those of
 * each length begin. The count of the i-th n-gram stands in column {@code ngram_indexes[i]} of the output, which has
 * {@code max(ngram_indexes) + 1} columns. Lengths from {@code min_gram_length} to {@code max_gram_length} are counted,
 * with the same number of tokens, from 0 to {@code max_skip_count}, skipped between two that belong together.
 *
 * <p>Mode TF gives counts, TFIDF counts times the n-gram's weight, IDF the weight of those that occur. ONNX
 * TfIdfVectorizer, version 9.
 */
public final class TfIdfVectorizer extends TextOperator {
    public TfIdfVectorizer() {
        super("TfIdfVectorizer", 9, signatureOf());
    }

    private static Signature.Builder signatureOf() {
        return Signature.builder()
                .input("X", TypeVariable.of("T", DType.STRING, DType.INT32, DType.INT64))
                .output("Y", TypeVariable.of("T1", DType.FLOAT))
                .optionalInteger("max_gram_length")
                .optionalInteger("max_skip_count")
                .optionalInteger("min_gram_length")
                .optionalAttribute("mode", new Attribute.OfString(""))
                .optionalIntegers("ngram_counts")
                .optionalIntegers("ngram_indexes")
                .optionalIntegers("pool_int64s")
                .optionalAttribute("pool_strings", new Attribute.OfStrings(List.of()))
                .optionalAttribute("weights", new Attribute.OfFloats(List.of()));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Attributes attributes = call.attributes();
        if (!Set.of("TF", "IDF", "TFIDF").contains(attributes.text("mode"))) {
            throw new AttributeException("mode must be TF, IDF or TFIDF, not '" + attributes.text("mode") + "'");
        }
        boolean strings = attributes.has("pool_strings");
        if (strings == attributes.has("pool_int64s")) {
            throw new AttributeException("exactly one of pool_strings and pool_int64s must be there");
        }
        if (strings != (call.dtype(0) == DType.STRING)) {
            throw new TypeException(
                    "X holds " + call.dtype(0) + ", but the pool " + (strings ? "strings" : "integers"));
        }
        long smallest =
                Arrays.stream(attributes.integers("ngram_indexes")).min().orElse(-1);
        if (smallest < 0) {
            throw new AttributeException("ngram_indexes must hold numbers, none of them negative");
        }
        Shape shape = call.shape(0);
        if (shape.rank() > 2) {
            throw new ShapeException("X must be of shape [C] or [N, C], not " + shape);
        }
        Dim width = Dim.of(width(attributes));
        return List.of(new TensorType(
                DType.FLOAT, Shape.of(shape.rank() == 2 ? List.of(shape.dim(0), width) : List.of(width))));
    }

    private static long width(Attributes attributes) {
        return Arrays.stream(attributes.integers("ngram_indexes")).max().orElse(-1) + 1;
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(TfIdfVectorizer::prepare);
    }

    private static Kernel prepare(Preparation call) {
        return new TfIdfKernel(call.attributes(), Math.toIntExact(width(call.attributes())));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            boolean strings = draw.chance(0.5);
            Attributes attributes = Attributes.none()
                    .with("mode", draw.pick("TF", "IDF", "TFIDF"))
                    .with("min_gram_length", draw.integer(1, 2))
                    .with("max_gram_length", 2)
                    .with("max_skip_count", draw.integer(0, 2))
                    .with("ngram_counts", 0, 2)
                    .with("ngram_indexes", 3, 1, 0)
                    .with("weights", new Attribute.OfFloats(List.of(1f, 2f, 3f)));
            Attributes complete = strings
                    ? attributes.with("pool_strings", new Attribute.OfStrings(List.of("0", "1", "1", "2")))
                    : attributes.with("pool_int64s", 0, 1, 1, 2);
            long[] shape = draw.shape(1, 2);
            return Domain.Sample.of(complete, strings ? draw.words(shape, "0", "1", "2") : draw.indices(shape, 0, 3));
        });
    }
}
