package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.transform.Atom;
import dev.millrace.queueing.transform.Complex;
import dev.millrace.queueing.transform.LaplaceTransform;
import dev.millrace.queueing.transform.TransformResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Single server in order of arrival, Poisson classes, a switch time whenever the previous request was of another class:
 * exact (M/G/1 with class-dependent set-ups, a case of M/SM/1, Neuts 1989).
 *
 * <p>With the workload V and the last class J at an arrival, V_j(z) = E[e^(-zV); J = j] and e_j = P(V = 0, J = j):
 * V_j = z (e_j - g_j A) / D_j, D_j = z - L + G_j (1 - e^(-z o_j)), g_j = G_j e^(-z o_j), G_j = sum of rate x phi,
 * A = (sum e_i / D_i) / (1 + sum g_i / D_i). The e_j follow from the real roots ({@link IdleProbabilities}). One class
 * alone is M/G/1. Requires a load below 1.
 */
public final class SwitchingQueue {
    private final List<SwitchClass> classes;
    private final int[] classOfGiven;
    private final double ratePerMs;
    private final double load;
    private final double[] probability;
    private final double[] idle;
    private final double waitMs;

    /**
     * A queue.
     *
     * @param given at least one class; those with switch time 0 are taken together
     * @throws IllegalArgumentException if the load is not below 1
     */
    public SwitchingQueue(List<SwitchClass> given) {
        this.classOfGiven = new int[given.size()];
        this.classes = merged(given);
        int n = classes.size();
        this.ratePerMs = classes.stream().mapToDouble(c -> c.work().ratePerMs()).sum();
        this.probability = new double[n];
        double busy = 0;
        for (int j = 0; j < n; j++) {
            probability[j] = classes.get(j).work().ratePerMs() / ratePerMs;
            busy += classes.get(j).work().ratePerMs() * meanWorkMs(j);
        }
        this.load = busy;
        if (!(load < 1)) {
            throw new IllegalArgumentException("load must be below 1, but was " + load);
        }
        this.idle = IdleProbabilities.of(classes, ratePerMs, 1 - load);
        this.waitMs = meanWait();
    }

    /** Fills {@link #classOfGiven}: classes that cost no switch become one, at the end. */
    private List<SwitchClass> merged(List<SwitchClass> given) {
        List<SwitchClass> result = new ArrayList<>();
        SwitchClass free = null;
        for (int i = 0; i < given.size(); i++) {
            SwitchClass each = given.get(i);
            if (each.switchMs() > 0) {
                classOfGiven[i] = result.size();
                result.add(each);
            } else {
                classOfGiven[i] = -1;
                free = free == null ? each : new SwitchClass(free.work().plus(each.work()), 0);
            }
        }
        if (free != null) {
            Arrays.setAll(classOfGiven, i -> classOfGiven[i] < 0 ? result.size() : classOfGiven[i]);
            result.add(free);
        }
        return result;
    }

    /** Busy fraction, switching included. */
    public double load() {
        return load;
    }

    /** P(idle, last class j); those that cost no switch together and last; they sum to 1 - load. */
    public double[] idleProbabilities() {
        return idle.clone();
    }

    /** Mean work found by an arrival in ms, the wait before its own switch. */
    public double meanWaitMs() {
        return waitMs;
    }

    /** E[work of a request of class j]: m_j = s_j + (1 - p_j) o_j. */
    private double meanWorkMs(int j) {
        return classes.get(j).work().meanMs()
                + (1 - probability[j]) * classes.get(j).switchMs();
    }

    private double meanWait() {
        double second = 0;
        double correlation = 0;
        for (int j = 0; j < probability.length; j++) {
            double p = probability[j];
            double o = classes.get(j).switchMs();
            double s = classes.get(j).work().meanMs();
            second += p * (classes.get(j).work().secondMoment() + (1 - p) * o * (2 * s + o));
            correlation += p * p * o * (meanWorkMs(j) - (1 - idle[j] / p) / ratePerMs);
        }
        return ratePerMs * (second / 2 - correlation) / (1 - load);
    }

    /**
     * Response time of requests with the given service time (one of their class).
     *
     * @param given index of their class among those given to the constructor
     */
    public TransformResponse response(int given, ServiceTime time) {
        int k = classOfGiven[given];
        double switchMs = classes.get(k).switchMs();
        double mean = waitMs + time.meanMs() + (1 - probability[k]) * switchMs;
        double others = 0;
        for (int j = 0; j < idle.length; j++) {
            others += j == k ? 0 : idle[j];
        }
        List<Atom> atoms = List.of(new Atom(0, idle[k]), new Atom(switchMs, others));
        if (time.cv2() > 0) {
            LaplaceTransform busy = z -> smoothWait(k, z).times(LaplaceTransform.service(time, z));
            return new TransformResponse(mean, 0, atoms, time, busy);
        }
        return new TransformResponse(mean, time.meanMs(), atoms, z -> smoothWait(k, z));
    }

    /** Transform of the wait until the own service of class k, switch included, without the atoms of an idle server. */
    private Complex smoothWait(int k, Complex z) {
        int n = idle.length;
        Complex[] inverse = new Complex[n];
        Complex[] switched = new Complex[n];
        Complex above = Complex.ZERO;
        Complex below = Complex.ONE;
        for (int j = 0; j < n; j++) {
            Complex work = classes.get(j).work().rateTransform(z);
            switched[j] = work.times(LaplaceTransform.constant(classes.get(j).switchMs(), z));
            inverse[j] = Complex.ONE.dividedBy(z.plus(-ratePerMs).plus(work).minus(switched[j]));
            above = above.plus(inverse[j].times(idle[j]));
            below = below.plus(inverse[j].times(switched[j]));
        }
        Complex a = above.dividedBy(below);
        Complex own = Complex.ZERO;
        Complex other = Complex.ZERO;
        for (int j = 0; j < n; j++) {
            Complex work = Complex.ZERO.plus(idle[j]).minus(switched[j].times(a));
            Complex v = z.times(work).times(inverse[j]).plus(-idle[j]);
            if (j == k) {
                own = v;
            } else {
                other = other.plus(v);
            }
        }
        return own.plus(other.times(LaplaceTransform.constant(classes.get(k).switchMs(), z)));
    }
}
