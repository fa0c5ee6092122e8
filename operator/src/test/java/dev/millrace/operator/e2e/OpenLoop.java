package dev.millrace.operator.e2e;

import dev.millrace.crds.v1alpha1.InferenceApp;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends requests to {@code status.url} at a steady rate, whether or not earlier ones were answered, and follows
 * the URL as a client of the API does. What became of each request is kept.
 */
final class OpenLoop implements AutoCloseable {
    /** The time that each request gives the server, and the client waits for an answer a little longer. */
    static final Duration DEADLINE = Duration.ofSeconds(4);

    private static final Duration PATIENCE = DEADLINE.plusSeconds(1);

    private static final String BODY = """
            {"parameters":{"timeout":%d},"inputs":[{"name":"input","datatype":"UINT8","shape":[1],"data":[7]}]}""".formatted(TimeUnit.NANOSECONDS.toMicros(DEADLINE.toNanos()));

    /**
     * One request that has ended.
     *
     * @param outcome the status, or the name of the exception
     * @param startNanos when it was sent, by the monotonic clock
     * @param endNanos when, by the monotonic clock
     */
    record Ended(String outcome, boolean timedOut, long startNanos, long endNanos) {
        boolean answered() {
            return outcome.startsWith("2");
        }
    }

    private final String model;
    private final SharedIndexInformer<InferenceApp> app;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Ended> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();

    OpenLoop(KubernetesClient client, String namespace, String name, int perSecond) {
        model = namespace + "." + name;
        app = client.resources(InferenceApp.class)
                .inNamespace(namespace)
                .withName(name)
                .inform();
        clock.scheduleAtFixedRate(this::send, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private @Nullable String url() {
        return app.getStore().list().stream()
                .filter(found -> found.getStatus() != null)
                .map(found -> found.getStatus().url())
                .filter(url -> url != null)
                .findFirst()
                .orElse(null);
    }

    private void send() {
        String url = url();
        if (url == null) {
            return;
        }
        sent.incrementAndGet();
        long start = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v2/models/" + model + "/infer"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle((response, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            String outcome = cause == null
                    ? response.statusCode() + (response.statusCode() == 200 ? "" : " " + response.body())
                    : cause.toString();
            ended.add(new Ended(outcome, cause instanceof HttpTimeoutException, start, System.nanoTime()));
            return null;
        });
    }

    /** Ends sending and waits for what is on its way. */
    void finish() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        long end = System.nanoTime() + PATIENCE.plusSeconds(5).toNanos();
        while (ended.size() < sent.get() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    int sent() {
        return sent.get();
    }

    List<Ended> ended() {
        return List.copyOf(ended);
    }

    /** How many requests ended how. */
    Map<String, Integer> outcomes() {
        Map<String, Integer> outcomes = new TreeMap<>();
        ended.forEach(one -> outcomes.merge(one.outcome(), 1, Integer::sum));
        return outcomes;
    }

    /** Whether a request was answered that ended after that moment. */
    boolean answeredSince(long nanos) {
        List<Ended> all = ended;
        for (int i = all.size() - 1; i >= 0 && all.get(i).endNanos() > nanos; i--) {
            if (all.get(i).answered()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        app.stop();
        http.close();
    }
}
