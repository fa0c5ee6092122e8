package dev.millrace.operator.controller;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the caches are complete and the planner runs, or another replica leads. */
@Readiness
public class LoopHealth implements HealthCheck {
    private final ControlLoop loop;

    LoopHealth(ControlLoop loop) {
        this.loop = loop;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("control loop")
                .status(loop.healthy())
                .withData("leading", loop.leading())
                .build();
    }
}
