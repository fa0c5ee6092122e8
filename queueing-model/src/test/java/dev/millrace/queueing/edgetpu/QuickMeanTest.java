package dev.millrace.queueing.edgetpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.transform.ServiceMix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Means without roots against the exact ones, over random devices of 2 to 8 copies. */
class QuickMeanTest {
    private static final int DEVICES = 200;

    private final Random random = new Random(11);

    @Test
    void switching() {
        List<Double> errors = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            SwitchingQueue queue = new SwitchingQueue(classes());
            errors.add(Math.abs(queue.quickMeanWaitMs() / queue.meanWaitMs() - 1));
        }
        verify(errors, 0.0003, 0.003);
    }

    @Test
    void coResidentSets() {
        List<Double> errors = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            List<ResidentCopy> copies = new ArrayList<>();
            List<SwitchClass> classes = classes();
            for (int k = 0; k < Math.min(4, classes.size()); k++) {
                ServiceMix.Part part = classes.get(k).work().parts().getFirst();
                String set = k < 2 ? "pair" : null;
                copies.add(new ResidentCopy(
                        part.ratePerMs(), part.time(), classes.get(k).switchMs(), set));
            }
            CoResidentQueue queue = new CoResidentQueue(copies);
            double quick = queue.quickMeanMs(0, queue.quickMeanWaitMs());
            errors.add(Math.abs(quick / queue.response(0).meanMs() - 1));
        }
        verify(errors, 0.002, 0.04);
    }

    private static void verify(List<Double> errors, double average, double worst) {
        assertThat(errors.stream().mapToDouble(e -> e).average().orElseThrow()).isLessThan(average);
        assertThat(errors.stream().mapToDouble(e -> e).max().orElseThrow()).isLessThan(worst);
    }

    @Test
    void equalClassesAreExact() {
        List<SwitchClass> equal = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            equal.add(new SwitchClass(ServiceMix.of(0.014, ServiceTime.deterministic(10)), 12));
        }
        SwitchingQueue queue = new SwitchingQueue(equal);
        double mean = queue.quickMeanMs(0, ServiceTime.deterministic(10), queue.quickMeanWaitMs());
        assertThat(mean).isCloseTo(48.6394, within(1e-4));
    }

    /** Load 0.2 to 0.9 if every request switched. */
    private List<SwitchClass> classes() {
        int n = 2 + random.nextInt(7);
        double load = 0.2 + 0.7 * random.nextDouble();
        List<SwitchClass> classes = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            double serviceMs = 2 * Math.pow(60, random.nextDouble());
            double switchMs = 1 + 25 * random.nextDouble();
            double cv2 = random.nextInt(3) == 0 ? random.nextDouble() : 0;
            double rate = load / n / (serviceMs + switchMs);
            classes.add(new SwitchClass(ServiceMix.of(rate, new ServiceTime(serviceMs, cv2)), switchMs));
        }
        return classes;
    }
}
