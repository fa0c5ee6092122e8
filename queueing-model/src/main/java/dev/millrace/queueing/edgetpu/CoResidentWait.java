package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.transform.Complex;
import dev.millrace.queueing.transform.LaplaceTransform;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Transform of the wait until the own service of copy k in a {@link CoResidentQueue}, switch included, without the atoms
 * of an idle server.
 *
 * <p>V [zI - L I + H] = z e has a structure that saves the general solution: inside a set residencies only grow, so by
 * size they are triangular; from outside, a set is only entered by a miss, in proportion to the sum of V over all that is
 * not of the set. With that sum as the only unknown every V is linear in it: V = a + b T, T the sum of all V. Copies
 * without a set are sets of one. Cost per value: states x copies, not states³.
 */
final class CoResidentWait implements LaplaceTransform {
    private final ResidencyChain chain;
    private final double ratePerMs;
    private final double[] idle;
    private final int own;
    private final int[] bySize;
    private final int[] groupOfState;
    private final int groups;
    private final int[][] resident;
    private final int[][] growing;

    CoResidentWait(ResidencyChain chain, double ratePerMs, double[] idle, int own) {
        this.chain = chain;
        this.ratePerMs = ratePerMs;
        this.idle = idle;
        this.own = own;
        int states = chain.states();
        this.bySize = IntStream.range(0, states)
                .boxed()
                .sorted(Comparator.comparing(state -> chain.size(state)))
                .mapToInt(r -> r)
                .toArray();
        this.groupOfState = new int[states];
        Arrays.fill(groupOfState, -1);
        int count = 0;
        for (int r = 0; r < states; r++) {
            if (groupOfState[r] < 0) {
                for (int other = r; other < states; other++) {
                    if (together(r, other)) {
                        groupOfState[other] = count;
                    }
                }
                count++;
            }
        }
        this.groups = count;
        this.resident = new int[states][];
        this.growing = new int[states][];
        for (int r = 0; r < states; r++) {
            int state = r;
            IntPredicate missing = k -> chain.isMiss(state, k);
            resident[r] = copies(missing.negate());
            // A miss that stays inside the set.
            growing[r] = copies(missing.and(k -> groupOfState[chain.next(state, k)] == groupOfState[state]));
        }
    }

    private int[] copies(IntPredicate wanted) {
        return IntStream.range(0, chain.copies().size()).filter(wanted).toArray();
    }

    private boolean together(int r, int other) {
        ResidentCopy a = chain.copies().get(chain.resident(r));
        ResidentCopy b = chain.copies().get(chain.resident(other));
        return a.stays(b);
    }

    @Override
    public Complex at(Complex z) {
        double[] re = new double[1];
        double[] im = new double[1];
        values(new VerticalLine(z.re(), z.im(), 0, 1), re, im);
        return new Complex(re[0], im[0]);
    }

    @Override
    public void along(double re, double step, double[] outRe, double[] outIm) {
        values(new VerticalLine(re, 0, step, outRe.length), outRe, outIm);
    }

    private void values(VerticalLine line, double[] outRe, double[] outIm) {
        int copies = chain.copies().size();
        double[][] hitRe = new double[copies][line.points()];
        double[][] hitIm = new double[copies][line.points()];
        double[][] switchRe = new double[copies][line.points()];
        double[][] switchIm = new double[copies][line.points()];
        for (int c = 0; c < copies; c++) {
            hit(chain.copies().get(c), line, hitRe[c], hitIm[c]);
            line.constant(1, chain.copies().get(c).switchMs(), switchRe[c], switchIm[c]);
        }
        Complex[] hit = new Complex[copies];
        Complex[] miss = new Complex[copies];
        for (int k = 0; k < line.points(); k++) {
            for (int c = 0; c < copies; c++) {
                hit[c] = new Complex(hitRe[c][k], hitIm[c][k]);
                miss[c] = hit[c].times(new Complex(switchRe[c][k], switchIm[c][k]));
            }
            Complex value = wait(solve(line.at(k), hit, miss), new Complex(switchRe[own][k], switchIm[own][k]));
            outRe[k] = value.re();
            outIm[k] = value.im();
        }
    }

    private static void hit(ResidentCopy copy, VerticalLine line, double[] re, double[] im) {
        if (copy.time().cv2() == 0) {
            line.constant(copy.ratePerMs(), copy.time().meanMs(), re, im);
            return;
        }
        for (int k = 0; k < re.length; k++) {
            Complex value = LaplaceTransform.service(copy.time(), line.at(k)).times(copy.ratePerMs());
            re[k] = value.re();
            im[k] = value.im();
        }
    }

    private Complex wait(Complex[] v, Complex switched) {
        Complex hit = Complex.ZERO;
        Complex miss = Complex.ZERO;
        for (int r = 0; r < v.length; r++) {
            Complex busy = v[r].plus(-idle[r]);
            if (chain.isMiss(r, own)) {
                miss = miss.plus(busy);
            } else {
                hit = hit.plus(busy);
            }
        }
        return hit.plus(miss.times(switched));
    }

    private Complex[] solve(Complex z, Complex[] hit, Complex[] miss) {
        int states = idle.length;
        // V_r = constant_r + slope_r U, U the sum of V outside the set of r.
        Complex[] constant = new Complex[states];
        Complex[] slope = new Complex[states];
        Complex[] groupConstant = new Complex[groups];
        Complex[] groupSlope = new Complex[groups];
        Arrays.fill(constant, Complex.ZERO);
        Arrays.fill(slope, Complex.ZERO);
        Arrays.fill(groupConstant, Complex.ZERO);
        Arrays.fill(groupSlope, Complex.ZERO);
        for (int r : bySize) {
            Complex diagonal = z.plus(-ratePerMs);
            for (int k : resident[r]) {
                diagonal = diagonal.plus(hit[k]);
            }
            if (chain.size(r) == 1) {
                slope[r] = slope[r].plus(miss[chain.resident(r)]);
            }
            constant[r] = z.times(idle[r]).minus(constant[r]).dividedBy(diagonal);
            slope[r] = Complex.ZERO.minus(slope[r]).dividedBy(diagonal);
            int group = groupOfState[r];
            groupConstant[group] = groupConstant[group].plus(constant[r]);
            groupSlope[group] = groupSlope[group].plus(slope[r]);
            for (int k : growing[r]) {
                // What the next larger residency receives from this one.
                int next = chain.next(r, k);
                constant[next] = constant[next].plus(constant[r].times(miss[k]));
                slope[next] = slope[next].plus(slope[r].times(miss[k]));
            }
        }
        // Sum of a set: C = a + b (T - C), so C = (a + b T) / (1 + b).
        Complex totalConstant = Complex.ZERO;
        Complex totalSlope = Complex.ONE;
        for (int g = 0; g < groups; g++) {
            Complex below = groupSlope[g].plus(1);
            totalConstant = totalConstant.plus(groupConstant[g].dividedBy(below));
            totalSlope = totalSlope.minus(groupSlope[g].dividedBy(below));
        }
        Complex total = totalConstant.dividedBy(totalSlope);
        Complex[] v = new Complex[states];
        for (int r = 0; r < states; r++) {
            int g = groupOfState[r];
            Complex inside = groupConstant[g].plus(groupSlope[g].times(total)).dividedBy(groupSlope[g].plus(1));
            v[r] = constant[r].plus(slope[r].times(total.minus(inside)));
        }
        return v;
    }
}
