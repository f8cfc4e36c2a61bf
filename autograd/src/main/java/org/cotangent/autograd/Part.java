package org.cotangent.autograd;

/** A part of a program that holds parameters, such as a layer. */
public interface Part {
    /** Throws if a parameter is used within that this part does not hold, so that it would not be trained. */
    void checkUse(Parameter parameter);
}
