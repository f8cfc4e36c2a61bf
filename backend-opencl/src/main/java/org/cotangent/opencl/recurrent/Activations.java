package org.cotangent.opencl.recurrent;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.op.Attributes;

/** The activations of a layer as definitions of macros: F0, G0 and H0 for its first direction, F1 and so on. */
final class Activations {
    private Activations() {}

    /** An activation: its name, the code of {@code x}, and the defaults of its parameters; NaN where there is none. */
    private record Function(String name, String code, float alpha, float beta) {
        static Function of(String name, String code) {
            return new Function(name, code, Float.NaN, Float.NaN);
        }
    }

    private static List<Function> functions() {
        return List.of(
                Function.of("Relu", "relu(x)"),
                Function.of("Tanh", "tanh(x)"),
                Function.of("Sigmoid", "sigmoid(x)"),
                new Function("Affine", "Affine(x, ALPHA, BETA)", 1, 0),
                new Function("LeakyRelu", "LeakyRelu(x, ALPHA)", 0.01f, Float.NaN),
                new Function("ThresholdedRelu", "ThresholdedRelu(x, ALPHA)", 1, Float.NaN),
                new Function("ScaledTanh", "ScaledTanh(x, ALPHA, BETA)", 1, 1),
                new Function("HardSigmoid", "HardSigmoid(x, ALPHA, BETA)", 0.2f, 0.5f),
                new Function("Elu", "Elu(x, ALPHA)", 1, Float.NaN),
                Function.of("Softsign", "Softsign(x)"),
                Function.of("Softplus", "Softplus(x)"));
    }

    /** {@return the code with the activations of a layer, and what bounds their arguments} */
    static Source define(Source source, Attributes attributes, int directions, Layer layer) {
        List<String> names =
                new ArrayList<>(attributes.has("activations") ? attributes.texts("activations") : List.of());
        List<String> standard = layer.activations();
        while (names.size() < 2 * standard.size()) {
            names.add(standard.get(names.size() % standard.size()));
        }
        Iterator<Float> alphas = parameters(attributes, "activation_alpha");
        Iterator<Float> betas = parameters(attributes, "activation_beta");
        Source defined = source;
        for (int i = 0; i < 2 * standard.size(); i++) {
            int direction = i / standard.size();
            String macro = "FGH".substring(i % standard.size()).substring(0, 1) + direction + "(x)";
            boolean used = direction < directions;
            defined = defined.define(macro, used ? code(names.get(i), alphas, betas) : "(x)");
        }
        float clip = attributes.real("clip", 0);
        return defined.define("CLIP(x)", clip == 0 ? "(x)" : "bounded(x, " + number(-clip) + ", " + number(clip) + ")");
    }

    private static Iterator<Float> parameters(Attributes attributes, String name) {
        return (attributes.has(name) ? attributes.reals(name) : List.<Float>of()).iterator();
    }

    private static String code(String name, Iterator<Float> alphas, Iterator<Float> betas) {
        Function function = functions().stream()
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no activation '" + name + "'"));
        String code = function.code();
        if (!Float.isNaN(function.alpha())) {
            code = code.replace("ALPHA", number(alphas.hasNext() ? alphas.next() : function.alpha()));
        }
        if (!Float.isNaN(function.beta())) {
            code = code.replace("BETA", number(betas.hasNext() ? betas.next() : function.beta()));
        }
        return code;
    }

    private static String number(float value) {
        return "(" + Float.toHexString(value) + "f)";
    }
}
