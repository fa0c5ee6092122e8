package dev.millrace.agent.serving;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.Job;
import dev.millrace.agent.device.Room;
import dev.millrace.agent.device.Station;
import dev.millrace.agent.device.Visit;
import dev.millrace.agent.device.Work;
import dev.millrace.agent.image.ImagePreprocessor;
import dev.millrace.agent.metrics.Phase;
import dev.millrace.agent.runtime.Batches;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import dev.millrace.agent.trace.TraceRecorder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One request on its way through the node: preprocess, device, answer. */
final class Attempt {
    private static final Logger LOG = Logger.getLogger(Attempt.class);
    private static final Map<String, Object> EMULATED = Map.of("emulated", Boolean.TRUE);

    private final Destination.Local local;
    /** As it came, or as preprocessing has made it. */
    private InferRequest request;

    private final long arrivalNanos;
    private final Reply reply;
    private @Nullable List<Tensor> outputs;
    private @Nullable ServingException failure;
    private final TraceRecorder trace;
    private @Nullable Visit preprocessed;
    private Room room = Room.ENDLESS;
    private volatile @Nullable Future<?> timer;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** @param trace where the answer is written down */
    Attempt(Destination.Local local, InferRequest request, long arrivalNanos, Reply reply, TraceRecorder trace) {
        this.trace = trace;
        this.local = local;
        this.request = request;
        this.arrivalNanos = arrivalNanos;
        this.reply = reply;
    }

    /** @param timers where the request's timeout is waited for */
    void start(Station cpu, Room room, ScheduledExecutorService timers) {
        this.room = room;
        long timeout = request.timeoutMicros();
        if (timeout > 0) {
            timer = timers.schedule(this::timedOut, timeout, TimeUnit.MICROSECONDS);
        }
        Copy preprocess = local.app().preprocess();
        ImagePreprocessor image = local.app().image();
        if (preprocess == null
                || (image == null && !local.replica().slot().model().emulated())) {
            enterDevice(arrivalNanos);
            return;
        }
        cpu.submit(
                job(preprocess, arrivalNanos, image == null ? null : () -> prepare(image), new Job.Listener() {
                    @Override
                    public void served(Visit visit) {
                        local.replica().meters().phase(Phase.PREPROCESS, visit.endedNanos() - visit.enteredNanos());
                        preprocessed = visit;
                        if (failure == null) {
                            enterDevice(visit.endedNanos());
                        } else {
                            fail(failure);
                        }
                    }

                    @Override
                    public void expired() {
                        Attempt.this.expired();
                    }

                    @Override
                    public void refused() {
                        Attempt.this.refused();
                    }
                }),
                room);
    }

    private void enterDevice(long atNanos) {
        ModelSlot slot = local.replica().slot();
        Work work = slot.model().emulated() ? null : new Execution();
        slot.station()
                .submit(
                        job(slot.copy(), atNanos, work, new Job.Listener() {
                            @Override
                            public void served(Visit visit) {
                                Attempt.this.served(visit);
                            }

                            @Override
                            public void expired() {
                                Attempt.this.expired();
                            }

                            @Override
                            public void refused() {
                                Attempt.this.refused();
                            }
                        }),
                        room);
    }

    private Job job(Copy copy, long atNanos, @Nullable Work work, Job.Listener listener) {
        long timeout = request.timeoutMicros();
        // The app comes first, then what the client says of its own requests: 1 is the highest there.
        long priority = ((long) local.app().priority() << Integer.SIZE) - request.priority();
        long expires = timeout == 0 ? Job.NEVER : arrivalNanos + timeout * 1000;
        return new Job(copy, atNanos, arrivalNanos + local.app().dueNanos(), expires, priority, work, listener);
    }

    private void prepare(ImagePreprocessor image) {
        try {
            request = image.prepare(request, local.replica().slot().model().signature());
        } catch (ServingException e) {
            failure = e;
        } catch (RuntimeException e) {
            LOG.errorf(e, "preprocessing of %s", request.model());
            failure = ServingException.of(Fault.INTERNAL, "preprocessing failed");
        }
    }

    /** All of a batch are for the same copy, so for the same model. */
    private final class Execution implements Work {
        @Override
        public void run() {
            execute();
        }

        @Override
        public void runTogether(List<Work> batch) {
            if (batch.size() == 1) {
                run();
                return;
            }
            List<Attempt> attempts =
                    batch.stream().map(work -> ((Execution) work).attempt()).toList();
            try {
                List<List<Tensor>> results = Batches.run(
                        local.replica().slot().model(),
                        attempts.stream().map(attempt -> attempt.request).toList());
                for (int i = 0; i < attempts.size(); i++) {
                    attempts.get(i).outputs = results.get(i);
                }
            } catch (RuntimeException e) {
                // Whose fault it is shows when each runs alone.
                batch.forEach(Work::run);
            }
        }

        private Attempt attempt() {
            return Attempt.this;
        }
    }

    private void execute() {
        try {
            outputs = local.replica().slot().model().run(request);
        } catch (ServingException e) {
            failure = e;
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "model %s failed on %s",
                    request.model(),
                    local.replica().slot().device());
            failure = ServingException.of(Fault.INTERNAL, "the model failed");
        }
    }

    private void served(Visit visit) {
        if (failure != null) {
            fail(failure);
            return;
        }
        List<Tensor> results = outputs == null ? local.replica().slot().model().run(request) : outputs;
        onEventLoop(() -> {
            try {
                answer(visit, results);
            } finally {
                local.replica().slot().release();
            }
        });
    }

    private void answer(Visit visit, List<Tensor> results) {
        if (!mayAnswer()) {
            return;
        }
        ModelSlot slot = local.replica().slot();
        Map<String, Object> parameters = slot.model().emulated() ? EMULATED : Map.of();
        try {
            reply.answer(new InferResponse(request.model(), request.id(), parameters, results));
        } catch (ServingException e) {
            local.replica().meters().failed(e.fault(), arrivalNanos, reply.trace());
            reply.fail(e);
            return;
        }
        long answeredNanos = System.nanoTime();
        local.replica()
                .meters()
                .served(
                        arrivalNanos,
                        answeredNanos,
                        local.app().dueNanos(),
                        local.app().networkMicros(),
                        visit,
                        reply.trace(),
                        preprocessed);
        trace.answered(local.app().id().toString(), slot.device(), answeredNanos - arrivalNanos);
    }

    /** A loop that has ended has no connections: there is nobody left to answer, but what the task holds it gives back. */
    private void onEventLoop(Runnable task) {
        try {
            reply.executor().execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** The timeout passed: the answer is given now; what waits or runs ends on its own and holds its slot until then. */
    private void timedOut() {
        answerFailure(late());
    }

    private void expired() {
        fail(late());
    }

    private void refused() {
        fail(ServingException.of(
                Fault.UNAVAILABLE, "the queue of model '" + request.model() + "' is full; Maybe try again"));
    }

    void fail(ServingException error) {
        local.replica().slot().release();
        answerFailure(error);
    }

    private void answerFailure(ServingException error) {
        if (mayAnswer()) {
            local.replica().meters().failed(error.fault(), arrivalNanos, reply.trace());
            onEventLoop(() -> reply.fail(error));
        }
    }

    private boolean mayAnswer() {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        Future<?> waiting = timer;
        if (waiting != null) {
            waiting.cancel(false);
        }
        return true;
    }

    private ServingException late() {
        return ServingException.of(
                Fault.DEADLINE, "the timeout of the request for model '" + request.model() + "' has passed");
    }
}
