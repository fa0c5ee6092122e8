package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.transform.Complex;
import dev.millrace.queueing.transform.LaplaceTransform;
import java.util.List;

/**
 * Transform of the wait until the own service of class k in a {@link SwitchingQueue}, switch included, without the atoms
 * of an idle server. On primitive numbers: an inversion for a quantile asks for some hundred values.
 */
final class SwitchingWait implements LaplaceTransform {
    private final List<SwitchClass> classes;
    private final double ratePerMs;
    private final double[] idle;
    private final int own;

    SwitchingWait(List<SwitchClass> classes, double ratePerMs, double[] idle, int own) {
        this.classes = classes;
        this.ratePerMs = ratePerMs;
        this.idle = idle;
        this.own = own;
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
        int n = idle.length;
        int points = line.points();
        double[][] workRe = new double[n][points];
        double[][] workIm = new double[n][points];
        double[][] switchRe = new double[n][points];
        double[][] switchIm = new double[n][points];
        for (int j = 0; j < n; j++) {
            work(j, line, workRe[j], workIm[j]);
            line.constant(1, classes.get(j).switchMs(), switchRe[j], switchIm[j]);
        }
        double[] inverseRe = new double[n];
        double[] inverseIm = new double[n];
        double[] gRe = new double[n];
        double[] gIm = new double[n];
        double x = line.x();
        for (int k = 0; k < points; k++) {
            double y = line.from() + k * line.step();
            // A = (sum e / D) / (1 + sum g / D)
            double aboveRe = 0;
            double aboveIm = 0;
            double belowRe = 1;
            double belowIm = 0;
            for (int j = 0; j < n; j++) {
                double wr = workRe[j][k];
                double wi = workIm[j][k];
                gRe[j] = wr * switchRe[j][k] - wi * switchIm[j][k];
                gIm[j] = wr * switchIm[j][k] + wi * switchRe[j][k];
                double dr = x - ratePerMs + wr - gRe[j];
                double di = y + wi - gIm[j];
                double norm = dr * dr + di * di;
                inverseRe[j] = dr / norm;
                inverseIm[j] = -di / norm;
                aboveRe += idle[j] * inverseRe[j];
                aboveIm += idle[j] * inverseIm[j];
                belowRe += gRe[j] * inverseRe[j] - gIm[j] * inverseIm[j];
                belowIm += gRe[j] * inverseIm[j] + gIm[j] * inverseRe[j];
            }
            double norm = belowRe * belowRe + belowIm * belowIm;
            double ar = (aboveRe * belowRe + aboveIm * belowIm) / norm;
            double ai = (aboveIm * belowRe - aboveRe * belowIm) / norm;
            double otherRe = 0;
            double otherIm = 0;
            for (int j = 0; j < n; j++) {
                // V_j - e_j = z (e_j - g_j A) / D_j - e_j
                double br = idle[j] - gRe[j] * ar + gIm[j] * ai;
                double bi = -gRe[j] * ai - gIm[j] * ar;
                double cr = br * inverseRe[j] - bi * inverseIm[j];
                double ci = br * inverseIm[j] + bi * inverseRe[j];
                double vr = x * cr - y * ci - idle[j];
                double vi = x * ci + y * cr;
                if (j == own) {
                    outRe[k] = vr;
                    outIm[k] = vi;
                } else {
                    otherRe += vr;
                    otherIm += vi;
                }
            }
            outRe[k] += otherRe * switchRe[own][k] - otherIm * switchIm[own][k];
            outIm[k] += otherRe * switchIm[own][k] + otherIm * switchRe[own][k];
        }
    }

    private void work(int j, VerticalLine line, double[] re, double[] im) {
        if (classes.get(j).work().isConstant()) {
            double ms = classes.get(j).work().parts().getFirst().time().meanMs();
            line.constant(classes.get(j).work().ratePerMs(), ms, re, im);
            return;
        }
        for (int k = 0; k < re.length; k++) {
            Complex value = classes.get(j).work().rateTransform(line.at(k));
            re[k] = value.re();
            im[k] = value.im();
        }
    }
}
