package org.cotangent.autograd;

import org.cotangent.ops.Ops;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;

/** What variables compute element by element. */
abstract sealed class ElementwiseMethods permits ShapeMethods {
    public abstract Autograd autograd();

    public abstract Value value();

    final Ops ops() {
        return autograd().ops();
    }

    final Formulas f() {
        return autograd().formulas();
    }

    final Variable of(Value result) {
        return autograd().variable(result);
    }

    /** A function of two values. */
    interface Binary {
        Value of(Ops ops, Value x, Value y);
    }

    /** {@return a function of this and another} Either may belong to a function that is being traced. */
    final Variable with(Operand operand, Binary function) {
        Autograd joined = autograd().joined(operand);
        return joined.variable(
                function.of(joined.ops(), value(), operand.in(joined).value()));
    }

    private Value number(double number) {
        return f().scalarLike(value(), number);
    }

    public Variable add(Operand y) {
        return with(y, (ops, a, b) -> ops.f().add(a, b));
    }

    public Variable add(double y) {
        return of(f().add(value(), number(y)));
    }

    public Variable sub(Operand y) {
        return with(y, (ops, a, b) -> ops.f().sub(a, b));
    }

    public Variable sub(double y) {
        return of(f().sub(value(), number(y)));
    }

    public Variable mul(Operand y) {
        return with(y, (ops, a, b) -> ops.f().mul(a, b));
    }

    public Variable mul(double y) {
        return of(f().mul(value(), number(y)));
    }

    public Variable div(Operand y) {
        return with(y, (ops, a, b) -> ops.f().div(a, b));
    }

    public Variable div(double y) {
        return of(f().div(value(), number(y)));
    }

    public Variable pow(Operand y) {
        return with(y, (ops, a, b) -> ops.f().pow(a, b));
    }

    public Variable pow(double y) {
        return of(f().pow(value(), number(y)));
    }

    /** {@return the larger of two, element by element} */
    public Variable maximum(Operand y) {
        return with(y, (ops, a, b) -> ops.math().max(a, b));
    }

    /** {@return the smaller of two, element by element} */
    public Variable minimum(Operand y) {
        return with(y, (ops, a, b) -> ops.math().min(a, b));
    }

    public Variable neg() {
        return of(f().neg(value()));
    }

    public Variable reciprocal() {
        return of(f().reciprocal(value()));
    }

    public Variable square() {
        return of(f().square(value()));
    }

    public Variable sqrt() {
        return of(f().sqrt(value()));
    }

    public Variable exp() {
        return of(f().exp(value()));
    }

    public Variable log() {
        return of(f().log(value()));
    }

    public Variable sin() {
        return of(f().sin(value()));
    }

    public Variable cos() {
        return of(f().cos(value()));
    }

    public Variable tanh() {
        return of(f().tanh(value()));
    }

    public Variable sigmoid() {
        return of(f().sigmoid(value()));
    }

    public Variable erf() {
        return of(f().erf(value()));
    }

    public Variable abs() {
        return of(f().abs(value()));
    }

    public Variable sign() {
        return of(f().sign(value()));
    }

    public Variable floor() {
        return of(ops().math().floor(value()));
    }

    public Variable ceil() {
        return of(ops().math().ceil(value()));
    }

    /** {@return the nearest whole number, ties to even} */
    public Variable round() {
        return of(ops().math().round(value()));
    }

    public Variable relu() {
        return of(ops().math().relu(value()));
    }

    public Variable leakyRelu(double slope) {
        return of(ops().math().leakyRelu(value(), slope));
    }

    public Variable elu() {
        return of(ops().math().elu(value(), 1));
    }

    public Variable selu() {
        return of(ops().math().selu(value()));
    }

    public Variable gelu() {
        return of(ops().math().gelu(value()));
    }

    /** {@return {@code x sigmoid(x)}, also called swish} */
    public Variable silu() {
        return of(ops().math().swish(value()));
    }

    public Variable mish() {
        return of(ops().math().mish(value()));
    }

    public Variable softplus() {
        return of(ops().math().softplus(value()));
    }

    public Variable hardSigmoid() {
        return of(ops().math().hardSigmoid(value()));
    }

    public Variable hardSwish() {
        return of(ops().math().hardSwish(value()));
    }

    /** {@return {@code min(max(x, low), high)}} */
    public Variable clip(double low, double high) {
        return of(ops().math().clip(value(), low, high));
    }

    public Variable equal(Operand y) {
        return with(y, (ops, a, b) -> ops.f().equal(a, b));
    }

    public Variable less(Operand y) {
        return with(y, (ops, a, b) -> ops.f().less(a, b));
    }

    public Variable lessOrEqual(Operand y) {
        return with(y, (ops, a, b) -> ops.f().lessOrEqual(a, b));
    }

    public Variable greater(Operand y) {
        return with(y, (ops, a, b) -> ops.f().greater(a, b));
    }

    public Variable greater(double y) {
        return of(f().greater(value(), number(y)));
    }

    public Variable greaterOrEqual(Operand y) {
        return with(y, (ops, a, b) -> ops.f().greaterOrEqual(a, b));
    }

    /** {@return the logical not of a variable of bools} */
    public Variable not() {
        return of(f().not(value()));
    }

    /** {@return the elements in another type} */
    public Variable cast(DType to) {
        return of(f().cast(value(), to));
    }
}
