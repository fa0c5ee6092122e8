package dev.millrace.cli.load;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Puts the declared load of a cluster's apps on the servers that serve them. */
public final class LoadSession {
    private final ClusterSnapshot cluster;
    private final Map<AppRef, Map<String, List<Long>>> shapes;
    private final Set<AppRef> images;
    private final List<Endpoint> endpoints;
    private final LoadTimes times;
    private final long seed;

    /**
     * @param cluster its apps get load; its running assignments tell which named endpoint serves whom
     * @param shapes sizes to send, by app and input name, where metadata leaves them open
     * @param images apps that take image files
     */
    public LoadSession(
            ClusterSnapshot cluster,
            Map<AppRef, Map<String, List<Long>>> shapes,
            Set<AppRef> images,
            List<Endpoint> endpoints,
            LoadTimes times,
            long seed) {
        this.cluster = cluster;
        this.shapes = Map.copyOf(shapes);
        this.images = Set.copyOf(images);
        this.endpoints = List.copyOf(endpoints);
        this.times = times;
        this.seed = seed;
    }

    /**
     * Asks the servers for their models, runs warm-up and measuring, and waits for the last answer.
     *
     * @throws IOException where a server cannot be reached or does not speak the protocol
     * @throws IllegalArgumentException where a model takes data of a type that cannot be made up
     */
    public LoadResult run(LoadProgress progress) throws IOException, InterruptedException {
        List<AppLoad> loads = new ArrayList<>();
        List<App> unserved = new ArrayList<>();
        try (HttpClient metadata = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(times.timeout())
                .build()) {
            ServedModels models = new ServedModels(metadata);
            for (App app : cluster.apps()) {
                List<Target> targets = targets(models, app);
                if (targets.isEmpty()) {
                    unserved.add(app);
                } else {
                    loads.add(new AppLoad(app.ref(), app.arrivals(), app.slo(), app.networkMs(), targets));
                }
            }
        }
        if (loads.isEmpty()) {
            return new LoadResult(List.of(), unserved);
        }
        try (LoadClient client = new LoadClient(times.timeout())) {
            return new LoadResult(new LoadGenerator(client, times, seed, progress).run(loads, seed), unserved);
        }
    }

    private List<Target> targets(ServedModels models, App app) throws IOException, InterruptedException {
        List<Target> targets = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            double weight = weight(endpoint, app.ref());
            Optional<List<TensorSpec>> inputs =
                    weight > 0 ? models.inputs(endpoint.url(), app.ref()) : Optional.empty();
            if (inputs.isPresent()) {
                targets.add(new Target(request(endpoint.url(), app.ref(), inputs.get()), weight));
            }
        }
        return targets;
    }

    /** What the app's share on the endpoint's node is; 1 on an endpoint that stands for all nodes. */
    private double weight(Endpoint endpoint, AppRef app) {
        if (endpoint.node().isEmpty()) {
            return 1;
        }
        return cluster.running().stream()
                .filter(assignment -> assignment.app().equals(app)
                        && endpoint.serves(assignment.device().node()))
                .mapToDouble(Assignment::share)
                .sum();
    }

    private InferenceCall request(URI url, AppRef app, List<TensorSpec> inputs) {
        InferenceRequest request =
                InferenceRequest.of(inputs, shapes.getOrDefault(app, Map.of()), images.contains(app), new Random(seed));
        return new InferenceCall(url, ServedModels.path(app) + "/infer", request.body(), request.headerLength());
    }
}
