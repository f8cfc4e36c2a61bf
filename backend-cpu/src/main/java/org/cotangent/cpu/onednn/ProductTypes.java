package org.cotangent.cpu.onednn;

/**
 * Element types of a product.
 *
 * @param source of the first factor: the image of a convolution
 * @param weights of the second factor
 * @param target of the product
 */
record ProductTypes(DataType source, DataType weights, DataType target) {
    static ProductTypes uniform(DataType type) {
        return new ProductTypes(type, type, type);
    }

    /** Returns those of a product of bytes by signed bytes. */
    static ProductTypes ofBytes(DataType source, DataType target) {
        return new ProductTypes(source, DataType.S8, target);
    }
}
