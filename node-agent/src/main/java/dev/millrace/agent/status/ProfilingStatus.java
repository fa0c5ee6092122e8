package dev.millrace.agent.status;

import dev.millrace.agent.node.ProfilingReport;
import dev.millrace.agent.profile.MeasuredRows;
import dev.millrace.agent.profile.Measurement;
import dev.millrace.crds.v1alpha1.ProfilingResult;
import dev.millrace.crds.v1alpha1.ProfilingState;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Profiling as the node's status tells it. */
final class ProfilingStatus {
    private static final Comparator<ProfilingResult> ORDER = Comparator.comparing(ProfilingResult::namespace)
            .thenComparing(ProfilingResult::name)
            .thenComparing(ProfilingResult::variant)
            .thenComparing(ProfilingResult::device);

    private final String agent;

    /** @param agent the agent, as the reference of its figures names it */
    ProfilingStatus(String agent) {
        this.agent = agent;
    }

    /** Null where nothing is to be profiled. */
    @Nullable List<ProfilingResult> of(List<ProfilingReport> reports) {
        return reports.isEmpty()
                ? null
                : reports.stream().map(this::result).sorted(ORDER).toList();
    }

    private ProfilingResult result(ProfilingReport report) {
        Measurement measured = report.measured();
        return new ProfilingResult(
                report.task().model().namespace(),
                report.task().model().name(),
                report.task().variant(),
                report.task().device(),
                ProfilingState.valueOf(report.state().name()),
                report.reason().isEmpty() ? null : report.reason(),
                report.message().isEmpty() ? null : report.message(),
                measured == null ? null : measured.deviceType(),
                measured == null ? null : measured.sha256(),
                measured == null ? null : MeasuredRows.of(measured.times()),
                measured == null ? null : switchTime(measured),
                measured == null ? null : MeasuredRows.memory(measured.memoryBytes()),
                measured == null
                        ? null
                        : agent + ", device " + report.task().device() + ", " + measured.runs() + " runs");
    }

    /** Absent where nothing was measured, and where it is nothing. */
    private static @Nullable String switchTime(Measurement measured) {
        long nanos = measured.switchNanos().orElse(0);
        return nanos == 0 ? null : MeasuredRows.duration(nanos);
    }
}
