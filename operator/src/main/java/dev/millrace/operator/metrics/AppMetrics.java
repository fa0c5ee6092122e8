package dev.millrace.operator.metrics;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.crds.v1alpha1.Objective;
import dev.millrace.placement.model.AppRef;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The gauges of each app: objective, prediction, observation and how far apart they are. Made at the scrape from one small
 * record an app, since an app has twenty series and a cluster thousands of apps. Thread-safe.
 */
@ApplicationScoped
public class AppMetrics {
    private final Map<AppRef, AppFigures> figures = new ConcurrentHashMap<>();
    private final Map<AppRef, Double> attainments = new ConcurrentHashMap<>();

    AppMetrics() {}

    @Inject
    void register(PrometheusMeterRegistry registry) {
        register(registry.getPrometheusRegistry());
    }

    void register(CollectorRegistry registry) {
        registry.register(new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                return families();
            }
        });
    }

    /** The app's status was computed. */
    public void published(InferenceApp app, InferenceAppStatus status) {
        AppFigures now = AppFigures.of(app.getSpec().slo(), objective(app), status);
        if (!now.observed()) {
            attainments.remove(ref(app));
        }
        figures.put(ref(app), now);
    }

    /** What fraction of the observed responses was within the bound. */
    public void attained(InferenceApp app, double ratio) {
        attainments.put(ref(app), ratio);
    }

    /** The app was deleted. */
    public void forget(AppRef app) {
        figures.remove(app);
        attainments.remove(app);
    }

    private List<Collector.MetricFamilySamples> families() {
        Gauges slo = new Gauges(
                "millrace_slo_latency_seconds",
                "Bound of the app's latency objective.",
                "namespace",
                "app",
                "objective");
        Gauges attainment = new Gauges(
                "millrace_slo_attainment_ratio",
                "Fraction of recently observed responses within the bound.",
                "namespace",
                "app",
                "objective");
        Gauges predicted =
                perStat("millrace_predicted_latency_seconds", "Response time that the plan in force predicts.");
        Gauges observed = perStat("millrace_observed_latency_seconds", "Response time that the agents observed.");
        Gauges error = perStat("millrace_prediction_error_ratio", "Predicted / observed - 1.");
        figures.forEach((app, known) -> {
            slo.add(known.sloSeconds(), app.namespace(), app.name(), known.objective());
            attainment.add(attainments.getOrDefault(app, Double.NaN), app.namespace(), app.name(), known.objective());
            for (int i = 0; i < AppFigures.STATS.size(); i++) {
                String stat = AppFigures.STATS.get(i);
                predicted.add(known.predictedSeconds()[i], app.namespace(), app.name(), stat);
                observed.add(known.observedSeconds()[i], app.namespace(), app.name(), stat);
                error.add(known.error(i), app.namespace(), app.name(), stat);
            }
        });
        return Stream.of(slo, attainment, predicted, observed, error)
                .map(Gauges::family)
                .toList();
    }

    private static Gauges perStat(String name, String help) {
        return new Gauges(name, help, "namespace", "app", "stat");
    }

    private static AppRef ref(InferenceApp app) {
        return new AppRef(app.getMetadata().getNamespace(), app.getMetadata().getName());
    }

    private static String objective(InferenceApp app) {
        return Objects.requireNonNullElse(app.getSpec().slo().objective(), Objective.P95)
                .value();
    }
}
