package org.cotangent.cpu.reduce;

/** What happens to the combination of all elements. */
enum Finish {
    NONE,
    /** Division by the number of elements. */
    MEAN,
    SQUARE_ROOT,
    LOGARITHM;

    double apply(double combined, long joined) {
        return switch (this) {
            case NONE -> combined;
            case MEAN -> combined / joined;
            case SQUARE_ROOT -> Math.sqrt(combined);
            case LOGARITHM -> Math.log(combined);
        };
    }
}
