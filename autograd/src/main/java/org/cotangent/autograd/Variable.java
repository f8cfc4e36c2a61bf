package org.cotangent.autograd;

import java.util.function.UnaryOperator;
import org.cotangent.engine.eager.Tape;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that remembers how it was computed, if gradients are required of it or of what it was computed from.
 *
 * <p>Its methods are operations that give new variables; the few whose names end in {@code InPlace} write into its
 * memory. Operands broadcast as in ONNX and NumPy. A variable of a graph that is being traced has a type, but no
 * elements.
 */
public final class Variable extends NetworkMethods implements Operand {
    private final Autograd autograd;
    private final @Nullable Value home;
    private Value value;
    private @Nullable Leaf leaf;

    Variable(Autograd autograd, Value value, @Nullable Leaf leaf, @Nullable Value home) {
        this.autograd = autograd;
        this.home = home;
        this.leaf = leaf;
        this.value = leaf == null ? value : autograd.leaf(value, leaf);
    }

    @Override
    public Autograd autograd() {
        return autograd;
    }

    @Override
    public Variable in(Autograd other) {
        if (other != autograd && !other.isTracing()) {
            throw new GraphException(
                    autograd.isTracing()
                            ? "variable " + type() + " stands in a graph that was traced: it has no elements"
                            : "variable " + type() + " belongs to another autograd: bring its tensor over");
        }
        return this;
    }

    /** {@return the value that stands for this variable now} */
    @Override
    public Value value() {
        if (leaf != null || !autograd.recorder().requiresGrad(value)) {
            Value current = autograd.current(value);
            if (current != value) {
                value = leaf == null ? current : autograd.leaf(current, leaf);
            }
        }
        return value;
    }

    public Shape shape() {
        return value.shape();
    }

    public DType dtype() {
        return value.dtype();
    }

    public int rank() {
        return shape().rank();
    }

    /** {@return the size of an axis; negative axes count from the end} */
    public long size(int axis) {
        return shape().size(axis < 0 ? axis + rank() : axis);
    }

    /** {@return element type and shape, for messages} */
    public String type() {
        return value.type().toString();
    }

    /** {@return the elements, shared and not to be written} Throws while a graph is traced. */
    public Tensor tensor() {
        return autograd.recorder().tensor(value());
    }

    /** {@return the only element} */
    public double item() {
        Tensor tensor = tensor();
        if (tensor.elements() != 1) {
            throw new ShapeException("item() is for variables of one element, not for " + type());
        }
        return tensor.getDouble(0);
    }

    public double[] toDoubles() {
        return tensor().toDoubles();
    }

    /** {@return whether gradients are required of it, or of something it was computed from while that was recorded} */
    public boolean requiresGrad() {
        return autograd.recorder().requiresGrad(value());
    }

    /** {@return this variable, of which gradients are required from now on} It must be a leaf of floating type. */
    public Variable requireGrad() {
        return requireGrad(true);
    }

    /** {@return this variable, of which gradients are required from now on, or no longer} It must be a leaf. */
    public Variable requireGrad(boolean required) {
        if (!isLeaf()) {
            if (required) {
                return this;
            }
            throw new GraphException("only leaves can do without gradients; this is a result of "
                    + GradFunction.of(this) + ": use detach()");
        }
        if (required && leaf == null) {
            Leaf made = new Leaf();
            value = autograd.leaf(autograd.recorder().leaf(value()), made);
            leaf = made;
        } else if (!required && leaf != null) {
            value = autograd.recorder().detach(value());
            leaf = null;
        }
        return this;
    }

    /** {@return whether it is not the result of a recorded operation} */
    public boolean isLeaf() {
        return leaf != null || !autograd.recorder().requiresGrad(value);
    }

    @Nullable
    Leaf leaf() {
        return leaf;
    }

    /** {@return the sum of the gradients that {@link #backward} brought to this leaf so far; null if there is none} */
    public @Nullable Variable grad() {
        return leaf == null ? null : leaf.gradient();
    }

    /** Forgets the gradient. */
    public void zeroGrad() {
        if (leaf != null) {
            leaf.set(null);
        }
    }

    /** {@return the operation it is the result of; null for leaves} */
    public @Nullable GradFunction gradFunction() {
        return GradFunction.of(this);
    }

    /** Adds the gradients of this scalar to {@link #grad} of all leaves it depends on, and frees the graph. */
    public void backward() {
        autograd.gradients(this).backward();
    }

    /** Adds {@code J^T cotangent} to {@link #grad} of all leaves, and frees the graph. */
    public void backward(Variable cotangent) {
        autograd.gradients(this).cotangents(cotangent).backward();
    }

    /** {@return the same elements in the same memory, not connected to how they were computed} */
    public Variable detach() {
        return autograd.variable(autograd.recorder().detach(value()));
    }

    /** {@return this variable, after {@code change} was computed and written into its memory} */
    public Variable inPlace(UnaryOperator<Variable> change) {
        if (leaf != null && autograd.recorder().isRecording()) {
            throw new GraphException("a leaf that requires gradients " + type()
                    + " cannot be changed by a recorded in-place operation: do it within noGrad(...)");
        }
        Value source = change.apply(this).value();
        value = autograd.overwrite(value(), source, home);
        if (leaf != null && !autograd.isTracing()) {
            value = autograd.leaf(value, leaf);
        }
        return this;
    }

    public Variable addInPlace(Operand y) {
        return inPlace(x -> x.add(y));
    }

    public Variable subInPlace(Operand y) {
        return inPlace(x -> x.sub(y));
    }

    public Variable mulInPlace(Operand y) {
        return inPlace(x -> x.mul(y));
    }

    public Variable divInPlace(Operand y) {
        return inPlace(x -> x.div(y));
    }

    /** {@return this variable with these elements} */
    public Variable assign(Operand y) {
        return inPlace(x -> y.in(autograd).expand(x));
    }

    /** {@return a scalar's cotangent of 1} */
    Value one() {
        return Tape.one(autograd.formulas(), value());
    }

    @Override
    public String toString() {
        return autograd.isTracing() ? "traced " + type() : TensorText.of(this);
    }
}
