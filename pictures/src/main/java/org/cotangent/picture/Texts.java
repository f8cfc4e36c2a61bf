package org.cotangent.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;

/** Types, tensors and attributes in few words. */
final class Texts {
    private static final int LONG_LIST = 12;
    private static final Pattern UNNAMED = Pattern.compile("\\?[^\\s+*/()-]*");
    private static final MathContext FEW_DIGITS = new MathContext(5);

    private Texts() {}

    static String type(ValueType type) {
        return switch (type) {
            case TensorType tensor -> dtype(tensor.dtype()) + (isScalar(tensor) ? "" : " " + shape(tensor.shape()));
            case SequenceType sequence ->
                (sequence.empty() ? "empty sequence of " : "sequence of ") + type(sequence.element());
            case OptionalType optional -> "optional " + type(optional.element());
            case MapType map -> "map of " + dtype(map.key()) + " to " + dtype(map.value());
            case UnknownType _ -> "?";
        };
    }

    private static boolean isScalar(TensorType type) {
        return type.shape().isRanked() && type.shape().rank() == 0;
    }

    static String dtype(DType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** {@return sizes with crosses between them, {@code ?} for unknown ones; {@code scalar} where there are none} */
    static String shape(Shape shape) {
        if (!shape.isRanked()) {
            return "…";
        }
        return shape.rank() == 0
                ? "scalar"
                : shape.dims().stream().map(Texts::size).collect(Collectors.joining("×"));
    }

    /** Symbols that stand for sizes without a name begin with a question mark. */
    private static String size(Dim dim) {
        return UNNAMED.matcher(dim.toString()).replaceAll("?");
    }

    /** {@return the elements, all of them if they are few} */
    static String elements(Tensor tensor) {
        StringBuilder text = new StringBuilder();
        long shown = Math.min(tensor.elements(), LONG_LIST);
        for (long i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : ", ").append(element(tensor, i));
        }
        if (shown < tensor.elements()) {
            text.append(", …");
        }
        return tensor.rank() == 0 ? text.toString() : "[" + text + "]";
    }

    private static String element(Tensor tensor, long i) {
        return switch (tensor.dtype().kind()) {
            case TEXT -> tensor.strings()[(int) i];
            case BOOLEAN -> tensor.getLong(i) == 0 ? "false" : "true";
            case FLOATING, MINIFLOAT -> number(tensor.getDouble(i));
            case SIGNED -> Long.toString(tensor.getLong(i));
            case UNSIGNED -> Long.toUnsignedString(tensor.getLong(i));
            case COMPLEX -> "?";
        };
    }

    /** {@return a number with few digits} */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value, FEW_DIGITS).stripTrailingZeros();
        boolean plain = Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9;
        return plain ? rounded.toPlainString() : rounded.toString().replace("E", "e");
    }

    static String attribute(Attribute attribute) {
        return switch (attribute) {
            case Attribute.OfInt a -> Long.toString(a.value());
            case Attribute.OfFloat a -> number(a.value());
            case Attribute.OfString a -> a.value();
            case Attribute.OfInts a -> list(a.values());
            case Attribute.OfFloats a ->
                list(a.values().stream().map(Texts::number).toList());
            case Attribute.OfStrings a -> list(a.values());
            case Attribute.OfTensor a ->
                a.value().elements() == 1
                        ? element(a.value(), 0)
                        : type(a.value().type()) + " " + elements(a.value());
            case Attribute.OfType a -> type(a.value());
            case Attribute.OfGraph a -> "graph of " + a.body().nodes().size() + " nodes";
        };
    }

    private static String list(List<?> values) {
        String text = values.stream().limit(LONG_LIST).map(Object::toString).collect(Collectors.joining(", "));
        return "[" + text + (values.size() > LONG_LIST ? ", …" : "") + "]";
    }

    /** {@return the text, its end left out if it is longer than that} */
    static String begun(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /** {@return the text, its middle left out if it is longer than that} */
    static String shortened(String text, int longest) {
        int[] points = text.codePoints().toArray();
        if (points.length <= longest) {
            return text;
        }
        int tail = longest * 2 / 3;
        int head = longest - tail - 1;
        return new String(points, 0, head) + "…" + new String(points, points.length - tail, tail);
    }

    /**
     * {@return the text with control characters but ends of lines, and broken surrogates, made visible: they may stand
     * in no file}
     */
    static String visible(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n') {
                clean.append('\n');
            } else if (point < 0x20) {
                clean.appendCodePoint(0x2400 + point);
            } else if (point == 0x7f) {
                clean.append('␡');
            } else if (point < 0xa0 && point > 0x7f
                    || point >= 0xd800 && point < 0xe000
                    || (point & 0xfffe) == 0xfffe) {
                clean.append('�');
            } else {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString();
    }
}
