package dev.millrace.queueing.transform;

/** Small dense linear systems of complex numbers. */
public final class ComplexSystem {
    private ComplexSystem() {}

    /**
     * Solves a x = b by elimination with partial pivoting; both arrays are overwritten.
     *
     * @return x
     */
    public static Complex[] solve(Complex[][] a, Complex[] b) {
        int n = b.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (a[row][column].abs() > a[pivot][column].abs()) {
                    pivot = row;
                }
            }
            swap(a, b, column, pivot);
            Complex inverse = Complex.ONE.dividedBy(a[column][column]);
            for (int row = column + 1; row < n; row++) {
                Complex factor = a[row][column].times(inverse);
                if (factor.re() != 0 || factor.im() != 0) {
                    for (int k = column; k < n; k++) {
                        a[row][k] = a[row][k].minus(factor.times(a[column][k]));
                    }
                    b[row] = b[row].minus(factor.times(b[column]));
                }
            }
        }
        for (int row = n - 1; row >= 0; row--) {
            Complex sum = b[row];
            for (int k = row + 1; k < n; k++) {
                sum = sum.minus(a[row][k].times(b[k]));
            }
            b[row] = sum.dividedBy(a[row][row]);
        }
        return b;
    }

    private static void swap(Complex[][] a, Complex[] b, int i, int j) {
        Complex[] row = a[i];
        a[i] = a[j];
        a[j] = row;
        Complex value = b[i];
        b[i] = b[j];
        b[j] = value;
    }
}
