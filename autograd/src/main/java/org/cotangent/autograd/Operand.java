package org.cotangent.autograd;

/** What can stand in a formula: a variable, or a parameter, which becomes one where it is used. */
public sealed interface Operand permits Variable, Parameter {
    /** {@return this as a variable} */
    Variable in(Autograd autograd);
}
