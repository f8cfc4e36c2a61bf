package org.cotangent.spi.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.cotangent.spi.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * The size of one axis: a number, or a polynomial with whole coefficients over symbols, quotients and broadcasts.
 *
 * <p>Dimensions are kept in a normal form, so that two that are equal as polynomials are {@linkplain #equals equal}:
 * {@code (n + 1) * 2 - n} equals {@code n + 2}.
 */
public final class Dim {
    /** No vector of sizes is longer; larger constants are data. */
    private static final int LONGEST = 1 << 16;

    private sealed interface Atom extends Comparable<Atom> {
        @Override
        default int compareTo(Atom other) {
            return toString().compareTo(other.toString());
        }
    }

    private record Symbol(String name) implements Atom {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Quotient(Dim numerator, Dim denominator) implements Atom {
        @Override
        public String toString() {
            return "floor((" + numerator + ")/(" + denominator + "))";
        }
    }

    private record Broadcast(Dim left, Dim right) implements Atom {
        @Override
        public String toString() {
            return "broadcast(" + left + "," + right + ")";
        }
    }

    /** A product of atoms, sorted; the empty product is 1. */
    private record Monomial(List<Atom> atoms) implements Comparable<Monomial> {
        private static Monomial one() {
            return new Monomial(List.of());
        }

        private Monomial times(Monomial other) {
            List<Atom> product = new ArrayList<>(atoms);
            product.addAll(other.atoms);
            Collections.sort(product);
            return new Monomial(List.copyOf(product));
        }

        @Override
        public int compareTo(Monomial other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return String.join("*", atoms.stream().map(Atom::toString).toList());
        }
    }

    /** The monomials and their factors, none of which is zero; null for a number. */
    private final @Nullable NavigableMap<Monomial, Long> symbolic;

    private final long number;

    private Dim(@Nullable NavigableMap<Monomial, Long> symbolic, long number) {
        this.symbolic = symbolic;
        this.number = number;
    }

    /** {@return the dimension of this size} */
    public static Dim of(long size) {
        return new Dim(null, size);
    }

    private static Dim sum(NavigableMap<Monomial, Long> terms) {
        if (terms.isEmpty()) {
            return of(0);
        }
        boolean known = terms.size() == 1 && terms.firstKey().atoms().isEmpty();
        return known ? of(terms.firstEntry().getValue()) : new Dim(terms, 0);
    }

    private NavigableMap<Monomial, Long> terms() {
        NavigableMap<Monomial, Long> terms = symbolic;
        if (terms == null) {
            terms = new TreeMap<>();
            if (number != 0) {
                terms.put(Monomial.one(), number);
            }
        }
        return terms;
    }

    /** {@return the dimension of this name} */
    public static Dim symbol(String name) {
        return atom(new Symbol(name));
    }

    private static Dim atom(Atom atom) {
        NavigableMap<Monomial, Long> terms = new TreeMap<>();
        terms.put(new Monomial(List.of(atom)), 1L);
        return sum(terms);
    }

    /** {@return whether the size is a number} */
    /**
     * {@return the elements of a tensor as sizes; null if it is no scalar or vector of integers, or longer than any
     * vector of sizes is}
     */
    public static @Nullable List<Dim> elementsOf(Tensor tensor) {
        boolean readable = tensor.rank() <= 1 && tensor.dtype().isInteger() && tensor.elements() <= LONGEST;
        return readable ? Arrays.stream(tensor.toLongs()).mapToObj(Dim::of).toList() : null;
    }

    public boolean isKnown() {
        return symbolic == null;
    }

    /** {@return the size} Throws {@link ShapeException} if it is symbolic. */
    public long size() {
        if (!isKnown()) {
            throw new ShapeException("dimension " + this + " is symbolic: give it a size first");
        }
        return number;
    }

    public boolean is(long size) {
        return isKnown() && size() == size;
    }

    public Dim plus(Dim other) {
        if (isKnown() && other.isKnown()) {
            return of(Sizes.sum(number, other.number));
        }
        NavigableMap<Monomial, Long> sum = new TreeMap<>(terms());
        other.terms().forEach((monomial, factor) -> sum.merge(monomial, factor, Dim::addOrDrop));
        return sum(sum);
    }

    /** Returning null makes {@link Map#merge} drop the entry, which keeps the normal form free of zero terms. */
    private static @Nullable Long addOrDrop(Long a, Long b) {
        long sum = Sizes.sum(a, b);
        return sum == 0 ? null : sum;
    }

    public Dim plus(long size) {
        return plus(of(size));
    }

    public Dim minus(Dim other) {
        return plus(other.times(of(-1)));
    }

    public Dim times(long factor) {
        return times(of(factor));
    }

    public Dim times(Dim other) {
        if (isKnown() && other.isKnown()) {
            return of(Sizes.product(number, other.number));
        }
        NavigableMap<Monomial, Long> product = new TreeMap<>();
        terms().forEach((m, a) ->
                other.terms().forEach((n, b) -> product.merge(m.times(n), Sizes.product(a, b), Dim::addOrDrop)));
        return sum(product);
    }

    /** {@return the quotient, rounded towards minus infinity} Exact where all coefficients divide. */
    public Dim floorDiv(Dim divisor) {
        if (divisor.is(1)) {
            return this;
        }
        if (isKnown() && divisor.isKnown()) {
            if (divisor.size() == 0) {
                throw new ShapeException("dimension " + this + " is divided by zero");
            }
            return of(Math.floorDiv(size(), divisor.size()));
        }
        if (equals(divisor)) {
            return of(1);
        }
        Dim exact = exactQuotient(divisor);
        return exact != null ? exact : atom(new Quotient(this, divisor));
    }

    private @Nullable Dim exactQuotient(Dim divisor) {
        NavigableMap<Monomial, Long> divided = divisor.terms();
        if (divided.size() != 1) {
            return null;
        }
        Monomial below = divided.firstKey();
        long factor = divided.firstEntry().getValue();
        NavigableMap<Monomial, Long> quotient = new TreeMap<>();
        for (Map.Entry<Monomial, Long> term : terms().entrySet()) {
            List<Atom> atoms = new ArrayList<>(term.getKey().atoms());
            for (Atom atom : below.atoms()) {
                if (!atoms.remove(atom)) {
                    return null;
                }
            }
            if (term.getValue() % factor != 0) {
                return null;
            }
            quotient.put(new Monomial(List.copyOf(atoms)), term.getValue() / factor);
        }
        return sum(quotient);
    }

    /**
     * {@return the size that both broadcast to}
     *
     * <p>Throws {@link ShapeException} when both are known, differ and neither is 1.
     */
    public Dim broadcast(Dim other) {
        if (equals(other) || other.is(1)) {
            return this;
        }
        if (is(1)) {
            return other;
        }
        if (isKnown() && other.isKnown()) {
            throw new ShapeException("sizes " + this + " and " + other + " do not broadcast: one of them must be 1");
        }
        if (isKnown()) {
            return this;
        }
        return other.isKnown() ? other : atom(new Broadcast(this, other));
    }

    /** {@return this dimension with symbols replaced} Symbols that {@code sizes} maps to null stay. */
    public Dim substitute(Function<String, @Nullable Dim> sizes) {
        if (isKnown()) {
            return this;
        }
        Dim sum = of(0);
        for (Map.Entry<Monomial, Long> term : terms().entrySet()) {
            Dim product = of(term.getValue());
            for (Atom atom : term.getKey().atoms()) {
                product = product.times(substitute(atom, sizes));
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    private static Dim substitute(Atom atom, Function<String, @Nullable Dim> sizes) {
        return switch (atom) {
            case Symbol symbol -> {
                Dim size = sizes.apply(symbol.name());
                yield size == null ? atom(symbol) : size;
            }
            case Quotient(Dim n, Dim d) -> n.substitute(sizes).floorDiv(d.substitute(sizes));
            case Broadcast(Dim a, Dim b) -> a.substitute(sizes).broadcast(b.substitute(sizes));
        };
    }

    /**
     * {@return the dimension computed in some arithmetic; null if a symbol has no image, or if it is no polynomial}
     *
     * @param symbols the images of symbols, by name
     * @param numbers the images of numbers
     */
    public <T> @Nullable T evaluate(
            Function<String, @Nullable T> symbols,
            LongFunction<T> numbers,
            BinaryOperator<T> plus,
            BinaryOperator<T> times) {
        T sum = null;
        for (Map.Entry<Monomial, Long> term : terms().entrySet()) {
            T product = null;
            for (Atom atom : term.getKey().atoms()) {
                T image = atom instanceof Symbol(String name) ? symbols.apply(name) : null;
                if (image == null) {
                    return null;
                }
                product = product == null ? image : times.apply(product, image);
            }
            if (product == null || term.getValue() != 1L) {
                T factor = numbers.apply(term.getValue());
                product = product == null ? factor : times.apply(factor, product);
            }
            sum = sum == null ? product : plus.apply(sum, product);
        }
        return sum == null ? numbers.apply(0) : sum;
    }

    /** {@return the name, if this is nothing but a symbol; otherwise null} */
    public @Nullable String symbolName() {
        NavigableMap<Monomial, Long> terms = symbolic;
        if (terms != null
                && terms.size() == 1
                && terms.firstEntry().getValue() == 1L
                && terms.firstKey().atoms().size() == 1
                && terms.firstKey().atoms().getFirst() instanceof Symbol symbol) {
            return symbol.name();
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Dim dim && number == dim.number && Objects.equals(symbolic, dim.symbolic);
    }

    @Override
    public int hashCode() {
        return symbolic == null ? Long.hashCode(number) : symbolic.hashCode();
    }

    @Override
    public String toString() {
        NavigableMap<Monomial, Long> terms = symbolic;
        if (terms == null) {
            return Long.toString(number);
        }
        StringBuilder text = new StringBuilder();
        terms.forEach((monomial, factor) -> {
            String product = monomial.toString();
            String term = product.isEmpty()
                    ? Long.toString(factor)
                    : factor == 1 ? product : factor == -1 ? "-" + product : factor + "*" + product;
            text.append(text.isEmpty() || term.startsWith("-") ? "" : "+").append(term);
        });
        return text.toString();
    }
}
