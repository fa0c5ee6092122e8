package dev.millrace.agent.profile;

import dev.millrace.agent.device.TimeSample;
import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.runtime.WarmUp;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a model one batch after the other and takes the times. */
public final class ModelProfiler {
    private static final int FEWEST = 30;
    private static final double PRECISE = 0.01;
    private static final int WARM = 5;
    /** Part of the time that goes into runs that do not count: caches, clock frequencies and the JIT have to settle. */
    private static final int WARM_PART = 5;

    private static final int SWITCHES = 20;

    private final long budgetNanos;

    /** @param budgetMs most time for one batch size; less where the mean is known within 1 % after 30 runs */
    public ModelProfiler(long budgetMs) {
        this.budgetNanos = TimeUnit.MILLISECONDS.toNanos(budgetMs);
    }

    /**
     * Times by batch size.
     *
     * @param asked the model's signature, with the sizes to use in place of open ones; an open first one is the batch
     * @return without those batch sizes that the model does not take
     */
    public Map<Integer, TimeSample> serviceTimes(Model model, Signature asked, List<Integer> batches) {
        Map<Integer, TimeSample> times = new LinkedHashMap<>();
        for (int batch : batches) {
            request(model, asked, batch).ifPresent(request -> times.put(batch, measure(model, request)));
        }
        return times;
    }

    /** A fixed first dimension is one request, whatever its size. */
    private static Optional<InferRequest> request(Model model, Signature asked, int batch) {
        boolean open = asked.inputs().stream().allMatch(spec -> spec.shape().length > 0 && spec.shape()[0] < 0);
        if (batch > 1 && !open) {
            return Optional.empty();
        }
        Optional<InferRequest> request = WarmUp.zeros(asked, batch);
        try {
            request.ifPresent(model::run);
            return request;
        } catch (ServingException e) {
            return Optional.empty();
        }
    }

    private TimeSample measure(Model model, InferRequest request) {
        long warming = System.nanoTime();
        for (int i = 0; i < WARM || System.nanoTime() - warming < budgetNanos / WARM_PART; i++) {
            model.run(request);
        }
        TimeSample times = new TimeSample();
        long begin = System.nanoTime();
        for (long now = begin; ; ) {
            model.run(request);
            long end = System.nanoTime();
            times.add(end - now);
            now = end;
            boolean precise = times.count() >= FEWEST && times.relativeError() < PRECISE;
            if (precise || now - begin > budgetNanos) {
                return times;
            }
        }
    }

    /** Time of a model's first run on one request of zeros, in nanoseconds. */
    public long firstRunNanos(Model fresh) {
        InferRequest request = WarmUp.zeros(fresh.signature(), 1).orElseThrow();
        long begin = System.nanoTime();
        fresh.run(request);
        return System.nanoTime() - begin;
    }

    /**
     * Extra time of a run right after another model's, in nanoseconds.
     *
     * @param residentNanos mean time of a run after one of its own
     */
    public long switchNanos(Model model, Model other, double residentNanos) {
        InferRequest mine = WarmUp.zeros(model.signature(), 1).orElseThrow();
        InferRequest theirs = WarmUp.zeros(other.signature(), 1).orElseThrow();
        TimeSample times = new TimeSample();
        for (int i = 0; i < SWITCHES; i++) {
            other.run(theirs);
            long begin = System.nanoTime();
            model.run(mine);
            times.add(System.nanoTime() - begin);
        }
        return Math.max(0, Math.round(times.meanNanos() - residentNanos));
    }
}
