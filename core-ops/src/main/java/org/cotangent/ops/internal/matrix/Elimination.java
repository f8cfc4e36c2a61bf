package org.cotangent.ops.internal.matrix;

import java.util.Arrays;

/**
 * Gaussian elimination of a square matrix with complete pivoting: {@code A[row[i]][column[j]] = (L U)[i][j]}.
 *
 * <p>The pivots descend, so that a loss of rank shows at their end. Cofactors need no division by the last one, and so
 * are right for singular matrices.
 */
final class Elimination {
    private final int n;
    /** The matrix, and after {@link #decompose} both triangles. */
    private final double[] a;

    private final int[] row;
    private final int[] column;
    private final double[] adjugate;
    private double sign;

    Elimination(int n) {
        this.n = n;
        this.a = new double[n * n];
        this.row = new int[n];
        this.column = new int[n];
        this.adjugate = new double[n * n];
    }

    /** {@return the memory to put a matrix into, row by row} */
    double[] matrix() {
        return a;
    }

    void decompose() {
        sign = 1;
        for (int i = 0; i < n; i++) {
            row[i] = i;
            column[i] = i;
        }
        for (int k = 0; k < n; k++) {
            pivot(k);
            double pivot = a[k * n + k];
            for (int i = k + 1; i < n && pivot != 0; i++) {
                double factor = a[i * n + k] / pivot;
                a[i * n + k] = factor;
                for (int j = k + 1; j < n; j++) {
                    a[i * n + j] -= factor * a[k * n + j];
                }
            }
        }
    }

    private void pivot(int k) {
        int best = k * n + k;
        for (int i = k; i < n; i++) {
            for (int j = k; j < n; j++) {
                best = Math.abs(a[i * n + j]) > Math.abs(a[best]) ? i * n + j : best;
            }
        }
        int i = best / n;
        int j = best % n;
        for (int c = 0; c < n && i != k; c++) {
            swap(i * n + c, k * n + c);
        }
        for (int r = 0; r < n && j != k; r++) {
            swap(r * n + j, r * n + k);
        }
        swap(row, i, k);
        swap(column, j, k);
    }

    private void swap(int one, int other) {
        double kept = a[one];
        a[one] = a[other];
        a[other] = kept;
    }

    private void swap(int[] order, int one, int other) {
        int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
        sign = one == other ? sign : -sign;
    }

    /** {@return the product of the first pivots, with the sign of the permutations} */
    private double product(int count) {
        double product = sign;
        for (int i = 0; i < count; i++) {
            product *= a[i * n + i];
        }
        return product;
    }

    double determinant() {
        return product(n);
    }

    /** Writes the derivative of the determinant by each element of the matrix. */
    void cofactors(double[] result) {
        adjugateOfU();
        for (int j = n - 2; j >= 0; j--) {
            for (int k = j + 1; k < n; k++) {
                double factor = a[k * n + j];
                for (int i = 0; i < n; i++) {
                    adjugate[i * n + j] -= factor * adjugate[i * n + k];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                result[row[j] * n + column[i]] = adjugate[i * n + j];
            }
        }
    }

    /**
     * With V the inverse of U without its last row and column (u, d), and p the product of its pivots, this is {@code p
     * (d V, -V u; 0, 1)}.
     */
    private void adjugateOfU() {
        int last = n - 1;
        double p = product(last);
        Arrays.fill(adjugate, 0);
        if (p == 0) {
            return;
        }
        adjugate[last * n + last] = p;
        for (int i = last - 1; i >= 0; i--) {
            adjugate[i * n + i] = p * a[last * n + last];
            adjugate[i * n + last] = -p * a[i * n + last];
            for (int k = i + 1; k < last; k++) {
                double factor = a[i * n + k];
                for (int j = k; j < n; j++) {
                    adjugate[i * n + j] -= factor * adjugate[k * n + j];
                }
            }
            for (int j = i; j < n; j++) {
                adjugate[i * n + j] /= a[i * n + i];
            }
        }
    }
}
