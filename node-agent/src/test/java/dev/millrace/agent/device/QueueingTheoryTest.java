package dev.millrace.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.agent.device.emulated.GammaTimes;
import java.util.List;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.junit.jupiter.api.Test;

/** Devices played with Poisson arrivals in virtual time against closed forms. */
class QueueingTheoryTest {
    private static final int REQUESTS = 100_000;
    private static final double MEAN_MS = 5;

    private final RandomGenerator random = new Well19937c(7);

    @Test
    void edgeTpuWithOneModelIsAnMg1Queue() {
        double cv2 = 0.5;
        double rho = 0.6;
        // Pollaczek-Khinchine: W = rho / (1 - rho) * (1 + cv2) / 2 * S.
        double expected = MEAN_MS + rho / (1 - rho) * (1 + cv2) / 2 * MEAN_MS;
        assertThat(meanMs(new OneAtATime(Order.FCFS), new WaitEngine(), cv2, rho, 1))
                .isCloseTo(expected, within(0.04 * expected));
    }

    @Test
    void twoCoresAreAnMm2Queue() {
        double rho = 0.6;
        // M/M/2: W = rho^2 / (1 - rho^2) * S, rho the load of one core.
        double expected = MEAN_MS + rho * rho / (1 - rho * rho) * MEAN_MS;
        assertThat(meanMs(new SharedServers(2), new WaitEngine(), 1, 2 * rho, 1))
                .isCloseTo(expected, within(0.04 * expected));
    }

    @Test
    void gpuWithManyCopiesIsInsensitiveToTheDistributionAsProcessorSharingIs() {
        double rho = 0.5;
        // With so many copies that none has two requests, the device is M/G/1-PS: T = S / (1 - rho).
        double expected = MEAN_MS / (1 - rho);
        assertThat(meanMs(new WorkerPerCopy(), new SharingEngine(), 2, rho, 100))
                .isCloseTo(expected, within(0.05 * expected));
    }

    private double meanMs(Discipline discipline, Engine engine, double cv2, double load, int copies) {
        Station station = new Station(discipline, engine);
        GammaTimes times = new GammaTimes(List.of(new GammaTimes.Row(1, MEAN_MS * 1e6, cv2)), random);
        Copy[] all = new Copy[copies];
        for (int i = 0; i < copies; i++) {
            all[i] = Copy.alone("c" + i, times, 0);
        }
        ExponentialDistribution gap = new ExponentialDistribution(random, MEAN_MS * 1e6 / load);
        Mean mean = new Mean();
        double now = 0;
        for (int i = 0; i < REQUESTS; i++) {
            now += gap.sample();
            station.submit(new Job(all[random.nextInt(copies)], (long) now, 0, Job.NEVER, 0, null, new Job.Listener() {
                @Override
                public void served(Visit visit) {
                    mean.increment((visit.endedNanos() - visit.enteredNanos()) / 1e6);
                }

                @Override
                public void expired() {}
            }));
        }
        return mean.getResult();
    }
}
