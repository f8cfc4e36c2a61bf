package org.cotangent.picture;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/** Types, tensors and attributes in few words. */
final class Texts {
    private static final int LONG_LIST = 12;

    private Texts() {}

    static String type(ValueType type) {
        return type instanceof TensorType tensor
                ? dtype(tensor.dtype()) + (isScalar(tensor) ? "" : " " + shape(tensor.shape()))
                : type.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isScalar(TensorType type) {
        return type.shape().isRanked() && type.shape().rank() == 0;
    }

    static String dtype(DType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** {@return sizes with crosses between them; {@code scalar} where there are none} */
    static String shape(Shape shape) {
        if (!shape.isRanked()) {
            return "?";
        }
        return shape.rank() == 0
                ? "scalar"
                : shape.dims().stream().map(Object::toString).collect(Collectors.joining("×"));
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
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.5g", value).replaceAll("\\.?0+($|e)", "$1");
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
            case Attribute.OfTensor a -> type(a.value().type()) + " " + elements(a.value());
            case Attribute.OfType a -> type(a.value());
            case Attribute.OfGraph a -> "graph of " + a.body().nodes().size() + " nodes";
        };
    }

    private static String list(List<?> values) {
        String text = values.stream().limit(LONG_LIST).map(Object::toString).collect(Collectors.joining(", "));
        return "[" + text + (values.size() > LONG_LIST ? ", …" : "") + "]";
    }

    /** {@return the text, the middle left out if it is longer than that} */
    static String shortened(String text, int longest) {
        int[] points = text.codePoints().toArray();
        if (points.length <= longest) {
            return text;
        }
        int tail = longest * 2 / 3;
        int head = longest - tail - 1;
        return new String(points, 0, head) + "…" + new String(points, points.length - tail, tail);
    }

    /** {@return the text with control characters and broken surrogates made visible, for they may stand in no file} */
    static String visible(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point < 0x20) {
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
