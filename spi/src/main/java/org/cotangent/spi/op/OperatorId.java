package org.cotangent.spi.op;

/**
 * The identity of an operator: ONNX's triple.
 *
 * @param domain {@code ""} for the operators of ONNX itself ({@code ai.onnx} is written as {@code ""})
 * @param type the operator type, {@code "Conv"}
 * @param since the version of the domain's operator set in which this form of the operator first appeared
 */
public record OperatorId(String domain, String type, int since) {
    /** The domain of operators that Cotangent defines beside ONNX's. */
    public static final String COTANGENT = "org.cotangent";

    public OperatorId {
        if (domain.equals("ai.onnx")) {
            domain = "";
        }
    }

    /** {@return whether ONNX defines it} */
    public boolean isOnnx() {
        return domain.isEmpty() || domain.startsWith("ai.onnx.");
    }

    /** {@return domain and type, as people write them} */
    public String qualifiedName() {
        return domain.isEmpty() ? type : domain + "::" + type;
    }

    @Override
    public String toString() {
        return qualifiedName() + "-" + since;
    }
}
