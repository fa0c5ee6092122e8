package dev.millrace.operator.e2e;

import dev.millrace.testbed.ControlPlane;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the writes that reached the API server, from its own metrics; Leases aside, which are heartbeats. */
final class ApiWrites {
    private static final Pattern REQUESTS = Pattern.compile("apiserver_request_total\\{(.*)} ([0-9.e+]+)");
    private static final Set<String> WRITTEN =
            Set.of("inferenceapps", "inferencenodes", "services", "endpointslices", "events");
    private static final Set<String> READING = Set.of("GET", "LIST", "WATCH");

    private ApiWrites() {}

    /** The same by resource, and {@code /status} where it is the status that was written. */
    static Map<String, Double> byResource(ControlPlane plane) {
        Map<String, Double> counts = new TreeMap<>();
        Matcher requests = REQUESTS.matcher(plane.kubectl().run("get", "--raw", "/metrics"));
        while (requests.find()) {
            String labels = requests.group(1);
            if (WRITTEN.contains(label(labels, "resource")) && !READING.contains(label(labels, "verb"))) {
                String subresource = label(labels, "subresource");
                counts.merge(
                        label(labels, "resource") + (subresource.isEmpty() ? "" : "/" + subresource),
                        Double.parseDouble(requests.group(2)),
                        Double::sum);
            }
        }
        return counts;
    }

    /** What was written since {@code before}; only what was. */
    static Map<String, Double> since(ControlPlane plane, Map<String, Double> before) {
        Map<String, Double> now = byResource(plane);
        now.replaceAll((resource, count) -> count - before.getOrDefault(resource, 0.0));
        now.values().removeIf(count -> count == 0);
        return now;
    }

    /** Requests that write to a resource the operator writes to, by anybody, since the API server started. */
    static double soFar(ControlPlane plane) {
        double total = 0;
        Matcher requests = REQUESTS.matcher(plane.kubectl().run("get", "--raw", "/metrics"));
        while (requests.find()) {
            String labels = requests.group(1);
            if (WRITTEN.contains(label(labels, "resource")) && !READING.contains(label(labels, "verb"))) {
                total += Double.parseDouble(requests.group(2));
            }
        }
        return total;
    }

    private static String label(String labels, String name) {
        Matcher value = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(labels);
        return value.find() ? value.group(1) : "";
    }
}
